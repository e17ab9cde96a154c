"""The score sheet's form: one choice and one remark for each item of the set."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.marks import NONE, OPINION, choice_field, note_field, values_of
from evaluations.models import Sheet
from evaluations.selectors.sheets import Line
from evaluations.services import Answer
from foundation.forms import LineField, TextField
from registrations.editing import mark
from registrations.forms.seen import Now, SeenForm, in_words
from rubrics.selectors import CriterionNode


class ScoreForm(SeenForm):
    """Fields ``c<criterion>`` (a level's id, or "0"), ``n<criterion>`` and the opinion, with what the page has seen.

    Everything may be empty: a sheet is saved as it stands. Whether it is whole is asked when it is submitted.

    Args:
        items: the items of the set.
        only: the names of the fields that a sheet which saves itself has sent; None where it is sent as a whole.
    """

    opinion = TextField(label=_("Your opinion on the product"), required=False, max_length=4000)

    def __init__(
        self, *args: Any, items: Iterable[CriterionNode], only: Container[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields[OPINION].widget.attrs["class"] = "form-control"
        self.criteria: list[int] = []
        for node in items:
            names = choice_field(node.criterion.pk), note_field(node.criterion.pk)
            if only is None or any(name in only for name in names):
                self.criteria.append(node.criterion.pk)
                self.fields |= dict(zip(names, _fields_of(node), strict=True))

    @property
    def guarded(self) -> list[str]:
        """Every field of the sheet."""
        return [name for name in self.fields if name != "seen"]

    def mark_of(self, name: str, value: Any) -> str:  # noqa: ARG002 -- all fields hold text
        """Return the mark of a cleaned value."""
        return mark(str(value or ""))

    def now(self, stored: Sheet | None) -> Mapping[str, Now]:
        """Return what is stored in each field."""
        values = values_of(stored, self.criteria)
        return {
            name: Now(mark(value), in_words(self.fields[name], value), (value,) if value else ())
            for name, value in values.items()
        }

    def answers(self, names: Container[str]) -> dict[int, Answer]:
        """Return what these fields hold, ready for ``services.save_sheet``. Ask ``is_valid`` first."""
        found = {}
        for pk in self.criteria:
            choice, note = choice_field(pk), note_field(pk)
            if choice not in names and note not in names:
                continue
            ticked = self.cleaned_data[choice] if choice in names else ""
            found[pk] = Answer(
                int(ticked) if ticked not in ("", NONE) else None,
                self.cleaned_data[note] if note in names else None,
                given=bool(ticked),
            )
        return found

    def shown(self, line: Line) -> tuple[str, str, list[str]]:
        """Return choice, remark and errors of an item as the page shows them: what was typed, else what is stored."""
        pk = line.criterion.pk
        if not self.is_bound:
            return line.chosen, line.item.note if line.item else "", []
        choice, note = self[choice_field(pk)], self[note_field(pk)]
        # A tick cannot be taken away, so an item left open here shows what another device has stored meanwhile.
        return str(choice.value() or line.chosen), str(note.value() or ""), [*choice.errors, *note.errors]


def _fields_of(node: CriterionNode) -> tuple[forms.Field, forms.Field]:
    """Return the fields of one item: its level and the remark."""
    title = f"{node.criterion.key}. {node.criterion.title}"[:120]
    levels = [(str(level.pk), f"{level.points} – {level.label}") for case in node.cases for level in case.levels]
    choices = [("", ""), *levels, (NONE, _("Not reached"))]
    return (
        forms.ChoiceField(label=title, required=False, choices=choices),
        LineField(label=title, required=False, max_length=500),
    )
