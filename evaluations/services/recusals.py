"""Conflicts of interest: the member declares, the secretary answers."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity.errors import NotAllowed
from evaluations import rules
from evaluations.models import CouncilMember, Entry, Recusal
from evaluations.selectors.conflicts import support_of_member
from evaluations.services import recusal_steps as steps


@transaction.atomic
def declare_recusal(*, entry: Entry, actor: User, reason: str) -> Recusal:
    """Declare the member's own conflict of interest. The entry is closed to them at once.

    Raises:
        NotAllowed: the person does not sit on the council.
        Refused: no reason is given.
        Conflict: the round is not at a step at which this matters, or the declaration was made already.
    """
    member = rules.seat_of(actor, entry.round)
    if member is None:
        raise NotAllowed
    return steps.declared(Recusal, {"member": member}, entry=entry, actor=actor, reason=reason)


@transaction.atomic
def answer_recusal(*, recusal: Recusal, actor: User, accepted: bool, answer: str = "") -> Recusal:
    """Confirm a declaration, or do not accept it (with a reason), which opens the entry to the member again.

    Raises NotAllowed, Refused without a reason, Conflict where it was answered already or the round is closed.
    """
    if not rules.may_answer_recusal(actor, recusal):
        raise NotAllowed
    return steps.answered(recusal, actor=actor, accepted=accepted, answer=answer)


@transaction.atomic
def settle_conflict(*, entry: Entry, member: CouncilMember, actor: User, recuse: bool, reason: str = "") -> Recusal:
    """Answer a conflict that the portal knows of: the member has a tie to the product or its producer, undeclared here.

    Recusing closes the entry to the member as a confirmed declaration does. Letting the member judge all the same needs
    a reason, which is kept as the answer to a declaration that was not accepted.

    Raises NotAllowed for anybody but the secretary, and about oneself; Refused where no such conflict is known, or
    without a reason; Conflict where it was declared or answered meanwhile, or the round is closed.
    """
    if not rules.may_settle_conflict(actor, entry, member):
        raise NotAllowed
    return steps.settled(
        Recusal,
        {"member": member},
        entry=entry,
        known=support_of_member(entry, member),
        actor=actor,
        recuse=recuse,
        reason=reason,
        label=_("Recused for a known tie to the product") if recuse else _("May judge although a tie is known"),
    )
