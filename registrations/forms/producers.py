"""A producer's record and products."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import UnitLevel
from accounts.selectors import units_in_force
from foundation import clock
from registrations.forms.guarded import CleanModelForm, GuardedForm, clean_field
from registrations.models import Producer, Product
from registrations.steps import Step

CORE = ("name", "legal_form", "unit", "address", "phone", "representative")
MORE = (
    "email", "representative_post", "representative_gender", "representative_ethnicity", "representative_address",
    "tax_code", "registration_no", "registered_on", "founded_on", "history", "organisation",
)  # fmt: skip


class UnitChoice(forms.ModelChoiceField):
    """A commune, with the unit that it lies in."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} – {obj.parent.name}" if obj.parent else obj.name


def communes_of_today() -> Any:
    """Return the communes that exist today."""
    return units_in_force().filter(level=UnitLevel.COMMUNE).select_related("parent").order_by("search", "pk")


def check_day_is_past(value: Any) -> Any:
    """Refuse a day that has not come yet."""
    if value is not None and value > clock.today():
        raise ValidationError(_("This day lies in the future."))
    return value


class ProducerForm(GuardedForm):
    """The whole record, as Mẫu 01 and Mẫu 02 ask for it."""

    class Meta:
        model = Producer
        fields = (*CORE, *MORE)
        formfield_callback = clean_field
        field_classes = {"unit": UnitChoice}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = communes_of_today()
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            "seen",
            Fieldset(_("Who you are"), "name", "legal_form", "unit", "address", "phone", "email"),
            Fieldset(
                _("Legal representative"),
                "representative",
                "representative_post",
                "representative_gender",
                "representative_ethnicity",
                "representative_address",
            ),
            Fieldset(_("Registration"), "registration_no", "registered_on", "tax_code", "founded_on"),
            Fieldset(_("History and organisation"), "history", "organisation"),
        )

    def clean_founded_on(self) -> Any:
        return check_day_is_past(self.cleaned_data["founded_on"])

    def clean_registered_on(self) -> Any:
        return check_day_is_past(self.cleaned_data["registered_on"])


class RecordStepForm(GuardedForm):
    """One screen of the record, as a step of a dossier."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "unit" in self.fields:
            self.fields["unit"] = UnitChoice(queryset=communes_of_today(), label=gettext_lazy("Commune"))

    def clean_founded_on(self) -> Any:
        return check_day_is_past(self.cleaned_data["founded_on"])

    def clean_registered_on(self) -> Any:
        return check_day_is_past(self.cleaned_data["registered_on"])


def record_form(step: Step) -> type[RecordStepForm]:
    """Return the form of a step that edits the producer's record."""
    made: type[RecordStepForm] = modelform_factory(
        Producer, form=RecordStepForm, fields=step.fields, formfield_callback=clean_field
    )
    return made


class NewProducerForm(CleanModelForm):
    """The few facts without which nobody can register a wish; the rest follows in the dossier."""

    prefix = "producer"

    class Meta:
        model = Producer
        fields = CORE
        formfield_callback = clean_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitChoice(queryset=communes_of_today(), label=gettext_lazy("Commune"))
        self.helper = FormHelper(self)
        self.helper.layout = Layout(Fieldset(_("Who you are"), *CORE))

    def keep_quiet(self) -> None:
        """Show no errors yet: the person asked for room for another product, not for a check."""
        self._errors = ErrorDict()
        self.cleaned_data = {}


class ProductForm(GuardedForm):
    """A product by itself."""

    class Meta:
        model = Product
        fields = ("name", "group", "description", "packing", "standards")
        formfield_callback = clean_field
