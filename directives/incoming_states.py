"""States of incoming letters and the table that says how they move."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from activity.transitions import Transition
from directives import rules

# The register's own series among the counters of an office.
SERIES = "van_ban_den"


class IncomingState(TextChoices):
    NEW = "new", _("read, to be confirmed")
    REGISTERED = "registered", _("in the register")
    DISCARDED = "discarded", _("set aside")


class IncomingAction(TextChoices):
    REGISTER = "register", _("Confirm and register")
    DISCARD = "discard", _("Set aside")


INCOMING_TRANSITIONS: dict[str, Transition] = {
    IncomingAction.REGISTER: Transition(
        (IncomingState.NEW,), IncomingState.REGISTERED, rules.may_register_letter, IncomingAction.REGISTER.label,
        _("Letter registered"),
    ),
    IncomingAction.DISCARD: Transition(
        (IncomingState.NEW,), IncomingState.DISCARDED, rules.may_register_letter, IncomingAction.DISCARD.label,
        _("Letter set aside"), needs_reason=True, danger=True,
    ),
}  # fmt: skip
