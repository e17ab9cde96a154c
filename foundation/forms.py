"""Form fields that every app shares: clean Vietnamese text, dates as people write them, checked uploads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foundation import files
from foundation.calendar import EARLIEST, LATEST
from foundation.formatting import number
from foundation.text import nfc, one_line

_FAR_DAY = _("Write a day between 01/01/1900 and 31/12/2200.")
# In đồng; fits a whole number of the database, with room for sums.
MOST_MONEY = 10**15
_WHOLE = r"-?(?:[0-9]+|[0-9]{1,3}(?:[. ][0-9]{3})+)"

phone_validator = RegexValidator(r"^0\d{9,10}$", _("Write the phone number as 10 digits that begin with 0."))


class CleanText(forms.CharField):
    """What every text field of the portal does: NFC, no invisible characters, and nothing is cut off silently.

    The browser gets no ``maxlength``: it would cut off what is pasted without a word. What is too long comes back as
    an error of its field, with the text still in it.
    """

    default_error_messages = {
        "max_length": _("This text has %(show_value)d characters; at most %(limit_value)d fit. Shorten it."),
    }

    def to_python(self, value: Any) -> str:
        return self.normalise(super().to_python(value) or "").strip()

    def normalise(self, text: str) -> str:
        """Return the text as it is stored."""
        return nfc(text)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class LineField(CleanText):
    """One line of text: NFC, no invisible characters, single spaces."""

    def normalise(self, text: str) -> str:
        return one_line(text)


class TextField(CleanText):
    """Several lines of text: NFC, no invisible characters."""

    widget = forms.Textarea(attrs={"rows": 4})


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
    default_validators = [MinValueValidator(EARLIEST, _FAR_DAY), MaxValueValidator(LATEST, _FAR_DAY)]


class CountField(forms.IntegerField):
    """A whole number that may have thousands; "1.500", "1 500" and "1500" are the same.

    Dots and spaces stand before groups of three digits only: "1.5" and "1500.00" are asked about, never guessed.
    """

    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages = {"invalid": _("Write a whole number, for example 1.500.")}
    written = re.compile(rf"({_WHOLE})")

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and (value := one_line(value)):
            if (found := self.written.fullmatch(value)) is None:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
            value = re.sub(r"[. ]", "", found[1])
        whole: int | None = super().to_python(value)
        return whole

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, int) else value


class MoneyField(CountField):
    """A whole number of đồng; "350.000.000 đ", "350 000 000" and "350000000" are the same."""

    default_error_messages = {
        "invalid": _("Write a whole number of đồng, for example 350.000.000."),
        "max_value": _("This amount is not possible."),
        "min_value": _("This amount is not possible."),
    }
    written = re.compile(rf"({_WHOLE}) ?(?:đ|đồng|₫)?", re.IGNORECASE)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("widget", None)
        kwargs["max_value"] = MOST_MONEY
        kwargs["min_value"] = max(-MOST_MONEY, kwargs.get("min_value", -MOST_MONEY))
        super().__init__(**kwargs)


class SuggestedInput(forms.TextInput):
    """One line of text with suggestions that the browser offers; anything else may be typed."""

    suggestions: Sequence[str] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        attrs = dict(attrs or {}) | {"list": f"{(attrs or {}).get('id', name)}-list"}
        options = format_html_join("", '<option value="{}"></option>', ((text,) for text in self.suggestions))
        field = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', field, attrs["list"], options)


# A field of files cannot be "filled in", as Django's own sentence says of every field.
NO_FILE: dict[str, Any] = {"required": _("Choose a file.")}


class CheckedFileField(forms.FileField):
    """An upload that has passed ``foundation.files.check_upload``; its cleaned value is a ``CheckedUpload``.

    ``kinds`` are the types that it takes (``files.PAPERS``, ``files.WORKBOOKS``, ``files.EVERYTHING``).
    """

    default_error_messages = NO_FILE

    def __init__(self, *, kinds: tuple[str, ...] = files.PAPERS, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kinds = kinds
        self.widget.attrs.setdefault("accept", files.accept_of(kinds))

    def to_python(self, data: Any) -> files.CheckedUpload | None:
        if data in self.empty_values:
            return None
        return files.check_upload(data, accept=self.kinds)


class ReasonForm(forms.Form):
    """The reason that some decisions must carry."""

    reason = TextField(label=_("Reason"), max_length=2000, min_length=5)
