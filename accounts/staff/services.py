"""Writes of administrators: officials' accounts and roles, offices, units and their mergers.

Everything here asks whether the actor administers the portal; the plain writes stand in ``accounts.services``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import rules, services
from accounts.enums import OfficeKind, Role, UnitLevel
from accounts.models import Membership, Office, OneTimeCode, Unit, User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import Notice, notify
from foundation.formatting import day

_COMMUNE_ROLES = (Role.COMMUNE_OFFICER, Role.COMMUNE_LEADER)


def _administers(actor: User) -> None:
    if not rules.may_administer(actor):
        raise NotAllowed


# -- People ------------------------------------------------------------------------------------------------------------
@transaction.atomic
def open_staff_account(
    *, username: str, full_name: str, email: str | None, phone: str | None, actor: User
) -> tuple[User, str]:
    """Make an account for an official and return it with the printed one-time code that opens it.

    It may do nothing before it gets a role. Raises Refused when user name, e-mail or phone belong to an account.
    """
    _administers(actor)
    if any(name and User.objects.filter(_named(name)).exists() for name in (username, email, phone)):
        raise Refused(_("There is an account with this user name, e-mail or phone number already."))
    user = services.create_user(
        username=username, full_name=full_name, email=email or None, phone=phone or None, actor=actor
    )
    return user, services.make_one_time_code(user=user, actor=actor)


def _named(name: str) -> Q:
    return Q(username__iexact=name) | Q(email__iexact=name) | Q(phone=name)


@transaction.atomic
def give_role(
    *,
    user: User,
    role: str,
    office: Office,
    title: str = "",
    starts_on: date,
    ends_on: date | None = None,
    actor: User,
) -> Membership:
    """Give a person a role in an office and tell them.

    Raises:
        NotAllowed: the actor is no administrator, or is the person.
        Refused: the role does not fit the office or its days, or the person holds it in these days already.
    """
    if not rules.may_change_roles_of(actor, user):
        raise NotAllowed
    if problem := _why_no_role(role, office, starts_on, ends_on):
        raise Refused(problem)
    held = Membership.objects.filter(user=user, role=role, office=office)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    if (held.filter(starts_on__lte=ends_on) if ends_on else held).exists():
        raise Refused(_("This person holds this role in this office already."))
    # Whoever printed a code for the producer's account must not come into the official's with it.
    OneTimeCode.objects.filter(user=user, used_at=None).exclude(made_by=actor).delete()
    row = services.grant(
        user=user, role=role, office=office, title=title, starts_on=starts_on, ends_on=ends_on, actor=actor
    )
    words = _("You have a role: %(role)s, %(office)s, from %(day)s")
    _tell(row, "role_given", words % {"role": row.get_role_display(), "office": office, "day": day(starts_on)})
    return row


def _why_no_role(role: str, office: Office, starts_on: date, ends_on: date | None) -> str:
    """Return why a role cannot be held in an office in these days; empty when it can."""
    if ends_on and ends_on < starts_on:
        return _("The last day lies before the first.")
    if starts_on < office.valid_from or (office.valid_to and (ends_on or starts_on) > office.valid_to):
        return _("The office does not exist in all of these days.")
    if role in _COMMUNE_ROLES and office.unit.level != UnitLevel.COMMUNE:
        return _("This role is held in an office of a commune.")
    if role == Role.ROUND_OFFICER and not office.runs_rounds:
        return _("This office does not run rounds.")
    return ""


@transaction.atomic
def end_role(*, membership: Membership, on: date, actor: User) -> None:
    """End a role after a day and tell the person. Raises Conflict when it has ended meanwhile, Refused for bad days."""
    if not rules.may_change_roles_of(actor, membership.user):
        raise NotAllowed
    if on < membership.starts_on - timedelta(days=1):
        raise Refused(_("The last day lies before the first."))
    same = Membership.objects.filter(pk=membership.pk, ends_on=membership.ends_on)
    if not same.exists() or (membership.ends_on and on > membership.ends_on):
        raise Conflict(_("This role has been ended meanwhile."))
    services.end_membership(membership=membership, on=on, actor=actor)
    words = _("Your role ends: %(role)s, %(office)s, last day %(day)s")
    facts = {"role": membership.get_role_display(), "office": membership.office, "day": day(on)}
    _tell(membership, "role_ended", words % facts)


def _tell(membership: Membership, kind: str, title: str) -> None:
    notice = Notice(kind=kind, recipients=[membership.user], title=title, url=reverse("dashboards:home"))
    notify(membership, notice, occasion=f"{membership.starts_on}:{membership.ends_on}:{kind}")


# -- Offices -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_office(
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
    actor: User,
) -> Office:
    """Set up an office of a unit. Raises Refused when the unit has an office of this name, or begins later."""
    _administers(actor)
    if valid_from < unit.valid_from:
        raise Refused(_("The unit begins on %(day)s.") % {"day": day(unit.valid_from)})
    if unit.offices.filter(name=name, valid_to=None).exists():
        raise Refused(_("The unit has an office of this name already."))
    return services.create_office(
        unit=unit,
        kind=kind,
        name=name,
        abbreviation=abbreviation,
        seat=seat,
        valid_from=valid_from,
        parent=parent,
        runs_rounds=runs_rounds,
        address=address,
        phone=phone,
        actor=actor,
    )


# -- Units -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_units(
    *,
    level: str,
    parent: Unit | None,
    named: Sequence[tuple[str, str]],
    valid_from: date,
    with_committees: bool = False,
    actor: User,
) -> list[Unit]:
    """Set up units (code, name with its kind) below a unit, each with its People's Committee if asked.

    All or none. Raises Refused when a code of this level is in use, naming it.
    """
    _administers(actor)
    codes = [code for code, _name in named]
    in_use = Unit.objects.filter(level=level, code__in=codes).filter(Q(valid_to=None) | Q(valid_to__gte=valid_from))
    if taken := ", ".join(in_use.order_by("code").values_list("code", flat=True)):
        raise Refused(_("These codes are in use: %(codes)s.") % {"codes": taken})
    made = [
        services.create_unit(level=level, code=code, name=name, valid_from=valid_from, parent=parent, actor=actor)
        for code, name in named
    ]
    for unit in made if with_committees else []:
        services.create_office(
            unit=unit,
            kind=OfficeKind.PEOPLES_COMMITTEE,
            name=f"Ủy ban nhân dân {unit.name}",
            abbreviation="UBND",
            seat=unit.bare_name,
            valid_from=valid_from,
            actor=actor,
        )
    services.rebuild_reach()
    return made


@transaction.atomic
def end_unit(*, unit: Unit, on: date, successors: Sequence[Unit], actor: User) -> None:
    """End a unit after a day: its offices end with it, and the units that take over reach its old dossiers.

    Raises Conflict when it has ended meanwhile, Refused when it names itself, or ends before it began.
    """
    _administers(actor)
    if on < unit.valid_from or unit in successors:
        raise Refused(_("A unit ends after it began, and other units take over."))
    if Unit.objects.filter(pk=unit.pk, valid_to=None).update(valid_to=on) != 1:
        raise Conflict(_("This unit has ended already."))
    Office.objects.filter(unit=unit, valid_to=None).update(valid_to=on)
    event = journal.Event("end", _("%(name)s ended") % {"name": unit}, after={"valid_to": on})
    journal.record(unit, event, actor=actor)
    services.name_successors(unit=unit, successors=list(successors), actor=actor)
    services.rebuild_reach()
