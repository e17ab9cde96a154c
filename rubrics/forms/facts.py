"""A draft's facts: dates, parts, bands, terms, dossier items, and the stages of its procedure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from foundation.forms import DateField, LineField, TextField
from rubrics.enums import StageLevel
from rubrics.models import Decision
from rubrics.selectors import decisions

PARTS = ("A", "B", "C")
STARS = (5, 4, 3, 2, 1)
TERMS = {
    "certificate_months": _("Certificate holds (months)"),
    "dossier_lead_working_days": _("Dossiers reach members before the meeting (working days)"),
    "commune_working_days": _("Commune checks a dossier in (working days)"),
    "samples": _("Samples"),
    "reevaluation_opens_days_before": _("Re-evaluation not earlier than (days before expiry)"),
    "reevaluation_closes_days_before": _("Re-evaluation not later than (days before expiry)"),
    "reevaluation_days": _("Re-evaluation takes at most (days)"),
    "withdrawal_days": _("Withdrawal in (days)"),
    "transition_days": _("Earlier dossiers run under the old decision (days)"),
    "transition_reevaluation_days": _("Earlier re-evaluations run under the old decision (days)"),
    "prolonged_at_most_days": _("Prolonged at most (days past expiry)"),
    "province_rounds_a_year": _("Rounds of the province in a year"),
}
_ELSEWHERE = ("parts", "bands", "terms", "stages")


class BeginForm(forms.Form):
    """A draft to be begun: a copy of a published decision, or empty."""

    name = LineField(label=_("Name of the draft"), max_length=120)
    base = forms.ModelChoiceField(
        label=_("Copy of"), queryset=Decision.objects.none(), required=False, empty_label=_("nothing: begin empty")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["base"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = decisions()


class FactsForm(forms.Form):
    """What ``decision.toml`` holds, but for the stages. A term that the decision does not state stays empty."""

    code = LineField(label=_("Number and symbol in full"), max_length=40)
    short_name = LineField(label=_("Short name"), max_length=80)
    title = LineField(label=_("Title"), max_length=1000)
    issued_on = DateField(label=_("Date of the decision"))
    valid_from = DateField(label=_("Valid from"))
    valid_to = DateField(label=_("Valid until"), required=False)
    amended_by = LineField(label=_("Amended by"), max_length=120, required=False)
    replaces = TextField(
        label=_("Replaces"), required=False, help_text=_("One number and symbol a line."), max_length=400
    )
    transition_note = TextField(label=_("Transition in words"), required=False, max_length=4000)
    holds_gates = forms.BooleanField(label=_("Minimum requirements are held in the sets"), required=False)
    reevaluation_in_writing = forms.BooleanField(
        label=_("Councils judge re-evaluations by written opinions"), required=False
    )
    provenance = TextField(label=_("Source"), required=False, max_length=2000)
    set_provenance = TextField(label=_("Source of the sets"), required=False, max_length=2000)

    def __init__(self, *args: Any, facts: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(facts), **kwargs)
        whole = {"required": False, "min_value": 0}
        for part in PARTS:
            label = _now("Points of part %(part)s") % {"part": part}
            self.fields[f"part_{part}"] = forms.IntegerField(label=label, max_value=100, **whole)
        for stars in STARS:
            label = _now("%(stars)s stars from (points)") % {"stars": stars}
            self.fields[f"band_{stars}"] = forms.IntegerField(label=label, max_value=100, **whole)
        for name, label in TERMS.items():
            self.fields[f"term_{name}"] = forms.IntegerField(label=label, max_value=10_000, **whole)

    def facts(
        self, stages: list[dict[str, Any]], lists: Mapping[str, list[dict[str, Any]]], older: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the facts with these stages and lists. What this page does not know is kept as it was."""
        data = self.cleaned_data
        plain = [name for name in self.base_fields if name != "replaces"]
        known = {*self.base_fields, *_ELSEWHERE, *lists}
        terms = {key: value for key, value in (older.get("terms") or {}).items() if key not in TERMS}
        terms |= {name: data[f"term_{name}"] for name in TERMS if data[f"term_{name}"] is not None}
        return {
            **{name: data[name] for name in plain},
            "replaces": [line.strip() for line in data["replaces"].splitlines() if line.strip()],
            "parts": {part: data[f"part_{part}"] for part in PARTS if data[f"part_{part}"] is not None},
            "terms": terms,
            "bands": [
                {"stars": stars, "lower": data[f"band_{stars}"]} for stars in STARS if data[f"band_{stars}"] is not None
            ],
            "stages": stages,
            **lists,
            **{name: value for name, value in older.items() if name not in known},
        }


def _initial(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{name: facts.get(name) for name in FactsForm.base_fields},
        "replaces": "\n".join(facts.get("replaces") or []),
        **{f"part_{part}": points for part, points in (facts.get("parts") or {}).items()},
        **{f"band_{row.get('stars')}": row.get("lower") for row in facts.get("bands") or []},
        **{f"term_{name}": value for name, value in (facts.get("terms") or {}).items()},
    }


class StageRow(forms.Form):
    """One stage of the procedure: who does what, with which stars it ends, from when to when."""

    level = forms.ChoiceField(label=_("Level of the stage"), choices=[("", "–"), *StageLevel.choices])
    checks = forms.BooleanField(label=_("checks dossiers"), required=False)
    screens = forms.BooleanField(label=_("screens and lists"), required=False)
    gives_opinions = forms.BooleanField(label=_("gives opinions"), required=False)
    scores = forms.BooleanField(label=_("scores"), required=False)
    recognises_min = forms.IntegerField(label=_("Recognises from (stars)"), required=False, min_value=1, max_value=5)
    recognises_max = forms.IntegerField(label=_("Recognises up to (stars)"), required=False, min_value=1, max_value=5)
    send_up_from = forms.IntegerField(label=_("Sends up from (points)"), required=False, min_value=0, max_value=100)
    result_for_level_below = forms.BooleanField(
        label=_("the level below may use a result that does not reach this stage's stars"), required=False
    )
    valid_from = DateField(label=_("Valid from"), required=False)
    valid_to = DateField(label=_("Valid until"), required=False)
    note = LineField(label=_("Note"), required=False, max_length=400)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        low, high = cleaned.get("recognises_min"), cleaned.get("recognises_max")
        if (low is None) != (high is None) or (low is not None and high is not None and low > high):
            self.add_error("recognises_max", _("Give the lowest and the highest number of stars."))
        elif low is not None and not cleaned.get("scores"):
            self.add_error("scores", _("Only a stage that scores recognises stars."))
        return cleaned

    def stage(self) -> dict[str, Any]:
        """Return the stage as ``decision.toml`` holds it."""
        data = dict(self.cleaned_data)
        data.pop("DELETE", None)
        low, high = data.pop("recognises_min"), data.pop("recognises_max")
        return data | {"recognises": None if low is None else [low, high]}


_Rows = forms.formset_factory(StageRow, extra=1, max_num=20, absolute_max=30, can_delete=True)


class StageRows(_Rows):  # type: ignore[misc, valid-type]
    """All stages of a draft, and one empty row for another."""

    def __init__(self, *args: Any, facts: Mapping[str, Any], **kwargs: Any) -> None:
        initial = []
        for stage in facts.get("stages") or []:
            low, high = (stage.get("recognises") or [None, None])[:2]
            initial.append({**stage, "recognises_min": low, "recognises_max": high})
        super().__init__(*args, initial=initial, prefix="stage", **kwargs)

    def stages(self) -> list[dict[str, Any]]:
        """Return the stages that were filled in and not struck out. Ask ``is_valid`` first."""
        rows = [form for form in self.initial_forms if not form.cleaned_data.get("DELETE")]
        rows += [form for form in self.extra_forms if form.has_changed() and not form.cleaned_data.get("DELETE")]
        return [form.stage() for form in rows]
