"""Fields for the text of official documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Office
from directives.models import TextList
from directives.rendering import unsupported_characters
from foundation.forms import LineField, TextField

MAX_LINES = 60
MAX_LINE = 1000


def check_printable(text: str) -> None:
    """Refuse characters that the typeface of official documents lacks (emoji, foreign scripts)."""
    if found := unsupported_characters(text):
        text = _("Official documents cannot print these characters: %(characters)s")
        raise ValidationError(text % {"characters": " ".join(found[:5])})


class PrintedLineField(LineField):
    """One line that will be printed."""

    default_validators = [check_printable]


class PrintedTextField(TextField):
    """Several lines that will be printed."""

    default_validators = [check_printable]


class LinesField(PrintedTextField):
    """A list, one entry a line; empty lines are left out. Its cleaned value is a list."""

    def __init__(self, *, rows: int = 3, max_line: int = MAX_LINE, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs.setdefault("max_length", MAX_LINES * max_line)
        self.max_line = max_line
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if len(lines) > MAX_LINES:
            raise ValidationError(_("At most %(limit)s lines.") % {"limit": MAX_LINES})
        for number, line in enumerate(lines, start=1):
            if len(line) > self.max_line:
                text = ngettext(
                    "Line %(number)s is longer than %(limit)s character.",
                    "Line %(number)s is longer than %(limit)s characters.",
                    self.max_line,
                )
                raise ValidationError(text % {"number": number, "limit": self.max_line})
        return lines


class TextListField(forms.ChoiceField):
    """A list of lines that the office keeps, to be added to a field of the letter."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.lines: dict[str, list[str]] = {}

    def clean(self, value: Any) -> list[str]:
        return self.lines.get(super().clean(value), [])


def offer(fields: Any, name: str, lists: Sequence[TextList], kind: str) -> bool:
    """Offer the lists of a kind in a field; take the field out where there are none."""
    found = [row for row in lists if row.kind == kind]
    if not found:
        del fields[name]
        return False
    fields[name].choices = [("", _("No list")), *((str(row.pk), row.name) for row in found)]
    fields[name].lines = {str(row.pk): row.lines.split("\n") for row in found}
    return True


def with_lists(data: dict[str, Any], name: str, list_name: str) -> dict[str, Any]:
    """Put the lines of a chosen list behind those that were typed, each once."""
    if added := data.get(list_name):
        data[name] = list(dict.fromkeys([*(data.get(name) or []), *added]))
    return data


class OfficesField(forms.ModelMultipleChoiceField):
    """Offices of the portal, in a list that works without JavaScript."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.SelectMultiple(attrs={"size": 5}))
        super().__init__(**kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return office_label(obj)


class OfficeField(forms.ModelChoiceField):
    """One office of the portal."""

    def offer(self, offices: Iterable[Office]) -> None:
        """Say among which offices to choose, in the order of offices."""
        self.queryset = Office.objects.filter(pk__in=[office.pk for office in offices]).select_related("unit")

    def label_from_instance(self, obj: Any) -> str:
        return office_label(obj)


def office_label(office: Any) -> str:
    """Return the name of an office, with its unit where the name does not tell it."""
    name, unit = office.name, office.unit.name
    return name if unit.casefold() in name.casefold() else f"{name} ({unit})"
