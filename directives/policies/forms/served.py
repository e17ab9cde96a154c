"""Whom a policy serves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Unit
from directives.forms.fields import PrintedLineField
from directives.policies.enums import BeneficiaryKind
from directives.policies.forms.base import Rows, formset_of
from foundation.forms import CountField


class BeneficiaryForm(forms.Form):
    """Whom a policy serves; an empty row does not count."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("", gettext_lazy("Choose")), *BeneficiaryKind.choices], required=False
    )
    name = PrintedLineField(label=gettext_lazy("Name or group"), required=False, max_length=200)
    unit = forms.ChoiceField(label=gettext_lazy("In the unit"), required=False)
    count = CountField(label=gettext_lazy("How many"), min_value=1, max_value=1_000_000, required=False)

    def __init__(self, *args: Any, units: dict[str, Unit] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = units or {}
        choices = [("", _("the whole area")), *((pk, unit.name) for pk, unit in self._units.items())]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("kind") and any(data.get(name) for name in ("name", "unit", "count")):
            self.add_error("kind", _("Say of which kind they are."))
        data["unit"] = self._units.get(data.get("unit", ""))
        return data


class _BeneficiaryRows(Rows):
    needed = "kind"


BeneficiaryFormSet = formset_of(BeneficiaryForm, _BeneficiaryRows)
