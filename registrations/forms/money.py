"""Amounts as people write them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.formatting import number
from foundation.text import one_line

LARGEST = 10**15


class MoneyField(forms.IntegerField):
    """A whole number of đồng; "350.000.000 đ", "350 000 000" and "350000000" are the same."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("widget", None)
        kwargs["max_value"] = LARGEST
        kwargs["min_value"] = max(-LARGEST, kwargs.get("min_value", -LARGEST))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Write a whole number of đồng, for example 350.000.000.")
        self.error_messages["max_value"] = self.error_messages["min_value"] = _("This amount is not possible.")

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = one_line(value).removesuffix("₫").removesuffix("đ").replace(".", "").replace(" ", "")
        number_: int | None = super().to_python(value)
        return number_

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, int) else value
