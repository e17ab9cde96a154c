"""Accounts, and the roles that they hold in offices."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import rules, selectors
from accounts.enums import Role
from accounts.models import Membership, Office, Unit, User
from accounts.services.codes import make_one_time_code
from activity import journal
from activity.errors import NotAllowed, Refused
from foundation import clock


@transaction.atomic
def create_user(
    *,
    username: str,
    full_name: str,
    password: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    home_unit: Unit | None = None,
    actor: User | None = None,
) -> User:
    """Create an account; without a password it can only be taken over with a one-time code or a reset."""
    user = User(username=username, full_name=full_name, email=email, phone=phone, home_unit=home_unit)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save()
    journal.record(user, journal.Event("create", _("Account %(name)s created") % {"name": username}), actor=actor)
    return user


@transaction.atomic
def grant(
    *,
    user: User,
    role: str,
    office: Office | None = None,
    title: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    actor: User | None = None,
) -> Membership:
    """Give a person a role in an office (a producer's role has none). Granting the same role twice gives it once."""
    membership, created = Membership.objects.get_or_create(
        user=user,
        office=office,
        role=role,
        starts_on=starts_on or clock.today(),
        defaults={"title": title, "ends_on": ends_on},
    )
    if created:
        after = {"role": role, "office": office.name if office else "", "title": title}
        journal.record(
            user, journal.Event("grant", _("Role given to %(name)s") % {"name": user}, after=after), actor=actor
        )
    user.__dict__.pop("active_memberships", None)
    user.__dict__.pop("roles", None)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, on: date, actor: User) -> None:
    """End a role on a day. Nobody changes their own roles."""
    if not rules.is_administrator(actor) or membership.user_id == actor.pk:
        raise NotAllowed
    Membership.objects.filter(pk=membership.pk).update(ends_on=on)
    after = {"role": membership.role, "ends_on": on}
    journal.record(membership.user, journal.Event("end", _("Role ended"), after=after), actor=actor)


@transaction.atomic
def open_producer_account(*, full_name: str, phone: str, home_unit: Unit, actor: User) -> tuple[User, str]:
    """Make an account for a producer without a computer and return it with the printed one-time code.

    Raises:
        NotAllowed: the actor does not serve this commune.
        Refused: the phone has an account already.
    """
    user = prepare_producer_account(full_name=full_name, phone=phone, home_unit=home_unit, actor=actor)
    return user, make_one_time_code(user=user, actor=actor)


@transaction.atomic
def prepare_producer_account(*, full_name: str, phone: str, home_unit: Unit, actor: User) -> User:
    """Make an account that can only be taken over with a printed code; errors as ``open_producer_account``."""
    if not selectors.communes_served_by(actor).filter(pk=home_unit.pk).exists():
        raise NotAllowed
    if User.objects.by_login(phone):
        raise Refused(_("There is an account with this phone number already."))
    user = create_user(username=phone, full_name=full_name, phone=phone, home_unit=home_unit, actor=actor)
    grant(user=user, role=Role.PRODUCER, actor=actor)
    return user


def set_home_unit(*, user: User, unit: Unit) -> None:
    """Note the commune whose officers may help this person with the account; the first one stays."""
    if User.objects.filter(pk=user.pk, home_unit=None).update(home_unit=unit):
        user.home_unit = unit
