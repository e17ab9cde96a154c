"""What the columns of a list mean: guessed, shown with samples, corrected by the person."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.transitions import may
from activity.web import acting
from foundation import files
from registrations import rules, selectors, services
from registrations.enums import IMPORT_TRANSITIONS
from registrations.forms.imports import MappingForm, PlaceForm
from registrations.imports import headers, reading
from registrations.imports.container import Unreadable
from registrations.models import ImportBatch

# Enough to find the column names and to show samples.
_PEEK = headers.LOOK_INTO + 60
_PREVIEW = 12


@require_http_methods(["GET", "POST"])
def import_columns(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the guess; ``?sheet=&row=&rows=`` looks for the column names elsewhere."""
    batch = get_object_or_404(selectors.imports_visible_to(request.user), pk=pk)
    if not rules.works_on_import(request.user, batch):
        raise PermissionDenied
    if not may(IMPORT_TRANSITIONS, "read", request.user, batch):
        return redirect(batch)
    place = PlaceForm(request.GET, sheets=batch.sheets)
    try:
        sheet, header = _look(batch, place.cleaned_data if place.is_valid() else {})
    except Unreadable as reason:
        return render(request, "registrations/import_unreadable.html", {"batch": batch, "reason": str(reason)})
    form = _mapping_form(request, batch, sheet, header) if header else None
    if request.method == "POST" and form is not None and form.is_valid():
        with acting(request) as outcome:
            services.read_import(batch=batch, columns=form.columns, actor=request.user)
        if outcome.ok:
            return redirect(batch)
    return render(request, "registrations/import_columns.html", _context(batch, sheet, header, form))


def _look(batch: ImportBatch, wanted: dict[str, Any]) -> tuple[reading.Sheet, headers.Header | None]:
    """Return the sheet and its header: what the person says, what was confirmed before, or the best guess."""
    content = files.read(batch.source)
    name = wanted.get("sheet") or batch.sheet
    sheet = reading.read_sheet(content, name, max_rows=_PEEK) if name else _best_sheet(content, batch)
    if wanted.get("row"):
        return sheet, headers.header_at(sheet, wanted["row"], wanted.get("rows") or 1)
    if batch.sheet == sheet.name and batch.header_first and not wanted.get("sheet"):
        return sheet, headers.header_at(sheet, batch.header_first, batch.header_rows)
    return sheet, headers.find_header(sheet, batch.kind)


def _best_sheet(content: bytes, batch: ImportBatch) -> reading.Sheet:
    """Return the visible sheet whose column names are known best; the first one where none is."""
    best: tuple[int, reading.Sheet] | None = None
    for name in batch.sheets[:10]:
        sheet = reading.read_sheet(content, name, max_rows=_PEEK)
        header = headers.find_header(sheet, batch.kind)
        known = len(headers.guess(header.titles, batch.kind)) if header else -1
        if best is None or known > best[0]:
            best = (known, sheet)
    if best is None:
        raise Unreadable(_("The workbook has no visible sheet."))
    return best[1]


def _mapping_form(
    request: HttpRequest, batch: ImportBatch, sheet: reading.Sheet, header: headers.Header
) -> MappingForm:
    known = selectors.remembered_mapping(batch.office, headers.fingerprint(header.titles, batch.kind))
    guessed = known or headers.guess(header.titles, batch.kind)
    samples = headers.samples(sheet, header)
    shown = [index for index, title in enumerate(header.titles) if title or samples[index]]
    form = MappingForm(
        request.POST or None, kind=batch.kind, sheet=sheet.name, header=header, guessed=guessed, shown=shown
    )
    form.remembered = known is not None
    form.lines = [(form[f"c{index}"], headers.unnamed(index), samples[index]) for index in shown]
    return form


def _context(
    batch: ImportBatch, sheet: reading.Sheet, header: headers.Header | None, form: MappingForm | None
) -> dict[str, Any]:
    preview = [
        (number, [headers.shown(value) for value in sheet.rows[number][:12]])
        for number in sorted(sheet.rows)[:_PREVIEW]
    ]
    place = {"sheet": sheet.name, "row": header.first if header else None, "rows": header.rows if header else None}
    return {
        "batch": batch,
        "form": form,
        "header": header,
        "place_form": PlaceForm(initial=place, sheets=batch.sheets),
        "preview": preview,
        "training": bool(batch.round and batch.round.training),
    }
