"""A dossier to take along: as one PDF, or as a ZIP with every paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from registrations import selectors, services
from registrations.enums import FileKind

COPIES = (FileKind.WHOLE, FileKind.PACKAGE)


@require_POST
def dossier_copy(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Ask for a copy; a job makes it, and the page of the dossier shows when it is there."""
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    if kind not in COPIES:
        raise Http404
    made = services.ask_for_copy(dossier=row, kind=kind, actor=request.user)
    if made.stored_id is not None:
        return redirect("registrations:file", pk=made.stored_id)
    messages.success(request, _("The copy is being made. It appears on this page in a moment."))
    return redirect(f"{row.get_absolute_url()}#files")


@require_POST
def file_again(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Make a form again whose job has given up."""
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    wanted = next((one for one in selectors.files_to_show(row, request.user) if one.pk == file), None)
    if wanted is None:
        raise Http404
    services.make_file_again(file=wanted, actor=request.user)
    return redirect(f"{row.get_absolute_url()}#files")
