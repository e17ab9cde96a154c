"""When people are reminded: the rungs of a ladder, the hours of the day."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directives.forms.base import PlainForm
from directives.ladders import Ladder
from foundation.forms import LineField

MOST_DAYS = 120
MOST_RUNGS = 12


class DaysField(LineField):
    """Days as people list them ("14, 7, 3, 1"), cleaned to a tuple of whole numbers from 1 on."""

    def clean(self, value: Any) -> tuple[int, ...]:  # type: ignore[override]
        parts = [part for part in re.split(r"[\s,;]+", super().clean(value)) if part]
        if not all(re.fullmatch(r"[0-9]{1,3}", part) and 1 <= int(part) <= MOST_DAYS for part in parts):
            raise forms.ValidationError(
                _("Write whole numbers from 1 to %(most)s, with commas between them.") % {"most": MOST_DAYS}
            )
        if len(parts) > MOST_RUNGS:
            raise forms.ValidationError(_("At most %(most)s days.") % {"most": MOST_RUNGS})
        return tuple(int(part) for part in parts)


class LadderForm(PlainForm):
    """The ladder of one kind of deadline."""

    before = DaysField(label=_("Days before the last day"), required=False, help_text=_("For example: 14, 7, 3, 1"))
    on_day = forms.BooleanField(label=_("On the last day"), required=False)
    after = DaysField(label=_("Days after the last day"), required=False, help_text=_("For example: 1, 3, 7"))
    head_after = forms.IntegerField(
        label=_("Tell the head of the office after so many days"), min_value=1, max_value=MOST_DAYS, required=False
    )
    leader_after = forms.IntegerField(
        label=_("Tell the leader above after so many days"), min_value=1, max_value=MOST_DAYS, required=False
    )

    @staticmethod
    def initial_of(ladder: Ladder) -> dict[str, Any]:
        """Return what the fields show of a ladder."""
        return {
            "before": ", ".join(str(rung) for rung in ladder.rungs if rung > 0),
            "on_day": 0 in ladder.rungs,
            "after": ", ".join(str(-rung) for rung in ladder.rungs if rung < 0),
            "head_after": ladder.head_after,
            "leader_after": ladder.leader_after,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["rungs"] = [
            *data.get("before", ()),
            *([0] if data.get("on_day") else []),
            *(-days for days in data.get("after", ())),
        ]
        if not self.errors and not data["rungs"]:
            raise forms.ValidationError(_("A ladder needs at least one day."))
        head, leader = data.get("head_after"), data.get("leader_after")
        if head and leader and leader < head:
            self.add_error("leader_after", _("The leader is told after the head of the office, not before."))
        return data


class HoursForm(PlainForm):
    """The hours in which reminders go out."""

    first_hour = forms.IntegerField(label=_("From hour"), min_value=0, max_value=23)
    last_hour = forms.IntegerField(label=_("To hour"), min_value=1, max_value=24)
    working_days_only = forms.BooleanField(
        label=_("On working days only"),
        required=False,
        help_text=_("What falls on a rest day is then told on the working day before, if the deadline is still open."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data["first_hour"] >= data["last_hour"]:
            self.add_error("last_hour", _("The end lies after the beginning."))
        return data
