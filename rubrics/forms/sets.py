"""A set of a draft: its text in the project's form, or a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import NO_FILE
from foundation.text import nfc


class RawTextField(forms.CharField):
    """Text whose spaces at the beginning of lines mean something: only NFC and line ends are put right."""

    widget = forms.Textarea(attrs={"rows": 30, "class": "form-control font-monospace", "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, max_length=200_000, **kwargs)
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        return nfc(super().to_python(value) or "").replace("\r\n", "\n")


class SetForm(forms.Form):
    """The text of one set."""

    text = RawTextField(label=_("Text of the set"))


class SetFileForm(forms.Form):
    """A set as XLSX (the workbook that this page gives out) or as text in the project's form."""

    upload = forms.FileField(
        label=_("File of a set"), help_text=_("XLSX or TXT, at most 1 MB."), error_messages=NO_FILE
    )

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload.size > 1_000_000:
            raise forms.ValidationError(_("This file is larger than 1 MB."))
        if not upload.name.lower().endswith((".xlsx", ".txt")):
            raise forms.ValidationError(_("Choose an XLSX or TXT file."))
        return upload
