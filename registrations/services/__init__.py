"""Writes: the only code that changes what registrations keep. Each function is one transaction."""

from registrations.services.behalf import add_signed, lacks_signed
from registrations.services.carrying import mark_reviewed
from registrations.services.checks import check_place, compare_papers
from registrations.services.claims import note_takeover
from registrations.services.completion import CompletionDraft, answer_completion, return_to_commune, take_in_dossier
from registrations.services.corrections import answer_correction, return_dossier, settle_correction
from registrations.services.digital import add_signed_forms, ask_for_forms_to_sign
from registrations.services.dossiers import save_fields_of_dossier, save_item, start_dossier
from registrations.services.evidence import (
    add_evidence,
    add_files,
    attach_paper,
    attach_papers,
    detach_paper,
    update_evidence,
)
from registrations.services.files import ask_for_copy, make_file_again
from registrations.services.filters import delete_filter, save_filter
from registrations.services.handover import Slip, allow_help, enter_producer, hand_over
from registrations.services.imports import (
    MENDABLE,
    accept_import,
    discard_import,
    mark_anew,
    mend_row,
    read_import,
    restore_row,
    retry_import,
    skip_row,
    take_doubtful_rows,
    take_row_anyway,
    undo_import,
    upload_list,
)
from registrations.services.invitations import (
    accept_invitation,
    decline_invitation,
    invite,
    offer_ownership,
    revoke_invitation,
)
from registrations.services.late_entries import grant_late_entry, revoke_late_entry
from registrations.services.lists import list_wishes_of_commune, send_list_by_letter
from registrations.services.office import accept_dossier, decline_wish, select_wish, select_wishes
from registrations.services.opinions import approve_opinion, ask_approval, give_back_opinion, save_opinion
from registrations.services.outreach import add_outreach, delete_outreach, update_outreach
from registrations.services.people import change_role, leave_producer, remove_member
from registrations.services.producers import create_producer, create_product, update_producer, update_product
from registrations.services.reasons import add_reason, change_reason, retire_reason
from registrations.services.reception import (
    ReceptionFacts,
    forward_dossier,
    note_reception,
    receive_dossier,
    refuse_dossier,
)
from registrations.services.responsible import hand_over_dossier
from registrations.services.results import (
    end_recognition,
    fix_for_scoring,
    prolong_recognition,
    record_outcome,
    record_recognition,
    release_from_scoring,
)
from registrations.services.rounds import RoundFacts, create_round, move_round, update_round
from registrations.services.signing import note_opening, sign_opinions
from registrations.services.submission import resubmit_dossier, submit_dossier, withdraw_dossier
from registrations.services.support import add_support, cancel_support, give_support, replan_support, update_support
from registrations.services.undertaking import undertake, undertaking_holds
from registrations.services.urging import remind_commune
from registrations.services.versions import remove_evidence, remove_file, replace_evidence, use_current_version
from registrations.services.wishes import register_wish, register_wishes, withdraw_wish

__all__ = [
    "MENDABLE",
    "CompletionDraft",
    "ReceptionFacts",
    "RoundFacts",
    "Slip",
    "accept_dossier",
    "accept_import",
    "accept_invitation",
    "add_evidence",
    "add_files",
    "add_outreach",
    "add_reason",
    "add_signed",
    "add_signed_forms",
    "add_support",
    "allow_help",
    "answer_completion",
    "answer_correction",
    "approve_opinion",
    "ask_approval",
    "ask_for_copy",
    "ask_for_forms_to_sign",
    "attach_paper",
    "attach_papers",
    "cancel_support",
    "change_reason",
    "change_role",
    "check_place",
    "compare_papers",
    "create_producer",
    "create_product",
    "create_round",
    "decline_invitation",
    "decline_wish",
    "delete_filter",
    "delete_outreach",
    "detach_paper",
    "discard_import",
    "end_recognition",
    "enter_producer",
    "fix_for_scoring",
    "forward_dossier",
    "give_back_opinion",
    "give_support",
    "grant_late_entry",
    "hand_over",
    "hand_over_dossier",
    "invite",
    "lacks_signed",
    "leave_producer",
    "list_wishes_of_commune",
    "make_file_again",
    "mark_anew",
    "mark_reviewed",
    "mend_row",
    "move_round",
    "note_opening",
    "note_reception",
    "note_takeover",
    "offer_ownership",
    "prolong_recognition",
    "read_import",
    "receive_dossier",
    "record_outcome",
    "record_recognition",
    "refuse_dossier",
    "register_wish",
    "register_wishes",
    "release_from_scoring",
    "remind_commune",
    "remove_evidence",
    "remove_file",
    "remove_member",
    "replace_evidence",
    "replan_support",
    "restore_row",
    "resubmit_dossier",
    "retire_reason",
    "retry_import",
    "return_dossier",
    "return_to_commune",
    "revoke_invitation",
    "revoke_late_entry",
    "save_fields_of_dossier",
    "save_filter",
    "save_item",
    "save_opinion",
    "select_wish",
    "select_wishes",
    "send_list_by_letter",
    "settle_correction",
    "sign_opinions",
    "skip_row",
    "start_dossier",
    "submit_dossier",
    "take_doubtful_rows",
    "take_in_dossier",
    "take_row_anyway",
    "undertake",
    "undertaking_holds",
    "undo_import",
    "update_evidence",
    "update_outreach",
    "update_producer",
    "update_product",
    "update_round",
    "update_support",
    "upload_list",
    "use_current_version",
    "withdraw_dossier",
    "withdraw_wish",
]
