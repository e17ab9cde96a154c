"""Writes: the only code that changes what evaluations keep. Each function is one transaction."""

from evaluations.services.advice import (
    Finding,
    add_test,
    add_visit_photos,
    hand_over_advice,
    note_test_result,
    remove_advice_file,
    save_advice,
    take_advice_back,
)
from evaluations.services.certificates import check_prolongation, prolong_certificate, withdraw_certificate
from evaluations.services.closing import close_round, reopen_round
from evaluations.services.councils import add_member, create_council, remove_member
from evaluations.services.meetings import (
    MeetingFacts,
    accept_short_notice,
    change_meeting,
    invite,
    note_attendance,
    plan_meeting,
    set_agenda,
)
from evaluations.services.papers import draft_minutes, draft_missing, draft_papers, propose_results, take_back
from evaluations.services.recusals import answer_recusal, declare_recusal, settle_conflict
from evaluations.services.regulation import (
    RegulationFacts,
    add_adviser,
    describe_council,
    remove_adviser,
    set_regulation,
)
from evaluations.services.reminding import remind_members
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
from evaluations.services.sheet_files import ask_for_blank, ask_for_filled, attach_signed, make_sheet_file
from evaluations.services.sheets import Answer, abstain, reopen_sheet, save_sheet, seal_sheet
from evaluations.services.ties import declare_tie, end_tie
from evaluations.services.uploads import upload_workbook, write_workbook

__all__ = [
    "Answer",
    "Finding",
    "MeetingFacts",
    "RegulationFacts",
    "RoundFacts",
    "abstain",
    "accept_short_notice",
    "add_adviser",
    "add_member",
    "add_test",
    "add_visit_photos",
    "agree_levels",
    "answer_recusal",
    "ask_for_blank",
    "ask_for_filled",
    "attach_signed",
    "change_meeting",
    "check_prolongation",
    "choose_dossiers",
    "close_round",
    "create_council",
    "create_round",
    "declare_recusal",
    "declare_tie",
    "describe_council",
    "dossiers_free_for",
    "draft_minutes",
    "draft_missing",
    "draft_papers",
    "end_tie",
    "fix_dossiers",
    "hand_over_advice",
    "invite",
    "knock_out",
    "leave_off_list",
    "make_sheet_file",
    "note_attendance",
    "note_test_result",
    "open_discussion",
    "open_scoring",
    "plan_meeting",
    "prolong_certificate",
    "propose_results",
    "release_dossiers",
    "remind_members",
    "remove_advice_file",
    "remove_adviser",
    "remove_member",
    "reopen_round",
    "reopen_sheet",
    "save_advice",
    "save_sheet",
    "seal_sheet",
    "set_agenda",
    "set_aside",
    "set_regulation",
    "settle_conflict",
    "take_advice_back",
    "take_back",
    "undo_knock_out",
    "update_round",
    "upload_workbook",
    "withdraw_certificate",
    "withdraw_entry",
    "write_workbook",
]
