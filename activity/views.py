"""The inbox, and the page that says whether the machinery runs."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from activity import jobs, notifications, selectors
from foundation.paging import keyset_page


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List the person's notifications, newest first."""
    page = keyset_page(selectors.notifications_visible_to(request.user), request, order=("-pk",), per_page=30)
    return render(request, "activity/inbox.html", {"page": page, "unread": notifications.unread_count(request.user)})


@require_POST
def open_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notification as read and go to what it is about."""
    row = notifications.mark_read(user=request.user, pk=pk)
    target = row.url if row else ""
    if target and url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return redirect(target)
    return redirect("activity:notifications")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all of the person's notifications as read."""
    notifications.mark_all_read(user=request.user)
    return redirect("activity:notifications")


@require_safe
def machinery(request: HttpRequest) -> HttpResponse:
    """Show workers, the outbox and troubled jobs to administrators."""
    if not request.user.is_superuser:
        raise PermissionDenied
    context = {
        "alive": jobs.worker_alive(),
        "signs": selectors.worker_signs()[:10],
        "undelivered": selectors.undelivered()[:50],
        "troubled": selectors.troubled_jobs()[:50],
    }
    return render(request, "activity/machinery.html", context)
