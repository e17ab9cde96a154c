"""The only code that changes documents, registers and tasks."""

from directives.services.documents import create_document, update_document
from directives.services.registers import change_letter_settings, give_number, set_number_aside, void_number
from directives.services.reminders import Reminder, send_reminders
from directives.services.rendering import pdf_of, render_document, retry_rendering
from directives.services.route import act
from directives.services.signed_elsewhere import add_scan, add_signed_file
from directives.services.signing import make_signature, retry_signature, sign_for_office, store_key
from directives.services.tasks import accept_report, create_task, report_task, return_report, take_task

__all__ = [
    "Reminder",
    "accept_report",
    "act",
    "add_scan",
    "add_signed_file",
    "change_letter_settings",
    "create_document",
    "create_task",
    "give_number",
    "make_signature",
    "pdf_of",
    "render_document",
    "report_task",
    "retry_rendering",
    "retry_signature",
    "return_report",
    "send_reminders",
    "set_number_aside",
    "sign_for_office",
    "store_key",
    "take_task",
    "update_document",
    "void_number",
]
