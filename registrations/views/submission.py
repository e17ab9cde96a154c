"""Check the answers, undertake, submit, and the confirmation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.calendar import describe_due
from registrations import selectors, services
from registrations.enums import DossierState, FileKind
from registrations.expiry import warned
from registrations.forms.dossiers import SignedPaperForm, UndertakingForm
from registrations.models import Dossier
from registrations.views.saving import saved
from registrations.views.steps import writable


@require_GET
def dossier_check(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Everything that lacks, each a link to its place."""
    row = writable(request, pk)
    if row is None:
        return redirect("registrations:dossier", pk=pk)
    context = {
        "dossier": row,
        "training": row.training,
        "gaps": selectors.gaps_of(row),
        "recommendations": selectors.recommendations_of(row),
        "unanswered": row.corrections.filter(answered_at=None),
        "tally": selectors.tally_of(row),
        "expiring": warned(row.papers.all(), row),
    }
    return render(request, "registrations/check.html", context)


@require_http_methods(["GET", "POST"])
def dossier_undertake(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Undertake and sign: here by name, or with the scan of the signed paper."""
    row = writable(request, pk)
    if row is None:
        return redirect("registrations:dossier", pk=pk)
    by_name = UndertakingForm(_posted(request, "name"), initial=_signer(row))
    on_paper = SignedPaperForm(
        _posted(request, "paper"), request.FILES or None, initial={"signed_by": row.producer.representative}
    )
    if request.method == "POST":
        form = on_paper if request.POST.get("way") == "paper" else by_name
        if form.is_valid() and saved(form, lambda: _undertake(request, row, form)):
            messages.success(request, _("The undertaking is noted. You can submit now."))
            return redirect("registrations:dossier_submit", pk=pk)
    context = {
        "dossier": row,
        "training": row.training,
        "by_name": by_name,
        "on_paper": on_paper,
        "scan": row.files.filter(kind=FileKind.UNDERTAKING).last(),
        "signed": selectors.signed_forms_of(row),
        "holds": services.undertaking_holds(row),
    }
    return render(request, "registrations/undertake.html", context)


def _posted(request: HttpRequest, way: str) -> Any:
    return request.POST if request.method == "POST" and request.POST.get("way", "name") == way else None


def _undertake(request: HttpRequest, row: Dossier, form: Any) -> Dossier:
    data = form.cleaned_data
    return services.undertake(
        dossier=row,
        undertaken_by=data.get("undertaken_by") or data["signed_by"],
        scan=data.get("scan"),
        actor=request.user,
    )


@require_GET
def undertaking_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The undertaking as a page to print and sign."""
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    return render(request, "registrations/undertaking_print.html", {"dossier": row, "training": row.training})


@require_http_methods(["GET", "POST"])
def dossier_submit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Submit, or submit again what was corrected. Whoever has not undertaken yet does so on this page."""
    row = writable(request, pk)
    if row is None:
        return redirect("registrations:dossier", pk=pk)
    holds = services.undertaking_holds(row)
    posted = request.POST if request.method == "POST" else None
    form = forms.Form(posted) if holds else UndertakingForm(posted, initial=_signer(row))
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data.get("undertaken_by") or row.undertaken_by
        act = services.resubmit_dossier if row.state == DossierState.RETURNED else services.submit_dossier
        if saved(form, lambda: act(dossier=row, undertaken_by=name, actor=request.user)):
            return redirect("registrations:dossier_sent", pk=pk)
    due = row.round.dossier_due_at
    context = {
        "dossier": row,
        "training": row.training,
        "form": form,
        "holds": holds,
        "signed": selectors.signed_forms_of(row),
        "due": describe_due(due) if due else "",
        "standing": selectors.notice_for_dossier(request.user, row),
        "gaps": len(selectors.gaps_of(row)),
    }
    return render(request, "registrations/submit.html", context)


def _signer(row: Dossier) -> dict[str, str]:
    return {"undertaken_by": row.producer.representative}


@require_GET
def dossier_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """The confirmation that a dossier was sent; it can be printed."""
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    last = row.submissions.last()
    if last is None:
        raise Http404
    context = {
        "dossier": row,
        "training": row.training,
        "submission": last,
        "whereabouts": selectors.whereabouts_of(row),
    }
    return render(request, "registrations/sent.html", context)
