"""The score sheet's form: one choice and one remark for each item of the set."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.selectors.sheets import Line, SheetForm
from evaluations.services import Answer
from foundation.forms import LineField, TextField

NONE = "0"  # the choice "không đạt"


class ScoreForm(forms.Form):
    """Fields ``c<criterion>`` (a level's id, or "0") and ``n<criterion>``, the opinion, and the version seen.

    Everything may be empty: a sheet is saved as it stands. Whether it is whole is asked when it is submitted.
    """

    version = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)
    opinion = TextField(label=_("Your opinion on the product"), required=False, max_length=4000)

    def __init__(self, *args: Any, sheet_form: SheetForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].widget.attrs["class"] = "form-control"
        self.page = sheet_form
        self.lines: tuple[Line, ...] = sheet_form.items
        for line in self.lines:
            title = f"{line.criterion.key}. {line.criterion.title}"[:120]
            levels = [(str(level.pk), level.label) for case in line.cases for level in case.levels]
            self.fields[f"c{line.criterion.pk}"] = forms.ChoiceField(
                label=title, required=False, choices=[("", ""), *levels, (NONE, _("Not reached"))]
            )
            self.fields[f"n{line.criterion.pk}"] = LineField(label=title, required=False, max_length=500)

    def answers(self) -> dict[int, Answer]:
        """Return what was filled in, ready for ``services.save_sheet``. Ask ``is_valid`` first."""
        found = {}
        for line in self.lines:
            pk = line.criterion.pk
            choice, note = self.cleaned_data[f"c{pk}"], self.cleaned_data[f"n{pk}"]
            if choice or note or line.item:
                level = int(choice) if choice not in ("", NONE) else None
                found[pk] = Answer(level, note, given=bool(choice))
        return found

    def shown(self, line: Line) -> tuple[str, str, list[str]]:
        """Return choice, remark and errors of an item as the page shows them: what was typed, else what is stored."""
        pk = line.criterion.pk
        if not self.is_bound:
            return line.chosen, line.item.note if line.item else "", []
        choice, note = self[f"c{pk}"], self[f"n{pk}"]
        # A tick cannot be taken away, so an item left open here shows what another device has stored meanwhile.
        return str(choice.value() or line.chosen), str(note.value() or ""), [*choice.errors, *note.errors]
