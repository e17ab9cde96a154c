"""The only code that changes documents, registers and tasks."""

from directives.services.documents import create_document, update_document
from directives.services.extensions import answer_extension, ask_extension
from directives.services.feeds import make_feed, revoke_feed
from directives.services.follow_job import retry_following
from directives.services.incoming import LetterFacts, discard_letter, note_letter, receive_letter, register_letter
from directives.services.ladders import change_hours, change_ladder
from directives.services.mailing import mail_delivery, open_by_link, token_of
from directives.services.publishing import publish
from directives.services.reading import enter_text, read_again, read_file
from directives.services.registers import change_letter_settings, give_number, set_number_aside, void_number
from directives.services.reminders import Reminder, run_reminders, send_reminders
from directives.services.rendering import pdf_of, render_document, retry_rendering
from directives.services.route import act, approve_from_list, note_reading
from directives.services.sending import note_opening
from directives.services.signed_elsewhere import add_scan, add_signed_file, checked_signatures, refuse_cleaned
from directives.services.signing import make_signature, retry_signature, sign_for_office
from directives.services.signing_keys import store_key
from directives.services.tasks import accept_report, create_task, report_task, return_report, take_task
from directives.services.taskwork import hand_over, set_reporting, split_task
from directives.services.texts import delete_text, save_text

__all__ = [
    "LetterFacts",
    "Reminder",
    "accept_report",
    "act",
    "add_scan",
    "add_signed_file",
    "answer_extension",
    "approve_from_list",
    "ask_extension",
    "change_hours",
    "change_ladder",
    "change_letter_settings",
    "checked_signatures",
    "create_document",
    "create_task",
    "delete_text",
    "discard_letter",
    "enter_text",
    "give_number",
    "hand_over",
    "mail_delivery",
    "make_feed",
    "make_signature",
    "note_letter",
    "note_opening",
    "note_reading",
    "open_by_link",
    "pdf_of",
    "publish",
    "read_again",
    "read_file",
    "receive_letter",
    "refuse_cleaned",
    "register_letter",
    "render_document",
    "report_task",
    "retry_following",
    "retry_rendering",
    "retry_signature",
    "return_report",
    "revoke_feed",
    "run_reminders",
    "save_text",
    "send_reminders",
    "set_number_aside",
    "set_reporting",
    "sign_for_office",
    "split_task",
    "store_key",
    "take_task",
    "token_of",
    "update_document",
    "void_number",
]
