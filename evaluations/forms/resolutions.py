"""Forms about closing, agreed levels and recusals."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from evaluations.selectors.discussion import Row
from foundation.forms import ReasonForm, TextField

NONE = "0"


class CloseForm(forms.Form):
    """The council's word on minimum requirements and on sheets that were not submitted, each only where it matters."""

    confirmation = TextField(
        label=_("The council's confirmation on minimum requirements"),
        max_length=4000,
        min_length=20,
        help_text=_(
            "This decision's minimum requirements are not held in the portal. Say how the council has considered them."
        ),
    )
    count_missing = forms.BooleanField(
        label=_("Close without the sheets that were not submitted"),
        required=False,
        help_text=_("The council's regulation allows it. These members count as missing."),
    )

    def __init__(self, *args: Any, needs_confirmation: bool, offers_missing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_confirmation:
            del self.fields["confirmation"]
        if not offers_missing:
            del self.fields["count_missing"]


class RecusalAnswerForm(forms.Form):
    """The secretary's answer to a declaration."""

    accepted = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Confirm the recusal")), ("no", _("Do not accept the declaration"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = TextField(
        label=_("Reason"), required=False, max_length=2000, help_text=_("Needed when it is not accepted.")
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned and cleaned.get("accepted") is False and not cleaned.get("answer", "").strip():
            self.add_error("answer", _("Give the reason."))
        return cleaned


class ConflictForm(forms.Form):
    """The secretary's answer to a conflict that the portal knows of."""

    recuse = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Recuse the member from this product")), ("no", _("Let the member judge all the same"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label=_("Reason"), required=False, max_length=2000, help_text=_("Needed where the member is to judge.")
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned and cleaned.get("recuse") is False and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Give the reason."))
        return cleaned


def _votes(row: Row) -> str:
    """Say how many sheets give how many points."""
    votes = Counter(value for value in row.points if value is not None)
    return " · ".join(
        ngettext("%(points)s points: %(n)s sheet", "%(points)s points: %(n)s sheets", n) % {"points": points, "n": n}
        for points, n in sorted(votes.items(), reverse=True)
    )


class AgreeForm(ReasonForm):
    """The levels on which the council agreed, for the items on which its sheets differ, with one reason."""

    def __init__(self, *args: Any, rows: list[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            criterion = row.criterion
            levels = [(str(level.pk), f"{level.points} – {level.label}") for level in row.levels]
            chosen = str(row.agreed.level_id or NONE) if row.agreed else ""
            self.fields[f"c{criterion.pk}"] = forms.ChoiceField(
                label=f"{criterion.key}. {criterion.title}",
                required=False,
                initial=chosen,
                help_text=_votes(row),
                choices=[("", _("not agreed yet")), *levels, (NONE, _("Not reached"))],
            )
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def levels(self) -> dict[int, int | None]:
        """Return the levels that were chosen anew. Ask ``is_valid`` first."""
        found: dict[int, int | None] = {}
        for name, value in self.cleaned_data.items():
            if name.startswith("c") and value and value != self.fields[name].initial:
                found[int(name[1:])] = None if value == NONE else int(value)
        return found

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not self.levels():
            self.add_error(None, _("Choose a level for at least one item."))
        return cleaned
