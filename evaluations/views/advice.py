"""The advisory team's report on a product: reading, writing, photographs, tests, handing over."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activity.errors import NotAllowed
from activity.web import acting
from evaluations import rules, selectors, services
from evaluations.forms import AdviceForm
from evaluations.models import Entry
from evaluations.selectors.sheets import sheet_form
from evaluations.views.common import frame, visible_entry
from foundation.components import Confirm
from foundation.forms import ReasonForm


@require_GET
def advice(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the report. For those who neither write it nor may read it yet it does not exist."""
    found = visible_entry(request, pk)
    report = selectors.advice_on(found, request.user)
    writes = rules.writes_advice(request.user, found)
    if report is None and not writes:
        raise Http404
    notes = {note.criterion_id: note for note in report.notes.all()} if report else {}
    page = sheet_form(found, None, advice=notes)
    context = {
        "entry": found,
        "report": report,
        "writes": writes and found.is_judged,
        "lines": [line for line in page.items if line.advice],
        "tests": report.tests.all() if report else [],
        "photos": [one for one in report.files.all() if one.test_id is None] if report else [],
    }
    return render(request, "evaluations/advice.html", frame(found.round, **context))


def writable_entry(request: HttpRequest, pk: int) -> Entry:
    """Return an entry whose report the person writes, else 404 or 403."""
    found = visible_entry(request, pk)
    if not rules.writes_advice(request.user, found):
        raise NotAllowed
    return found


@require_http_methods(["GET", "POST"])
def advice_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the report, item by item beside the self-assessment."""
    found = writable_entry(request, pk)
    page = sheet_form(found, None)
    report = selectors.advice_on(found, request.user)
    form = AdviceForm(request.POST or None, report=report, lines=page.items)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The report is saved.")) as outcome:
            services.save_advice(
                entry=found,
                actor=request.user,
                facts=form.facts(),
                findings=form.findings(),
                version=form.cleaned_data["version"],
            )
        if outcome.ok:
            return redirect("evaluations:advice", pk=pk)
    return render(request, "evaluations/advice_write.html", frame(found.round, entry=found, form=form))


@require_POST
def advice_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the report to the council."""
    found = writable_entry(request, pk)
    with acting(request, _("The report is handed to the council.")):
        services.hand_over_advice(entry=found, actor=request.user)
    return redirect("evaluations:advice", pk=pk)


@require_http_methods(["GET", "POST"])
def advice_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the report back in order to change it, with a reason."""
    found = writable_entry(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The report is taken back.")):
            services.take_advice_back(entry=found, actor=request.user, reason=form.cleaned_data["reason"])
        return redirect("evaluations:advice", pk=pk)
    confirm = Confirm(
        title=_("Take the report back"),
        action=_("Take the report back"),
        lead=found.dossier.product.name,
        cancel_url=reverse("evaluations:advice", args=[pk]),
        what=[_("The council cannot read the report until it is handed over again.")],
    )
    return render(request, "components/confirm.html", frame(found.round, confirm=confirm, form=form))
