"""Stored files and the pictures of their pages, for whoever sees the paper or dossier that they belong to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from foundation import files
from registrations import selectors


@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A stored file, as an attachment."""
    return files.serve(get_object_or_404(selectors.stored_file_visible_to(request.user), pk=pk))


@require_GET
def file_page(request: HttpRequest, pk: int, page: int) -> HttpResponseBase:
    """A page of a stored file as a picture."""
    stored = get_object_or_404(selectors.stored_file_visible_to(request.user), pk=pk)
    return files.serve_page(request, stored, page, files.PAGE)


@require_GET
def file_thumbnail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The first page of a stored file as a small picture."""
    stored = get_object_or_404(selectors.stored_file_visible_to(request.user), pk=pk)
    return files.serve_page(request, stored, 1, files.THUMBNAIL)
