"""What a commune officer enters for people without a computer."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.selectors import communes_served_by
from foundation.forms import LineField
from registrations.forms.evidence import CheckedFilesField
from registrations.forms.guarded import CleanModelForm, clean_field
from registrations.forms.producers import CORE, UnitChoice
from registrations.forms.searching import SearchingForm
from registrations.forms.wishes import WishForm
from registrations.models import Producer


def scans_field() -> CheckedFilesField:
    """Return the field for the scans of what the person has signed on paper."""
    return CheckedFilesField(
        label=gettext_lazy("Scan of the signed paper"),
        help_text=gettext_lazy(
            "PDF or photographs; several files are possible. The producer and the offices see them."
        ),
    )


class EnterProducerForm(CleanModelForm):
    """The few facts of a record that an officer sets up for somebody in the own commune."""

    class Meta:
        model = Producer
        fields = CORE
        formfield_callback = clean_field

    def __init__(self, *args: Any, officer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes = communes_served_by(officer)
        self.fields["unit"] = UnitChoice(queryset=communes, label=gettext_lazy("Commune"), initial=communes.first())
        self.fields["phone"].help_text = _("With this number the person takes over the account later.")
        self.helper = FormHelper(self)
        self.helper.layout = Layout(Fieldset(_("For whom you write"), *CORE))


class BehalfWishForm(WishForm):
    """A wish as the person has signed it on paper."""

    signed = scans_field()


class SignedScansForm(forms.Form):
    """The scans of a dossier that was signed on paper."""

    signed = scans_field()


class HelpedFilter(SearchingForm):
    """Search among the producers for whom the commune may write."""

    q = LineField(label=gettext_lazy("Name, representative or phone"), required=False, max_length=100)
