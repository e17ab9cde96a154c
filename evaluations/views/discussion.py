"""The discussion: which products need talk, and what the council resolves about one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from activity.errors import NotAllowed
from activity.web import acting, confirm_page
from evaluations import rules, services
from evaluations.enums import OPEN_STATES, RoundState
from evaluations.forms import AgreeForm
from evaluations.models import Entry
from evaluations.selectors.discussion import discussion_of, side_by_side
from evaluations.views.common import frame, visible_entry, visible_round
from foundation.components import Confirm
from foundation.forms import ReasonForm


@require_GET
def discussion(request: HttpRequest, pk: int) -> HttpResponse:
    """The entries of a round as the council discusses them, what needs talk first."""
    found = visible_round(request, pk)
    may_see = rules.runs_round(request.user, found) or rules.seat_of(request.user, found) is not None
    if found.state != RoundState.DISCUSSION or not may_see:
        raise Http404
    states = discussion_of(found, request.user)
    context = {
        "states": states,
        "settled": sum(not state.needs_talk for state in states),
        "keeps": rules.keeps_round(request.user, found),
    }
    return render(request, "evaluations/discussion.html", frame(found, **context))


@require_http_methods(["GET", "POST"])
def entry_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down the levels on which the council agreed."""
    found = visible_entry(request, pk)
    over = found.round.state != RoundState.DISCUSSION and request.method == "GET"
    if over or not rules.sees_sheets(request.user, found):
        raise Http404
    if not rules.may_resolve(request.user, found):
        raise NotAllowed
    table = side_by_side(found)
    rows = [row for row in table.rows if row.gated]
    form = AgreeForm(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The agreed levels are written down.")) as outcome:
            services.agree_levels(
                entry=found, levels=form.levels(), reason=form.cleaned_data["reason"], actor=request.user
            )
        if outcome.ok:
            return redirect("evaluations:entry", pk=pk)
    return render(request, "evaluations/entry_agree.html", frame(found.round, entry=found, form=form, rows=rows))


Service = Callable[..., Any]
_TEXTS: dict[str, tuple[Promise | str, Promise | str, Service]] = {
    "knock-out": (
        gettext_lazy("Knock the product out"),
        gettext_lazy("By resolution of the council the product gets no stars and no place. Its sheets are kept."),
        services.knock_out,
    ),
    "undo-knock-out": (
        gettext_lazy("Take the knock-out back"),
        gettext_lazy("The product is judged by its sheets again."),
        services.undo_knock_out,
    ),
    "leave-off": (
        gettext_lazy("Leave the product off the list"),
        gettext_lazy("By resolution of the council the product is not put on the list."),
        services.leave_off_list,
    ),
    "withdraw": (
        gettext_lazy("Withdraw the product"),
        gettext_lazy("The product leaves the round because its producer withdraws it. The dossier is free again."),
        services.withdraw_entry,
    ),
    "set-aside": (
        gettext_lazy("Do not score in this round"),
        gettext_lazy("The product leaves the round without a result. The dossier can go into another round."),
        services.set_aside,
    ),
}


def resolutions_for(user: Any, entry: Entry) -> list[tuple[str, Promise | str]]:
    """Return the resolutions that this person may write down about an entry now, with their labels."""
    state, found = entry.round.state, []
    if not entry.is_judged:
        return []
    if state == RoundState.DISCUSSION and rules.may_resolve(user, entry):
        found.append("undo-knock-out" if entry.knocked_out_reason else "knock-out")
        if not entry.round.gives_stars and not entry.unlisted_reason:
            found.append("leave-off")
    if state in (RoundState.DOSSIERS_FIXED, *OPEN_STATES) and rules.may_keep(user, entry):
        found += ["withdraw", "set-aside"]
    return [(name, _TEXTS[name][0]) for name in found]


@require_http_methods(["GET", "POST"])
def entry_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Ask before a resolution about an entry, and write it down with its reason."""
    found = visible_entry(request, pk)
    if action not in _TEXTS:
        raise Http404
    if request.method == "GET" and action not in dict(resolutions_for(request.user, found)):
        raise Http404
    title, what, service = _TEXTS[action]
    confirm = Confirm(
        title=title,
        action=title,
        lead=found.dossier.product.name,
        cancel_url=reverse("evaluations:entry", args=[pk]),
        what=[what],
    )
    return confirm_page(
        request,
        confirm,
        ReasonForm(request.POST or None),
        act=lambda values: service(entry=found, actor=request.user, **values),
        done=_("The resolution is written down."),
        **frame(found.round),
    )
