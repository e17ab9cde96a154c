"""The results of a closed round, as a list, as a workbook, and the papers that are made from them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity import jobs
from activity.enums import JobState
from activity.web import acting
from directives.enums import UNNUMBERED
from directives.selectors import documents_visible_to, following_job
from evaluations import rules, selectors, services
from evaluations.enums import RESULT_STATES, Outcome, PaperKind, RoundState
from evaluations.models import Entry, EvaluationRound
from evaluations.views.common import frame, visible_round
from foundation.exports import workbook_response
from foundation.paging import keyset_page
from foundation.text import slug

_NEWEST = ("minutes", "decision", "submission")


def _closed_round(request: HttpRequest, pk: int) -> EvaluationRound:
    """Return a round whose results the person may see; 404 before it is closed, whoever asks."""
    found = visible_round(request, pk)
    if found.state not in RESULT_STATES or not rules.sees_places(request.user, found):
        raise Http404
    return found


@require_GET
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """List the results by stars, then mean, with places; entries closed to the person are left out."""
    found = _closed_round(request, pk)
    rows = selectors.entries_with_result_for(request.user).filter(round=found)
    page = keyset_page(selectors.result_lines(rows), request, order=("result_order", "pk"))
    closed = selectors.recused_entry_ids(request.user)
    hidden = found.entries.filter(pk__in=closed).count() if closed else 0
    sends_up = found.state == RoundState.PUBLISHED and rules.runs_round(request.user, found) and _goes_up(found)
    return render(request, "evaluations/results.html", frame(found, page=page, hidden=hidden, sends_up=sends_up))


def _goes_up(found: EvaluationRound) -> bool:
    return found.entries.filter(outcome=Outcome.PROPOSED_UP).exists()


@require_GET
def results_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same list as a workbook, one column for each member's total."""
    found = _closed_round(request, pk)
    rows = selectors.entries_with_result_for(request.user).filter(round=found).order_by("result_order", "pk")
    members = list(found.council.members.select_related("user"))
    headers = [
        _("Place in the list"), _("Product"), _("Producer"), _("Commune"), *(str(member) for member in members),
        _("Mean"), _("Stars by points"), _("Stars"), _("Outcome"),
    ]  # fmt: skip
    return workbook_response(
        filename=slug(found.name),
        title=_("Results"),
        headers=headers,
        rows=([*_head(entry), *_totals(entry, [m.pk for m in members]), *_tail(entry)] for entry in rows),
    )


def _head(entry: Entry) -> list[object]:
    dossier = entry.dossier
    return [entry.place, dossier.product.name, dossier.producer.name, dossier.unit.name]


def _totals(entry: Entry, members: list[int]) -> list[object]:
    result = entry.result or {}
    totals = {row["member_id"]: row["total"] for row in result.get("counted", [])}
    return [int(totals[member]) if member in totals else None for member in members]


def _tail(entry: Entry) -> list[object]:
    return [entry.mean, entry.stars_by_points, entry.stars, entry.get_outcome_display()]


@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of a round and how far their drafting is; a POST orders what is not drafted yet."""
    found = _closed_round(request, pk)
    runs = rules.runs_round(request.user, found)
    if request.method == "POST":
        if not runs:
            raise PermissionDenied
        order = services.draft_minutes if found.state == RoundState.CLOSED else services.draft_missing
        with acting(request):
            order(evaluation_round=found, actor=request.user)
        return redirect("evaluations:papers", pk=pk)
    # The job first: what it has made by then is among the rows.
    job = selectors.papers_job(found)
    rows = list(selectors.papers_of(found, documents_visible_to(request.user)))
    drafting = job is not None and job.state in (JobState.WAITING, JobState.RUNNING)
    numbered = [row.document for row in rows if row.document.state not in UNNUMBERED]
    made = [document for document in numbered if not document.is_being_made]
    decision = next((row.document for row in rows if row.kind == PaperKind.DECISION), None)
    behind = following_job(decision) if decision is not None else None
    stuck = behind is not None and behind.state == JobState.FAILED
    waiting = drafting or len(made) < len(numbered) or (behind is not None and not stuck)
    context = {
        "numbered": len(numbered),
        "made": len(made),
        "drafting": drafting,
        "main": [row for row in rows if row.kind in _NEWEST],
        "notices": [row for row in rows if row.kind in (PaperKind.COMMUNE_NOTICE, PaperKind.PRODUCER_NOTICE)],
        "certificates": [row for row in rows if row.kind == PaperKind.CERTIFICATE],
        "job": job,
        "following": behind,
        "following_failed": stuck,
        "document": decision,
        "waiting": waiting,
        "failed": job is not None and job.state == JobState.FAILED,
        "worker_alive": jobs.worker_alive() if waiting else True,
        "may_order": runs and not drafting and found.state in (RoundState.CLOSED, RoundState.PROPOSED),
    }
    return render(request, "evaluations/papers.html", frame(found, **context))
