"""Reporting periods of regular tasks: month, quarter, half-year, year. Pure.

A report on a period is due on its last day, or on a day of its last month that the issuer names ("trước ngày 15 hằng
tháng" is 14); a yearly one in the month that the issuer names; or in the first month after the period ("trước ngày 05
tháng sau"). The first period is the one in which the task was given, or the next where its last day to report is over.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
# The month of a report: one of the year's twelve for yearly reports, or the first one after the period.
AFTERWARDS = 13


@dataclass(frozen=True)
class Period:
    """One period: its key ("2026-Q4"), its days, and the last day on which its report is in time."""

    key: str
    first: date
    last: date
    due_on: date

    @property
    def words(self) -> str:
        """The period as official papers write it."""
        return words_of(self.key)


def words_of(key: str) -> str:
    """Return a period in words: "quý IV/2026" for "2026-Q4"."""
    year, _dash, part = key.partition("-")
    if not part:
        return f"năm {year}"
    if part[0] == "Q":
        return f"quý {('I', 'II', 'III', 'IV')[int(part[1]) - 1]}/{year}"
    if part[0] == "H":
        return f"6 tháng {('đầu', 'cuối')[int(part[1]) - 1]} năm {year}"
    return f"tháng {part}/{year}"


def period_of(day: date, every: str, due_day: int | None = None, due_month: int | None = None) -> Period:
    """Return the period in which a day lies. Raises KeyError for a word that is no period."""
    length = MONTHS[every]
    number = (day.month - 1) // length
    month = (number + 1) * length
    end = months.monthrange(day.year, month)[1]
    keys = {1: f"-{month:02d}", 3: f"-Q{number + 1}", 6: f"-H{number + 1}", 12: ""}
    return Period(
        key=f"{day.year}{keys[length]}",
        first=date(day.year, number * length + 1, 1),
        last=date(day.year, month, end),
        due_on=_due_on(day.year, month, due_day, due_month),
    )


def _due_on(year: int, last: int, due_day: int | None, due_month: int | None) -> date:
    """Return the last day for a report on the period that ends with the month ``last``."""
    month = due_month or last
    if due_month == AFTERWARDS:
        year, month = (year, last + 1) if last < 12 else (year + 1, 1)
    end = months.monthrange(year, month)[1]
    return date(year, month, min(due_day or end, end))


def periods_from(
    start: date, until: date, every: str, due_day: int | None = None, due_month: int | None = None
) -> Iterator[Period]:
    """Go through the periods whose report is due after ``start``, up to the one in which ``until`` lies."""
    day = start
    while (period := period_of(day, every, due_day, due_month)).first <= until:
        if period.due_on > start:
            yield period
        if period.last == date.max:
            return
        day = date.fromordinal(period.last.toordinal() + 1)
