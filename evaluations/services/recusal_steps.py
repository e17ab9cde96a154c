"""The steps that recusals of members and of advisers share: declared, answered, settled where a tie is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, Refused
from activity.notifications import notify
from evaluations import notices
from evaluations.enums import OPEN_STATES, RecusalState, RoundState
from evaluations.models import Entry, Recusal, TeamRecusal
from evaluations.services.guard import hold
from foundation import clock

R = TypeVar("R", Recusal, TeamRecusal)
_STATES = (RoundState.DOSSIERS_FIXED, *OPEN_STATES)


def declared(model: type[R], who: Mapping[str, Any], *, entry: Entry, actor: User, reason: str) -> R:
    """Write a declaration; one that was not accepted can be made again.

    Args:
        model: whose recusals.
        who: the column that names the person, and its value.

    Raises Refused without a reason, Conflict where the round is at another step or it was declared already.
    """
    if not reason.strip():
        raise Refused(_("Give the reason."))
    hold(entry.round, *_STATES)
    values = {"reason": reason, "declared_at": clock.now()}
    recusal, created = model._default_manager.get_or_create(entry=entry, **who, defaults=values)
    if not created:
        again = model._default_manager.filter(pk=recusal.pk, state=RecusalState.DECLINED)
        opened = {"state": RecusalState.DECLARED, "confirmed_by": None, "answered_at": None, "answer": ""}
        if again.update(**values, **opened) != 1:
            raise Conflict(_("You have declared this already."))
        recusal.refresh_from_db()
    _tell(recusal, "declare_recusal", _("Conflict of interest declared"), reason, actor)
    return recusal


def answered(recusal: R, *, actor: User, accepted: bool, answer: str) -> R:
    """Confirm a declaration, or do not accept it, which opens the entry again.

    Raises Refused without a reason, Conflict where it was answered already or the round is closed.
    """
    if not accepted and not answer.strip():
        raise Refused(_("Give the reason."))
    hold(recusal.entry.round, *_STATES)
    state = RecusalState.CONFIRMED if accepted else RecusalState.DECLINED
    rows = type(recusal)._default_manager.filter(pk=recusal.pk, state=RecusalState.DECLARED)
    if rows.update(state=state, confirmed_by=actor, answered_at=clock.now(), answer=answer) != 1:
        raise Conflict(_("This declaration was answered already."))
    recusal.refresh_from_db()
    label = _("Conflict of interest confirmed") if accepted else _("Declaration of a conflict of interest not accepted")
    _tell(recusal, "answer_recusal", label, answer, actor, state=state)
    return recusal


def settled(
    model: type[R],
    who: Mapping[str, Any],
    *,
    entry: Entry,
    known: str,
    actor: User,
    recuse: bool,
    reason: str,
    label: str,
) -> R:
    """Answer a tie that the portal knows of and nobody has declared; ``known`` says which, ``label`` names the step.

    Raises Refused where no tie is known, or without a reason; Conflict where it was answered, or the round is closed.
    """
    if not recuse and not reason.strip():
        raise Refused(_("Give the reason."))
    if not known:
        raise Refused(_("No tie of this member to this product is known."))
    hold(entry.round, RoundState.PREPARING, *_STATES)
    state = RecusalState.CONFIRMED if recuse else RecusalState.DECLINED
    now = clock.now()
    values = {"state": state, "confirmed_by": actor, "answered_at": now, "answer": reason, "reason": known}
    values["declared_at"] = now
    recusal, created = model._default_manager.get_or_create(entry=entry, **who, defaults=values)
    if not created:
        raise Conflict(_("This was answered already."))
    _tell(recusal, "settle_conflict", label, reason, actor, support=known)
    return recusal


def _tell(recusal: R, action: str, label: str, reason: str, actor: User, **facts: Any) -> None:
    after = {"member": str(recusal.member), **facts}
    event = journal.Event(action, label, after=after, reason=reason)
    seq = journal.record(recusal.entry, event, actor=actor).seq
    notice = notices.recusal_declared if recusal.state == RecusalState.DECLARED else notices.recusal_answered
    notify(recusal.entry, notice(recusal), occasion=str(seq))
