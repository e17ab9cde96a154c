"""The people of a producer: whom to invite, with which right, who is in charge of a dossier."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy

from foundation.forms import LineField, PhoneField, TextField
from registrations.enums import MemberRole
from registrations.models import ProducerMember

RIGHTS = [
    (MemberRole.VIEW, gettext_lazy("View: reads everything, changes nothing")),
    (MemberRole.EDIT, gettext_lazy("Edit: writes and submits wishes and dossiers")),
]


class AddressField(LineField):
    """An e-mail address or a phone number; phones are put right as everywhere."""

    default_error_messages = {"invalid": gettext_lazy("Write an e-mail address, or a phone number of 10 digits.")}

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if "@" in text:
            return text.lower()
        return PhoneField(required=False).to_python(text) if text else text

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if not value:
            return
        try:
            if "@" in value:
                validate_email(value)
            else:
                PhoneField().run_validators(value)
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class InviteForm(forms.Form):
    """Whom the owner invites, and to what."""

    address = AddressField(label=gettext_lazy("E-mail or phone number"), max_length=254)
    role = forms.ChoiceField(
        label=gettext_lazy("What may this person do?"),
        choices=RIGHTS,
        widget=forms.RadioSelect,
        initial=MemberRole.VIEW,
    )


class RoleForm(forms.Form):
    """The right of a co-worker."""

    role = forms.ChoiceField(label=gettext_lazy("What may this person do?"), choices=RIGHTS, widget=forms.RadioSelect)


class MemberChoice(forms.ModelChoiceField):
    """One of the producer's people, by name."""

    def label_from_instance(self, obj: ProducerMember) -> str:
        return str(obj.user)


class ResponsibleForm(forms.Form):
    """Who is in charge of the dossier from now on."""

    member = MemberChoice(
        label=gettext_lazy("Person in charge"),
        queryset=ProducerMember.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    note = TextField(label=gettext_lazy("A word to this person"), max_length=500, required=False)

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members
        self.fields["note"].widget.attrs["rows"] = 2
