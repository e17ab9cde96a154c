"""Late entries of a round: see, grant, take back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.web import confirm_page
from foundation.calendar import describe_due
from foundation.components import Confirm
from foundation.forms import ReasonForm
from foundation.paging import keyset_page
from registrations import rules, selectors, services
from registrations.forms.late_entries import LateEntryForm
from registrations.views.round_page import dates_of
from registrations.views.saving import saved


@require_http_methods(["GET", "POST"])
def late_entries(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who may come late; the round's office grants another one here."""
    row = get_object_or_404(selectors.rounds_visible_to(request.user), pk=pk)
    runs = rules.runs_round(request.user, row)
    if request.method == "POST" and not runs:
        raise PermissionDenied
    stops = row.hard_due_at or row.dossier_hard_due_at
    asks = runs and (request.method == "POST" or (row.state == "open" and stops))
    form = LateEntryForm(request.POST or None, registration_round=row) if asks else None
    if form is not None and request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = saved(
            form,
            lambda: services.grant_late_entry(
                registration_round=row,
                named=form.named,
                covers=data["covers"],
                until_at=data["until_at"],
                reason=data["reason"],
                actor=request.user,
            ),
        )
        if made:
            messages.success(request, _("The late entry is granted; those who may use it are told."))
            return redirect("registrations:late_entries", pk=pk)
    context = {
        "round": row,
        "training": row.training,
        "runs": runs,
        "dates": dates_of(row),
        "stops": bool(stops),
        "form": form,
        "page": keyset_page(
            selectors.late_entries_visible_to(request.user, row), request, order=("-granted_at", "-pk")
        ),
    }
    return render(request, "registrations/late_entries.html", context)


@require_http_methods(["GET", "POST"])
def late_entry_revoke(request: HttpRequest, pk: int, entry: int) -> HttpResponseBase:
    """Take a late entry back, with the reason."""
    row = get_object_or_404(selectors.rounds_visible_to(request.user), pk=pk)
    found = get_object_or_404(selectors.late_entries_visible_to(request.user, row), pk=entry)
    if not rules.runs_round(request.user, row):
        raise PermissionDenied
    confirm = Confirm(
        title=_("Take the late entry back"),
        lead=found.named,
        action=_("Take back"),
        cancel_url=row.get_absolute_url(),
        what=[_("What was filed by it stays.")],
        tells=[_("Those who could use it")],
        facts=[(_("Until"), describe_due(found.until_at)), (_("Reason"), found.reason)],
        danger=True,
    )
    return confirm_page(
        request,
        confirm,
        ReasonForm(request.POST or None),
        act=lambda values: services.revoke_late_entry(entry=found, actor=request.user, **values),
        done=_("The late entry is taken back."),
        back=reverse("registrations:late_entries", args=[pk]),
        training=row.training,
    )
