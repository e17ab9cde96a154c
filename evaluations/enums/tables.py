"""Which action leads from which states to which, who may do it, and whom it tells."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from activity.transitions import Table, Transition
from evaluations import notices, rules
from evaluations.enums.after_tables import AFTER_TRANSITIONS
from evaluations.enums.choices import CertificateState as C
from evaluations.enums.choices import RoundState as R
from evaluations.enums.choices import SheetState as S

ROUND_TRANSITIONS: Mapping[str, Transition] = {
    "fix_dossiers": Transition(
        (R.PREPARING,), R.DOSSIERS_FIXED, rules.runs_round, _("Fix the dossiers"), _("Dossiers fixed"),
        notices=notices.dossiers_ready,
    ),
    "release_dossiers": Transition(
        (R.DOSSIERS_FIXED,), R.PREPARING, rules.runs_round, _("Go back to preparing"), _("Dossiers released again"),
        needs_reason=True,
    ),
    "open_scoring": Transition(
        (R.DOSSIERS_FIXED,), R.SCORING, rules.keeps_round, _("Open the sheets"), _("Scoring opened"),
        notices=notices.scoring_opened,
    ),
    "open_discussion": Transition(
        (R.SCORING,), R.DISCUSSION, rules.keeps_round, _("Open the discussion"), _("Discussion opened"), danger=True,
        notices=notices.discussion_opened,
    ),
    "close": Transition(
        (R.DISCUSSION,), R.CLOSED, rules.keeps_round, _("Close the round"), _("Round closed, results computed"),
        notices=notices.round_closed,
    ),
    "reopen": Transition(
        (R.CLOSED,), R.DISCUSSION, rules.runs_round, _("Discuss again"),
        _("Results set aside, discussion opened again"),
        needs_reason=True, notices=notices.round_reopened,
    ),
    "propose": Transition(
        (R.CLOSED,), R.PROPOSED, rules.runs_round, _("Propose the results"), _("Results proposed, papers drafted"),
        notices=notices.result_proposed,
    ),
    "take_back": Transition(
        (R.PROPOSED,), R.CLOSED, rules.runs_round, _("Take the proposal back"), _("Proposal taken back, drafts voided"),
        needs_reason=True,
    ),
    "fall_back": Transition(
        (R.PROPOSED, R.APPROVED), R.CLOSED, rules.drops_decision, _("Drop the decision"),
        _("Decision voided, results to be proposed again"), needs_reason=True, notices=notices.decision_voided,
    ),
    "approve": Transition(
        (R.PROPOSED,), R.APPROVED, rules.signs_result, _("Approve the results"), _("Decision on the results signed"),
        notices=notices.result_approved,
    ),
    "publish": Transition(
        (R.APPROVED,), R.PUBLISHED, rules.issues_result, _("Publish the results"),
        _("Decision issued, results published"),
        notices=notices.result_published,
    ),
}  # fmt: skip

# These happen with the decision, on its own page: they have no button on the round.
WITH_THE_DECISION = ("approve", "publish", "fall_back")

SHEET_TRANSITIONS: Mapping[str, Transition] = {
    "seal": Transition(
        (S.DRAFT,), S.SEALED, rules.owns_sheet, _("Submit the sheet"), _("Sheet submitted"), danger=True
    ),
    "abstain": Transition(
        (S.DRAFT,), S.ABSTAINED, rules.owns_sheet, _("Abstain"), _("Member abstained"), needs_reason=True
    ),
    "reopen": Transition(
        (S.SEALED, S.ABSTAINED), S.DRAFT, rules.may_reopen, _("Open the sheet again"), _("Sheet opened again"),
        needs_reason=True, notices=notices.sheet_reopened,
    ),
}  # fmt: skip

CERTIFICATE_TRANSITIONS: Mapping[str, Transition] = {
    "issue": Transition(
        (C.DRAFTED,), C.VALID, rules.issues_certificate, _("Issue"), _("Certificate issued"), for_producer=True
    ),
    "replace": Transition(
        (C.VALID, C.PROLONGED), C.REPLACED, rules.follows_newer_one, _("Replace"),
        _("Certificate replaced by a newer one"), for_producer=True,
    ),
    "prolong": Transition(
        (C.VALID, C.PROLONGED), C.PROLONGED, rules.may_prolong_certificate, _("Prolong the certificate"),
        _("Certificate prolonged"), needs_reason=True, for_producer=True, notices=notices.certificate_prolonged,
    ),
    "end_prolongation": Transition(
        (C.PROLONGED,), C.PROLONGED, rules.ends_with_the_result, _("End the prolongation"),
        _("Prolongation ended with the result"), for_producer=True,
    ),
    "drop_prolongation": Transition(
        (C.PROLONGED,), C.VALID, rules.ends_with_the_result, _("Drop the prolongation"),
        _("Prolongation dropped: the result came before it began"), for_producer=True,
    ),
    "withdraw": Transition(
        (C.VALID, C.PROLONGED), C.WITHDRAWN, rules.withdrawn_by_its_letter, _("Withdraw the certificate"),
        _("Certificate withdrawn"), needs_reason=True, danger=True, for_producer=True,
    ),
}  # fmt: skip

TRANSITIONS: Mapping[str, Table] = {
    "evaluationround": ROUND_TRANSITIONS,
    "sheet": SHEET_TRANSITIONS,
    "certificate": CERTIFICATE_TRANSITIONS,
    **AFTER_TRANSITIONS,
}
