"""Form fields that every app shares: clean Vietnamese text, dates as people write them, checked uploads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from foundation import files
from foundation.text import nfc, one_line

phone_validator = RegexValidator(r"^0\d{9,10}$", _("Write the phone number as 10 digits that begin with 0."))


class LineField(forms.CharField):
    """One line of text: NFC, no invisible characters, single spaces."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """Several lines of text: NFC, no invisible characters."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> str:
        return nfc(super().to_python(value) or "")


class PhoneField(LineField):
    """A Vietnamese phone number; spaces, dots and +84 are accepted and put right."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(phone_validator)
        self.widget.attrs.setdefault("inputmode", "tel")
        self.widget.attrs.setdefault("autocomplete", "tel")

    def to_python(self, value: Any) -> str:
        digits = "".join(char for char in super().to_python(value) if char not in " .-()")
        return f"0{digits[3:]}" if digits.startswith("+84") else digits


class DateField(forms.DateField):
    """A day, shown by the browser's own picker and read as dd/mm/yyyy too."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CheckedFileField(forms.FileField):
    """An upload that has passed ``foundation.files.check_upload``; its cleaned value is a ``CheckedUpload``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("accept", ".pdf,.jpg,.jpeg,.png")

    def to_python(self, data: Any) -> files.CheckedUpload | None:
        if data in self.empty_values:
            return None
        return files.check_upload(data)


class ReasonForm(forms.Form):
    """The reason that some decisions must carry."""

    reason = TextField(label=_("Reason"), max_length=2000, min_length=5)
