"""Writes: the only code that changes what evaluations keep. Each function is one transaction."""

from evaluations.services.adopting import adopt_results
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
from evaluations.services.arrivals import make_arrivals, retry_package, take_package, undo_package
from evaluations.services.certificates import check_prolongation, prolong_certificate
from evaluations.services.closing import close_round, reopen_round
from evaluations.services.complaints import answer_complaint, file_complaint, set_complaint_terms, take_complaint_back
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
from evaluations.services.older import check_older_prolongation, prolong_older_recognition
from evaluations.services.opinions import give_opinion, take_to_meeting
from evaluations.services.packages import ask_for_package, make_package, receive_package, tick_item
from evaluations.services.papers import draft_minutes, draft_missing, draft_papers, propose_results, take_back
from evaluations.services.promotions import (
    PromotionFacts,
    create_promotion,
    drop_promoted,
    promote_product,
    update_promotion,
)
from evaluations.services.rechecks import (
    Plan,
    choose_products,
    finish_recheck,
    plan_recheck,
    propose_after_remedy,
    record_finding,
    record_remedy,
    start_recheck,
)
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
from evaluations.services.sheet_signing import (
    add_signed_sheet,
    make_sheet_signature,
    names_member,
    sign_with_stored_key,
)
from evaluations.services.sheets import Answer, abstain, reopen_sheet, save_sheet, seal_sheet
from evaluations.services.team_recusals import answer_team_recusal, declare_team_recusal, settle_team_conflict
from evaluations.services.ties import declare_tie, end_tie
from evaluations.services.uploads import upload_workbook, write_workbook
from evaluations.services.withdrawals import law_of_withdrawals, propose_withdrawal
from evaluations.services.written import ask_opinions

__all__ = [
    "Answer",
    "Finding",
    "MeetingFacts",
    "Plan",
    "PromotionFacts",
    "RegulationFacts",
    "RoundFacts",
    "abstain",
    "accept_short_notice",
    "add_adviser",
    "add_member",
    "add_signed_sheet",
    "add_test",
    "add_visit_photos",
    "adopt_results",
    "agree_levels",
    "answer_complaint",
    "answer_recusal",
    "answer_team_recusal",
    "ask_for_blank",
    "ask_for_filled",
    "ask_for_package",
    "ask_opinions",
    "attach_signed",
    "change_meeting",
    "check_older_prolongation",
    "check_prolongation",
    "choose_dossiers",
    "choose_products",
    "close_round",
    "create_council",
    "create_promotion",
    "create_round",
    "declare_recusal",
    "declare_team_recusal",
    "declare_tie",
    "describe_council",
    "dossiers_free_for",
    "draft_minutes",
    "draft_missing",
    "draft_papers",
    "drop_promoted",
    "end_tie",
    "file_complaint",
    "finish_recheck",
    "fix_dossiers",
    "give_opinion",
    "hand_over_advice",
    "invite",
    "knock_out",
    "law_of_withdrawals",
    "leave_off_list",
    "make_arrivals",
    "make_package",
    "make_sheet_file",
    "make_sheet_signature",
    "names_member",
    "note_attendance",
    "note_test_result",
    "open_discussion",
    "open_scoring",
    "plan_meeting",
    "plan_recheck",
    "prolong_certificate",
    "prolong_older_recognition",
    "promote_product",
    "propose_after_remedy",
    "propose_results",
    "propose_withdrawal",
    "receive_package",
    "record_finding",
    "record_remedy",
    "release_dossiers",
    "remind_members",
    "remove_advice_file",
    "remove_adviser",
    "remove_member",
    "reopen_round",
    "reopen_sheet",
    "retry_package",
    "save_advice",
    "save_sheet",
    "seal_sheet",
    "set_agenda",
    "set_aside",
    "set_complaint_terms",
    "set_regulation",
    "settle_conflict",
    "settle_team_conflict",
    "sign_with_stored_key",
    "start_recheck",
    "take_advice_back",
    "take_back",
    "take_complaint_back",
    "take_package",
    "take_to_meeting",
    "tick_item",
    "undo_knock_out",
    "undo_package",
    "update_promotion",
    "update_round",
    "upload_workbook",
    "withdraw_entry",
    "write_workbook",
]
