"""What the checks of the law's files say, in the language of the screen. The commands say it in English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rubrics.lawfiles.data import Problem

_SAID: tuple[tuple[str, str | Promise], ...] = (
    (r"part (\w+) has (\d+) points, its criteria sum to (\d+)",
     _("Part %(a)s has %(b)s points, its criteria sum to %(c)s.")),
    (r"part (\w+) has (\d+) points, the decision gives it (\d+)",
     _("Part %(a)s has %(b)s points, the decision gives it %(c)s.")),
    (r"criterion (\S+) has (\d+) points, the criteria under it sum to (\d+)",
     _("Criterion %(a)s has %(b)s points, the criteria under it sum to %(c)s.")),
    (r"item (\S+) has (\d+) points, its highest level has (\d+)",
     _("Item %(a)s has %(b)s points, its highest level has %(c)s.")),
    (r"the parts must be (.+), here: (.*)", _("The parts must be %(a)s; here: %(b)s.")),
    (r"the parts must sum to 100()", _("The parts must sum to 100.")),
    (r"there must be one band for each rank.*()", _("There must be one band for each rank from 1 to 5.")),
    (r"bands must begin at 0.*()", _("Bands must begin at 0 and rise with the rank, up to 100.")),
    (r"valid_to lies before valid_from()", _("The last day lies before the first.")),
    (r"(?:the decision|stages|bands|dossier_items) lacks '(\w+)'", _("Missing: %(a)s.")),
    (r"the header lacks '(\w+)'", _("The first lines lack “%(a)s:”.")),
    (r"the number of the set must be.*()", _("The number of the set must be a number from 1.")),
    (r"industry needs its code and its name.*()", _("The industry needs its code and its name.")),
    (r"code (\S+) is used again or out of turn; here it must be (\S+)",
     _("Code %(a)s is used again; here it must be %(b)s.")),
    (r"item (\S+) has no levels.*", _("Item %(a)s has no levels; where none are printed, write “all or nothing”.")),
    (r"item (\S+): (\d+) stands after (\d+); points must rise",
     _("Item %(a)s: %(b)s stands after %(c)s; points must rise.")),
    (r"item (\S+): points repeat.*", _("Item %(a)s: points repeat; write “=” before them if the decision does so.")),
    (r"item (\S+): a gate in a decision.*",
     _("Item %(a)s has a minimum requirement, but the decision says that it holds none.")),
    (r"item (\S+): the gate for (\d) stars stands after the one for (\d)",
     _("Item %(a)s: the requirement for %(b)s stars stands after the one for %(c)s.")),
    (r"item (\S+): cases must be.*", _("Item %(a)s: cases must be numbered 1, 2, … with levels each.")),
    (r"recognises is \[lowest, highest\].*()", _("Only a stage that scores recognises stars, from lowest to highest.")),
    (r"this line has no form of a set file: (.*)", _("This line has no known form: %(a)s")),
    (r"no header line, or one that is already there: (.*)",
     _("No known first line, or one that is there already: %(a)s")),
    (r"criterion (\S+) does not stand under (\S+)", _("Criterion %(a)s does not stand under %(b)s.")),
    (r"the set says number (\d+), it is kept as (\d+)", _("The set says number %(a)s, it is kept as %(b)s.")),
)  # fmt: skip
_PATTERNS = [(re.compile(pattern), text) for pattern, text in _SAID]


@dataclass(frozen=True)
class Worded:
    """One thing that is wrong, in words, and the line of the text in which it is."""

    line: int
    text: str


def worded(problems: Iterable[Problem]) -> list[Worded]:
    """Return each problem in the language of the screen; what has no words yet is said as the command says it."""
    return [Worded(problem.line, _words(problem.reason)) for problem in problems]


def _words(reason: str) -> str:
    for pattern, text in _PATTERNS:
        if match := pattern.fullmatch(reason):
            return str(text) % dict(zip("abc", match.groups(), strict=False))
    return _now("This cannot be read: %(reason)s") % {"reason": reason}
