"""Forms about re-checks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Office
from accounts.selectors import offices_with_role
from directives.models import Document
from directives.selectors import documents_visible_to
from evaluations.enums import CheckVerdict
from evaluations.forms.after.common import grounds, named
from evaluations.forms.rounds import DocumentField
from foundation.forms import DateField, LineField, TextField
from registrations.models import Product
from rubrics.models import Decision


class RecheckForm(forms.Form):
    """A re-check that is being planned."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    name = LineField(label=_("Name of the re-check"), max_length=200)
    scope = TextField(label=_("What is looked at"), max_length=2000)
    starts_on = DateField(label=_("Begins on"))
    ends_on = DateField(label=_("Ends on"))
    directive = DocumentField(label=_("Ordered by the letter"), queryset=Document.objects.none(), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office, directive = self.fields["office"], self.fields["directive"]
        if isinstance(office, forms.ModelChoiceField) and isinstance(directive, forms.ModelChoiceField):
            office.queryset = offices_with_role(user, Role.ROUND_OFFICER)
            letters = documents_visible_to(user).filter(state__in=("issued", "replaced"))
            directive.queryset = letters.order_by("-pk")[:100]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("It cannot end before it begins."))
        return data


class RecheckProductsForm(forms.Form):
    """Which recognised products are looked at again."""

    products = forms.ModelMultipleChoiceField(
        label=_("Products"), queryset=Product.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["products"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = rows
            field.label_from_instance = named  # type: ignore[method-assign]


class FindingForm(forms.Form):
    """What was found about a product, and what follows."""

    verdict = forms.ChoiceField(label=_("Proposal"), choices=CheckVerdict.choices, widget=forms.RadioSelect)
    finding = TextField(label=_("What was found"), max_length=2000, min_length=5)
    remedy_by = DateField(
        label=_("To be put right by"), required=False, help_text=_("Only where something has to be put right.")
    )
    ground = forms.ChoiceField(
        label=_("Ground of the withdrawal"), required=False,
        help_text=_("Only where the withdrawal is proposed: its decision is drafted at once."),
    )  # fmt: skip

    def __init__(self, *args: Any, law: Decision | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [("", "–"), *(grounds(law) if law else [])]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("verdict") == CheckVerdict.REMEDY and not data.get("remedy_by"):
            self.add_error("remedy_by", _("Give a day, not in the past, by which it has to be put right."))
        if data.get("verdict") == CheckVerdict.WITHDRAW and not data.get("ground"):
            self.add_error("ground", _("Choose the ground."))
        return data


class RemedyForm(forms.Form):
    """How something was put right."""

    note = TextField(label=_("How it was put right"), max_length=2000, min_length=5)
