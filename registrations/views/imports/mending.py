"""A row of a list is put right on the page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.web import acting
from registrations import selectors, services
from registrations.enums import ImportState, RowState
from registrations.forms.import_row import RowForm
from registrations.models import ImportBatch, ImportRow
from registrations.views.imports.acts import batch_to_work_on


@require_http_methods(["GET", "POST"])
def import_row(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """The cells of one row; saved ones are read at once, and the page comes again while something is still wrong."""
    batch = batch_to_work_on(request, pk)
    row = get_object_or_404(selectors.rows_of_import(batch).select_related("batch"), number=number)
    if batch.state != ImportState.STAGED or row.state not in services.MENDABLE:
        messages.error(request, _("This row can no longer be changed here."))
        return redirect(batch)
    posted = request.POST if request.method == "POST" else None
    form = RowForm(posted, row=row, communes=selectors.commune_names_for(batch.office))
    if posted is not None and form.is_valid():
        return _mended(request, batch, row, form)
    context = {"batch": batch, "row": row, "form": form, "training": bool(batch.round and batch.round.training)}
    return render(request, "registrations/import_row.html", context)


def _mended(request: HttpRequest, batch: ImportBatch, row: ImportRow, form: RowForm) -> HttpResponse:
    seen = request.POST.get("seen", "")
    version = int(seen) if seen.isdecimal() and len(seen) < 9 else -1
    with acting(request) as outcome:
        row = services.mend_row(row=row, cells=form.cells, seen=version, actor=request.user)
    if outcome.ok and row.state == RowState.READY:
        messages.success(request, _("Row %(n)s is ready.") % {"n": row.number})
        return redirect(batch.get_absolute_url() + "?state=error" if _more_errors(batch) else batch.get_absolute_url())
    return redirect("registrations:import_row", pk=batch.pk, number=row.number)


def _more_errors(batch: ImportBatch) -> bool:
    return selectors.rows_of_import(batch, RowState.ERROR).exists()
