"""One import: how far it is, its rows, and what came of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRefresh

from activity import jobs
from activity.enums import JobState
from activity.transitions import available
from foundation.paging import keyset_page
from registrations import selectors
from registrations.enums import IMPORT_TRANSITIONS, ImportState, RowState
from registrations.forms.imports import RowFilter
from registrations.imports.problems import from_json
from registrations.models import ImportBatch, ImportRow
from registrations.views.timelines import timeline_items

_WHY = {
    "moved": gettext_lazy("it is on a list or was decided on"),
    "used": gettext_lazy("something else in the portal uses it"),
    "changed": gettext_lazy("it was changed since"),
    "newer": gettext_lazy("a newer recognition was recorded"),
}


@require_GET
def import_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An import in its present state."""
    batch = get_object_or_404(selectors.imports_visible_to(request.user).select_related("accepted_by"), pk=pk)
    if batch.state == ImportState.UPLOADED:
        return redirect("registrations:import_columns", pk=batch.pk)
    failed_job = batch.at_work and batch.job is not None and batch.job.state == JobState.FAILED
    busy = batch.at_work and not failed_job
    if not busy and request.htmx and request.htmx.target == "live-import":
        return HttpResponseClientRefresh()  # the work is done: heading, buttons and rows have changed with it
    form = RowFilter(request.GET)
    rows = selectors.rows_of_import(batch)
    # A page that asks for itself every two seconds shows how far the work is, and nothing else.
    page = keyset_page(rows.none() if busy else form.narrow(rows), request, order=("number",))
    for row in page.items:
        _dress(batch, row)
    context = {
        "batch": batch,
        "training": bool(batch.round and batch.round.training),
        "counts": selectors.counts_of_import(batch),
        "doubtful": selectors.rows_of_import(batch, RowState.DUPLICATE).filter(doubtful=True).count(),
        "form": form,
        "page": page,
        "back": f"?{request.GET.urlencode()}" if request.GET else "?",
        "busy": busy,
        "failed_job": failed_job,
        "worker_alive": not busy or jobs.worker_alive(),
        "marking": _is_marking(batch),
        "actions": available(IMPORT_TRANSITIONS, request.user, batch),
        "history": timeline_items(selectors.history_of_import(batch)),
    }
    return render(request, "registrations/import.html", context)


def _dress(batch: ImportBatch, row: ImportRow) -> None:
    """Give a row the sentences that its page shows."""
    shown: Any = row
    shown.errors = selectors.sentences_of(batch, row.problems)
    shown.remarks = [from_json(item).sentence for item in row.notes]
    shown.by_hand = any(item["code"] == "by_hand" for item in row.problems)
    names = {"wish": _("The wish"), "product": _("The product"), "producer": _("The producer"),
             "recognition": _("The recognition")}  # fmt: skip
    shown.kept = [
        _("%(what)s stays: %(why)s.") % {"what": names[item["what"]], "why": _WHY[item["why"]]}
        for item in row.kept_because
    ]


def _is_marking(batch: ImportBatch) -> bool:
    """Whether the copy with the errors is still to come; ``batch`` knows it afterwards where it has just come."""
    if batch.state not in (ImportState.STAGED, ImportState.ACCEPTED) or batch.marked_id is not None:
        return False
    if selectors.marking_waits(batch):
        return True
    # The job may have ended since the list was read: a page that said nothing of it would offer to make it again.
    batch.refresh_from_db(fields=["marked"])
    return False
