"""The deadlines page: as list, month, by office; and as calendar feeds."""

from __future__ import annotations

import calendar as months
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.models import Office
from directives import selectors
from directives.forms.fields import OfficeField
from foundation import clock
from foundation.paging import keyset_page


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
    context["has_own"] = any(feed.office_id is None for feed in context["feeds"])
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
