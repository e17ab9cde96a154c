"""Forms over a stored row that never overwrite silently what another tab or person has saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from foundation.formatting import day
from foundation.forms import DateField, LineField, PhoneField, TextField
from registrations.editing import seen_of
from registrations.forms.money import MoneyField

CLEAN_FIELDS: dict[str, type[forms.Field]] = {
    "CharField": LineField,
    "TextField": TextField,
    "DateField": DateField,
    "BigIntegerField": MoneyField,
    "PositiveBigIntegerField": MoneyField,
}


def clean_field(db_field: Any, **kwargs: Any) -> forms.Field | None:
    """Return the form field of a column: clean text, dates as people write them; phones by the column's name."""
    if db_field.choices or db_field.is_relation:
        return db_field.formfield(**kwargs)
    if db_field.name == "phone":
        return db_field.formfield(form_class=PhoneField, **kwargs)
    kwargs.pop("widget", None)
    chosen = CLEAN_FIELDS.get(db_field.get_internal_type())
    return db_field.formfield(form_class=chosen, **kwargs) if chosen else db_field.formfield(**kwargs)


class CleanModelForm(forms.ModelForm):
    """A model form whose text is NFC without invisible characters, and which leaves saving to the services."""

    class Meta:
        formfield_callback = clean_field

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned columns, as services take them."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.cleaned_data}


class GuardedForm(CleanModelForm):
    """Carries a fingerprint of what its writer has seen; after a conflict it shows both versions."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theirs: list[tuple[str, str]] = []
        names = list(self._meta.fields or ())
        self.initial["seen"] = seen_of(self.instance, names)

    @property
    def seen_value(self) -> str:
        """What came along with the form."""
        return self.cleaned_data.get("seen") or ""

    def show_theirs(self, stored: Model) -> None:
        """Show what is stored now where it differs from what was typed; saving again then overwrites it knowingly."""
        names = list(self._meta.fields or ())
        self.theirs = list(self._differences(stored))
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = seen_of(stored, names)

    def _differences(self, stored: Model) -> Iterator[tuple[str, str]]:
        for name in self._meta.fields or ():
            value = getattr(stored, name)
            if value != self.cleaned_data.get(name):
                yield str(self.fields[name].label or name), shown(stored, name)


def shown(stored: Model, name: str) -> str:
    """Return a stored value as people read it."""
    display = getattr(stored, f"get_{name}_display", None)
    value = display() if display else getattr(stored, name)
    if value in (None, ""):
        return _("(empty)")
    return day(value) if hasattr(value, "strftime") else str(value)
