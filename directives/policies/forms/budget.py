"""What each source gives."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.policies.enums import BudgetSource
from directives.policies.forms.base import Rows, formset_of
from foundation.forms import LineField

# Fits a whole number of the database, with room for sums.
MOST_DONG = 10**15


class DongField(LineField):
    """An amount in đồng as people write it: "1.500.000.000"; cleaned to a whole number, ``None`` where empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "numeric")

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        digits = re.sub(r"[.\s]|đ(?:ồng)?$|₫$", "", text)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,16}", digits) or not 1 <= int(digits) <= MOST_DONG:
            raise ValidationError(_("Write the amount in đồng as a whole number, for example 1.500.000.000."))
        return int(digits)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class BudgetForm(forms.Form):
    """What one source gives in one year; an empty row does not count."""

    source = forms.ChoiceField(
        label=gettext_lazy("Source"), choices=[("", gettext_lazy("Choose")), *BudgetSource.choices], required=False
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100, required=False)
    amount = DongField(label=gettext_lazy("Amount in đồng"), required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [name for name in self.fields if data.get(name) or name in self.errors]
        if given and not self.errors:
            for name in set(self.fields) - set(given):
                self.add_error(name, _("Complete this row, or empty it."))
        return data


class _BudgetRows(Rows):
    needed = "source"

    def clean(self) -> None:
        """Each source stands once for a year."""
        if any(self.errors):
            return
        pairs = [(row["source"], row["year"]) for row in self.kept()]
        if len(set(pairs)) != len(pairs):
            raise ValidationError(_("Each source stands once for a year."))


BudgetFormSet = formset_of(BudgetForm, _BudgetRows)
