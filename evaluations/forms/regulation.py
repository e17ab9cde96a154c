"""The council's regulation, the decision that set the council up, and its advisory team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from directives.enums import SENT
from directives.models import Document
from directives.selectors import documents_visible_to
from evaluations.enums import GatesMode, QuorumBase
from evaluations.models import Council
from evaluations.services import RegulationFacts
from foundation.forms import LineField


class DecisionField(forms.ModelChoiceField):
    """A choice of issued document by number and abstract."""

    def label_from_instance(self, document: Document) -> str:
        return str(document)[:140]


class RegulationForm(forms.Form):
    """What the decisions leave to each council."""

    quorum_percent = forms.IntegerField(label=_("Quorum in percent"), min_value=1, max_value=100)
    quorum_base = forms.ChoiceField(
        label=_("The quorum is a share"),
        choices=QuorumBase.choices,
        help_text=_("Decides what happens to the quorum where members are recused."),
    )
    chair_required = forms.BooleanField(label=_("The chair or a deputy must take part"), required=False)
    max_spread = forms.IntegerField(
        label=_("Largest spread of totals in points"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Beyond it an entry is marked for discussion. Empty: no limit."),
    )
    gates_mode = forms.ChoiceField(label=_("Gated items are decided by"), choices=GatesMode.choices)
    missing_allowed = forms.BooleanField(
        label=_("The council may close without sheets that were not submitted"), required=False
    )
    names_to_producer = forms.BooleanField(label=_("Producers see members' names"), required=False)
    written_opinions = forms.BooleanField(
        label=_("The council judges re-evaluations by written opinions"),
        required=False,
        help_text=_("Only where the decision lets it. It meets where opinions differ."),
    )

    def facts(self) -> RegulationFacts:
        """Return what was filled in. Ask ``is_valid`` first."""
        return RegulationFacts(**self.cleaned_data)


class CouncilDecisionForm(forms.Form):
    """The council's name and the decision that set it up: a document of the portal, or its number and date."""

    name = LineField(label=_("Name of the council"), max_length=200)
    decision_document = DecisionField(
        label=_("Decision that set it up"), queryset=Document.objects.none(), required=False
    )
    decision_text = LineField(
        label=_("Number and date of the decision that set it up"),
        max_length=200,
        required=False,
        help_text=_("If it is not kept in the portal."),
    )

    def __init__(self, *args: Any, user: Any, council: Council, **kwargs: Any) -> None:
        names = ("name", "decision_document", "decision_text")
        super().__init__(*args, initial={name: getattr(council, name) for name in names}, **kwargs)
        field = self.fields["decision_document"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = documents_visible_to(user).filter(state__in=SENT).order_by("-pk")


class AdviserForm(forms.Form):
    """A person to be put on the advisory team."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    title = LineField(label=_("Post"), max_length=160, required=False)
    office_name = LineField(label=_("Works at"), max_length=200, required=False)
    leads = forms.BooleanField(label=_("Heads the team"), required=False)

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        if isinstance(field, forms.ModelChoiceField):
            people = User.objects.filter(memberships__role=Role.COUNCIL_MEMBER, is_active=True)
            field.queryset = people.exclude(advisory_seats__council=council).distinct()
