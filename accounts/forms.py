"""Forms about accounts.

allauth imports this module while its own forms load, so nothing of allauth is imported here.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import selectors
from accounts.models import User
from foundation.forms import LineField, PhoneField


class ProducerSignupForm(forms.Form):
    """What allauth's sign-up asks besides password and e-mail."""

    full_name = LineField(label=_("Full name"), max_length=120, min_length=2)
    phone = PhoneField(label=_("Phone number"), help_text=_("You log in with this number."))
    field_order = ["full_name", "phone", "email", "password1", "password2"]

    def clean_phone(self) -> str:
        """Refuse a number that has an account."""
        phone = self.cleaned_data["phone"]
        if User.objects.by_login(phone):
            raise ValidationError(
                _("This phone number has an account already. Log in, or ask your commune for a one-time code.")
            )
        return phone

    def signup(self, request: HttpRequest, user: User) -> None:
        """Nothing is left to do: the adapter has saved everything."""


class OpenAccountForm(forms.Form):
    """An account that a commune officer makes for a producer without a computer."""

    full_name = LineField(label=_("Full name"), max_length=120, min_length=2)
    phone = PhoneField(label=_("Phone number"))
    home_unit = forms.ModelChoiceField(label=_("Commune"), queryset=None)

    def __init__(self, *args: Any, officer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes = selectors.communes_served_by(officer)
        self.fields["home_unit"].queryset = communes
        self.fields["home_unit"].initial = communes.first()


class RedeemCodeForm(forms.Form):
    """The printed one-time code and the person's own new password."""

    login = LineField(label=_("User name, e-mail or phone number"), max_length=254)
    code = LineField(label=_("One-time code"), max_length=20, help_text=_("As it is printed, for example 7KQ2M-X9P4T."))
    password1 = forms.CharField(
        label=_("New password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("New password again"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password1(self) -> str:
        """Hold the password to the portal's rules."""
        password: str = self.cleaned_data["password1"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        """Compare the two passwords."""
        data = super().clean() or {}
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", _("The two passwords differ. Type the same password twice."))
        return data


class AccountFilterForm(forms.Form):
    """Search in the list of accounts."""

    q = LineField(label=_("Name, user name or phone"), required=False, max_length=100)
