"""What a form knows about what its writer has seen: a mark for each field, and both versions after a conflict."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from foundation.formatting import day
from registrations.editing import marks_in


@dataclass(frozen=True)
class Theirs:
    """A field that was changed elsewhere: what is stored now beside what was typed here.

    ``name`` is the name of the field in the page and ``raw`` what it would hold with the stored version; without them
    the page can show the difference but offers no choice.
    """

    label: str
    value: str
    name: str = ""
    mine: str = ""
    raw: tuple[str, ...] = ()
    mark: str = ""

    @property
    def raw_json(self) -> str:
        return json.dumps(self.raw, ensure_ascii=False)


@dataclass(frozen=True)
class Now:
    """What is stored in one field: its mark, its words, and what the field of a page holds."""

    mark: str
    shown: str
    raw: tuple[str, ...]


class SeenForm(forms.Form):
    """A form that carries ``seen`` along. Subclasses say which fields are guarded and what is stored in them."""

    seen: Any = forms.CharField(required=False, widget=forms.HiddenInput)
    theirs: list[Theirs]
    # Marks of texts that this page had sent before and whose answer never came.
    also_seen: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theirs, self.also_seen = [], []

    @property
    def guarded(self) -> list[str]:
        """The names of the fields that are compared."""
        raise AssertionError(f"{type(self).__name__} does not say which fields it guards")

    def mark_of(self, name: str, value: Any) -> str:
        """Return the mark of a cleaned value."""
        raise AssertionError(f"{type(self).__name__} has no mark for {name}: {value!r}")

    def now(self, stored: Any) -> Mapping[str, Now]:
        """Return what is stored in each guarded field."""
        raise AssertionError(f"{type(self).__name__} does not know {stored!r}")

    @property
    def seen_value(self) -> str:
        """What came along with the form."""
        return " ".join([self.cleaned_data.get("seen") or "", *self.also_seen])

    @property
    def changed_names(self) -> list[str]:
        """The guarded fields that hold something else than their writer had seen, without those in error."""
        marks = marks_in(self.cleaned_data.get("seen") or "")
        return [
            name
            for name in self.guarded
            if name in self.cleaned_data and self.mark_of(name, self.cleaned_data[name]) not in marks.get(name, ())
        ]

    def note_sent(self, post: QueryDict) -> None:
        """Take note of texts (``sent-<field>``) that this page has sent before without hearing what became of them."""
        for name in self.guarded:
            html_name = self.add_prefix(name)
            if f"sent-{html_name}" not in post:
                continue
            field, data = self.fields[name], QueryDict(mutable=True)
            data.setlist(html_name, post.getlist(f"sent-{html_name}"))
            try:
                value = field.clean(field.widget.value_from_datadict(data, {}, html_name))
            except forms.ValidationError:
                continue
            self.also_seen.append(f"{name}:{self.mark_of(name, value)}")

    def show_theirs(self, stored: Any) -> None:
        """Show what is stored now where it differs from what was typed; saving again then overwrites it knowingly.

        Fields that were not touched here show what is stored now.
        """
        had, now = marks_in(self.seen_value), self.now(stored)
        self.data = self.data.copy()
        self.theirs = []
        for name in (name for name in self.guarded if name in self.cleaned_data):
            mine = self.mark_of(name, self.cleaned_data[name])
            if mine == now[name].mark or now[name].mark in had.get(name, ()):
                continue
            if mine in had.get(name, ()):
                self._put(name, now[name].raw)
            else:
                self.theirs.append(self._beside(name, now[name]))
        self.data[self.add_prefix("seen")] = " ".join(f"{name}:{each.mark}" for name, each in now.items())

    def take(self, html_name: str, stored: Any) -> None:
        """Put the stored version of one field in the place of what was typed, and show what else differs."""
        now = self.now(stored)
        self.show_theirs(stored)
        for name in self.guarded:
            if self.add_prefix(name) == html_name:
                self._put(name, now[name].raw)
                self.theirs = [each for each in self.theirs if each.name != html_name]

    def _put(self, name: str, raw: Iterable[str]) -> None:
        self.data.setlist(self.add_prefix(name), list(raw))

    def _beside(self, name: str, now: Now) -> Theirs:
        field = self.fields[name]
        return Theirs(
            label=str(field.label or name),
            value=now.shown,
            name=self.add_prefix(name),
            mine=in_words(field, self.cleaned_data[name]),
            raw=now.raw,
            mark=now.mark,
        )


def raw_of(bound: forms.BoundField) -> tuple[str, ...]:
    """Return what a field of a page holds, as the browser would send it."""
    value = bound.field.widget.format_value(bound.value())
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(str(each) for each in values if each not in (None, ""))


def in_words(field: forms.Field, value: Any) -> str:
    """Return a cleaned value as people read it."""
    if value in (None, "", []):
        return _("(empty)")
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "; ".join(field.label_from_instance(each) for each in value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(flat(field.choices)).get(value, value))
    return day(value) if hasattr(value, "strftime") else str(value)


def flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """Yield choices without their groups."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
