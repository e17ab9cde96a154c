"""One name field for everybody: user name, e-mail or phone."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.models import User


class AnyNameBackend(ModelBackend):
    """Looks the typed name up as user name, e-mail and phone."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 -- Django's signature
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the person, or nobody; an unknown name takes as long as a wrong password."""
        name = username or kwargs.get("email") or ""
        if not name or not password:
            return None
        user = User.objects.by_login(name)
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None
