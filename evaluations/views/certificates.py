"""Certificates after their issue."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.errors import NotAllowed
from activity.transitions import may
from evaluations import rules, selectors, services
from evaluations.enums import CERTIFICATE_TRANSITIONS
from evaluations.models import Certificate
from evaluations.views.prolonging import goes_through, prolong_page
from foundation.components import Confirm
from foundation.formatting import day


def may_be_prolonged(user: Any, certificate: Certificate) -> bool:
    """Tell whether this person may prolong the certificate and there is something to wait for."""
    allowed = may(CERTIFICATE_TRANSITIONS, "prolong", user, certificate)
    return allowed and goes_through(services.check_prolongation, certificate)


@require_http_methods(["GET", "POST"])
def certificate_prolong(request: HttpRequest, pk: int) -> HttpResponse:
    """Prolong a certificate until there is a result, within the decision's limit."""
    found = get_object_or_404(selectors.certificates_visible_to(request.user), pk=pk)
    if not rules.may_prolong_certificate(request.user, found):
        raise NotAllowed
    step = CERTIFICATE_TRANSITIONS["prolong"]
    confirm = Confirm(
        title=step.label,
        action=step.label,
        lead=found.number,
        cancel_url=reverse("evaluations:entry", args=[found.entry_id]),
        facts=[(_("Product"), found.entry.dossier.product.name), (_("Valid until"), day(found.last_day))],
        what=[_("The public page of the certificate says that it was prolonged, and until when.")],
        tells=[_("the producer"), _("the commune")],
    )
    return prolong_page(
        request,
        confirm,
        latest_day=partial(services.check_prolongation, found),
        prolong=partial(services.prolong_certificate, certificate=found),
        done=str(step.done),
        training=found.training,
    )
