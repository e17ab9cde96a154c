"""Every field of every form: what is missing, malformed, overlong or hostile becomes a sentence in Vietnamese.

Forms that depend on rows are measured by their own tests; here it is the fields that each form declares for typing.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from registrations.forms.dossiers import LaterChoice

APPS = (
    *("foundation", "activity", "accounts", "rubrics"),
    *("directives", "registrations", "evaluations", "dashboards", "catalogue"),
)
OVERLONG = "dài " * 60_000
HOSTILE = [
    '"><script>alert(1)</script>',
    "' OR 1=1 --",
    "{{ 7*7 }}",
    "\u202eabc\u200b",
    "\x00",
    "9" * 400,
    "1e400",
    "NaN",
]
# Choices are bound to their rows when the form is made; files are measured by the one way in.
_NEEDS_ROWS = (forms.ModelChoiceField, forms.FileField)
_ENGLISH = re.compile(r"\b(This|Enter|Ensure|Select|valid|field|value|required|characters)\b")


def _modules() -> Iterator[str]:
    for app in APPS:
        package = importlib.import_module(app)
        for found in pkgutil.walk_packages(package.__path__, f"{app}."):
            if ".forms" in found.name and ".migrations" not in found.name:
                yield found.name


def _fields() -> dict[str, forms.Field]:
    found = {}
    for name in _modules():
        module = importlib.import_module(name)
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, forms.BaseForm) and thing.__module__ == name:
                typed = {key: field for key, field in thing.base_fields.items() if not field.widget.is_hidden}
                for field_name, field in typed.items():
                    found[f"{name}.{thing.__name__}.{field_name}"] = field
    return found


FIELDS = _fields()


def _cleaned(field: forms.Field, value: object) -> str:
    """Return what a field says to a value, nothing where it takes it."""
    try:
        with translation.override("vi"):
            if isinstance(field, forms.MultiValueField | forms.MultipleChoiceField):
                value = [value, value]
            field.clean(value)
    except ValidationError as error:
        with translation.override("vi"):
            return " ".join(error.messages)
    return ""


def test_there_are_many_fields_to_look_at():
    assert len(FIELDS) > 200


@pytest.mark.parametrize("name", FIELDS)
def test_field_answers_every_value_in_vietnamese(name):
    field = FIELDS[name]
    if isinstance(field, _NEEDS_ROWS):
        return

    sentences = [_cleaned(field, value) for value in ["", *HOSTILE, OVERLONG]]

    assert not [sentence for sentence in sentences if _ENGLISH.search(sentence)]
    if field.required and not isinstance(field, LaterChoice):
        assert sentences[0]


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if type(field) is forms.CharField])
def test_text_has_an_end(name):
    assert _cleaned(FIELDS[name], OVERLONG)
