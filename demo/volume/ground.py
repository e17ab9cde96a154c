"""Who is there: the province of the demo with its logins, and as many communes more as the products need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.enums import OfficeKind, Role, UnitLevel
from accounts.models import Membership, Office, Unit, User
from accounts.services import rebuild_reach
from demo import people, places
from demo.volume.batch import insert
from demo.volume.plan import Plan
from foundation.text import search_key, sort_key

_FIRST = ("Đăk", "Ia", "Kon", "Ya", "Măng", "Ngọc", "Sa", "Trà", "Sơn", "Ba")
_SECOND = ("Plông", "Rơ", "Tân", "Hà", "Linh", "Tơ", "Mơ", "Giang", "Bình", "Long", "Kroong", "Rai")


@dataclass(frozen=True)
class Commune:
    """A commune with its officer and its leader."""

    unit: Unit
    officer: User
    leader: User


@dataclass(frozen=True)
class Ground:
    """What everything else stands on; the first commune is that of the demo logins."""

    province: Unit
    office: Office
    committee: Office
    officer: User
    communes: list[Commune]


def build(plan: Plan, *, today: date) -> Ground:
    """Make sure that the demo's units and logins are there, and add communes with an officer and a leader each."""
    if not User.objects.exists():
        people.build(places.build())
    officer = people.who("province")
    office = officer.active_memberships[0].office
    province = office.unit
    home = _home()
    fresh = _communes(plan.communes - 1, province, today)
    rebuild_reach()
    return Ground(province, office, office.parent, officer, [home, *fresh])


def _home() -> Commune:
    officer, leader = people.who("commune"), people.who("commune_leader")
    return Commune(officer.active_memberships[0].office.unit, officer, leader)


def _communes(count: int, province: Unit, today: date) -> list[Commune]:
    start = max(places.NEW_UNITS, province.valid_from)
    names = [
        f"xã {_FIRST[n % 10]} {_SECOND[n // 10 % 12]}{f' {n // 120 + 1}' if n >= 120 else ''}" for n in range(count)
    ]
    units = insert(
        Unit,
        (
            Unit(
                level=UnitLevel.COMMUNE,
                code=f"9{number:04d}",
                name=name,
                parent=province,
                valid_from=start,
                search=search_key(name),
            )
            for number, name in enumerate(names)
        ),
    )
    offices = insert(Office, (_office(unit, start) for unit in units))
    officers = accounts("kl_canbo", [f"Cán bộ {unit.bare_name}" for unit in units])
    leaders = accounts("kl_lanhdao", [f"Chủ tịch {unit.bare_name}" for unit in units])
    for role, title, staff in (
        (Role.COMMUNE_OFFICER, "Công chức", officers),
        (Role.COMMUNE_LEADER, "Chủ tịch", leaders),
    ):
        insert(
            Membership,
            (
                Membership(user=user, office=office, role=role, title=title, starts_on=min(start, today))
                for user, office in zip(staff, offices, strict=True)
            ),
        )
    return [Commune(*row) for row in zip(units, officers, leaders, strict=True)]


def _office(unit: Unit, start: date) -> Office:
    return Office(
        unit=unit,
        kind=OfficeKind.PEOPLES_COMMITTEE,
        name=f"Ủy ban nhân dân {unit.name}",
        abbreviation="UBND",
        seat=unit.bare_name,
        valid_from=start,
    )


def accounts(prefix: str, names: list[str]) -> list[User]:
    """Write accounts that nobody logs in with: they have no password."""
    return insert(
        User,
        (
            User(
                username=f"{prefix}{number:05d}",
                full_name=name,
                password="!",  # noqa: S106 -- the mark of an account without password
                sort=sort_key(name),
                search=search_key(name),
            )
            for number, name in enumerate(names, start=1)
        ),
    )
