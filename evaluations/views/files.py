"""Stored files of evaluations and the pictures of their pages, behind the door of what they belong to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from evaluations.selectors.files import stored_files_visible_to
from foundation import files


@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A stored file, as an attachment."""
    return files.serve(get_object_or_404(stored_files_visible_to(request.user), pk=pk))


@require_GET
def file_page(request: HttpRequest, pk: int, page: int) -> HttpResponseBase:
    """A page of a stored file as a picture."""
    stored = get_object_or_404(stored_files_visible_to(request.user), pk=pk)
    return files.serve_page(request, stored, page, files.PAGE)
