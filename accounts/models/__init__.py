"""Administrative units, offices, people and their roles."""

from accounts.models.people import Membership, OneTimeCode, PortalUserManager, User
from accounts.models.units import Office, Unit, UnitReach

__all__ = [
    "Membership",
    "Office",
    "OneTimeCode",
    "PortalUserManager",
    "Unit",
    "UnitReach",
    "User",
]
