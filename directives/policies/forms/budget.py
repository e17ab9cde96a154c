"""What each source gives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.policies.enums import BudgetSource
from directives.policies.forms.base import Rows, formset_of
from foundation.forms import MoneyField


class BudgetForm(forms.Form):
    """What one source gives in one year; an empty row does not count."""

    source = forms.ChoiceField(
        label=gettext_lazy("Source"), choices=[("", gettext_lazy("Choose")), *BudgetSource.choices], required=False
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100, required=False)
    amount = MoneyField(label=gettext_lazy("Amount in đồng"), required=False, min_value=1)

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
