"""Sign the dossier digitally: the file to sign goes out, the signed one comes back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity import jobs
from activity.web import acting
from registrations import selectors, services
from registrations.forms.dossiers import SignedFormsForm
from registrations.models import Dossier
from registrations.views.saving import saved
from registrations.views.steps import writable


@require_http_methods(["GET", "POST"])
def dossier_sign(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The three steps: download, sign elsewhere, send back."""
    row = writable(request, pk)
    if row is None:
        return redirect("registrations:dossier", pk=pk)
    if request.method == "POST" and request.POST.get("way") == "make":
        with acting(request, _("The file is being made. It appears on this page in a moment.")):
            services.ask_for_forms_to_sign(dossier=row, actor=request.user)
        return redirect("registrations:dossier_sign", pk=pk)
    form = SignedFormsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and saved(form, lambda: _keep(request, row, form)):
        messages.success(request, _("The signature is checked and kept. You can submit now."))
        return redirect("registrations:dossier_submit", pk=pk)
    offered = selectors.forms_to_sign_of(row)
    waiting = offered is not None and offered.stored_id is None
    being_made = waiting and not offered.making_failed
    context = {
        "dossier": row,
        "training": row.training,
        "form": form,
        "offered": offered,
        "being_made": being_made,
        "failed": waiting and not being_made,
        "worker_alive": not being_made or jobs.worker_alive(),
        "signed": selectors.signed_forms_of(row),
        "gaps": len(selectors.gaps_of(row)),
    }
    return render(request, "registrations/sign.html", context)


def _keep(request: HttpRequest, row: Dossier, form: SignedFormsForm) -> object:
    return services.add_signed_forms(dossier=row, upload=form.cleaned_data["file"], actor=request.user)
