"""Who holds which role where. The apps above build their own rules from these predicates."""

from __future__ import annotations

from typing import Any

from accounts.enums import Role, UnitLevel
from accounts.models import Office, Unit


def has_role(user: Any, *roles: str) -> bool:
    """Tell whether the person holds any of the roles today, anywhere."""
    return bool(user and user.is_authenticated and not user.roles.isdisjoint(roles))


def has_role_in(user: Any, office: Office | int | None, *roles: str) -> bool:
    """Tell whether the person holds any of the roles today in exactly this office."""
    if not user or not user.is_authenticated or office is None:
        return False
    office_id = office if isinstance(office, int) else office.pk
    return any(m.office_id == office_id and m.role in roles for m in user.active_memberships)


def has_role_at(user: Any, unit: Unit | int, *roles: str) -> bool:
    """Tell whether the person holds any of the roles in an office whose unit reaches this one.

    A unit reaches itself, what lies below it, and the predecessors of both, so the officers of a merged commune go on
    with the dossiers of the communes it came from.
    """
    from accounts.selectors import reaches

    if not user or not user.is_authenticated:
        return False
    unit_id = unit if isinstance(unit, int) else unit.pk
    return any(m.role in roles and m.office and reaches(m.office.unit_id, unit_id) for m in user.active_memberships)


def has_commune_role_for(user: Any, unit: Unit | int, *roles: str) -> bool:
    """Tell whether the person holds the role in an office of the commune itself (or of its successor)."""
    from accounts.selectors import reaches

    if not user or not user.is_authenticated:
        return False
    unit_id = unit if isinstance(unit, int) else unit.pk
    return any(
        m.role in roles and m.office and m.office.unit.level == UnitLevel.COMMUNE and reaches(m.office.unit_id, unit_id)
        for m in user.active_memberships
    )


def is_producer(user: Any) -> bool:
    """Tell whether the person has a producer's account."""
    return has_role(user, Role.PRODUCER)


def is_commune_staff(user: Any) -> bool:
    """Tell whether the person works for a commune on dossiers."""
    return has_role(user, Role.COMMUNE_OFFICER, Role.COMMUNE_LEADER)


def is_round_officer(user: Any) -> bool:
    """Tell whether the person runs rounds for an office."""
    return has_role(user, Role.ROUND_OFFICER)


def is_council_member(user: Any) -> bool:
    """Tell whether the person is called to councils."""
    return has_role(user, Role.COUNCIL_MEMBER)


def is_clerk(user: Any) -> bool:
    """Tell whether the person is a clerk (văn thư)."""
    return has_role(user, Role.CLERK)


def is_leader(user: Any) -> bool:
    """Tell whether the person leads an office: signs letters and sees the dashboards."""
    return has_role(user, Role.LEADER)


def is_administrator(user: Any) -> bool:
    """Tell whether the person administers units, offices and accounts."""
    return has_role(user, Role.ADMINISTRATOR) or bool(user and user.is_authenticated and user.is_superuser)


def is_official(user: Any) -> bool:
    """Tell whether the person works for any office."""
    return any(m.office_id for m in user.active_memberships) if user and user.is_authenticated else False


def may_see_rest_days(user: Any) -> bool:
    """Everybody who works with terms reads the table of rest days."""
    return is_official(user) or is_administrator(user)


def may_change_rest_days(user: Any) -> bool:
    """Administrators bring the rest days of each year."""
    return is_administrator(user)


def may_help_with_accounts(user: Any) -> bool:
    """Commune officers and administrators make accounts for producers and print one-time codes."""
    return has_role(user, Role.COMMUNE_OFFICER) or is_administrator(user)


def may_hand_out_code(user: Any, account: Any) -> bool:
    """A code is printed by an officer of the person's own commune, or by an administrator."""
    if is_administrator(user):
        return True
    return account.home_unit_id is not None and has_commune_role_for(user, account.home_unit_id, Role.COMMUNE_OFFICER)


def is_officials_account(account: Any) -> bool:
    """Tell whether an account has, had or will have a role in an office."""
    return bool(account.memberships.exclude(role=Role.PRODUCER).exists())


def may_hand_out_first_code(user: Any, account: Any) -> bool:
    """An official's account is opened with a code of an administrator, until its owner has set a password."""
    return is_administrator(user) and not account.has_usable_password()


def may_administer(user: Any) -> bool:
    """Administrators set up units, offices and officials' accounts."""
    return is_administrator(user)


def may_change_roles_of(user: Any, account: Any) -> bool:
    """Administrators give and end roles; nobody changes their own."""
    return may_administer(user) and account.pk != user.pk
