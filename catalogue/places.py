"""Where a producer is, in words; needs ``parent__parent`` at hand."""

from __future__ import annotations

from accounts.models import Unit


def above(unit: Unit) -> list[str]:
    """Return the names of the units above this one, the nearest first."""
    names = []
    here = unit.parent
    while here is not None:
        names.append(here.name)
        here = here.parent
    return names


def place(unit: Unit) -> str:
    """Return the whole place: "xã Đăk Kan, huyện Ngọc Hồi, tỉnh Kon Tum"."""
    return ", ".join([unit.name, *above(unit)])


def province(unit: Unit) -> str:
    """Return the name of the province; empty for a unit without one."""
    names = [unit.name, *above(unit)]
    return names[-1] if len(names) > 1 or unit.level == "province" else ""
