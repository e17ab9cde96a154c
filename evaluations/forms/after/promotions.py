"""Forms about trade promotion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Office
from accounts.selectors import offices_with_role
from evaluations.enums import PromotionKind
from evaluations.forms.after.common import named
from foundation.forms import CountField, DateField, LineField, MoneyField, TextField
from registrations.models import Product


class PromotionForm(forms.Form):
    """A fair, supermarket or online channel."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=PromotionKind.choices)
    name = LineField(label=_("Name of the fair, shelf or channel"), max_length=200)
    partner = LineField(label=_("Partner"), max_length=200)
    place = LineField(label=_("Place or address"), max_length=200, required=False)
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Until"), required=False)
    public = forms.BooleanField(label=_("Shown on the public pages of its products"), required=False, initial=True)
    note = TextField(label=_("Note"), required=False, max_length=2000)

    def __init__(self, *args: Any, user: Any, new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        if not new:
            del self.fields["office"]
        elif isinstance(field, forms.ModelChoiceField):
            field.queryset = offices_with_role(user, Role.ROUND_OFFICER)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("It cannot end before it begins."))
        return data


class FiguresForm(forms.Form):
    """What a product brought home from a promotion."""

    contracts = CountField(label=_("Contracts signed"), required=False, min_value=0, max_value=100_000)
    revenue = MoneyField(label=_("Revenue in đồng"), required=False, min_value=0, help_text=_("For the whole period."))


class PromoteForm(FiguresForm):
    """A product to be promoted."""

    product = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.none())
    field_order = ("product", "contracts", "revenue")

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["product"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows
            field.label_from_instance = named  # type: ignore[method-assign]
