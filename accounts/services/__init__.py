"""Writes about units, offices, people and roles."""

from accounts.services.codes import CODE_MAX_FAILURES, CODE_VALID_FOR, make_one_time_code, redeem_code
from accounts.services.people import (
    create_user,
    end_membership,
    grant,
    open_producer_account,
    prepare_producer_account,
    set_home_unit,
)
from accounts.services.units import create_office, create_unit, name_successors, rebuild_reach

__all__ = [
    "CODE_MAX_FAILURES",
    "CODE_VALID_FOR",
    "create_office",
    "create_unit",
    "create_user",
    "end_membership",
    "grant",
    "make_one_time_code",
    "name_successors",
    "open_producer_account",
    "prepare_producer_account",
    "rebuild_reach",
    "redeem_code",
    "set_home_unit",
]
