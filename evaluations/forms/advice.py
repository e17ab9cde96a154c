"""The advisory team's input: the report with a finding for each item, photographs, tests."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.advice_marks import NOTE_FIELDS, REPORT_FACTS, advice_field, advice_values, seen_of_advice
from evaluations.enums import AdviceVerdict
from evaluations.models import AdvisoryNote, AdvisoryReport
from evaluations.selectors.sheets import Line
from evaluations.services import Finding
from foundation import files
from foundation.forms import CheckedFileField, DateField, LineField, TextField
from registrations.editing import mark
from registrations.forms.evidence import CheckedFilesField
from registrations.forms.seen import Now, SeenForm, in_words

_NOTHING = ("", gettext_lazy("no finding"))


class AdviceForm(SeenForm):
    """The report's facts, and ``v<criterion>``, ``l<criterion>``, ``t<criterion>``: finding, level that fits, note.

    A draft is saved as it stands. Whether its findings hold together is asked when it is handed over.
    """

    summary = TextField(label=gettext_lazy("What the team says on the whole"), required=False, max_length=6000)
    visited_on = DateField(label=gettext_lazy("Day of the visit"), required=False)
    visited_by = LineField(label=gettext_lazy("Who went there"), required=False, max_length=300)
    visit = TextField(label=gettext_lazy("What was seen on the spot"), required=False, max_length=6000)

    def __init__(self, *args: Any, report: AdvisoryReport | None, lines: tuple[Line, ...], **kwargs: Any) -> None:
        self.lines = lines
        self.leaves = [line.criterion.pk for line in lines]
        notes = notes_of(report)
        initial = advice_values(report, notes, self.leaves)
        initial["seen"] = seen_of_advice(report, notes, self.leaves)
        super().__init__(*args, initial=initial, **kwargs)
        for name in REPORT_FACTS:
            self.fields[name].widget.attrs.setdefault("class", "form-control")
        for line in lines:
            self._add(line)

    def _add(self, line: Line) -> None:
        pk, key = line.criterion.pk, line.criterion.key
        levels = [level for case in line.cases for level in case.levels]
        self.fields[f"v{pk}"] = forms.ChoiceField(
            label=_("Finding on item %(key)s") % {"key": key},
            required=False,
            choices=[_NOTHING, *AdviceVerdict.choices],
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields[f"l{pk}"] = forms.ChoiceField(
            label=_("Level of item %(key)s that fits") % {"key": key},
            required=False,
            choices=[("", "–"), *((str(level.pk), f"{level.points} – {level.label}"[:120]) for level in levels)],
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields[f"t{pk}"] = TextField(
            label=_("Note on item %(key)s") % {"key": key},
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        )

    @property
    def guarded(self) -> list[str]:
        """Every field of the report."""
        return [name for name in self.fields if name != "seen"]

    def mark_of(self, name: str, value: Any) -> str:
        """Return the mark of a cleaned value."""
        return mark(value if name == "visited_on" else str(value or ""))

    def now(self, stored: AdvisoryReport | None) -> Mapping[str, Now]:
        """Return what is stored in each field."""
        values = advice_values(stored, notes_of(stored), self.leaves)
        return {
            name: Now(mark(value), in_words(self.fields[name], value), _raw(value)) for name, value in values.items()
        }

    def facts(self, names: Container[str]) -> dict[str, Any]:
        """Return the report's columns among these fields."""
        return {name: self.cleaned_data[name] for name in REPORT_FACTS if name in names}

    def findings(self, names: Container[str]) -> dict[int, Finding]:
        """Return what these fields say about items. Ask ``is_valid`` first."""
        found: dict[int, Finding] = {}
        for pk in self.leaves:
            said = frozenset(column for column in NOTE_FIELDS if advice_field(column, pk) in names)
            if said:
                values = {column: self.cleaned_data[advice_field(column, pk)] for column in said}
                level = values.pop("level_id", "")
                found[pk] = Finding(**values, level_id=int(level) if level else None, only=said)
        return found

    def rows(self) -> list[tuple[Line, list[forms.BoundField]]]:
        """Return each item with its three fields."""
        return [(line, [self[f"{name}{line.criterion.pk}"] for name in "vlt"]) for line in self.lines]

    def main_fields(self) -> list[forms.BoundField]:
        """Return the fields of the report itself."""
        return [self[name] for name in REPORT_FACTS]


def notes_of(report: AdvisoryReport | None) -> dict[int, AdvisoryNote]:
    """Return the notes of a report by item."""
    return {note.criterion_id: note for note in report.notes.all()} if report else {}


def _raw(value: Any) -> tuple[str, ...]:
    if not value:
        return ()
    return (value.isoformat() if hasattr(value, "isoformat") else str(value),)


class PhotosForm(forms.Form):
    """Photographs of the visit."""

    photos = CheckedFilesField(label=gettext_lazy("Photographs"), kinds=files.PAPERS)
    caption = LineField(label=gettext_lazy("What they show"), required=False, max_length=200)


class ResultForm(forms.Form):
    """What came back of a test."""

    received_on = DateField(label=gettext_lazy("Received on"))
    result = TextField(label=gettext_lazy("Result"), max_length=3000)


class TestForm(forms.Form):
    """A test that the team asks for; its result may be known already."""

    __test__ = False  # no test of pytest

    name = LineField(label=gettext_lazy("What is tested"), max_length=300)
    asked_on = DateField(label=gettext_lazy("Asked for on"))
    received_on = DateField(label=gettext_lazy("Received on"), required=False)
    result = TextField(label=gettext_lazy("Result"), required=False, max_length=3000)
    upload = CheckedFileField(label=gettext_lazy("Paper of the test"), required=False)
