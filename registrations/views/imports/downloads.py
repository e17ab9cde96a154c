"""The files of an import: the list as it came, the list with its errors, and empty lists to fill in."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from foundation import files
from foundation.exports import XLSX
from registrations import rules, selectors, services
from registrations.enums import ImportKind
from registrations.imports.template import template_workbook


@require_GET
def import_source(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The list as it was uploaded."""
    return files.serve(get_object_or_404(selectors.imports_visible_to(request.user), pk=pk).source)


@require_http_methods(["GET", "POST"])
def import_marked(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same list with the column “Lỗi”; POST asks for it as the rows stand now."""
    batch = get_object_or_404(selectors.imports_visible_to(request.user).select_related("marked"), pk=pk)
    if request.method == "POST":
        services.mark_anew(batch=batch, actor=request.user)
        return redirect(f"{batch.get_absolute_url()}#marked")
    if batch.marked is None:
        raise Http404
    return files.serve(batch.marked)


@require_GET
def import_template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """An empty list of a kind."""
    if not rules.may_import(request.user):
        raise PermissionDenied
    if kind not in ImportKind.values:
        raise Http404
    response = HttpResponse(template_workbook(kind), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="mau-nhap-{kind}.xlsx"'
    return response
