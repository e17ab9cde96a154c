"""Forms about rounds and their dossiers."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Office
from accounts.selectors import offices_with_role
from activity.errors import Refused
from directives.enums import SENT, DocumentType
from directives.forms.confirm_rows import Fold
from directives.models import Document
from directives.rules import issuers_above
from directives.selectors import documents_visible_to
from evaluations.enums import GatesMode, QuorumBase
from evaluations.models import Council, EvaluationRound
from evaluations.selectors import councils_visible_to, stages_for_rounds
from evaluations.selectors.deviations import deviations_of
from evaluations.services import RoundFacts
from evaluations.services.rounds import reason_to_deviate
from foundation import clock
from foundation.forms import DateField, LineField, TextField
from registrations.models import Dossier
from rubrics.models import Stage

# What a round may settle otherwise than the regulation of its council, and why.
REGULATION = (
    "deviation_reason", "quorum_percent", "quorum_base", "chair_required", "max_spread", "gates_mode",
    "missing_allowed", "names_to_producer", "written_opinions",
)  # fmt: skip


class StageField(forms.ModelChoiceField):
    """A choice of decision and stage that says what the stage may do."""

    def label_from_instance(self, stage: Stage) -> str:
        parts = [f"{stage.decision.code} · {stage.get_level_display()}"]
        parts.append(_now("scoring") if stage.scores else _now("screening"))
        if stage.recognises:
            parts.append(
                _now("recognises %(stars)s★")
                % {"stars": "–".join(str(n) for n in stage.recognises[:: max(1, len(stage.recognises) - 1)])}
            )
        if stage.send_up_from is not None:
            parts.append(_now("sends up from %(points)s points") % {"points": stage.send_up_from})
        return " · ".join(parts)


class DocumentField(forms.ModelChoiceField):
    """A choice of letter by number and abstract."""

    def label_from_instance(self, document: Document) -> str:
        return str(document)[:140]


class RoundForm(forms.Form):
    """What an officer says about a round; the council's regulation holds unless the officer says that it does not."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    stage = StageField(label=_("Decision and stage"), queryset=Stage.objects.none())
    training = forms.BooleanField(
        label=_("Training round"),
        required=False,
        help_text=_("Its results count nowhere; its papers say so on every page."),
    )
    name = LineField(label=_("Name of the round"), max_length=200)
    year = forms.IntegerField(label=_("Year"), min_value=2018, max_value=2100)
    ordinal = forms.IntegerField(label=_("Number of the round in the year"), min_value=1, max_value=99)
    council = forms.ModelChoiceField(label=_("Council"), queryset=Council.objects.none())
    issuing_office = forms.ModelChoiceField(
        label=_("Office that decides on the result"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=_("the People's Committee above the office"),
    )
    directive = DocumentField(label=_("Ordered by the letter"), queryset=Document.objects.none(), required=False)
    plan = DocumentField(label=_("Plan of the round"), queryset=Document.objects.none(), required=False)
    scope = TextField(
        label=_("Scope of the round"),
        required=False,
        max_length=1000,
        help_text=_("Communes, product groups, kinds of dossiers that the round is about."),
    )
    opens_on = DateField(label=_("Opens on"))
    meeting_on = DateField(label=_("Council meets on"), required=False)
    place = LineField(label=_("Place of the meeting"), required=False, max_length=200)
    send_up_to = LineField(
        label=_("Proposals go to"),
        required=False,
        max_length=200,
        help_text=_("As it is addressed in the submission to the next level."),
    )
    deviates = forms.BooleanField(
        label=_("This round differs from the council's regulation"),
        required=False,
        help_text=_("Only then the points below count; otherwise the regulation of the council holds as it is."),
    )
    deviation_reason = TextField(
        label=_("Reason for differing"), required=False, max_length=1000, help_text=_("The minutes print it.")
    )
    quorum_percent = forms.IntegerField(label=_("Quorum in percent"), min_value=1, max_value=100, initial=75)
    quorum_base = forms.ChoiceField(
        label=_("The quorum is a share"), choices=QuorumBase.choices, initial=QuorumBase.COUNCIL
    )
    chair_required = forms.BooleanField(label=_("The chair or a deputy must take part"), required=False, initial=True)
    max_spread = forms.IntegerField(
        label=_("Largest spread of totals in points"), required=False, min_value=0, max_value=100, initial=10,
        help_text=_("Beyond it an entry is marked for discussion. Empty: no limit."),
    )  # fmt: skip
    gates_mode = forms.ChoiceField(
        label=_("Gated items are decided by"), choices=GatesMode.choices, initial=GatesMode.AGREED
    )
    missing_allowed = forms.BooleanField(
        label=_("The council may close without sheets that were not submitted"), required=False, initial=True
    )
    names_to_producer = forms.BooleanField(label=_("Producers see members' names"), required=False)
    written_opinions = forms.BooleanField(
        label=_("The council judges re-evaluations by written opinions"),
        required=False,
        help_text=_("Only where the decision lets it. It meets where opinions differ."),
    )

    def __init__(self, *args: Any, user: Any, evaluation_round: EvaluationRound | None = None, **kwargs: Any) -> None:
        initial = (
            {"year": clock.today().year, "opens_on": clock.today()}
            if evaluation_round is None
            else _initial(evaluation_round)
        )
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        offices = offices_with_role(user, Role.ROUND_OFFICER)
        issued = documents_visible_to(user).filter(state__in=SENT)
        above = {office.pk for own in offices for office in issuers_above(own)}
        self._choices(
            office=offices,
            stage=stages_for_rounds(),
            council=councils_visible_to(user).filter(office__in=offices),
            issuing_office=Office.objects.filter(pk__in=above),
            directive=issued.order_by("-pk")[:100],
            plan=issued.filter(type=DocumentType.KE_HOACH).order_by("-pk")[:100],
        )
        if evaluation_round is not None:
            del self.fields["office"], self.fields["training"]
            # As the page was opened: who saves over somebody else's change is told.
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=evaluation_round.version)
        self.helper = _helper(new=evaluation_round is None, differs=self._differs())

    def _differs(self) -> bool:
        """Tell whether the points of the regulation have to stand open: they are changed here, or one is wrong."""
        return bool(self["deviates"].value()) or (self.is_bound and any(name in self.errors for name in REGULATION))

    def _choices(self, **querysets: Any) -> None:
        for name, rows in querysets.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows

    def facts(self) -> RoundFacts:
        """Return what was filled in. Ask ``is_valid`` first."""
        elsewhere = ("office", "training", "deviates", "version")
        values = {name: value for name, value in self.cleaned_data.items() if name not in elsewhere}
        if not self.cleaned_data["deviates"]:
            values |= {**self.cleaned_data["council"].regulation_values(), "deviation_reason": ""}
        return RoundFacts(**values)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        council = cleaned.get("council")
        if cleaned.get("deviates") and council and "deviation_reason" in cleaned:
            try:
                reason_to_deviate(council, cleaned)
            except Refused as error:
                self.add_error("deviation_reason", str(error))
        return cleaned


def _helper(*, new: bool, differs: bool) -> FormHelper:
    """Return the form's layout: facts first, then the regulation, folded while the council's own holds."""
    helper = FormHelper()
    first = ["office", "stage", "training"] if new else ["stage", "version"]
    helper.layout = Layout(
        Fieldset(
            _now("The round"), *first, "name", "year", "ordinal", "scope", "council", "issuing_office", "directive",
            "plan",
        ),
        Fieldset(_now("Dates and places"), "opens_on", "meeting_on", "place", "send_up_to"),
        Fieldset(
            _now("The council's regulation"), "deviates",
            Fold(*REGULATION, open=differs, summary=_now("Points of the regulation")),
        ),
    )  # fmt: skip
    return helper


def _initial(evaluation_round: EvaluationRound) -> dict[str, Any]:
    known = {name: getattr(evaluation_round, name) for name in RoundFacts.__dataclass_fields__}
    return known | {"deviates": bool(deviations_of(evaluation_round))}


class DossiersForm(forms.Form):
    """Which accepted dossiers become the entries of a round."""

    dossiers = forms.ModelMultipleChoiceField(
        label=_("Dossiers"), queryset=Dossier.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, free: list[Dossier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["dossiers"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = Dossier.objects.filter(pk__in=[dossier.pk for dossier in free]).select_related(
                "product", "producer", "unit", "rubric", "round"
            )
