"""Invitations: the link to pass on, the page behind it, and the page for whoever was named."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activity.web import acting
from foundation.limits import reached, too_many
from foundation.qr import qr_svg
from registrations import selectors, services
from registrations.links import address_of
from registrations.models import Invitation
from registrations.people_notices import people_page

WRONG_LINKS_PER_HOUR = 30


@require_GET
def invitation_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """The link and QR code of an invitation that waits, for its sender to pass on."""
    rows = selectors.waiting_invitations(selectors.invitations_managed_by(request.user))
    row = get_object_or_404(rows.filter(kind="coworker"), pk=pk)
    link = address_of(row.seed)
    context = {"invitation": row, "link": link, "qr": qr_svg(link, title=_("QR code of the invitation"))}
    return render(request, "registrations/invitation_sent.html", context)


@require_POST
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    row = get_object_or_404(selectors.invitations_managed_by(request.user), pk=pk)
    with acting(request, _("Invitation taken back")):
        services.revoke_invitation(invitation=row, actor=request.user)
    return redirect(people_page(row.producer))


@login_not_required
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page behind a link. Without an account one signs in or signs up first and comes back here.

    A wrong link is 404 like any other address that does not exist, and so is every link after too many wrong ones.
    """
    place = f"invitation:{request.META.get('REMOTE_ADDR')}"
    row = None if reached(place, most=WRONG_LINKS_PER_HOUR) else selectors.invitation_behind(token)
    if row is None:
        too_many(place, most=WRONG_LINKS_PER_HOUR, seconds=3600)
        raise Http404
    return _answer(request, row)


@require_http_methods(["GET", "POST"])
def invitation_mine(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The page for whoever is named in an invitation."""
    return _answer(request, get_object_or_404(selectors.invitations_to(request.user), pk=pk))


def _answer(request: HttpRequest, row: Invitation) -> HttpResponseBase:
    if not row.is_open:
        return render(request, "registrations/invitation_over.html", status=410)
    if request.method == "POST":
        return _decline(request, row) if request.POST.get("answer") == "no" else _accept(request, row)
    return render(request, "registrations/invitation.html", {"invitation": row, "here": request.path})


def _accept(request: HttpRequest, row: Invitation) -> HttpResponseBase:
    if not request.user.is_authenticated:
        return redirect(request.path)
    with acting(request) as outcome:
        producer = services.accept_invitation(invitation=row, actor=request.user)
    if not outcome.ok:
        return redirect(request.path)
    messages.success(request, _("You act for %(producer)s now.") % {"producer": producer.name})
    return redirect("registrations:people" if row.kind == "owner" else "registrations:producer", pk=producer.pk)


def _decline(request: HttpRequest, row: Invitation) -> HttpResponseBase:
    actor = request.user if request.user.is_authenticated else None
    with acting(request, _("Invitation declined")):
        services.decline_invitation(invitation=row, actor=actor)
    return redirect("dashboards:home" if actor else "catalogue:home")
