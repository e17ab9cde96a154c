"""Calendar feeds: secret addresses that a calendar program reads without a login."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from activity.web import acting
from directives import ics, selectors, services
from directives.services.feeds import digest_of
from foundation import clock
from foundation.limits import too_many

FEED_READS_PER_HOUR = 240


@require_POST
def make_feed(request: HttpRequest) -> HttpResponse:
    """Make a calendar address."""
    office = None
    if text := request.POST.get("office", ""):
        offices = selectors.feed_offices(request.user)
        office = get_object_or_404(offices, pk=int(text) if text.isascii() and text.isdigit() else 0)
    with acting(request, _("The calendar address is made. Whoever has it can read these deadlines.")):
        services.make_feed(user=request.user, office=office)
    return redirect("directives:deadlines")


@require_POST
def revoke_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a calendar address."""
    feed = next((row for row in selectors.feeds_of(request.user) if row.pk == pk), None)
    if feed is None:
        raise Http404
    with acting(request, _("The calendar address is closed.")):
        services.revoke_feed(feed=feed, user=request.user)
    return redirect("directives:deadlines")


@login_not_required
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar for programs that cannot log in: whoever has the address reads what its person may see today."""
    if too_many(f"feed:{request.META.get('REMOTE_ADDR')}", most=FEED_READS_PER_HOUR, seconds=3600):
        return HttpResponse(status=429)
    found = selectors.feed_named(digest_of(token))
    if found is None:
        raise Http404
    lines = selectors.deadline_lines(found.user, selectors.tasks_of_feed(found))
    name = f"OCOP: {found.office.name}" if found.office else "OCOP: thời hạn của tôi"
    body = ics.calendar_of(name, lines, base_url=settings.PUBLIC_BASE_URL, now=clock.now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
