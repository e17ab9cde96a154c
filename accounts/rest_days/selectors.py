"""Reads of the table of rest days."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from accounts.rest_days.services import stream_of_year
from activity.models import JournalEntry
from foundation import clock
from foundation.models import Holiday

# Rest days that fall on the same day of the sun's year (Bộ luật Lao động 2019, Điều 112). Tết, Giỗ Tổ and the second
# day of Quốc khánh follow the moon or are announced each year.
FIXED = ((1, 1, "Tết Dương lịch"), (4, 30, "Ngày Chiến thắng"), (5, 1, "Ngày Quốc tế lao động"), (9, 2, "Quốc khánh"))
# From this month on terms that begin now may reach into the next year, and its days have been announced.
WARN_FROM_MONTH = 10


def rest_days_of(year: int) -> QuerySet[Holiday]:
    """Return the rest days of a year, first to last."""
    return Holiday.objects.filter(day__year=year).order_by("day")


def year_without_rest_days() -> int | None:
    """Return the year for which rest days should be in the table and are not: this one, or late in it the next."""
    today = clock.today()
    wanted = [today.year] + ([today.year + 1] if today.month >= WARN_FROM_MONTH else [])
    known = set(Holiday.objects.filter(day__year__in=wanted).dates("day", "year"))
    return next((year for year in wanted if date(year, 1, 1) not in known), None)


def fixed_days_missing(year: int) -> list[tuple[date, str]]:
    """Return the rest days that are the same every year and are not in the table."""
    there = set(rest_days_of(year).values_list("day", flat=True))
    days = [(date(year, month, day), name) for month, day, name in FIXED]
    return [(day, name) for day, name in days if day not in there]


def history_of_year(year: int) -> QuerySet[JournalEntry]:
    """Return who changed a year's rest days, newest first."""
    return JournalEntry.objects.filter(stream=stream_of_year(year)).order_by("-seq")
