"""States of incoming letters and the table that says how they move."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from activity.transitions import Transition
from directives import rules

# The register's own series among the counters of an office.
SERIES = "van_ban_den"


class IncomingState(TextChoices):
    READING = "reading", _("being read")
    UNREADABLE = "unreadable", _("cannot be read")
    NEW = "new", _("read, to be confirmed")
    REGISTERED = "registered", _("in the register")
    DISCARDED = "discarded", _("set aside")


class IncomingAction(TextChoices):
    READ = "read", _("Read the file")
    FAIL = "fail", _("Give up reading")
    BY_HAND = "by_hand", _("Go on without the reader")
    REGISTER = "register", _("Confirm and register")
    DISCARD = "discard", _("Set aside")


# Entered, and neither registered nor set aside.
OPEN = (IncomingState.READING, IncomingState.UNREADABLE, IncomingState.NEW)

INCOMING_TRANSITIONS: dict[str, Transition] = {
    IncomingAction.READ: Transition(
        (IncomingState.READING,), IncomingState.NEW, rules.is_the_system, IncomingAction.READ.label, _("File read")
    ),
    IncomingAction.FAIL: Transition(
        (IncomingState.READING,), IncomingState.UNREADABLE, rules.is_the_system, IncomingAction.FAIL.label,
        _("File cannot be read"),
    ),
    IncomingAction.BY_HAND: Transition(
        (IncomingState.READING, IncomingState.UNREADABLE), IncomingState.NEW, rules.may_register_letter,
        IncomingAction.BY_HAND.label, _("Text entered by hand"),
    ),
    IncomingAction.REGISTER: Transition(
        (IncomingState.NEW,), IncomingState.REGISTERED, rules.may_register_letter, IncomingAction.REGISTER.label,
        _("Letter registered"),
    ),
    IncomingAction.DISCARD: Transition(
        OPEN, IncomingState.DISCARDED, rules.may_register_letter, IncomingAction.DISCARD.label,
        _("Letter set aside"), needs_reason=True, danger=True,
    ),
}  # fmt: skip
