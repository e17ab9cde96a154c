"""Signing a document that has its number: by the portal's keys, elsewhere, or on paper."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activity.web import acting
from directives import rules, selectors, services
from directives.enums import DocumentState, SignatureRole
from directives.forms import ScanForm, SignedFileForm
from directives.models import Document
from foundation import files


def _document(request: HttpRequest, pk: int) -> Document:
    row: Document = get_object_or_404(selectors.documents_visible_to(request.user), pk=pk)
    return row


@require_POST
def sign_for_office(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the office's signature on a document that its signer has signed."""
    document = _document(request, pk)
    with acting(request, _("The portal makes the signature of the office.")):
        services.sign_for_office(document=document, actor=request.user)
    return redirect("directives:detail", pk)


@require_POST
def retry(request: HttpRequest, pk: int, signature: int) -> HttpResponse:
    """Try again to make a signature that has failed."""
    document = _document(request, pk)
    row = get_object_or_404(selectors.signatures_of(document), pk=signature)
    with acting(request, _("The portal tries again.")):
        services.retry_signature(signature=row, actor=request.user)
    return redirect("directives:detail", pk)


@require_http_methods(["GET", "POST"])
def signed_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the document back that was signed outside the portal."""
    document = _document(request, pk)
    if not (rules.may_issue(request.user, document) or rules.may_approve(request.user, document)):
        raise PermissionDenied
    form = SignedFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The signatures are checked and kept.")) as outcome:
            upload = form.cleaned_data["file"]
            services.add_signed_file(document=document, upload=upload, actor=request.user)
        return redirect("directives:detail" if outcome.ok else "directives:signed_file", pk)
    return _upload_page(request, document, form, title=_("Upload the signed file"))


@require_http_methods(["GET", "POST"])
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the scan of the paper that was signed by hand."""
    document = _document(request, pk)
    if not rules.may_issue(request.user, document):
        raise PermissionDenied
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The scan is attached.")):
            services.add_scan(document=document, upload=form.cleaned_data["file"], actor=request.user)
        return redirect("directives:detail", pk)
    return _upload_page(request, document, form, title=_("Attach the scan of the signed paper"))


def _upload_page(request: HttpRequest, document: Document, form: ScanForm, *, title: str) -> HttpResponse:
    if document.state not in (DocumentState.RENDERED, DocumentState.SIGNED):
        return redirect("directives:detail", document.pk)
    context = {"document": document, "form": form, "title": title, "training": document.training}
    return render(request, "directives/signed_file.html", context)


@require_GET
def scan_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The scan of the signed paper."""
    row = selectors.signatures_of(_document(request, pk)).filter(role=SignatureRole.SCAN).first()
    if row is None or row.file is None:
        raise Http404
    return files.serve(row.file)


@require_GET
def made_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF as it was numbered, without any signature, for signing elsewhere."""
    document = _document(request, pk)
    if document.pdf is None or not rules.is_inside(request.user, document):
        raise Http404
    return files.serve(document.pdf)
