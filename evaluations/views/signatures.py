"""Digital signatures on the papers of submitted sheets: made elsewhere and brought back, or by the portal's key."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activity.web import acting
from evaluations import rules, services
from evaluations.forms import DigitalForm
from evaluations.selectors.files import filled_of
from evaluations.views.common import frame
from evaluations.views.papers import version_seen


@require_http_methods(["GET", "POST"])
def signed_digitally(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Bring the PDF of a submitted sheet back that was signed elsewhere."""
    found = version_seen(request, pk, number)
    if not rules.attaches_scan(request.user, found.sheet):
        raise Http404
    form = DigitalForm(request.POST or None, request.FILES or None, own=rules.owns_sheet(request.user, found.sheet))
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The signature is checked and kept.")) as outcome:
            data = form.cleaned_data
            services.add_signed_sheet(version=found, actor=request.user, **data)
        if outcome.ok:
            return redirect("evaluations:sheet_version", pk=pk, number=number)
    entry = found.sheet.entry
    context = {"sheet": found.sheet, "entry": entry, "version": found, "form": form, "filled": filled_of(found)}
    return render(request, "evaluations/signed_digitally.html", frame(entry.round, **context))


@require_POST
def sign_with_key(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Let the portal sign with the key that it keeps for the member."""
    found = version_seen(request, pk, number)
    with acting(request, _("The portal makes your signature.")):
        services.sign_with_stored_key(version=found, actor=request.user)
    return redirect("evaluations:sheet_version", pk=pk, number=number)
