"""The advisory team's input: the report with a finding for each item, photographs, tests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.enums import AdviceVerdict
from evaluations.models import AdvisoryNote, AdvisoryReport
from evaluations.selectors.sheets import Line
from evaluations.services import Finding
from foundation import files
from foundation.forms import CheckedFileField, DateField, LineField, TextField
from registrations.forms.evidence import CheckedFilesField

_NOTHING = ("", gettext_lazy("no finding"))


class AdviceForm(forms.Form):
    """The report's facts, and ``v<criterion>``, ``l<criterion>``, ``t<criterion>``: finding, level that fits, note."""

    version = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)
    summary = TextField(label=gettext_lazy("What the team says on the whole"), required=False, max_length=6000)
    visited_on = DateField(label=gettext_lazy("Day of the visit"), required=False)
    visited_by = LineField(label=gettext_lazy("Who went there"), required=False, max_length=300)
    visit = TextField(label=gettext_lazy("What was seen on the spot"), required=False, max_length=6000)

    def __init__(self, *args: Any, report: AdvisoryReport | None, lines: tuple[Line, ...], **kwargs: Any) -> None:
        names = ("summary", "visited_on", "visited_by", "visit", "version")
        initial = {name: getattr(report, name) for name in names} if report else {"version": 0}
        super().__init__(*args, initial=initial, **kwargs)
        self.lines = lines
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "form-control")
        notes = {note.criterion_id: note for note in report.notes.all()} if report else {}
        for line in lines:
            self._add(line, notes.get(line.criterion.pk))

    def _add(self, line: Line, note: AdvisoryNote | None) -> None:
        pk, key = line.criterion.pk, line.criterion.key
        levels = [level for case in line.cases for level in case.levels]
        self.fields[f"v{pk}"] = forms.ChoiceField(
            label=_("Finding on item %(key)s") % {"key": key},
            required=False,
            choices=[_NOTHING, *AdviceVerdict.choices],
            initial=note.verdict if note else "",
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields[f"l{pk}"] = forms.ChoiceField(
            label=_("Level of item %(key)s that fits") % {"key": key},
            required=False,
            choices=[("", "–"), *((str(level.pk), f"{level.points} – {level.label}"[:120]) for level in levels)],
            initial=str(note.level_id or "") if note else "",
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields[f"t{pk}"] = TextField(
            label=_("Note on item %(key)s") % {"key": key},
            required=False,
            max_length=2000,
            initial=note.text if note else "",
            widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for line in self.lines:
            pk = line.criterion.pk
            verdict, text = cleaned.get(f"v{pk}"), cleaned.get(f"t{pk}")
            if verdict in (AdviceVerdict.DIFFERS, AdviceVerdict.UNPROVEN) and not text:
                self.add_error(f"t{pk}", _("Say why the self-assessment does not fit."))
            if (text or cleaned.get(f"l{pk}")) and not verdict:
                self.add_error(f"v{pk}", _("Choose a finding."))
            if cleaned.get(f"l{pk}") and verdict and verdict != AdviceVerdict.DIFFERS:
                self.add_error(f"l{pk}", _("A level is named only where another one fits."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """Return the report's columns."""
        return {name: self.cleaned_data[name] for name in ("summary", "visited_on", "visited_by", "visit")}

    def findings(self) -> dict[int, Finding | None]:
        """Return the finding of every item; None where there is none."""
        found: dict[int, Finding | None] = {}
        for line in self.lines:
            pk = line.criterion.pk
            verdict, level = self.cleaned_data[f"v{pk}"], self.cleaned_data[f"l{pk}"]
            finding = Finding(verdict, self.cleaned_data[f"t{pk}"], int(level) if level else None)
            found[pk] = finding if verdict else None
        return found

    def rows(self) -> list[tuple[Line, list[forms.BoundField]]]:
        """Return each item with its three fields."""
        return [(line, [self[f"{name}{line.criterion.pk}"] for name in "vlt"]) for line in self.lines]

    def main_fields(self) -> list[forms.BoundField]:
        """Return the fields of the report itself."""
        return [self[name] for name in ("summary", "visited_on", "visited_by", "visit")]


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
