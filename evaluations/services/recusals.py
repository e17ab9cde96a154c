"""Conflicts of interest: the member declares, the secretary answers."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from evaluations import notices, rules
from evaluations.enums import OPEN_STATES, RecusalState, RoundState
from evaluations.models import CouncilMember, Entry, Recusal
from evaluations.selectors.conflicts import support_of_member
from evaluations.services.guard import hold
from foundation import clock

_STATES = (RoundState.DOSSIERS_FIXED, *OPEN_STATES)


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
    if not reason.strip():
        raise Refused(_("Give the reason."))
    hold(entry.round, *_STATES)
    recusal, created = Recusal.objects.get_or_create(
        entry=entry, member=member, defaults={"reason": reason, "declared_at": clock.now()}
    )
    if not created:
        again = Recusal.objects.filter(pk=recusal.pk, state=RecusalState.DECLINED)
        changes = {
            "state": RecusalState.DECLARED,
            "reason": reason,
            "confirmed_by": None,
            "answered_at": None,
            "answer": "",
        }
        if again.update(declared_at=clock.now(), **changes) != 1:
            raise Conflict(_("You have declared this already."))
        recusal.refresh_from_db()
    after = {"member": str(member)}
    event = journal.Event("declare_recusal", _("Conflict of interest declared"), after=after, reason=reason)
    seq = journal.record(entry, event, actor=actor).seq
    notify(entry, notices.recusal_declared(recusal), occasion=str(seq))
    return recusal


@transaction.atomic
def answer_recusal(*, recusal: Recusal, actor: User, accepted: bool, answer: str = "") -> Recusal:
    """Confirm a declaration, or do not accept it (with a reason), which opens the entry to the member again.

    Raises NotAllowed, Refused without a reason, Conflict where it was answered already or the round is closed.
    """
    if not rules.may_answer_recusal(actor, recusal):
        raise NotAllowed
    if not accepted and not answer.strip():
        raise Refused(_("Give the reason."))
    hold(recusal.entry.round, *_STATES)
    state = RecusalState.CONFIRMED if accepted else RecusalState.DECLINED
    rows = Recusal.objects.filter(pk=recusal.pk, state=RecusalState.DECLARED)
    if rows.update(state=state, confirmed_by=actor, answered_at=clock.now(), answer=answer) != 1:
        raise Conflict(_("This declaration was answered already."))
    recusal.refresh_from_db()
    label = _("Conflict of interest confirmed") if accepted else _("Declaration of a conflict of interest not accepted")
    event = journal.Event("answer_recusal", label, after={"member": str(recusal.member), "state": state}, reason=answer)
    seq = journal.record(recusal.entry, event, actor=actor).seq
    notify(recusal.entry, notices.recusal_answered(recusal), occasion=str(seq))
    return recusal


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
    if not recuse and not reason.strip():
        raise Refused(_("Give the reason."))
    known = support_of_member(entry, member)
    if not known:
        raise Refused(_("No tie of this member to this product is known."))
    hold(entry.round, RoundState.PREPARING, *_STATES)
    state = RecusalState.CONFIRMED if recuse else RecusalState.DECLINED
    values = {"state": state, "confirmed_by": actor, "answered_at": clock.now(), "answer": reason}
    recusal, created = Recusal.objects.get_or_create(
        entry=entry, member=member, defaults=values | {"reason": known, "declared_at": clock.now()}
    )
    if not created:
        raise Conflict(_("This was answered already."))
    label = _("Recused for a known tie to the product") if recuse else _("May judge although a tie is known")
    event = journal.Event("settle_conflict", label, after={"member": str(member), "support": known}, reason=reason)
    seq = journal.record(entry, event, actor=actor).seq
    notify(entry, notices.recusal_answered(recusal), occasion=str(seq))
    return recusal
