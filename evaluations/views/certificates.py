"""Certificates after their issue."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.errors import NotAllowed, Refused
from activity.transitions import may
from activity.web import acting
from evaluations import rules, selectors, services
from evaluations.enums import CERTIFICATE_TRANSITIONS
from evaluations.forms import ProlongForm
from evaluations.models import Certificate
from foundation.components import Confirm
from foundation.formatting import day


def may_be_prolonged(user: Any, certificate: Certificate) -> bool:
    """Tell whether this person may prolong the certificate and there is something to wait for."""
    if not may(CERTIFICATE_TRANSITIONS, "prolong", user, certificate):
        return False
    try:
        services.check_prolongation(certificate)
    except Refused:
        return False
    return True


@require_http_methods(["GET", "POST"])
def certificate_prolong(request: HttpRequest, pk: int) -> HttpResponse:
    """Prolong a certificate until there is a result, within the decision's limit."""
    found = get_object_or_404(selectors.certificates_visible_to(request.user), pk=pk)
    if not rules.may_prolong_certificate(request.user, found):
        raise NotAllowed
    back = reverse("evaluations:entry", args=[found.entry_id])
    try:
        latest = services.check_prolongation(found)
    except Refused as error:
        messages.error(request, str(error))
        return redirect(back)
    form = ProlongForm(request.POST or None, latest=latest)
    if request.method == "POST" and form.is_valid():
        until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]
        with acting(request, str(CERTIFICATE_TRANSITIONS["prolong"].done)):
            services.prolong_certificate(certificate=found, until=until, reason=reason, actor=request.user)
        return redirect(back)
    label = CERTIFICATE_TRANSITIONS["prolong"].label
    confirm = Confirm(
        title=label,
        action=label,
        lead=found.number,
        cancel_url=back,
        facts=[(_("Product"), found.entry.dossier.product.name), (_("Valid until"), day(found.last_day))],
        what=[_("The public page of the certificate says that it was prolonged, and until when.")],
        tells=[_("the producer"), _("the commune")],
    )
    context = {"confirm": confirm, "form": form, "training": found.training}
    return render(request, "components/confirm.html", context)
