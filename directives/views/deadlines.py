"""The deadlines page: as list, month, by office; and as calendar feeds."""

from __future__ import annotations

import calendar as months
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Office
from activity.web import acting
from directives import ics, selectors, services
from directives.forms.fields import OfficeField
from directives.services.feeds import digest_of
from foundation import clock
from foundation.limits import too_many
from foundation.paging import keyset_page

FEED_READS_PER_HOUR = 240


class DeadlineFilter(forms.Form):
    """Whose deadlines, and in which month."""

    office = OfficeField(
        label=gettext_lazy("Office in charge"), queryset=Office.objects.none(), required=False,
        empty_label=gettext_lazy("All"),
    )  # fmt: skip

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Office.objects.filter(pk__in=[office.pk for office in offices]).select_related("unit")
        self.fields["office"].queryset = rows  # type: ignore[attr-defined]


def _chosen(request: HttpRequest) -> tuple[DeadlineFilter, Office | None]:
    form = DeadlineFilter(request.GET, offices=selectors.offices_with_deadlines(request.user))
    return form, form.cleaned_data.get("office") if form.is_valid() else None


@require_GET
def deadlines(request: HttpRequest) -> HttpResponse:
    """What is open, the most urgent first."""
    form, office = _chosen(request)
    rows = selectors.open_deadlines(request.user)
    rows = rows.filter(assignee=office) if office else rows
    page = keyset_page(rows, request, order=("due_sort", "pk"))
    context = {"page": page, "form": form, "tab": "list", "feeds": selectors.feeds_of(request.user)}
    context["feed_offices"] = selectors.feed_offices(request.user)
    return render(request, "directives/deadlines.html", context)


@require_GET
def month(request: HttpRequest) -> HttpResponse:
    """One month: a small calendar with counts, and the deadlines day by day."""
    form, office = _chosen(request)
    first = _month_of(request.GET.get("thang", ""))
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    tasks = selectors.tasks_visible_to(request.user)
    lines = selectors.deadline_lines(request.user, tasks.filter(assignee=office) if office else tasks, first, last)
    days: dict[date, list[Any]] = {}
    for line in lines:
        days.setdefault(line.day, []).append(line)
    weeks = [
        [(day, len(days.get(day, ())), day.month == first.month) for day in week]
        for week in months.Calendar().monthdatescalendar(first.year, first.month)
    ]
    context = {
        "form": form,
        "tab": "month",
        "first": first,
        "weeks": weeks,
        "days": days.items(),
        "before": _moved(first, -1),
        "after": _moved(first, 1),
        "office": office,
    }
    return render(request, "directives/deadlines_month.html", context)


def _month_of(text: str) -> date:
    """Return the first day of "2026-11"; of this month for anything else."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = clock.today()
    return (found if 2000 <= found.year <= 2100 else clock.today()).replace(day=1)


def _moved(first: date, by: int) -> str:
    number = first.year * 12 + first.month - 1 + by
    return f"{number // 12}-{number % 12 + 1:02d}"


@require_GET
def by_office(request: HttpRequest) -> HttpResponse:
    """How much is open and late at each office."""
    rows = selectors.deadlines_by_office(request.user)
    return render(request, "directives/deadlines_offices.html", {"rows": rows, "tab": "offices"})


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
