"""A registration round."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, Unit
from accounts.selectors import present_communes_of
from foundation import calendar, clock
from foundation.forms import DateField, LineField, TextField
from registrations.editing import seen_of
from registrations.enums import AfterReturn, DossierKind, MeetsEvent, RestDays, RoundState
from registrations.forms.deadlines import DeadlineField
from registrations.forms.seen import Theirs
from registrations.models import RegistrationRound
from registrations.services.rounds import RoundFacts
from rubrics.selectors import decisions

_HARD = gettext_lazy("After this moment nothing is accepted. Leave empty to accept and mark what comes late.")


class RoundForm(forms.Form):
    """What an office says about a round."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    name = LineField(label=gettext_lazy("Name of the round"), max_length=200)
    law = forms.ModelChoiceField(label=gettext_lazy("Decision"), queryset=None, empty_label=None)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2018, max_value=2100)
    units = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Communes"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of dossier"), choices=DossierKind.choices, widget=forms.CheckboxSelectMultiple
    )
    opens_on = DateField(label=gettext_lazy("Opens on"))
    due_at = DeadlineField(label=gettext_lazy("Wishes are due"))
    hard_due_at = DeadlineField(label=gettext_lazy("No wishes after"), required=False, help_text=_HARD)
    dossier_due_at = DeadlineField(label=gettext_lazy("Dossiers are due"), required=False)
    dossier_hard_due_at = DeadlineField(label=gettext_lazy("No dossiers after"), required=False, help_text=_HARD)
    meets_event = forms.ChoiceField(
        label=gettext_lazy("What must happen in time"), choices=MeetsEvent.choices, widget=forms.RadioSelect
    )
    rest_days = forms.ChoiceField(
        label=gettext_lazy("A date that falls on a rest day"),
        choices=RestDays.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    commune_list_due = DeadlineField(label=gettext_lazy("Communes' lists are due"), required=False)
    answer_days = forms.IntegerField(
        label=gettext_lazy("Working days for the commune's answer"), min_value=1, max_value=90, required=False
    )
    after_return = forms.ChoiceField(
        label=gettext_lazy("After a return, the term of the answer"),
        choices=AfterReturn.choices,
        widget=forms.RadioSelect,
    )
    place = LineField(label=gettext_lazy("Place where papers are received"), max_length=300, required=False)
    contact = LineField(label=gettext_lazy("Contact (name, phone)"), max_length=200, required=False)
    training = forms.BooleanField(
        label=gettext_lazy("Training round"),
        required=False,
        help_text=gettext_lazy("Runs any decision at any time; nothing of it is valid or counted."),
    )
    reason = TextField(
        label=gettext_lazy("Why it changes"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("All who are concerned read it together with the old and the new values."),
    )

    def __init__(
        self, *args: Any, office: Office, registration_round: RegistrationRound | None = None, **kwargs: Any
    ) -> None:
        self.registration_round = registration_round
        super().__init__(
            *args, initial=_initial(office, registration_round) | (kwargs.pop("initial", None) or {}), **kwargs
        )
        self.theirs: list[Theirs] = []
        if registration_round is None or registration_round.state != RoundState.OPEN:
            del self.fields["reason"]
        self.fields["law"].queryset = decisions()
        kept = registration_round.units.all() if registration_round else Unit.objects.none()
        offered = Q(pk__in=present_communes_of(office.unit).values("pk")) | Q(pk__in=kept.values("pk"))
        self.fields["units"].queryset = Unit.objects.filter(offered).order_by("search", "pk")

    def clean_rest_days(self) -> str:
        """A date stays as it is written unless the office says otherwise."""
        return self.cleaned_data["rest_days"] or RestDays.STAY

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer_days") is None and "answer_days" not in self.errors and (law := data.get("law")):
            data["answer_days"] = law.term("commune_working_days")
            if data["answer_days"] is None:
                self.add_error(
                    "answer_days", _("The decision names no term: write how many working days the commune has.")
                )
        for soft, hard in (("due_at", "hard_due_at"), ("dossier_due_at", "dossier_hard_due_at")):
            first, last = data.get(soft), data.get(hard)
            if last and soft not in self.errors and (first is None or last < first):
                self.add_error(hard, _("A hard date cannot lie before the date that is shown, nor stand without it."))
        return data

    @property
    def facts(self) -> RoundFacts:
        """What the service needs."""
        data = {name: self.cleaned_data[name] for name in RoundFacts.__dataclass_fields__}
        return RoundFacts(**data | {"units": list(data["units"])})

    @property
    def reason_value(self) -> str:
        """Why an open round changes."""
        return self.cleaned_data.get("reason") or ""

    @property
    def seen_value(self) -> str:
        """What came along with the form."""
        return self.cleaned_data.get("seen") or ""

    def show_theirs(self, stored: RegistrationRound) -> None:
        """Say what is stored now; saving again then overwrites it knowingly."""
        self.theirs = [
            Theirs(_("Wishes are due"), calendar.describe_due(stored.due_at)),
            Theirs(_("Name of the round"), stored.name),
        ]
        self.data = self.data.copy()
        self.data["seen"] = round_seen(stored)


def round_seen(row: RegistrationRound) -> str:
    """Return the fingerprint of a round's own columns."""
    return seen_of(row, [*(name for name in RoundFacts.__dataclass_fields__ if name != "units"), "written"])


def _initial(office: Office, row: RegistrationRound | None) -> dict[str, Any]:
    if row is not None:
        values = {name: getattr(row, name) for name in RoundFacts.__dataclass_fields__ if name != "units"}
        values |= {name: datetime.fromisoformat(written) for name, written in row.written.items()}
        return values | {"units": [unit.pk for unit in row.units.all()], "seen": round_seen(row)}
    today = clock.today()
    law = decisions().first()
    communes = present_communes_of(office.unit)
    return {
        "law": law,
        "year": today.year,
        "opens_on": today,
        "kinds": DossierKind.values,
        "meets_event": MeetsEvent.RECEIVED,
        "after_return": AfterReturn.RESTART,
        "rest_days": RestDays.STAY,
        "answer_days": law.term("commune_working_days") if law else None,
        "units": list(communes.values_list("pk", flat=True)),
        "contact": office.phone,
        "place": office.address,
    }
