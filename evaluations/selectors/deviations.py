"""Where the regulation of a round differs from its council's: shown, given a reason for, printed in the minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from evaluations.models import Council, EvaluationRound
from evaluations.models.regulation import REGULATION_FIELDS


@dataclass(frozen=True)
class Deviation:
    """One point: its column, its name, what the council's regulation says and what holds in the round, in words."""

    name: str
    label: str
    usual: str
    here: str


def deviations_of(evaluation_round: EvaluationRound) -> list[Deviation]:
    """Return where a round differs from the council's regulation as it is now."""
    return deviations(evaluation_round.council, evaluation_round.regulation_values())


def deviations(council: Council, values: Mapping[str, Any]) -> list[Deviation]:
    """Return where these values differ from a council's regulation; columns that are not named do not count."""
    found = []
    for name in REGULATION_FIELDS:
        usual = getattr(council, name)
        if name not in values or values[name] == usual:
            continue
        field: Any = Council._meta.get_field(name)
        found.append(Deviation(name, str(field.verbose_name), _words(field, usual), _words(field, values[name])))
    return found


def _words(field: Any, value: Any) -> str:
    if value is None:
        return _("no limit")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(dict(field.flatchoices).get(value, value))
