"""When people are reminded: the ladders and hours, for administrators."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity.web import acting
from directives import deadlines, ladders, rules, services
from directives.forms.ladders import HoursForm, LadderForm
from foundation import clock


@dataclass(frozen=True)
class LadderRow:
    """One line of the table: a kind, its ladder, and whether it has one of its own."""

    kind: str
    label: str | Promise
    ladder: ladders.Ladder
    own: bool

    @property
    def before(self) -> str:
        """The days before, listed."""
        return ", ".join(str(rung) for rung in self.ladder.rungs if rung > 0)

    @property
    def after(self) -> str:
        """The days after, listed."""
        return ", ".join(str(-rung) for rung in self.ladder.rungs if rung < 0)

    @property
    def on_day(self) -> bool:
        """Whether people are told on the day itself."""
        return 0 in self.ladder.rungs


def _ask(request: HttpRequest) -> None:
    if not rules.may_set_reminders(request.user):
        raise PermissionDenied


@require_GET
def reminders(request: HttpRequest) -> HttpResponse:
    """All ladders and the hours."""
    _ask(request)
    now = ladders.current()
    kinds = sorted(deadlines.kinds().items(), key=lambda item: (item[0] != ladders.DEFAULT, str(item[1])))
    rows = [LadderRow(kind, label, now.of(kind), kind in now.by_kind) for kind, label in kinds]
    return render(request, "directives/reminders.html", {"rows": rows, "hours": ladders.hours(clock.now())})


@require_http_methods(["GET", "POST"])
def ladder(request: HttpRequest, kind: str) -> HttpResponse:
    """Set the ladder of one kind of deadline."""
    _ask(request)
    label = deadlines.kinds().get(kind)
    if label is None:
        raise Http404
    form = LadderForm(request.POST or None, initial=LadderForm.initial_of(ladders.current().of(kind)))
    if request.method == "POST" and form.is_valid():
        names = ("rungs", "head_after", "leader_after")
        with acting(request, _("The ladder is saved. It holds from the next reminder on.")) as outcome:
            values = {name: form.cleaned_data[name] for name in names}
            services.change_ladder(kind=kind, actor=request.user, **values)
        if outcome.ok:
            return redirect("directives:reminders")
    return render(request, "directives/reminder_form.html", {"form": form, "title": label})


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """Set the hours in which reminders go out."""
    _ask(request)
    now = ladders.hours(clock.now())
    initial = {"first_hour": now.first, "last_hour": now.last, "working_days_only": now.rest_days is not None}
    form = HoursForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The hours are saved.")) as outcome:
            services.change_hours(actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect("directives:reminders")
    return render(request, "directives/reminder_form.html", {"form": form, "title": _("Hours of reminders")})
