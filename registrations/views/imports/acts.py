"""What people do with an import: accept, undo, discard, try again, decide about a row."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from activity.web import acting
from foundation.components import Confirm
from registrations import rules, selectors, services
from registrations.enums import IMPORT_TRANSITIONS, ImportKind, RowState
from registrations.models import ImportBatch

ROW_ACTS = {"skip": services.skip_row, "restore": services.restore_row, "anyway": services.take_row_anyway}


def batch_to_work_on(request: HttpRequest, pk: int) -> ImportBatch:
    """Return an import on which the person may work; 404 for strangers."""
    batch = get_object_or_404(selectors.imports_visible_to(request.user), pk=pk)
    if not rules.works_on_import(request.user, batch):
        raise PermissionDenied
    return batch


@require_http_methods(["GET", "POST"])
def import_accept(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say what will be written, then take the ready rows over."""
    batch = batch_to_work_on(request, pk)
    if request.method == "POST":
        with acting(request):
            services.accept_import(batch=batch, actor=request.user)
        return redirect(batch)
    counts = selectors.counts_of_import(batch)
    ready, rest = counts[RowState.READY], counts[RowState.ERROR] + counts[RowState.DUPLICATE] + counts[RowState.SKIPPED]
    what = [ngettext("%(n)s row is taken over.", "%(n)s rows are taken over.", ready) % {"n": ready}]
    if batch.kind == ImportKind.WISHES and batch.round:
        what.append(_("Each becomes a wish in the round “%(round)s”.") % {"round": batch.round.name})
    what.append(_("Producers and products that the portal does not have yet are set up, marked as entered by you."))
    if rest:
        what.append(ngettext("%(n)s row stays out.", "%(n)s rows stay out.", rest) % {"n": rest})
    what.append(_("The whole import can be undone as long as nobody has used what it made."))
    return _ask(request, batch, "accept", what)


@require_http_methods(["GET", "POST"])
def import_undo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say what will go and what stays, then take the import back."""
    batch = batch_to_work_on(request, pk)
    if request.method == "POST":
        with acting(request):
            services.undo_import(batch=batch, actor=request.user)
        return redirect(batch)
    done = selectors.counts_of_import(batch)[RowState.DONE]
    what = [
        ngettext("What %(n)s row has made is removed.", "What %(n)s rows have made is removed.", done) % {"n": done},
        _("Records that were there before stay."),
        _("What somebody has changed or used since stays too; the page then says which rows, and why."),
    ]
    return _ask(request, batch, "undo", what)


@require_http_methods(["GET", "POST"])
def import_discard(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put an import away that was not accepted."""
    batch = batch_to_work_on(request, pk)
    if request.method == "POST":
        with acting(request, _("The import is discarded.")):
            services.discard_import(batch=batch, actor=request.user)
        return redirect("registrations:imports")
    return _ask(request, batch, "discard", [_("Nothing of the list was taken over, and nothing will be.")])


def _ask(request: HttpRequest, batch: ImportBatch, action: str, what: list[str]) -> HttpResponse:
    transition = IMPORT_TRANSITIONS[action]
    if batch.state not in transition.from_states:
        return redirect(batch)
    confirm = Confirm(
        title=transition.label,
        lead=batch.source.original_name,
        action=transition.label,
        cancel_url=batch.get_absolute_url(),
        what=what,
        facts=[(_("Kind of list"), capfirst(batch.get_kind_display())), (_("Office"), batch.office.name)],
        danger=transition.danger,
    )
    training = bool(batch.round and batch.round.training)
    return render(request, "components/confirm.html", {"confirm": confirm, "training": training})


@require_POST
def import_retry(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Try again what a job could not do."""
    batch = batch_to_work_on(request, pk)
    with acting(request):
        services.retry_import(batch=batch, actor=request.user)
    return redirect(batch)


@require_POST
def import_row_act(request: HttpRequest, pk: int, number: int, action: str) -> HttpResponseBase:
    """Leave a row out, take it up again, or take it over although it looks like another."""
    batch = batch_to_work_on(request, pk)
    if action not in ROW_ACTS:
        raise Http404
    row = get_object_or_404(selectors.rows_of_import(batch).select_related("batch"), number=number)
    with acting(request):
        ROW_ACTS[action](row=row, actor=request.user)
    return _back(request, batch)


@require_POST
def import_take_doubtful(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take over all rows that only look like something that is there."""
    batch = batch_to_work_on(request, pk)
    with acting(request):
        services.take_doubtful_rows(batch=batch, actor=request.user)
    return _back(request, batch)


def _back(request: HttpRequest, batch: ImportBatch) -> HttpResponseBase:
    """Go back to the page of rows from which the button was pressed."""
    asked = request.POST.get("back", "")
    own = asked.startswith("?") and url_has_allowed_host_and_scheme(batch.get_absolute_url() + asked, None)
    return redirect(batch.get_absolute_url() + (asked if own else ""))
