"""States of petitions, what an answer comes to, and the table that says how petitions move."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from activity.transitions import Transition
from directives.petitions import notices, rules


class PetitionState(TextChoices):
    DRAFT = "draft", _("being written")
    SENT = "sent", _("sent, waits for an answer")
    RETURNED = "returned", _("returned to be completed")
    PROPOSED = "proposed", _("answer proposed")
    ANSWERED = "answered", _("answered")
    WITHDRAWN = "withdrawn", _("withdrawn")


class PetitionAction(TextChoices):
    SEND = "send", _("Send")
    RETURN = "return_", _("Return to be completed")
    PROPOSE = "propose", _("Propose an answer")
    SEND_BACK = "send_back", _("Ask for another answer")
    DECIDE = "decide", _("Decide")
    WITHDRAW = "withdraw", _("Withdraw the petition")


class PetitionOutcome(TextChoices):
    """What an answer comes to."""

    ACCEPTED = "accepted", _("accepted, will be carried out")
    PARTLY = "partly", _("accepted in part")
    EXPLAINED = "explained", _("explained, guidance given")
    UPWARD = "upward", _("passed on to who is competent")
    DECLINED = "declined", _("not accepted")


# The states in which it has left its office and waits for an answer.
WAITING = (PetitionState.SENT, PetitionState.PROPOSED)
# The states in which its office may write in it.
WRITABLE = (PetitionState.DRAFT, PetitionState.RETURNED)

_S, _A = PetitionState, PetitionAction

PETITION_TRANSITIONS: dict[str, Transition] = {
    _A.SEND: Transition(
        WRITABLE, _S.SENT, rules.may_write, _A.SEND.label, _("Petition sent"), notices=notices.to_handlers
    ),
    _A.RETURN: Transition(
        (_S.SENT,), _S.RETURNED, rules.may_handle, _A.RETURN.label, _("Petition returned to be completed"),
        needs_reason=True, notices=notices.of_return,
    ),
    _A.PROPOSE: Transition(
        WAITING, _S.PROPOSED, rules.may_handle, _A.PROPOSE.label, _("Answer proposed"), notices=notices.to_deciders
    ),
    _A.SEND_BACK: Transition(
        (_S.PROPOSED,), _S.SENT, rules.may_decide, _A.SEND_BACK.label, _("Another answer asked for"),
        needs_reason=True, notices=notices.of_sending_back,
    ),
    _A.DECIDE: Transition(
        (_S.PROPOSED,), _S.ANSWERED, rules.may_decide, _A.DECIDE.label, _("Petition answered"),
        notices=notices.of_answer,
    ),
    _A.WITHDRAW: Transition(
        (*WRITABLE, _S.SENT), _S.WITHDRAWN, rules.may_write, _A.WITHDRAW.label, _("Petition withdrawn"),
        needs_reason=True, danger=True, notices=notices.of_withdrawal,
    ),
}  # fmt: skip

# What the office that filed a petition reads of its history; the way to the answer stays inside until it is decided.
OPEN_HISTORY = ("create", "edit", _A.SEND, _A.RETURN, _A.DECIDE, _A.WITHDRAW)
