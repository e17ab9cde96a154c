"""What can go wrong when somebody acts; views turn these into plain sentences (``activity.web``)."""

from django.core.exceptions import PermissionDenied


class NotAllowed(PermissionDenied):
    """The rule of this action says no to this person."""


class Conflict(Exception):
    """Somebody else was first: the object is no longer in the state, or version, that this action starts from."""


class Refused(Exception):
    """The action is not possible now for a reason that the message names."""
