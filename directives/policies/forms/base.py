"""What the forms of policies share: rows of which the empty ones do not count."""

from __future__ import annotations

from typing import Any

from django import forms

MOST_ROWS = 30
SPARE_ROWS = 3


class Rows(forms.BaseFormSet):
    """Rows of which the empty ones do not count."""

    needed = ""

    def kept(self) -> list[dict[str, Any]]:
        """Return the rows that say something. Only for valid formsets."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get(self.needed)]


def formset_of(form: type[forms.Form], base: type[Rows]) -> Any:
    """Return the formset of such rows, with some to spare."""
    return forms.formset_factory(
        form, formset=base, extra=SPARE_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS + SPARE_ROWS, validate_max=True
    )
