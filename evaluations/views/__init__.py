"""Pages of evaluations: thin, each through a ``…_visible_to`` selector and a service."""

from evaluations.views.certificates import certificate_prolong, certificate_withdraw
from evaluations.views.councils import council, council_create, councils, member_remove
from evaluations.views.discussion import discussion, entry_act, entry_agree
from evaluations.views.entries import entry
from evaluations.views.recusals import conflict_settle, recusal_answer, recusals, recuse
from evaluations.views.results import papers, results, results_export
from evaluations.views.rounds import round_create, round_dossiers, round_edit, round_page, rounds
from evaluations.views.sheets import scoring, sheet, sheet_abstain, sheet_read, sheet_reopen, sheet_seal
from evaluations.views.steps import round_act

__all__ = [
    "certificate_prolong",
    "certificate_withdraw",
    "conflict_settle",
    "council",
    "council_create",
    "councils",
    "discussion",
    "entry",
    "entry_act",
    "entry_agree",
    "member_remove",
    "papers",
    "recusal_answer",
    "recusals",
    "recuse",
    "results",
    "results_export",
    "round_act",
    "round_create",
    "round_dossiers",
    "round_edit",
    "round_page",
    "rounds",
    "scoring",
    "sheet",
    "sheet_abstain",
    "sheet_read",
    "sheet_reopen",
    "sheet_seal",
]
