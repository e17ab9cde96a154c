"""A policy with its budget and those it serves, on one page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from accounts.models import Office
from directives.forms.base import PlainForm
from directives.forms.fields import OfficeField, PrintedLineField, PrintedTextField
from directives.models import Document, Policy
from directives.policies import selectors
from directives.policies.forms.budget import BudgetFormSet
from directives.policies.forms.served import BeneficiaryFormSet
from directives.policies.services import Money, PolicyText, Served


class PolicyForm(PlainForm):
    """What a policy says and rests on."""

    office = OfficeField(label=gettext_lazy("Prepared by"), queryset=Office.objects.none(), empty_label=None)
    title = PrintedLineField(label=gettext_lazy("Name of the policy"), min_length=5, max_length=300)
    content = PrintedTextField(
        label=gettext_lazy("What is supported, how much, on which conditions"), min_length=10, max_length=20000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    legal_grounds = PrintedTextField(
        label=gettext_lazy("Legal grounds"),
        required=False,
        max_length=5000,
        help_text=gettext_lazy("One a line, as they will stand in the decision."),
    )
    ground_document = forms.ModelChoiceField(
        label=gettext_lazy("Document of the portal that it rests on"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, offices: list[Office], documents: QuerySet[Document], policy: Policy | None = None, **kw: Any
    ) -> None:
        names = ("title", "content", "legal_grounds", "version")
        values: dict[str, Any] = {name: getattr(policy, name) for name in names} if policy else {"key": uuid4()}
        values["ground_document"] = policy.ground_document_id if policy else None
        values["office"] = policy.office_id if policy else offices[0].pk
        super().__init__(*args, initial=values, **kw)
        self.fields["office"].offer(offices)  # type: ignore[attr-defined]
        self.fields["ground_document"].queryset = documents  # type: ignore[attr-defined]
        self.fields["office"].disabled = policy is not None
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()


class PolicyForms:
    """The policy with its budget and its beneficiaries on one page."""

    def __init__(
        self, data: Any, *, offices: list[Office], documents: QuerySet[Document], policy: Policy | None = None
    ) -> None:
        self.head = PolicyForm(data, offices=offices, documents=documents, policy=policy)
        money = [] if policy is None else list(policy.budget_lines.values("source", "year", "amount"))
        served = [] if policy is None else list(policy.beneficiaries.values("kind", "name", "unit", "count"))
        units = {str(unit.pk): unit for unit in selectors.units_served(offices)}
        self.budget = BudgetFormSet(data, prefix="budget", initial=money)
        self.served = BeneficiaryFormSet(data, prefix="served", initial=served, form_kwargs={"units": units})

    def is_valid(self) -> bool:
        """Whether all of it can be saved; fills the errors of all parts."""
        return all([self.head.is_valid(), self.budget.is_valid(), self.served.is_valid()])

    def text(self) -> PolicyText:
        """Return what was typed. Only for valid forms."""
        data = self.head.cleaned_data
        return PolicyText(
            title=data["title"],
            content=data["content"],
            legal_grounds=data["legal_grounds"],
            ground_document=data["ground_document"],
            budget=[Money(row["source"], row["year"], row["amount"]) for row in self.budget.kept()],
            beneficiaries=[Served(row["kind"], row["unit"], row["name"], row["count"]) for row in self.served.kept()],
        )
