"""Days as letters write them: 02/11/2021, 2.11.2021, ngày 02 tháng 11 năm 2021, 25/3 (the year stands elsewhere)."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

# What a scan makes of digits: o for 0, l for 1. A date holds at least one true digit in each part that matters.
_DAY = r"[0-3ol]?[\dol]"
_MONTH = r"[01ol]?[\dol]"
_YEAR = r"[12]\s?[09o]\s?[\dol]\s?[\dol]"
DATE = re.compile(
    rf"""(?:(?<=ngay)|(?<![\w/.,-])|(?<=\s-))
    (?P<day>{_DAY})\s*
    (?:
        (?P<sep>[/.\-])\s*(?P<month>{_MONTH})
        (?:\s*(?P=sep)\s*(?P<year>{_YEAR}|(?<=/)\d\d)(?!\d)|\s*,?\s*nam\s+(?P<year2>{_YEAR})(?!\d))?
      | thang\s*(?P<month2>{_MONTH})(?:\s*(?:,?\s*nam|/|-|,)\s*(?P<year3>{_YEAR})(?!\d))?
    )
    (?![\d\w])""",
    re.VERBOSE,
)
_DIGITS = str.maketrans("ol", "01")
_FIRST_YEAR, _LAST_YEAR = 1945, 2099


@dataclass
class Day:
    """A day in the text; ``year`` is ``None`` where it is not written beside it."""

    start: int
    end: int
    day: int
    month: int
    year: int | None

    @property
    def date(self) -> datetime.date | None:
        """The date, or ``None`` for a partial or impossible one."""
        if self.year is None or not _FIRST_YEAR <= self.year <= _LAST_YEAR:
            return None
        try:
            return datetime.date(self.year, self.month, self.day)
        except ValueError:
            return None


def days_in(plain: str, start: int, end: int) -> list[Day]:
    """Return all days of a passage in order."""
    return [day for found in DATE.finditer(plain, start, end) if (day := _day(found))]


def day_at(plain: str, at: int, end: int) -> Day | None:
    """Return the day that begins exactly here."""
    found = DATE.match(plain, at, end)
    return _day(found) if found else None


def _day(found: re.Match[str]) -> Day | None:
    year = found["year"] or found["year2"] or found["year3"]
    if found["sep"] in (".", "-") and not year:
        return None
    if not any(char.isdigit() for char in found.group()):
        return None
    number = _number(found["day"])
    month = _number(found["month"] or found["month2"])
    if not 1 <= number <= 31 or not 1 <= month <= 12:
        return None if not year else Day(found.start(), found.end(), number, month, _year(year))
    return Day(found.start(), found.end(), number, month, _year(year) if year else None)


def _number(text: str) -> int:
    return int(text.translate(_DIGITS))


def _year(text: str) -> int:
    year = int("".join(text.split()).translate(_DIGITS))
    return year + 2000 if year < 100 else year
