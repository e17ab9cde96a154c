"""The office's list of common reasons."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Office
from activity.web import acting
from registrations import selectors, services
from registrations.forms.reasons import ReasonTextForm
from registrations.views.saving import saved
from registrations.views.timelines import timeline_items


def _offices(request: HttpRequest) -> list[Office]:
    offices = selectors.offices_keeping_reasons(request.user)
    if not offices:
        raise PermissionDenied
    return offices


def _office(request: HttpRequest, pk: int) -> Office:
    found = next((office for office in _offices(request) if office.pk == pk), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET"])
def own_reasons(request: HttpRequest) -> HttpResponseBase:
    """Lead to the list of the person's office."""
    return redirect("registrations:reasons", office=_offices(request)[0].pk)


@require_http_methods(["GET", "POST"])
def reasons(request: HttpRequest, office: int) -> HttpResponseBase:
    """The reasons that the office offers, and a new one."""
    row = _office(request, office)
    form = ReasonTextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if saved(form, lambda: services.add_reason(office=row, text=text, actor=request.user)):
            messages.success(request, _("Reason added"))
            return redirect("registrations:reasons", office=row.pk)
    context = {
        "office": row,
        "others": [other for other in _offices(request) if other != row],
        "rows": selectors.common_reasons(row),
        "form": form,
        "history": timeline_items(selectors.history_of_reasons(row)),
    }
    return render(request, "registrations/reasons.html", context)


@require_http_methods(["GET", "POST"])
def reason_edit(request: HttpRequest, office: int, key: str) -> HttpResponseBase:
    """Reword a reason."""
    row = _office(request, office)
    found = next((reason for reason in selectors.common_reasons(row) if reason.key == key), None)
    if found is None and request.method == "GET":
        raise Http404
    form = ReasonTextForm(request.POST or None, initial={"text": found.text if found else ""})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if saved(form, lambda: services.change_reason(office=row, key=key, text=text, actor=request.user)):
            messages.success(request, _("Saved."))
            return redirect("registrations:reasons", office=row.pk)
    back = reverse("registrations:reasons", args=[row.pk])
    return render(request, "registrations/reason_form.html", {"form": form, "back": back})


@require_POST
def reason_retire(request: HttpRequest, office: int, key: str) -> HttpResponseBase:
    """Offer a reason no more."""
    row = _office(request, office)
    with acting(request, _("Reason retired")):
        services.retire_reason(office=row, key=key, actor=request.user)
    return redirect("registrations:reasons", office=row.pk)
