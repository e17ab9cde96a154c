"""Papers of score sheets: the empty one of a product; each submitted version with its paper and its signed scan."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activity import jobs
from activity.web import acting
from directives.enums import SignatureState
from directives.selectors import has_key
from evaluations import rules, selectors, services
from evaluations.enums import SheetFileKind, SheetState
from evaluations.forms import SignedForm
from evaluations.models import SheetFile, SheetVersion
from evaluations.selectors.files import blank_of, files_of_versions, signature_of, versions_of
from evaluations.services.sheet_files import MAKE
from evaluations.views.common import frame, visible_entry


@require_http_methods(["GET", "POST"])
def blank_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The empty sheet of a product as a PDF: asked for with a button, made by a job."""
    found = visible_entry(request, pk)
    if not selectors.entries_seen_inside(request.user).filter(pk=pk).exists():
        raise Http404
    if request.method == "POST":
        with acting(request):
            services.ask_for_blank(entry=found, actor=request.user)
        return redirect("evaluations:blank_paper", pk=pk)
    row = blank_of(found)
    failed = _failed(row)
    waiting = row is not None and row.stored_id is None and not failed
    context = {"file": row, "failed": failed, "waiting": waiting, "worker_alive": _alive(waiting=waiting)}
    return render(request, "evaluations/blank_paper.html", frame(found.round, entry=found, **context))


def _failed(row: SheetFile | None) -> bool:
    return row is not None and row.stored_id is None and jobs.has_failed(f"{MAKE}:{row.pk}")


def _alive(*, waiting: bool) -> bool:
    return jobs.worker_alive() if waiting else True


def version_seen(request: HttpRequest, pk: int, number: int) -> SheetVersion:
    """Return a submitted version of a sheet that the person may see, else 404."""
    sheet = get_object_or_404(selectors.sheets_visible_to(request.user), pk=pk)
    return get_object_or_404(versions_of(sheet), number=number)


@require_http_methods(["GET"])
def sheet_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A submitted version as it was sealed, whatever came after it; its digest is computed anew each time."""
    found = version_seen(request, pk, number)
    sheet = found.sheet
    papers = files_of_versions(sheet).get(found.pk, [])
    filled = next((row for row in papers if row.kind == SheetFileKind.FILLED), None)
    signature = signature_of(found)
    failed = _failed(filled)
    signing = signature is not None and signature.state == SignatureState.WAITING
    waiting = signing or (filled is not None and filled.stored_id is None and not failed)
    newest = sheet.versions.order_by("-number").values_list("number", flat=True).first()
    content = json.loads(found.canonical)
    context: dict[str, Any] = {
        "version": found,
        "sheet": sheet,
        "entry": sheet.entry,
        "content": content,
        "rows": content["items"],
        "intact": hashlib.sha256(found.canonical.encode()).hexdigest() == found.sha256,
        "filled": filled,
        "failed": failed,
        "signature": signature,
        "names_member": signature is not None and services.names_member(signature.signer_name, found),
        "may_sign_here": rules.owns_sheet(request.user, sheet) and has_key(user=request.user),
        "waiting": waiting,
        "worker_alive": _alive(waiting=waiting),
        "scans": [row for row in papers if row.kind == SheetFileKind.SIGNED],
        "stands": sheet.state == SheetState.SEALED and newest == number,
        "may_attach": rules.attaches_scan(request.user, sheet),
    }
    return render(request, "evaluations/sheet_version.html", frame(sheet.entry.round, **context))


@require_POST
def filled_paper(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Ask for the PDF of a submitted version."""
    found = version_seen(request, pk, number)
    with acting(request):
        services.ask_for_filled(version=found, actor=request.user)
    return redirect("evaluations:sheet_version", pk=pk, number=number)


@require_http_methods(["GET", "POST"])
def signed_paper(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Attach the scan of the sheet that was signed by hand."""
    found = version_seen(request, pk, number)
    if not rules.attaches_scan(request.user, found.sheet):
        raise Http404
    form = SignedForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The scan is attached.")):
            services.attach_signed(version=found, actor=request.user, upload=form.cleaned_data["upload"])
        return redirect("evaluations:sheet_version", pk=pk, number=number)
    context = {"sheet": found.sheet, "entry": found.sheet.entry, "version": found, "form": form}
    return render(request, "evaluations/signed_paper.html", frame(found.sheet.entry.round, **context))
