"""What communes and offices write about dossiers, and how they narrow their lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Unit
from foundation.forms import LineField, ReasonForm, TextField
from registrations.enums import DossierState, WishState
from registrations.forms.guarded import GuardedForm, clean_field
from registrations.forms.searching import SearchingForm
from registrations.models import CommuneOpinion, Dossier, RegistrationRound, Wish
from registrations.papers import CONTENTS
from registrations.reasons import told
from registrations.services.corrections import CorrectionDraft

Reasons = Sequence[tuple[str, str]]
ANY = ("", gettext_lazy("All"))
LONGEST_OPINION = 6000


class CorrectionRow(forms.Form):
    """One thing that is to be corrected; an untouched row is left out."""

    use_required_attribute = False
    place = forms.ChoiceField(
        label=gettext_lazy("What is to be corrected"),
        choices=(),
        error_messages={"required": gettext_lazy("Say what is to be corrected.")},
    )
    common = forms.ChoiceField(label=gettext_lazy("Common reason"), choices=(), required=False)
    reason = TextField(label=gettext_lazy("Reason in your own words"), max_length=2000, required=False)

    def __init__(self, *args: Any, places: dict[str, str], reasons: Reasons, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = reasons
        self.fields["common"].choices = [("", "–"), *reasons]
        self.fields["place"].choices = [("", "–"), *((key, label[:110]) for key, label in places.items())]
        self.fields["reason"].widget.attrs["rows"] = 2

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("place") and not self._told(data):
            self.add_error("reason", _("Give the reason: the producer must know what to do."))
        return data

    def _told(self, data: dict[str, Any]) -> str:
        return told(data.get("common", ""), data.get("reason", ""), self.reasons)

    @property
    def draft(self) -> CorrectionDraft | None:
        """The correction of this row, if it has one."""
        data = self.cleaned_data
        return CorrectionDraft(data["place"], self._told(data)) if data.get("place") else None


CorrectionRows = forms.formset_factory(CorrectionRow, extra=3, max_num=60, absolute_max=80, validate_max=True)


class OpinionForm(GuardedForm):
    """The commune's opinion under a decision that asks opinions: four contents and the request."""

    class Meta:
        model = CommuneOpinion
        fields = (*(name for name, _title in CONTENTS), "proposal")
        formfield_callback = clean_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name == "seen":
                continue
            field.required = False
            field.max_length = LONGEST_OPINION
            field.validators.append(_not_longer)
            field.widget.attrs |= {"rows": 5, "class": "form-control"}
        self.fields["proposal"].label = _("Request of the commune")


class ScreeningForm(OpinionForm):
    """The commune's check where the decision asks no opinions: a remark and what it proposes."""

    class Meta:
        model = CommuneOpinion
        fields = ("proposal",)
        formfield_callback = clean_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposal"].label = _("Remark of the commune's check, and what it proposes")


def _not_longer(value: str) -> None:
    if len(value) > LONGEST_OPINION:
        raise forms.ValidationError(
            _("This text has %(length)s characters; at most %(limit)s fit.")
            % {"length": len(value), "limit": LONGEST_OPINION}
        )


class SelectionReasonForm(ReasonForm):
    """Why a product is selected, or several together; each producer reads it."""

    reason = TextField(
        label=gettext_lazy("Why is it selected?"),
        max_length=2000,
        min_length=5,
        help_text=gettext_lazy("The producer reads this reason."),
    )


class DossierFilter(SearchingForm):
    """Narrows a list of dossiers by words, round and state."""

    q = LineField(label=gettext_lazy("Product, producer, phone, slip number or code"), required=False, max_length=100)
    round = forms.ModelChoiceField(
        label=gettext_lazy("Round"),
        queryset=RegistrationRound.objects.none(),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=[ANY, *DossierState.choices[1:]])

    def __init__(self, *args: Any, rounds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rounds

    def restrict(self, rows: QuerySet[Dossier], data: dict[str, Any]) -> QuerySet[Dossier]:
        if data.get("round"):
            rows = rows.filter(round=data["round"])
        return rows.filter(state=data["state"]) if data.get("state") else rows


class WishFilter(SearchingForm):
    """Narrows a list of wishes."""

    q = LineField(label=gettext_lazy("Product, producer, phone, slip number or code"), required=False, max_length=100)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=[ANY, *WishState.choices])
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Commune"), queryset=Unit.objects.none(), required=False, empty_label=gettext_lazy("All")
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def restrict(self, rows: QuerySet[Wish], data: dict[str, Any]) -> QuerySet[Wish]:
        if data.get("unit"):
            rows = rows.filter(unit=data["unit"])
        return rows.filter(state=data["state"]) if data.get("state") else rows


class SelectionFilter(WishFilter):
    """Narrows the wishes of one round, by product set or group too."""

    group = forms.ChoiceField(label=gettext_lazy("Set or group"), required=False, choices=[ANY])
    field_order = ("q", "unit", "group", "state")

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [ANY, *((value, label[:80]) for value, label in groups)]

    def restrict(self, rows: QuerySet[Wish], data: dict[str, Any]) -> QuerySet[Wish]:
        rows = super().restrict(rows, data)
        chosen = data.get("group") or ""
        if chosen.startswith("set-"):
            return rows.filter(rubric_id=int(chosen[4:]))
        return rows.filter(rubric=None, group=chosen[3:]) if chosen else rows
