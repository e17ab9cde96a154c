"""How allauth makes accounts here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from accounts.enums import Role
from accounts.models import User
from accounts.services import grant


class AccountAdapter(DefaultAccountAdapter):
    """Self-registration makes producers only, named by their phone."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: FBT001, FBT002 -- allauth's signature
        """Save a self-registered account and give it the role of a producer."""
        user.full_name = form.cleaned_data["full_name"]
        user.phone = form.cleaned_data["phone"]
        user = super().save_user(request, user, form, commit=commit)
        if commit:
            grant(user=user, role=Role.PRODUCER, actor=user)
        return user

    def populate_username(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002 -- allauth's signature
        """Make the phone the user name."""
        user.username = user.phone or ""
