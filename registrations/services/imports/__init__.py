"""Writes about imported lists: upload, read, accept, undo."""

from registrations.services.imports.accepting import accept_import, make_rows, retry_import
from registrations.services.imports.choices import restore_row, skip_row, take_doubtful_rows, take_row_anyway
from registrations.services.imports.intake import Columns, discard_import, read_import, upload_list
from registrations.services.imports.marking import ask_for_marked, mark_anew, mark_workbook
from registrations.services.imports.mending import MENDABLE, mend_row
from registrations.services.imports.staging import stage_rows
from registrations.services.imports.undoing import undo_import, unmake_rows

__all__ = [
    "MENDABLE",
    "Columns",
    "accept_import",
    "ask_for_marked",
    "discard_import",
    "make_rows",
    "mark_anew",
    "mark_workbook",
    "mend_row",
    "read_import",
    "restore_row",
    "retry_import",
    "skip_row",
    "stage_rows",
    "take_doubtful_rows",
    "take_row_anyway",
    "undo_import",
    "unmake_rows",
    "upload_list",
]
