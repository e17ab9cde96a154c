"""One product in a round: what is to be done, the sheets side by side, or the explained result."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from directives.selectors import documents_visible_to
from evaluations import after_rules, rules, selectors
from evaluations.enums import OPEN_STATES, RESULT_STATES, RoundState
from evaluations.models import Entry
from evaluations.selectors.arrivals import result_below
from evaluations.selectors.complaints import complaints_visible_to
from evaluations.selectors.conflicts import conflicts_of_entry, conflicts_shown_to
from evaluations.selectors.discussion import recused_names, side_by_side
from evaluations.selectors.explain import explanation
from evaluations.selectors.sheets import own_sheet
from evaluations.selectors.written import own_request
from evaluations.views.certificates import may_be_prolonged
from evaluations.views.common import frame, visible_entry
from evaluations.views.discussion import resolutions_for


@require_GET
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an entry: its result where there is one for this person, else what the council does with it."""
    found = visible_entry(request, pk)
    if found.outcome and found.round.state in RESULT_STATES:
        return _explained(request, found)
    inside = rules.seat_of(request.user, found.round) is not None or rules.keeps_round(request.user, found.round)
    context: dict[str, Any] = {
        "entry": found,
        "own": own_sheet(found, request.user, with_items=False),
        "scores": rules.scores(request.user, found) and found.round.state in OPEN_STATES and found.is_judged,
        "may_declare": (rules.may_declare(request.user, found) or rules.declares_for_team(request.user, found))
        and found.round.state in (RoundState.DOSSIERS_FIXED, *OPEN_STATES),
        "resolutions": resolutions_for(request.user, found),
        "recused": [],
        "conflicts": conflicts_shown_to(
            request.user, conflicts_of_entry(found), keeps=rules.keeps_round(request.user, found.round)
        ),
        "advice": rules.writes_advice(request.user, found) or selectors.advice_on(found, request.user) is not None,
        "prints": inside,
        "below": result_below(found) if inside else None,
        "asked": own_request(found, request.user)[0] if inside else None,
        "table": None,
        "may_resolve": False,
        "may_reopen": False,
    }
    if rules.sees_sheets(request.user, found):
        context["table"] = side_by_side(found, leads=rules.leads_discussion(request.user, found.round))
        context["may_resolve"] = rules.may_resolve(request.user, found)
        context["may_reopen"] = rules.may_keep(request.user, found)
    if inside:
        context["recused"] = context["table"].recused if context["table"] else recused_names(found)
    return render(request, "evaluations/entry.html", frame(found.round, **context))


def _explained(request: HttpRequest, found: Entry) -> HttpResponse:
    """Explain a result. Places, neighbours and members' totals are for the council, the office and leaders only."""
    inside = rules.sees_places(request.user, found.round)
    # An adopted result is that of another council, whose members' points are not for this one.
    names = found.round.adopts_id is None and (inside or found.round.names_to_producer)
    explained = explanation(found, request.user, names=names)
    certificate = None
    if found.round.state == RoundState.PUBLISHED:
        certificate = selectors.certificates_visible_to(request.user).filter(entry=found).first()
    context = {
        "entry": found,
        "result": found.result,
        "inside": inside,
        "names": names,
        "band": explained.band,
        "counted_rows": explained.counted,
        "not_counted_rows": explained.not_counted,
        "gate_rows": explained.gates,
        "unmet_rows": [row for row in explained.gates if not row["met"]],
        "met_rows": [row for row in explained.gates if row["met"]],
        "neighbours": selectors.neighbours_of(found, request.user) if inside else [],
        "papers": selectors.papers_about(found, documents_visible_to(request.user)),
        "certificate": certificate,
        "certificate_state": certificate.public_state() if certificate else None,
        "may_prolong": certificate is not None and may_be_prolonged(request.user, certificate),
        "complaints": complaints_visible_to(request.user).filter(entry=found),
        "may_complain": found.round.state == RoundState.PUBLISHED
        and after_rules.edits_for(request.user, found.dossier.producer),
    }
    return render(request, "evaluations/explain.html", frame(found.round, **context))
