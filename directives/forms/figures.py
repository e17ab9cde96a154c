"""Fields of reports: several files, and figures that people write one a line."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import files
from foundation.forms import CheckedFileField, TextField

MOST_FILES = 10
MOST_FIGURES = 30
# For example “Số sản phẩm đăng ký: 12,5 tấn”.
FIGURE = re.compile(r"(?P<label>[^:]{2,120}):\s*(?P<value>-?[0-9][0-9.,]{0,19})\s*(?P<unit>[^0-9:]{0,30})")


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True


class FilesField(CheckedFileField):
    """Several uploads, each checked; its cleaned value is a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=FilesInput(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[files.CheckedUpload]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)s files.") % {"most": MOST_FILES})
        checked = (super(FilesField, self).clean(upload, initial) for upload in given)
        return [upload for upload in checked if upload is not None]


class FiguresField(TextField):
    """Figures, one a line: "Số sản phẩm: 5 sản phẩm". Its cleaned value is a list of label, value and unit."""

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).split("\n") if line.strip()]
        if len(lines) > MOST_FIGURES:
            raise forms.ValidationError(_("At most %(limit)s lines.") % {"limit": MOST_FIGURES})
        found = []
        for number, line in enumerate(lines, start=1):
            match = FIGURE.fullmatch(line)
            if match is None:
                text = _("Line %(number)s: write a name, a colon and a number, for example “Số sản phẩm: 5 sản phẩm”.")
                raise forms.ValidationError(text % {"number": number})
            found.append({name: part.strip() for name, part in match.groupdict().items()})
        return found
