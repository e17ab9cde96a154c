"""Forms over a stored row that never overwrite silently what another tab or person has saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from foundation.formatting import day
from foundation.forms import DateField, LineField, MoneyField, PhoneField, TextField
from registrations.editing import mark, seen_of, stored_value
from registrations.forms.seen import Now, SeenForm, raw_of

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


class GuardedForm(SeenForm, CleanModelForm):
    """Carries a mark of what its writer has seen in each column; after a conflict it shows both versions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = seen_of(self.instance, self.guarded)

    @property
    def guarded(self) -> list[str]:
        return [name for name in self._meta.fields or () if name in self.fields]

    def mark_of(self, name: str, value: Any) -> str:  # noqa: ARG002 -- forms with fields of their own look at the name
        return mark(value)

    def now(self, stored: Model) -> dict[str, Now]:
        fresh = type(self)(instance=stored, prefix=self.prefix)
        return {
            name: Now(mark(stored_value(stored, name)), shown(stored, name), raw_of(fresh[name]))
            for name in self.guarded
        }

    def picked(self, names: Iterable[str]) -> dict[str, Any]:
        """The cleaned columns of these names, as services take them."""
        return {name: self.cleaned_data[name] for name in names}


def shown(stored: Model, name: str) -> str:
    """Return a stored value as people read it."""
    display = getattr(stored, f"get_{name}_display", None)
    value = display() if display else getattr(stored, name)
    if value in (None, ""):
        return _("(empty)")
    return day(value) if hasattr(value, "strftime") else str(value)
