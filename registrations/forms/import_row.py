"""A row of an imported list, to be put right on the page: as many fields as are wrong, the others folded away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst

from foundation.forms import LineField, SuggestedInput
from registrations.enums import LegalForm
from registrations.imports.columns import BY_KEY, REQUIRED, Column, columns_for
from registrations.imports.problems import from_json
from registrations.models import ImportRow

LONGEST = 5000


class CellsForm(forms.Form):
    """Some cells of a row, as text; reading them is the business of the import itself."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any], *, columns: Sequence[Column], row: ImportRow, **suggested: Any) -> None:
        super().__init__(data)
        for column in columns:
            field = LineField(required=column.key in REQUIRED, max_length=LONGEST, help_text=column.hint)
            field.label = row.batch.title_of(column.key) or capfirst(str(column.label))
            if column.key in suggested:
                widget = field.widget = SuggestedInput()
                widget.suggestions = list(suggested[column.key])
            self.fields[column.key] = field


class RowForm:
    """Both parts of the page: ``wrong`` has the cells that keep the row out, ``rest`` all others.

    Without ``data`` it shows the cells as they are, each with what is wrong about it.
    """

    def __init__(self, data: Mapping[str, Any] | None, *, row: ImportRow, communes: Iterable[str]) -> None:
        problems = [from_json(item) for item in row.problems]
        troubled = {item.field for item in problems} | ({*REQUIRED} if not row.cells else set())
        columns = [column for column in columns_for(row.batch.kind) if column.key != "number"]
        first = [column for column in columns if column.key in troubled] or [BY_KEY[key] for key in REQUIRED]
        suggested = {"legal_form": [str(label) for label in LegalForm.labels], "commune": list(communes)}
        shown = row.cells if data is None else data
        self.wrong = CellsForm(shown, columns=first, row=row, **suggested)
        self.rest = CellsForm(shown, columns=[c for c in columns if c not in first], row=row, **suggested)
        if data is None:
            for item in problems:
                if item.field not in self.wrong.errors:  # an empty cell has been found already
                    self.wrong.add_error(item.field if item.field in self.wrong.fields else None, item.sentence)

    def is_valid(self) -> bool:
        """Tell whether all cells can be handed to the import; what they mean is judged there."""
        return all([self.wrong.is_valid(), self.rest.is_valid()])

    @property
    def cells(self) -> dict[str, str]:
        """What was typed, by the key of the column."""
        return {**self.wrong.cleaned_data, **self.rest.cleaned_data}
