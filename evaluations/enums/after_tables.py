"""How withdrawals, re-checks and complaints move, who moves them, and whom it tells."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from activity.transitions import Table, Transition
from evaluations import after_notices as notices
from evaluations import after_rules as rules
from evaluations.enums.after import CampaignState as R
from evaluations.enums.after import ComplaintState as K
from evaluations.enums.after import PackageState as P
from evaluations.enums.after import WithdrawalState as W

# Both happen with the decision, on its own page: issued or voided.
WITHDRAWAL_TRANSITIONS: Mapping[str, Transition] = {
    "decide": Transition(
        (W.PROPOSED,), W.DECIDED, rules.follows_its_letter, _("Withdraw the recognition"),
        _("Recognition withdrawn by decision"), for_producer=True,
    ),
    "drop": Transition(
        (W.PROPOSED,), W.DROPPED, rules.follows_its_letter, _("Drop the proposal"), _("Proposal to withdraw dropped"),
        needs_reason=True,
    ),
}  # fmt: skip

CAMPAIGN_TRANSITIONS: Mapping[str, Transition] = {
    "start": Transition(
        (R.PREPARING,), R.RUNNING, rules.runs_campaign, _("Start the re-check"), _("Re-check started"),
        notices=notices.recheck_started,
    ),
    "finish": Transition(
        (R.RUNNING,), R.FINISHED, rules.runs_campaign, _("Finish the re-check"), _("Re-check finished"),
        notices=notices.recheck_finished,
    ),
}  # fmt: skip

COMPLAINT_TRANSITIONS: Mapping[str, Transition] = {
    "answer": Transition(
        (K.FILED,), K.ANSWERED, rules.answers_complaint, _("Answer the complaint"), _("Complaint answered"),
        for_producer=True, notices=notices.complaint_answered,
    ),
    "take_back": Transition(
        (K.FILED,), K.TAKEN_BACK, rules.takes_complaint_back, _("Take the complaint back"),
        _("Complaint taken back by the producer"), for_producer=True, notices=notices.complaint_taken_back,
    ),
}  # fmt: skip

PACKAGE_TRANSITIONS: Mapping[str, Transition] = {
    "take_over": Transition(
        (P.RECEIVED,), P.TAKING, rules.handles_package, _("Take the dossiers over"), _("Dossiers are taken over")
    ),
    "taken": Transition(
        (P.TAKING,), P.TAKEN, rules.by_the_portal, _("Taken over"), _("Dossiers taken over")
    ),
    "undo": Transition(
        (P.TAKEN, P.TAKING), P.RECEIVED, rules.undoes_package, _("Undo taking over"), _("Taking over undone"),
        needs_reason=True, danger=True,
    ),
}  # fmt: skip

AFTER_TRANSITIONS: Mapping[str, Table] = {
    "withdrawal": WITHDRAWAL_TRANSITIONS,
    "recheckcampaign": CAMPAIGN_TRANSITIONS,
    "complaint": COMPLAINT_TRANSITIONS,
    "receivedpackage": PACKAGE_TRANSITIONS,
}
