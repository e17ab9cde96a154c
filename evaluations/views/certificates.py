"""Certificates after their issue."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.errors import NotAllowed
from activity.web import acting
from evaluations import rules, selectors, services
from evaluations.enums import CERTIFICATE_TRANSITIONS
from foundation.components import Confirm
from foundation.forms import ReasonForm


@require_http_methods(["GET", "POST"])
def certificate_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a certificate, with the ground that the law names."""
    found = get_object_or_404(selectors.certificates_visible_to(request.user), pk=pk)
    if not rules.may_withdraw_certificate(request.user, found):
        raise NotAllowed
    form = ReasonForm(request.POST or None)
    back = reverse("evaluations:entry", args=[found.entry_id])
    if request.method == "POST" and form.is_valid():
        with acting(request, str(CERTIFICATE_TRANSITIONS["withdraw"].done)):
            services.withdraw_certificate(certificate=found, actor=request.user, reason=form.cleaned_data["reason"])
        return redirect(back)
    label = CERTIFICATE_TRANSITIONS["withdraw"].label
    confirm = Confirm(
        title=label,
        action=label,
        lead=found.number,
        cancel_url=back,
        what=[_("The public page of the certificate says at once that it was withdrawn, and why.")],
        tells=[_("the producer")],
        danger=True,
    )
    context = {"confirm": confirm, "form": form, "training": found.training}
    return render(request, "components/confirm.html", context)
