"""What the officer writes while receiving and checking a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock
from foundation.forms import DateField, LineField, TextField
from registrations.enums import LegalForm, Verdict
from registrations.models import Evidence
from registrations.models.desk import SAMPLES
from registrations.reasons import told
from registrations.services import ReceptionFacts

# A cooperative group has a contract of cooperation instead of a business registration.
WITHOUT_REGISTRATION = (LegalForm.GROUP,)


class ReceptionForm(forms.Form):
    """What lies on the counter: the paper set, the samples, the business registration, originals to compare."""

    registration_checked = forms.BooleanField(
        label=gettext_lazy("Business registration checked"),
        required=False,
        help_text=gettext_lazy("The producer is one of those whom the decision names, and its registration is valid."),
    )
    registration_no = LineField(
        label=gettext_lazy("Number of the business registration"), max_length=80, required=False
    )
    paper = forms.BooleanField(
        label=gettext_lazy("Paper set received"),
        required=False,
        help_text=gettext_lazy("A dossier in the portal has the same legal value as paper."),
    )
    paper_on = DateField(label=gettext_lazy("Paper set received on"), required=False)
    has_samples = forms.BooleanField(
        label=gettext_lazy("Samples received"),
        required=False,
        help_text=gettext_lazy("Five samples; none for tourism services."),
    )
    samples = forms.IntegerField(label=gettext_lazy("Number of samples"), min_value=1, max_value=100, required=False)
    samples_on = DateField(label=gettext_lazy("Samples received on"), required=False)
    compared = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Copies compared with their originals"),
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, papers: Any, legal_form: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_registration = legal_form not in WITHOUT_REGISTRATION
        self.fields["compared"].queryset = papers
        self.fields["compared"].label_from_instance = _paper_label
        if not papers:
            del self.fields["compared"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.needs_registration and not data.get("registration_checked"):
            problem = _("Check the business registration. If there is none, ask for completion or refuse in writing.")
            self.add_error("registration_checked", problem)
        if data.get("registration_checked") and self.needs_registration and not data.get("registration_no"):
            self.add_error("registration_no", _("Write the number of the business registration."))
        for tick, name in (("paper", "paper_on"), ("has_samples", "samples_on"), ("has_samples", "samples")):
            if data.get(tick) and not data.get(name) and name not in self.errors:
                self.add_error(name, _("This belongs to the tick above."))
        for name in ("paper_on", "samples_on"):
            if data.get(name) and data[name] > clock.today():
                self.add_error(name, _("This day lies in the future."))
        return data

    @property
    def facts(self) -> ReceptionFacts:
        """What was noted, as the services take it."""
        data = self.cleaned_data
        return ReceptionFacts(
            paper_on=data["paper_on"] if data["paper"] else None,
            samples=data["samples"] if data["has_samples"] else 0,
            samples_on=data["samples_on"] if data["has_samples"] else None,
            registration_no=data["registration_no"],
            registration_checked=data["registration_checked"],
            compared=tuple(data.get("compared") or ()),
        )


def _paper_label(paper: Evidence) -> str:
    number = f" – {paper.number}" if paper.number else ""
    return f"{paper.title}{number} ({paper.get_kind_display()})"


def reception_initial(reception: Any, *, registration_no: str, compared: Sequence[int]) -> dict[str, Any]:
    """Return what the form shows at first: what was noted, or today and five samples."""
    today = clock.today()
    return {
        "registration_checked": bool(reception and reception.registration_checked_at),
        "registration_no": (reception.registration_no if reception else "") or registration_no,
        "paper": bool(reception and reception.paper_on),
        "paper_on": (reception.paper_on if reception else None) or today,
        "has_samples": bool(reception and reception.samples),
        "samples": (reception.samples if reception else 0) or SAMPLES,
        "samples_on": (reception.samples_on if reception else None) or today,
        "compared": list(compared),
    }


class FindingForm(forms.Form):
    """In order, or to be corrected with a reason from the list, in own words, or both."""

    verdict = forms.ChoiceField(label=gettext_lazy("Finding"), choices=Verdict.choices, widget=forms.RadioSelect)
    common = forms.ChoiceField(label=gettext_lazy("Common reason"), choices=(), required=False)
    reason = TextField(label=gettext_lazy("Reason in your own words"), max_length=2000, required=False)

    def __init__(self, *args: Any, reasons: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = reasons
        self.fields["common"].choices = [("", "–"), *reasons]
        self.fields["reason"].widget.attrs["rows"] = 2

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("verdict") == Verdict.TO_CORRECT and not self.told:
            self.add_error("reason", _("Give the reason: the producer must know what to do."))
        return data

    @property
    def told(self) -> str:
        """The reason as the producer will read it."""
        return told(self.cleaned_data.get("common", ""), self.cleaned_data.get("reason", ""), self.reasons)


class ComparedForm(forms.Form):
    """Which copies were compared with their originals."""

    compared = forms.ModelMultipleChoiceField(queryset=Evidence.objects.none(), required=False)

    def __init__(self, *args: Any, papers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["compared"].queryset = papers


class CodeForm(forms.Form):
    """The running number of the product code, which the commune keeps."""

    number = forms.IntegerField(
        label=gettext_lazy("Running number of the product code"),
        min_value=1,
        max_value=99_999,
        required=False,
        help_text=gettext_lazy("The next number stands here. Change it only if numbers were given on paper."),
    )
    # The number that was offered: whoever leaves it gets the next one, even if somebody else took this one meanwhile.
    offered = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def given(self) -> int | None:
        """The number that the officer has chosen; None where the next one will do."""
        number: int | None = self.cleaned_data.get("number")
        return None if number == self.cleaned_data.get("offered") else number
