"""Writes about units, offices, people and roles."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import rules, selectors, takeovers
from accounts.enums import Role
from accounts.models import Membership, Office, OneTimeCode, Unit, UnitReach, User
from activity import journal
from activity.errors import NotAllowed, Refused
from foundation import clock

CODE_VALID_FOR = timedelta(days=14)
CODE_MAX_FAILURES = 5
# Letters and digits that nobody mistakes for each other on paper.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@transaction.atomic
def create_unit(
    *,
    level: str,
    code: str,
    name: str,
    valid_from: date,
    parent: Unit | None = None,
    valid_to: date | None = None,
    actor: User | None = None,
) -> Unit:
    """Create an administrative unit."""
    unit = Unit.objects.create(
        level=level, code=code, name=name, parent=parent, valid_from=valid_from, valid_to=valid_to
    )
    journal.record(unit, journal.Event("create", _("Unit %(name)s created") % {"name": name}), actor=actor)
    return unit


@transaction.atomic
def name_successors(*, unit: Unit, successors: list[Unit], actor: User | None = None) -> None:
    """Say into which units a unit was merged or divided."""
    unit.successors.set(successors)
    after = {"successors": [successor.name for successor in successors]}
    journal.record(
        unit, journal.Event("successors", _("Successors of %(name)s named") % {"name": unit}, after=after), actor=actor
    )


@transaction.atomic
def rebuild_reach() -> int:
    """Compute anew which units each unit reaches (see ``UnitReach``); return the number of pairs.

    Run after units, parents or successors have changed.
    """
    children: dict[int, list[int]] = {}
    predecessors: dict[int, list[int]] = {}
    units = list(Unit.objects.values_list("pk", "parent_id"))
    for pk, parent in units:
        if parent:
            children.setdefault(parent, []).append(pk)
    for old, new in Unit.successors.through.objects.values_list("from_unit_id", "to_unit_id"):
        predecessors.setdefault(new, []).append(old)
    pairs = []
    for pk, _parent in units:
        seen, waiting = {pk}, [pk]
        while waiting:
            here = waiting.pop()
            fresh = [n for n in children.get(here, []) + predecessors.get(here, []) if n not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        pairs += [UnitReach(top_id=pk, unit_id=reached) for reached in seen]
    UnitReach.objects.all().delete()
    UnitReach.objects.bulk_create(pairs, batch_size=2000)
    return len(pairs)


@transaction.atomic
def create_office(
    *,
    unit: Unit,
    kind: str,
    name: str,
    abbreviation: str,
    seat: str,
    valid_from: date,
    parent: Office | None = None,
    runs_rounds: bool = False,
    address: str = "",
    phone: str = "",
    valid_to: date | None = None,
    actor: User | None = None,
) -> Office:
    """Create an office of a unit."""
    office = Office.objects.create(
        unit=unit,
        parent=parent,
        kind=kind,
        name=name,
        abbreviation=abbreviation,
        seat=seat,
        address=address,
        phone=phone,
        runs_rounds=runs_rounds,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    journal.record(office, journal.Event("create", _("Office %(name)s created") % {"name": name}), actor=actor)
    return office


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
    if user is None or row is None or row.failures >= CODE_MAX_FAILURES:
        return None
    if not check_password(typed, row.digest):
        OneTimeCode.objects.filter(pk=row.pk).update(failures=row.failures + 1)
        return None
    if OneTimeCode.objects.filter(pk=row.pk, used_at=None).update(used_at=clock.now()) != 1:
        return None
    user.set_password(password)
    user.save(update_fields=["password"])
    journal.record(
        user, journal.Event("redeem", _("Account taken over with a one-time code"), for_producer=True), actor=user
    )
    takeovers.tell(user)
    return user
