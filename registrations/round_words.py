"""What changed about a round, in words: the same in the message, in the history and on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from foundation.calendar import describe_due
from foundation.formatting import day
from registrations.enums import AfterReturn, DossierKind, MeetsEvent, RestDays

# What a moved date was before it moved is told with the date itself.
SILENT = {"written"}


@dataclass(frozen=True)
class Difference:
    """One thing that changed: its name, what stood there, what stands there now."""

    label: str
    old: str
    new: str

    def __str__(self) -> str:
        return _("%(what)s: %(old)s → %(new)s") % {"what": self.label, "old": self.old, "new": self.new}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return what changed between two states of a round, given as values or as the journal keeps them."""
    names = labels()
    return [
        Difference(names.get(name, name), in_words(name, before.get(name)), in_words(name, after.get(name)))
        for name in sorted({*before, *after} - SILENT, key=list(names).index)
        if before.get(name) != after.get(name)
    ]


def labels() -> dict[str, str]:
    """Return the names of what an office says about a round, in the order of the page."""
    return {
        "name": _("Name of the round"),
        "law": _("Decision"),
        "year": _("Year"),
        "opens_on": _("Opens on"),
        "due_at": _("Wishes are due"),
        "hard_due_at": _("No wishes after"),
        "commune_list_due": _("Communes' lists are due"),
        "dossier_due_at": _("Dossiers are due"),
        "dossier_hard_due_at": _("No dossiers after"),
        "meets_event": _("What must happen in time"),
        "rest_days": _("A date that falls on a rest day"),
        "answer_days": _("Working days for the commune's answer"),
        "after_return": _("After a return, the term of the answer"),
        "units": _("Communes"),
        "kinds": _("Kinds of dossier"),
        "place": _("Place where papers are received"),
        "contact": _("Contact"),
        "training": _("Training round"),
    }


def in_words(name: str, value: Any) -> str:
    """Return a value of a round as people read it."""
    if value in (None, "", []):
        return _("(empty)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _WORDS.get(name, str)(value)


def _moment(value: Any) -> str:
    return describe_due(value if isinstance(value, datetime) else datetime.fromisoformat(value))


def _day(value: Any) -> str:
    return day(value if isinstance(value, date) else date.fromisoformat(value))


def _choice(choices: Any) -> Callable[[Any], str]:
    def words(value: Any) -> str:
        return str(choices(value).label) if value in choices.values else str(value)

    return words


def _kinds(value: Any) -> str:
    return "; ".join(str(DossierKind(kind).label) for kind in value if kind in DossierKind.values)


_WORDS: dict[str, Callable[[Any], str]] = {
    "opens_on": _day,
    "due_at": _moment,
    "hard_due_at": _moment,
    "commune_list_due": _moment,
    "dossier_due_at": _moment,
    "dossier_hard_due_at": _moment,
    "meets_event": _choice(MeetsEvent),
    "rest_days": _choice(RestDays),
    "after_return": _choice(AfterReturn),
    "kinds": _kinds,
    "units": ", ".join,
}
