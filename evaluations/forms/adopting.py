"""Which results of the level above an office uses."""

from __future__ import annotations

from typing import Any

from django import forms

from evaluations.models import Entry


class AdoptForm(forms.Form):
    """The office, and the entries above that it uses."""

    office = forms.IntegerField(widget=forms.HiddenInput)
    entries = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, rows: list[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        field = self.fields["entries"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(key, str(row.dossier.product)) for key, row in self.rows.items()]

    def chosen(self) -> list[Entry]:
        """Return the entries that were ticked. Ask ``is_valid`` first."""
        return [self.rows[key] for key in self.cleaned_data["entries"]]
