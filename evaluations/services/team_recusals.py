"""Conflicts of interest on the advisory team: an adviser declares, the secretary answers, as on the council.

People who also sit on the council declare there; that closes the entry to them in both places.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from evaluations import notices, rules
from evaluations.enums import OPEN_STATES, RecusalState, RoundState
from evaluations.models import AdvisoryMember, Entry, TeamRecusal
from evaluations.selectors.conflicts import support_of_member
from evaluations.services.guard import hold
from foundation import clock

_STATES = (RoundState.DOSSIERS_FIXED, *OPEN_STATES)


@transaction.atomic
def declare_team_recusal(*, entry: Entry, actor: User, reason: str) -> TeamRecusal:
    """Declare an adviser's own conflict of interest. The entry is closed to them at once.

    Raises:
        NotAllowed: the person is not on the advisory team, or sits on the council and declares there.
        Refused: no reason is given.
        Conflict: the round is not at a step at which this matters, or the declaration was made already.
    """
    if not rules.declares_for_team(actor, entry):
        raise NotAllowed
    if not reason.strip():
        raise Refused(_("Give the reason."))
    hold(entry.round, *_STATES)
    values = {"reason": reason, "declared_at": clock.now()}
    recusal, created = TeamRecusal.objects.get_or_create(entry=entry, user=actor, defaults=values)
    if not created:
        again = TeamRecusal.objects.filter(pk=recusal.pk, state=RecusalState.DECLINED)
        opened = {"state": RecusalState.DECLARED, "confirmed_by": None, "answered_at": None, "answer": ""}
        if again.update(**values, **opened) != 1:
            raise Conflict(_("You have declared this already."))
        recusal.refresh_from_db()
    after = {"member": str(actor)}
    event = journal.Event("declare_recusal", _("Conflict of interest declared"), after=after, reason=reason)
    seq = journal.record(entry, event, actor=actor).seq
    notify(entry, notices.team_recusal_declared(recusal), occasion=str(seq))
    return recusal


@transaction.atomic
def answer_team_recusal(*, recusal: TeamRecusal, actor: User, accepted: bool, answer: str = "") -> TeamRecusal:
    """Confirm an adviser's declaration, or do not accept it (with a reason), which opens the entry to them again.

    Raises NotAllowed, Refused without a reason, Conflict where it was answered already or the round is closed.
    """
    if not rules.may_answer_team_recusal(actor, recusal):
        raise NotAllowed
    if not accepted and not answer.strip():
        raise Refused(_("Give the reason."))
    hold(recusal.entry.round, *_STATES)
    state = RecusalState.CONFIRMED if accepted else RecusalState.DECLINED
    rows = TeamRecusal.objects.filter(pk=recusal.pk, state=RecusalState.DECLARED)
    if rows.update(state=state, confirmed_by=actor, answered_at=clock.now(), answer=answer) != 1:
        raise Conflict(_("This declaration was answered already."))
    recusal.refresh_from_db()
    label = _("Conflict of interest confirmed") if accepted else _("Declaration of a conflict of interest not accepted")
    event = journal.Event("answer_recusal", label, after={"member": recusal.member, "state": state}, reason=answer)
    seq = journal.record(recusal.entry, event, actor=actor).seq
    notify(recusal.entry, notices.team_recusal_answered(recusal), occasion=str(seq))
    return recusal


@transaction.atomic
def settle_team_conflict(
    *, entry: Entry, adviser: AdvisoryMember, actor: User, recuse: bool, reason: str = ""
) -> TeamRecusal:
    """Answer an adviser's conflict that the portal knows of: recuse, or say why the adviser may advise all the same.

    Raises NotAllowed for anybody but the secretary, and about oneself; Refused where no such conflict is known, or
    without a reason; Conflict where it was declared or answered meanwhile, or the round is closed.
    """
    if not rules.may_settle_team_conflict(actor, entry, adviser):
        raise NotAllowed
    if not recuse and not reason.strip():
        raise Refused(_("Give the reason."))
    known = support_of_member(entry, adviser)
    if not known:
        raise Refused(_("No tie of this member to this product is known."))
    hold(entry.round, RoundState.PREPARING, *_STATES)
    state = RecusalState.CONFIRMED if recuse else RecusalState.DECLINED
    now = clock.now()
    values = {"state": state, "confirmed_by": actor, "answered_at": now, "answer": reason, "reason": known}
    recusal, created = TeamRecusal.objects.get_or_create(
        entry=entry, user=adviser.user, defaults=values | {"declared_at": now}
    )
    if not created:
        raise Conflict(_("This was answered already."))
    label = _("Recused for a known tie to the product") if recuse else _("May advise although a tie is known")
    event = journal.Event("settle_conflict", label, after={"member": str(adviser), "support": known}, reason=reason)
    seq = journal.record(entry, event, actor=actor).seq
    notify(entry, notices.team_recusal_answered(recusal), occasion=str(seq))
    return recusal
