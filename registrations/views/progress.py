"""How far the communes of a round are, live: the table, the rows behind each number, the workbook, the reminder."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Unit
from activity.web import acting
from foundation import clock, exports
from foundation.paging import keyset_page
from foundation.text import slug
from registrations import rules, selectors, services
from registrations.models import RegistrationRound
from registrations.selectors.progress import CommuneProgress


@require_GET
def round_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The numbers of every commune; htmx asks for them again while the page is open."""
    row, progress = _seen(request, pk)
    measures = list(selectors.MEASURES.values())
    page = keyset_page(selectors.units_of_progress(progress), request, order=("search", "pk"))
    entries = {entry.unit.pk: entry for entry in progress.rows}
    shown = [entries[unit.pk] for unit in page]
    context = {
        "round": row,
        "training": row.training,
        "measures": measures,
        "page": page,
        "rows": [(entry, [(measure, entry.numbers[measure.key]) for measure in measures]) for entry in shown],
        "totals": [(measure, progress.total[measure.key]) for measure in measures],
        "runs": rules.runs_round(request.user, row),
        "may_remind": rules.runs_round(request.user, row) and row.state == "open",
        "now": clock.now(),
    }
    return render(request, "registrations/round_progress.html", context)


@require_GET
def round_progress_rows(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The wishes or dossiers behind a number."""
    row, progress = _seen(request, pk)
    if key not in selectors.MEASURES:
        raise Http404
    measure = selectors.MEASURES[key]
    unit = _unit(request, progress.rows)
    rows = selectors.progress_rows(request.user, row, key, unit)
    page = keyset_page(rows, request, order=("unit__search", "pk"))
    context = {
        "round": row,
        "training": row.training,
        "measure": measure,
        "unit": unit,
        "number": progress.total[key] if unit is None else _numbers(progress.rows, unit)[key],
        "page": page,
        "lines": _lines(request, page.items, of_dossiers=measure.of_dossiers),
    }
    return render(request, "registrations/round_progress_rows.html", context)


@require_GET
def round_progress_workbook(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The table as a workbook; a training round says so in its title row."""
    row, progress = _seen(request, pk)
    measures = selectors.MEASURES
    head = ["TT", "Xã", *(str(measure.label) for measure in measures.values()), "Đợt"]
    name = f"TẬP HUẤN – không có giá trị – {row.name}" if row.training else row.name
    body: list[list[Any]] = [
        [number, entry.unit.name, *(entry.numbers[key] for key in measures), name]
        for number, entry in enumerate(progress.rows, start=1)
    ]
    body.append(["", "Cộng", *(progress.total[key] for key in measures), name])
    file = f"tien-do-{slug(row.name)[:60]}-{clock.today():%Y%m%d}"
    return exports.workbook_response(filename=file, title="Tiến độ", headers=head, rows=body)


@require_POST
def round_remind(request: HttpRequest, pk: int, unit: int) -> HttpResponseBase:
    """Remind a commune."""
    row = get_object_or_404(selectors.rounds_visible_to(request.user), pk=pk)
    if not rules.runs_round(request.user, row):
        raise PermissionDenied
    commune = get_object_or_404(row.units.all(), pk=unit)
    with acting(request, _("%(commune)s was reminded.") % {"commune": commune.name}):
        services.remind_commune(registration_round=row, unit=commune, actor=request.user)
    return redirect("registrations:round_progress", pk=pk)


def _seen(request: HttpRequest, pk: int) -> tuple[RegistrationRound, selectors.Progress]:
    """Return round and numbers; whoever has no part in them (a producer) finds no such page."""
    row = get_object_or_404(selectors.rounds_visible_to(request.user), pk=pk)
    progress = selectors.progress_visible_to(request.user, row)
    if not progress.rows and not selectors.sees_whole_round(request.user, row):
        raise Http404
    return row, progress


def _unit(request: HttpRequest, rows: list[CommuneProgress]) -> Unit | None:
    wanted = request.GET.get("unit", "")
    if not wanted:
        return None
    found = next((entry.unit for entry in rows if str(entry.unit.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


def _numbers(rows: list[CommuneProgress], unit: Unit) -> dict[str, int]:
    return next(entry.numbers for entry in rows if entry.unit.pk == unit.pk)


def _lines(request: HttpRequest, items: list[Any], *, of_dossiers: bool) -> list[dict[str, Any]]:
    """Return the rows with the page that the person may open: the wish, or the dossier once it is theirs to read."""
    if not of_dossiers:
        return [{"row": wish, "url": wish.get_absolute_url()} for wish in items]
    pks = [dossier.pk for dossier in items]
    open_ = set(selectors.dossiers_visible_to(request.user).filter(pk__in=pks).values_list("pk", flat=True))
    return [{"row": each, "url": each.get_absolute_url() if each.pk in open_ else ""} for each in items]
