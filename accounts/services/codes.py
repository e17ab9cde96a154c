"""One-time codes that the commune hands out on paper."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import rules, takeovers
from accounts.models import OneTimeCode, User
from activity import journal
from activity.errors import NotAllowed, Refused
from foundation import clock

CODE_VALID_FOR = timedelta(days=14)

CODE_MAX_FAILURES = 5

# Letters and digits that nobody mistakes for each other on paper.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@transaction.atomic
def make_one_time_code(*, user: User, actor: User) -> str:
    """Make a code that somebody takes home on paper and return it; it is shown once and never stored readable.

    Earlier unused codes of the account end. Accounts of producers can be handed over in this way; an official's only
    by an administrator, and only until its owner has set a password.
    """
    if not rules.may_hand_out_code(actor, user):
        raise NotAllowed
    if rules.is_officials_account(user) and not rules.may_hand_out_first_code(actor, user):
        raise Refused(_("Only an account of a producer can be handed over with a printed code."))
    OneTimeCode.objects.filter(user=user, used_at=None).delete()
    code = "".join(secrets.choice(_CODE_ALPHABET) for _n in range(10))
    OneTimeCode.objects.create(
        user=user, digest=make_password(code), made_by=actor, expires_at=clock.now() + CODE_VALID_FOR
    )
    journal.record(user, journal.Event("code", _("One-time code printed"), for_producer=True), actor=actor)
    return f"{code[:5]}-{code[5:]}"


@transaction.atomic
def redeem_code(*, login: str, code: str, password: str) -> User | None:
    """Set the password of the account whose printed code this is; ``None`` when login, code or its validity is wrong.

    Five wrong codes end a code.
    """
    user = User.objects.by_login(login)
    row = OneTimeCode.objects.filter(user=user, used_at=None, expires_at__gt=clock.now()).first() if user else None
    typed = "".join(char for char in code.upper() if char in _CODE_ALPHABET)
    if user is None or row is None:
        return None
    # A try counts before it is compared: many at the same moment are no more than five either.
    tries = OneTimeCode.objects.filter(pk=row.pk, failures__lt=CODE_MAX_FAILURES)
    if tries.update(failures=F("failures") + 1) != 1 or not check_password(typed, row.digest):
        return None
    used = OneTimeCode.objects.filter(pk=row.pk, used_at=None)
    if used.update(used_at=clock.now(), failures=F("failures") - 1) != 1:
        return None
    user.set_password(password)
    user.save(update_fields=["password"])
    journal.record(
        user, journal.Event("redeem", _("Account taken over with a one-time code"), for_producer=True), actor=user
    )
    takeovers.tell(user)
    return user
