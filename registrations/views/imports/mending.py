"""A row of a list is put right on the page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
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
    open_now = batch.state == ImportState.STAGED and row.state in services.MENDABLE
    if not open_now and request.method == "GET":
        messages.error(request, _("This row can no longer be changed here."))
        return redirect(batch)
    posted = request.POST if request.method == "POST" else None
    form = RowForm(posted, row=row, communes=selectors.commune_names_for(batch.office))
    if posted is not None and form.is_valid():
        page = _mended(request, batch, row, form)
        if page:
            return redirect(page)
        # Sent again, the row counts as seen: the page says that somebody else has changed it.
        row.refresh_from_db(fields=["mended", "state"])
    context = {"batch": batch, "row": row, "form": form, "training": bool(batch.round and batch.round.training)}
    return render(request, "registrations/import_row.html", context)


def _mended(request: HttpRequest, batch: ImportBatch, row: ImportRow, form: RowForm) -> str:
    """Save the cells and return the page that follows; nothing where somebody else was quicker."""
    seen = request.POST.get("seen", "")
    version = int(seen) if seen.isdecimal() and len(seen) < 9 else -1
    with acting(request) as outcome:
        row = services.mend_row(row=row, cells=form.cells, seen=version, actor=request.user)
    if not outcome.ok:
        return ""
    if row.state != RowState.READY:
        return reverse("registrations:import_row", args=[batch.pk, row.number])
    messages.success(request, _("Row %(n)s is ready.") % {"n": row.number})
    return batch.get_absolute_url() + ("?state=error" if _more_errors(batch) else "")


def _more_errors(batch: ImportBatch) -> bool:
    return selectors.rows_of_import(batch, RowState.ERROR).exists()
