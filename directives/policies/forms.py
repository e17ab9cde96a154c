"""All input about support policies."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, Unit
from directives.forms.fields import OfficeField, PrintedLineField, PrintedTextField
from directives.models import Document, Policy
from directives.policies import selectors
from directives.policies.enums import BeneficiaryKind, BudgetSource, PolicyState
from directives.policies.services import Money, PolicyText, Served
from foundation import clock
from foundation.forms import DateField, LineField
from foundation.text import search_key

ANY = ("", gettext_lazy("All"))
# Fits a whole number of the database, with room for sums.
MOST_DONG = 10**15
MOST_ROWS = 30
SPARE_ROWS = 3


class _Form(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False


class DongField(LineField):
    """An amount in đồng as people write it: "1.500.000.000"; cleaned to a whole number, ``None`` where empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "numeric")

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        digits = re.sub(r"[.\s]|đ(?:ồng)?$|₫$", "", text)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,16}", digits) or not 1 <= int(digits) <= MOST_DONG:
            raise ValidationError(_("Write the amount in đồng as a whole number, for example 1.500.000.000."))
        return int(digits)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class PolicyForm(_Form):
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
        rows = Office.objects.filter(pk__in=[office.pk for office in offices]).select_related("unit")
        self.fields["office"].queryset = rows  # type: ignore[attr-defined]
        self.fields["ground_document"].queryset = documents  # type: ignore[attr-defined]
        self.fields["office"].disabled = policy is not None
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()


class BudgetForm(forms.Form):
    """What one source gives in one year; an empty row does not count."""

    source = forms.ChoiceField(
        label=gettext_lazy("Source"), choices=[("", gettext_lazy("Choose")), *BudgetSource.choices], required=False
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100, required=False)
    amount = DongField(label=gettext_lazy("Amount in đồng"), required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [name for name in self.fields if data.get(name) or name in self.errors]
        if given and not self.errors:
            for name in set(self.fields) - set(given):
                self.add_error(name, _("Complete this row, or empty it."))
        return data


class BeneficiaryForm(forms.Form):
    """Whom a policy serves; an empty row does not count."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("", gettext_lazy("Choose")), *BeneficiaryKind.choices], required=False
    )
    name = PrintedLineField(label=gettext_lazy("Name or group"), required=False, max_length=200)
    unit = forms.ChoiceField(label=gettext_lazy("In the unit"), required=False)
    count = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=1_000_000, required=False)

    def __init__(self, *args: Any, units: dict[str, Unit] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = units or {}
        choices = [("", _("the whole area")), *((pk, unit.name) for pk, unit in self._units.items())]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("kind") and any(data.get(name) for name in ("name", "unit", "count")):
            self.add_error("kind", _("Say of which kind they are."))
        data["unit"] = self._units.get(data.get("unit", ""))
        return data


class _Rows(forms.BaseFormSet):
    """Rows of which the empty ones do not count."""

    needed = ""

    def kept(self) -> list[dict[str, Any]]:
        """Return the rows that say something. Only for valid formsets."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get(self.needed)]


class _BudgetRows(_Rows):
    needed = "source"

    def clean(self) -> None:
        """Each source stands once for a year."""
        if any(self.errors):
            return
        pairs = [(row["source"], row["year"]) for row in self.kept()]
        if len(set(pairs)) != len(pairs):
            raise ValidationError(_("Each source stands once for a year."))


class _BeneficiaryRows(_Rows):
    needed = "kind"


def _formset(form: type[forms.Form], base: type[_Rows]) -> Any:
    return forms.formset_factory(
        form, formset=base, extra=SPARE_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS + SPARE_ROWS, validate_max=True
    )


BudgetFormSet = _formset(BudgetForm, _BudgetRows)
BeneficiaryFormSet = _formset(BeneficiaryForm, _BeneficiaryRows)


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


class IssueForm(_Form):
    """By which document outside the portal a policy was issued."""

    number = PrintedLineField(
        label=gettext_lazy("Number and symbol"), max_length=80, help_text=gettext_lazy("For example 12/2026/NQ-HĐND.")
    )
    issuer = PrintedLineField(label=gettext_lazy("Issued by"), max_length=200)
    issued_on = DateField(label=gettext_lazy("Date of the document"))
    valid_from = DateField(
        label=gettext_lazy("In force from"), required=False, help_text=gettext_lazy("Empty: from its date on.")
    )
    valid_to = DateField(label=gettext_lazy("In force until"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        issued, since, until = (data.get(name) for name in ("issued_on", "valid_from", "valid_to"))
        if issued and issued > clock.today():
            self.add_error("issued_on", _("This day lies in the future."))
        if until and (since or issued) and until < (since or issued):
            self.add_error("valid_to", _("It ends before it begins."))
        return data


class IssuerForm(_Form):
    """In whose name the decision is drafted."""

    issuing = OfficeField(label=gettext_lazy("Issued in the name of"), queryset=Office.objects.none(), empty_label=None)

    def __init__(self, *args: Any, issuers: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, initial={"issuing": issuers[-1].pk}, **kwargs)
        rows = Office.objects.filter(pk__in=[row.pk for row in issuers]).select_related("unit")
        self.fields["issuing"].queryset = rows  # type: ignore[attr-defined]


class PolicyFilter(forms.Form):
    """Narrows the list of policies."""

    q = LineField(label=gettext_lazy("Search"), required=False, max_length=100)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=[ANY, *PolicyState.choices])
    source = forms.ChoiceField(label=gettext_lazy("Source"), required=False, choices=[ANY, *BudgetSource.choices])
    year = forms.IntegerField(label=gettext_lazy("Year"), required=False, min_value=2000, max_value=2100)

    def narrow(self, rows: QuerySet[Policy]) -> QuerySet[Policy]:
        """Return the rows that fit; what is not valid narrows nothing."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        for word in search_key(data.get("q") or "").split():
            rows = rows.filter(search__contains=word)
        money = {f"budget_lines__{name}": data[name] for name in ("source", "year") if data.get(name)}
        if money:
            rows = rows.filter(pk__in=Policy.objects.filter(**money).values("pk"))
        return rows.filter(state=data["state"]) if data.get("state") else rows
