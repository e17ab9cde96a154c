"""Check the answers, undertake, submit, and the confirmation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from foundation.calendar import describe_due
from registrations import selectors, services
from registrations.enums import DossierState
from registrations.forms.dossiers import UndertakingForm
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
    }
    return render(request, "registrations/check.html", context)


@require_http_methods(["GET", "POST"])
def dossier_submit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Undertake and submit, or submit again what was corrected."""
    row = writable(request, pk)
    if row is None:
        return redirect("registrations:dossier", pk=pk)
    form = UndertakingForm(request.POST or None, initial={"undertaken_by": row.producer.representative})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["undertaken_by"]
        if row.state == DossierState.RETURNED:
            done = saved(form, lambda: services.resubmit_dossier(dossier=row, actor=request.user))
        else:
            done = saved(form, lambda: services.submit_dossier(dossier=row, undertaken_by=name, actor=request.user))
        if done:
            return redirect("registrations:dossier_sent", pk=pk)
    due = row.round.dossier_due_at
    context = {"dossier": row, "training": row.training, "form": form, "due": describe_due(due) if due else ""}
    return render(request, "registrations/submit.html", context)


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
