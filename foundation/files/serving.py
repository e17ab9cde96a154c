"""The way out: the caller has already checked who may see the file."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from foundation.files.previews import NoPicture, page_count, page_image
from foundation.models import StoredFile


def serve(stored: StoredFile, *, inline: bool = False) -> FileResponse:
    """Return the file as an attachment that no browser will run."""
    response = FileResponse(
        stored.file.open("rb"),
        as_attachment=not inline,
        filename=stored.original_name,
        content_type=stored.content_type,
    )
    _protect(response)
    return response


def serve_page(request: HttpRequest, stored: StoredFile, page: int, width: int) -> HttpResponse:
    """Return a page as a picture. Raises Http404 where there is none.

    Browsers keep it but ask each time whether they may still show it: who may see a file can change.
    """
    if not 1 <= page <= page_count(stored):
        raise Http404
    etag = f'"{stored.sha256[:24]}-{page}-{width}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = HttpResponse(page_image(stored, page, width), content_type="image/jpeg")
        except NoPicture as error:
            raise Http404 from error
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    _protect(response)
    return response


def _protect(response: HttpResponseBase) -> None:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
