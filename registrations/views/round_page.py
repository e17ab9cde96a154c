"""The page of a round: what to do next, its dates and conditions, how far the communes are, what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from activity.transitions import available
from directives.selectors import documents_visible_to
from foundation.calendar import describe_due
from registrations import rules, selectors
from registrations.enums import ROUND_TRANSITIONS, DossierKind
from registrations.models import RegistrationRound

LATE_ENTRIES_SHOWN = 20


@require_GET
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A round, with what each of the person's roles does next in it."""
    row = get_object_or_404(selectors.rounds_visible_to(request.user).select_related("directive"), pk=pk)
    runs = rules.runs_round(request.user, row)
    progress = selectors.progress_visible_to(request.user, row)
    context = {
        "round": row,
        "training": row.training,
        "dates": dates_of(row),
        "kinds": [label for value, label in DossierKind.choices if value in row.kinds],
        "units": row.units.order_by("search", "pk"),
        "letter": documents_visible_to(request.user).filter(pk=row.directive_id).first() if row.directive_id else None,
        "runs": runs,
        "actions": available(ROUND_TRANSITIONS, request.user, row),
        "communes": selectors.communes_worked_for(request.user),
        "progress": progress if progress.rows else None,
        "totals": [(measure, progress.total[key]) for key, measure in selectors.MEASURES.items()],
        "guides": selectors.guides_for(request.user, row, progress),
        "late_entries": _late_entries(request, row),
        "history": selectors.history_of_round(request.user, row),
        "to_look_at": selectors.dates_to_look_at(row) if runs and row.state != "closed" else [],
        "plans": runs or selectors.sees_whole_round(request.user, row),
        "may_import": rules.may_import(request.user) and row.state == "open",
        "may_wish": rules.may_create_producer(request.user) and row.state == "open",
    }
    return render(request, "registrations/round.html", context)


def _late_entries(request: HttpRequest, row: RegistrationRound) -> list[Any]:
    rows = selectors.late_entries_visible_to(request.user, row)
    return list(selectors.late_entries_that_hold(rows)[:LATE_ENTRIES_SHOWN])


def dates_of(row: RegistrationRound) -> list[tuple[str, str]]:
    """Return the dates of a round in words; one that a rest day has moved says what the letter wrote."""
    named = (
        (_("Wishes are due"), "due_at"),
        (_("No wishes after"), "hard_due_at"),
        (_("Communes' lists are due"), "commune_list_due"),
        (_("Dossiers are due"), "dossier_due_at"),
        (_("No dossiers after"), "dossier_hard_due_at"),
    )
    return [(label, _in_words(row, name)) for label, name in named if getattr(row, name)]


def _in_words(row: RegistrationRound, name: str) -> str:
    words = describe_due(getattr(row, name))
    if name not in row.written:
        return words
    written = describe_due(datetime.fromisoformat(row.written[name]))
    return _("%(due)s (written: %(written)s; moved from a rest day)") % {"due": words, "written": written}
