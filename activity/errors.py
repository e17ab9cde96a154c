"""What can go wrong when somebody acts; views turn these into plain sentences (``activity.web``)."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class NotAllowed(PermissionDenied):
    """The rule of this action says no to this person."""


class Conflict(Exception):
    """Somebody else was first: the object is no longer in the state, or version, that this action starts from."""

    def __init__(self, message: str = "") -> None:
        text = _("This was changed meanwhile by somebody else. Look at it again before you go on.")
        super().__init__(message or text)


class DoneAlready(Conflict):
    """The same person has done the very same before, as with a second click: nothing is lost by going on."""


class Refused(Exception):
    """The action is not possible now for a reason that the message names."""
