"""Units, offices, people and roles for tests: plain rows, because nearly every test begins with a dozen of them.

No surprises: whatever is not given is invented, valid and unique; nobody gets a role unless it is asked for.
"""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts import services
from accounts.enums import OfficeKind, Role, UnitLevel
from accounts.models import Membership, Office, Unit, UnitReach, User

PASSWORD = "ocop-demo"
LONG_AGO = date(2000, 1, 1)
_numbers = count(1)

_KIND_WORDS = {UnitLevel.COMMUNE: "xã", UnitLevel.DISTRICT: "huyện", UnitLevel.PROVINCE: "tỉnh", UnitLevel.CENTRE: ""}
_PEOPLE = ("Nguyễn Thị Hoa", "A Đrin", "Y Bích", "Trần Văn Sơn", "Lê Thu Hà", "Phạm Minh Tú", "A Thiu", "Y Ngân")


def make_unit(
    *,
    level: str = UnitLevel.COMMUNE,
    name: str = "",
    code: str = "",
    parent: Unit | None = None,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
    successors: tuple[Unit, ...] = (),
) -> Unit:
    """Make an administrative unit and bring the reach table up to date."""
    number = next(_numbers)
    unit = Unit.objects.create(
        level=level,
        code=code or f"{number:05d}",
        name=name or f"{_KIND_WORDS[UnitLevel(level)]} Thử {number}".strip(),
        parent=parent,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    if successors:
        unit.successors.set(successors)
        services.rebuild_reach()
    else:
        above = UnitReach.objects.filter(unit=parent).values_list("top_id", flat=True) if parent else []
        UnitReach.objects.bulk_create(UnitReach(top_id=top, unit=unit) for top in [*above, unit.pk])
    return unit


def make_office(
    *,
    unit: Unit | None = None,
    kind: str = OfficeKind.PEOPLES_COMMITTEE,
    name: str = "",
    abbreviation: str = "UBND",
    seat: str = "",
    parent: Office | None = None,
    runs_rounds: bool = False,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
) -> Office:
    """Make an office; by default the People's Committee of a commune of its own."""
    unit = unit or (parent.unit if parent else make_unit())
    return Office.objects.create(
        unit=unit,
        kind=kind,
        name=name or f"Ủy ban nhân dân {unit.name}",
        abbreviation=abbreviation,
        seat=seat or unit.bare_name,
        parent=parent,
        runs_rounds=runs_rounds,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def make_user(*, username: str = "", full_name: str = "", email: str | None = None, phone: str | None = None) -> User:
    """Make an account without any role; its password is ``PASSWORD``."""
    number = next(_numbers)
    return User.objects.create(
        username=username or f"nguoi{number}",
        full_name=full_name or f"{_PEOPLE[number % len(_PEOPLE)]} {number}",
        password=make_password(PASSWORD),
        email=email,
        phone=phone,
    )


def make_membership(
    *,
    user: User | None = None,
    role: str = Role.COMMUNE_OFFICER,
    office: Office | None = None,
    title: str = "",
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
) -> Membership:
    """Give a person (a new one by default) a role; every role but the producer's needs an office."""
    if office is None and role != Role.PRODUCER:
        office = make_office()
    user = user or make_user()
    for remembered in ("active_memberships", "roles"):
        user.__dict__.pop(remembered, None)
    return Membership.objects.create(
        user=user, role=role, office=office, title=title, starts_on=starts_on, ends_on=ends_on
    )


def make_person(role: str, office: Office | None = None, *, title: str = "", **account: Any) -> User:
    """Make an account that holds one role; the common case of most tests."""
    return make_membership(user=make_user(**account), role=role, office=office, title=title).user
