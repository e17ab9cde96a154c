"""Forms about support."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Office, Unit, User
from accounts.selectors import offices_in_force
from foundation import clock
from foundation.forms import DateField, MoneyField, SuggestedInput
from registrations.enums import HelpKind, SupportState
from registrations.forms.guarded import GuardedForm, clean_field
from registrations.forms.review import ANY
from registrations.models import Support, Wish
from registrations.selectors import budget_lines

OPEN_STATES = [
    (SupportState.PLANNED.value, gettext_lazy("planned")),
    (SupportState.GIVEN.value, gettext_lazy("given already")),
]


class OfficeChoice(forms.ModelChoiceField):
    """An office, with its unit where the name does not say it."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.name if obj.unit.name.casefold() in obj.name.casefold() else f"{obj.name} – {obj.unit.name}"


class SupportForm(GuardedForm):
    """Help that is planned or was given: what, by whom, when, from which budget line, how much."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=OPEN_STATES,
        widget=forms.RadioSelect,
        initial=SupportState.PLANNED,
        required=False,
    )
    field_order = (
        "kind", "given", "given_by", "given_by_office", "given_by_user", "state", "on", "budget_line", "amount",
    )  # fmt: skip

    class Meta:
        model = Support
        fields = ("kind", "given", "given_by", "given_by_office", "given_by_user", "on", "budget_line", "amount")
        formfield_callback = clean_field
        field_classes = {"given_by_office": OfficeChoice}

    def __init__(self, *args: Any, wish: Wish, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = offices_near(wish)
        self.fields["given_by"].help_text = _("In words; not needed where an office or a person is chosen below.")
        self.fields["given_by"].required = False
        self.fields["given_by_office"] = OfficeChoice(
            queryset=offices, required=False, label=_("Office in the portal"), empty_label="–"
        )
        self.fields["given_by_user"].queryset = people_near(offices)
        self.fields["given_by_user"].label = _("Person in the portal")
        self.fields["given_by_user"].help_text = _(
            "Whoever supports a product does not judge it: the council's secretary is told."
        )
        lines = SuggestedInput()
        lines.suggestions = budget_lines(wish.round)
        self.fields["budget_line"].widget = lines
        if self.instance.pk:
            del self.fields["state"]

    @property
    def values(self) -> dict[str, Any]:
        state = {} if self.instance.pk else {"state": self.cleaned_data.get("state") or SupportState.PLANNED}
        return super().values | state

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name) for name in ("given_by", "given_by_office", "given_by_user")):
            self.add_error("given_by", _("Say who gives the support."))
        given = (self.instance.state if self.instance.pk else data.get("state")) == SupportState.GIVEN
        if given and "on" not in self.errors and (data.get("on") is None or data["on"] > clock.today()):
            self.add_error("on", _("Say on which day it was given; a day to come is a plan."))
        return data


def offices_near(wish: Wish) -> QuerySet[Office]:
    """Return the offices that may support a product: those of the running office's unit and of the commune."""
    units = (wish.round.office.unit_id, wish.unit_id)
    above = Q(pk=wish.round.office_id)
    return offices_in_force().filter(Q(unit_id__in=units) | above).order_by("unit__level", "name", "pk")


def people_near(offices: QuerySet[Office]) -> QuerySet[User]:
    """Return the people who hold a role in these offices today, members of their councils among them."""
    today = clock.today()
    held = Membership.objects.filter(office__in=offices.values("pk"), starts_on__lte=today)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("sort", "pk")


class GivenForm(forms.Form):
    """That planned support was given: when, and what it came to."""

    on = DateField(label=gettext_lazy("Day on which it was given"))
    amount = MoneyField(label=gettext_lazy("amount (đồng)"), required=False, min_value=0)

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_("Say on which day it was given; a day to come is a plan."))
        return day


class SupportFilter(forms.Form):
    """Narrows the plan of a round."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("Commune"), queryset=Unit.objects.none(), required=False, empty_label=gettext_lazy("All")
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of support"), required=False, choices=[ANY, *HelpKind.choices])
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=[ANY, *SupportState.choices])

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def narrow(self, rows: QuerySet[Wish]) -> QuerySet[Wish]:
        """Return the products that fit; what is not valid narrows nothing."""
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("unit"):
            rows = rows.filter(unit=data["unit"])
        wanted = {name: data[name] for name in ("kind", "state") if data.get(name)}
        return rows.filter(pk__in=Support.objects.filter(**wanted).values("wish_id")) if wanted else rows
