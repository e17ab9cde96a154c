"""Conflicts of interest on the advisory team: an adviser declares, the secretary answers, as on the council.

People who also sit on the council declare there; that closes the entry to them in both places.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity.errors import NotAllowed
from evaluations import rules
from evaluations.models import AdvisoryMember, Entry, TeamRecusal
from evaluations.selectors.conflicts import support_of_member
from evaluations.services import recusal_steps as steps


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
    return steps.declared(TeamRecusal, {"user": actor}, entry=entry, actor=actor, reason=reason)


@transaction.atomic
def answer_team_recusal(*, recusal: TeamRecusal, actor: User, accepted: bool, answer: str = "") -> TeamRecusal:
    """Confirm an adviser's declaration, or do not accept it (with a reason), which opens the entry to them again.

    Raises NotAllowed, Refused without a reason, Conflict where it was answered already or the round is closed.
    """
    if not rules.may_answer_recusal(actor, recusal):
        raise NotAllowed
    return steps.answered(recusal, actor=actor, accepted=accepted, answer=answer)


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
    return steps.settled(
        TeamRecusal,
        {"user": adviser.user},
        entry=entry,
        known=support_of_member(entry, adviser),
        actor=actor,
        recuse=recuse,
        reason=reason,
        label=_("Recused for a known tie to the product") if recuse else _("May advise although a tie is known"),
    )
