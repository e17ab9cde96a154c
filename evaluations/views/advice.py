"""The advisory team's report on a product: reading, writing, photographs, tests, handing over."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activity.errors import NotAllowed
from activity.web import acting, confirm_page
from evaluations import rules, selectors, services
from evaluations.forms import AdviceForm
from evaluations.models import AdvisoryReport, Entry
from evaluations.selectors.sheets import sheet_form
from evaluations.views.common import frame, visible_entry
from foundation.components import Confirm
from foundation.forms import ReasonForm
from registrations.views import autosave
from registrations.views.saving import Guard, saves


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
    """Write the report, item by item beside the self-assessment; it saves itself, and the button saves it too."""
    found = writable_entry(request, pk)
    by_itself = autosave.wanted(request)
    report = selectors.advice_on(found, request.user)
    if report is not None and report.is_handed_over and (by_itself or request.method == "GET"):
        closed = autosave.closed(request, _("The report is handed over. Take it back before you change it."))
        return closed or redirect("evaluations:advice", pk=pk)
    page = sheet_form(found, None, beside=not by_itself)
    form = AdviceForm(request.POST or None, report=report, lines=page.items)
    guard = _guard(request, found, form)
    if by_itself:
        return autosave.answer(request, None, [guard])
    if saves(request, guard):
        messages.success(request, _("The report is saved."))
        return redirect("evaluations:advice", pk=pk)
    context = {"entry": found, "form": form, "address": request.get_full_path()}
    status = 409 if form.theirs else 200
    return render(request, "evaluations/advice_write.html", frame(found.round, **context), status=status)


def _guard(request: HttpRequest, found: Entry, form: AdviceForm) -> Guard:
    """How the report is saved: the fields that were changed here, everything else as it is stored."""

    def save(names: list[str]) -> AdvisoryReport:
        return services.save_advice(
            entry=found,
            actor=request.user,
            facts=form.facts(names),
            findings=form.findings(names),
            seen=form.seen_value,
        )

    return Guard(form, save, lambda: selectors.advice_on(found, request.user))


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
    confirm = Confirm(
        title=_("Take the report back"),
        action=_("Take the report back"),
        lead=found.dossier.product.name,
        cancel_url=reverse("evaluations:advice", args=[pk]),
        what=[_("The council cannot read the report until it is handed over again.")],
    )
    return confirm_page(
        request,
        confirm,
        ReasonForm(request.POST or None),
        act=lambda values: services.take_advice_back(entry=found, actor=request.user, **values),
        done=_("The report is taken back."),
        **frame(found.round),
    )
