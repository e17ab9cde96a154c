"""Writes: the only code that changes what evaluations keep. Each function is one transaction."""

from evaluations.services.certificates import check_prolongation, prolong_certificate, withdraw_certificate
from evaluations.services.closing import close_round, reopen_round
from evaluations.services.councils import add_member, create_council, remove_member
from evaluations.services.papers import draft_minutes, draft_missing, draft_papers, propose_results, take_back
from evaluations.services.recusals import answer_recusal, declare_recusal, settle_conflict
from evaluations.services.resolutions import (
    agree_levels,
    knock_out,
    leave_off_list,
    set_aside,
    undo_knock_out,
    withdraw_entry,
)
from evaluations.services.rounds import (
    RoundFacts,
    choose_dossiers,
    create_round,
    dossiers_free_for,
    fix_dossiers,
    open_discussion,
    open_scoring,
    release_dossiers,
    update_round,
)
from evaluations.services.sheets import Answer, abstain, reopen_sheet, save_sheet, seal_sheet

__all__ = [
    "Answer",
    "RoundFacts",
    "abstain",
    "add_member",
    "agree_levels",
    "answer_recusal",
    "check_prolongation",
    "choose_dossiers",
    "close_round",
    "create_council",
    "create_round",
    "declare_recusal",
    "dossiers_free_for",
    "draft_minutes",
    "draft_missing",
    "draft_papers",
    "fix_dossiers",
    "knock_out",
    "leave_off_list",
    "open_discussion",
    "open_scoring",
    "prolong_certificate",
    "propose_results",
    "release_dossiers",
    "remove_member",
    "reopen_round",
    "reopen_sheet",
    "save_sheet",
    "seal_sheet",
    "set_aside",
    "settle_conflict",
    "take_back",
    "undo_knock_out",
    "update_round",
    "withdraw_certificate",
    "withdraw_entry",
]
