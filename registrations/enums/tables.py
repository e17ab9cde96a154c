"""Which action leads from which states to which, who may do it, and whom it tells.

A product's way: a wish is registered, listed by the commune, selected; its dossier is written, submitted, received by
the commune, answered with an opinion that the commune leader approves, forwarded, accepted, and then evaluated.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from activity.transitions import Table, Transition
from registrations import notices, round_notices, rules
from registrations.enums.choices import DossierState as D
from registrations.enums.choices import ListState as L
from registrations.enums.choices import RoundState as R
from registrations.enums.choices import SupportState as S
from registrations.enums.choices import WishState as W

ROUND_TRANSITIONS: Mapping[str, Transition] = {
    "open": Transition(
        (R.PREPARING,), R.OPEN, rules.runs_round, _("Open the round"), _("Round opened"), notices=notices.round_opened
    ),
    "close": Transition(
        (R.OPEN,),
        R.CLOSED,
        rules.runs_round,
        _("Close the round"),
        _("Round closed"),
        notices=round_notices.round_closed,
    ),
    "reopen": Transition(
        (R.CLOSED,), R.OPEN, rules.runs_round, _("Open the round again"), _("Round opened again"), needs_reason=True
    ),
}

WISH_TRANSITIONS: Mapping[str, Transition] = {
    "list": Transition(
        (W.REGISTERED,),
        W.LISTED,
        rules.is_commune_officer_for,
        _("Put on the commune's list"),
        _("Put on the commune's list"),
        for_producer=True,
    ),
    # The clerk issues the letter that carries the list.
    "list_by_letter": Transition(
        (W.REGISTERED,),
        W.LISTED,
        rules.is_commune_clerk_for,
        _("Put on the commune's list"),
        _("Put on the commune's list"),
        for_producer=True,
    ),
    "select": Transition(
        (W.REGISTERED, W.LISTED),
        W.SELECTED,
        rules.runs_round,
        _("Select"),
        _("Product selected"),
        for_producer=True,
        notices=notices.wish_selected,
    ),
    "decline": Transition(
        (W.REGISTERED, W.LISTED),
        W.DECLINED,
        rules.runs_round,
        _("Decline"),
        _("Product not selected"),
        needs_reason=True,
        for_producer=True,
        notices=notices.wish_declined,
    ),
    "withdraw": Transition(
        (W.REGISTERED, W.LISTED),
        W.WITHDRAWN,
        rules.files_for,
        _("Withdraw"),
        _("Wish withdrawn"),
        danger=True,
        for_producer=True,
        notices=notices.wish_withdrawn,
    ),
}

# A list goes its letter's way: issued with it, dropped with it.
LIST_TRANSITIONS: Mapping[str, Transition] = {
    "send": Transition((L.PREPARED,), L.SENT, rules.is_commune_clerk_for, _("Send"), _("List sent with its letter")),
    "drop": Transition(
        (L.PREPARED,), L.DROPPED, rules.drops_list, _("Drop"), _("List dropped with its letter"), needs_reason=True
    ),
}

SUPPORT_TRANSITIONS: Mapping[str, Transition] = {
    "give": Transition(
        (S.PLANNED,), S.GIVEN, rules.may_support, _("Note as given"), _("Support given"), for_producer=True
    ),
    "cancel": Transition(
        (S.PLANNED, S.GIVEN),
        S.CANCELLED,
        rules.may_support,
        _("Cancel the support"),
        _("Support cancelled"),
        needs_reason=True,
        for_producer=True,
    ),
    "replan": Transition(
        (S.CANCELLED,), S.PLANNED, rules.may_support, _("Plan again"), _("Support planned again"), for_producer=True
    ),
}

# From the producer's first word to the office that runs the round.
_WITH_COMMUNE = (D.SUBMITTED, D.RECEIVED, D.OPINION_APPROVED)
_BEFORE_SCORING = (
    D.DRAFT, D.SUBMITTED, D.RECEIVED, D.RETURNED, D.OPINION_WAITING, D.OPINION_APPROVED, D.FORWARDED, D.ACCEPTED,
)  # fmt: skip

DOSSIER_TRANSITIONS: Mapping[str, Transition] = {
    "submit": Transition(
        (D.DRAFT,),
        D.SUBMITTED,
        rules.files_for,
        _("Submit"),
        _("Dossier submitted"),
        for_producer=True,
        notices=notices.dossier_submitted,
    ),
    "resubmit": Transition(
        (D.RETURNED,),
        D.SUBMITTED,
        rules.answers_commune,
        _("Submit again"),
        _("Dossier submitted again"),
        for_producer=True,
        notices=notices.dossier_submitted,
    ),
    "resubmit_up": Transition(
        (D.RETURNED,),
        D.FORWARDED,
        rules.answers_office,
        _("Submit again"),
        _("Dossier submitted again"),
        for_producer=True,
        notices=notices.dossier_forwarded,
    ),
    "receive": Transition(
        (D.SUBMITTED,),
        D.RECEIVED,
        rules.is_commune_officer_for,
        _("Receive"),
        _("Dossier received"),
        for_producer=True,
        notices=notices.dossier_received,
    ),
    "return": Transition(
        _WITH_COMMUNE,
        D.RETURNED,
        rules.is_commune_officer_for,
        _("Return for correction"),
        _("Dossier returned for correction"),
        for_producer=True,
        notices=notices.dossier_returned,
    ),
    "refuse": Transition(
        (D.SUBMITTED, D.RECEIVED),
        D.REFUSED,
        rules.is_commune_officer_for,
        _("Refuse"),
        _("Dossier refused"),
        needs_reason=True,
        danger=True,
        for_producer=True,
        notices=notices.dossier_refused,
    ),
    "ask_approval": Transition(
        (D.RECEIVED,),
        D.OPINION_WAITING,
        rules.is_commune_officer_for,
        _("Send to the commune leader"),
        _("Opinion sent to the commune leader"),
        notices=notices.opinion_waiting,
    ),
    "give_back": Transition(
        (D.OPINION_WAITING,),
        D.RECEIVED,
        rules.is_commune_leader_for,
        _("Give back to the officer"),
        _("Opinion given back to the officer"),
        needs_reason=True,
        notices=notices.opinion_given_back,
    ),
    "approve": Transition(
        (D.OPINION_WAITING,),
        D.OPINION_APPROVED,
        rules.is_commune_leader_for,
        _("Approve the opinion"),
        _("Opinion of the commune approved"),
        notices=notices.opinion_approved,
    ),
    "forward": Transition(
        (D.OPINION_APPROVED,),
        D.FORWARDED,
        rules.is_commune_officer_for,
        _("Send up"),
        _("Dossier sent up by the commune"),
        for_producer=True,
        notices=notices.dossier_forwarded,
    ),
    "take_in": Transition(
        (D.FORWARDED,),
        D.FORWARDED,
        rules.runs_round,
        _("Receive at the office"),
        _("Dossier received by the office"),
        for_producer=True,
        notices=round_notices.taken_in,
    ),
    "accept": Transition(
        (D.FORWARDED,),
        D.ACCEPTED,
        rules.runs_round,
        _("Accept for evaluation"),
        _("Dossier accepted for evaluation"),
        for_producer=True,
        notices=notices.dossier_accepted,
    ),
    "send_back": Transition(
        (D.FORWARDED,),
        D.RETURNED,
        rules.runs_round,
        _("Return for correction"),
        _("Dossier returned for correction"),
        for_producer=True,
        notices=notices.dossier_returned,
    ),
    "to_commune": Transition(
        (D.FORWARDED,),
        D.RECEIVED,
        rules.runs_round,
        _("Ask the commune to complete"),
        _("Dossier given back to the commune to complete"),
        for_producer=True,
        notices=round_notices.returned_to_commune,
    ),
    "withdraw": Transition(
        _BEFORE_SCORING,
        D.WITHDRAWN,
        rules.files_for,
        _("Withdraw the dossier"),
        _("Dossier withdrawn"),
        needs_reason=True,
        danger=True,
        for_producer=True,
        notices=notices.dossier_withdrawn,
    ),
}

# What evaluations pushes down. Its own services have checked who may; no screen of this app offers these.
SCORING_TRANSITIONS: Mapping[str, Transition] = {
    "fix": Transition(
        (D.ACCEPTED,),
        D.FIXED,
        rules.decided_above,
        _("Take into evaluation"),
        _("Dossier taken into evaluation"),
        for_producer=True,
    ),
    "release": Transition(
        (D.FIXED,), D.ACCEPTED, rules.decided_above, _("Release from evaluation"), _("Dossier released from evaluation")
    ),
    "take_up": Transition(
        (D.DECIDED,),
        D.FIXED,
        rules.sent_up,
        _("Take into the evaluation of the next level"),
        _("Dossier taken into the evaluation of the next level"),
        for_producer=True,
    ),
    "let_go": Transition(
        (D.FIXED,),
        D.DECIDED,
        rules.sent_up,
        _("Release from the evaluation of the next level"),
        _("Dossier released from the evaluation of the next level"),
    ),
    "decide": Transition(
        (D.FIXED,),
        D.DECIDED,
        rules.decided_above,
        _("Record the result"),
        _("Result recorded"),
        for_producer=True,
        notices=notices.dossier_decided,
    ),
}

TRANSITIONS: Mapping[str, Table] = {
    "registrationround": ROUND_TRANSITIONS,
    "wish": WISH_TRANSITIONS,
    "communelist": LIST_TRANSITIONS,
    "support": SUPPORT_TRANSITIONS,
    "dossier": DOSSIER_TRANSITIONS,
    "scoring": SCORING_TRANSITIONS,
}
