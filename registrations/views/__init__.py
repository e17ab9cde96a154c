"""The screens of registrations."""

from registrations.views.commune_lists import list_of_letter, list_of_round, list_workbook
from registrations.views.completion import completion_answer, dossier_to_commune
from registrations.views.copies import dossier_copy, file_again
from registrations.views.corrections import correction_answer, correction_settle, dossier_return
from registrations.views.digital import dossier_sign
from registrations.views.dossiers import dossier, dossier_act
from registrations.views.evidence import evidence, evidence_create, evidence_list
from registrations.views.files import file, file_page, file_thumbnail
from registrations.views.imports import (
    import_accept,
    import_columns,
    import_create,
    import_discard,
    import_marked,
    import_page,
    import_retry,
    import_row,
    import_row_act,
    import_source,
    import_take_doubtful,
    import_template,
    import_undo,
    imports,
)
from registrations.views.items import dossier_item
from registrations.views.late_entries import late_entries, late_entry_revoke
from registrations.views.opinions import dossier_opinion
from registrations.views.outreach import (
    outreach,
    outreach_create,
    outreach_delete,
    outreach_edit,
    outreach_summary,
    outreach_summary_workbook,
    outreach_workbook,
)
from registrations.views.producers import producer, producer_create, producer_edit, product_create, product_edit
from registrations.views.progress import round_progress, round_progress_rows, round_progress_workbook, round_remind
from registrations.views.queues import filter_delete, filter_save, office_dossiers, queue
from registrations.views.reasons import own_reasons, reason_edit, reason_retire, reasons
from registrations.views.reception import dossier_receive
from registrations.views.records import producers, products
from registrations.views.review import dossier_changes, dossier_compare, dossier_review
from registrations.views.round_page import round_page
from registrations.views.rounds import round_act, round_create, round_edit, rounds
from registrations.views.selection import selection, selection_several
from registrations.views.signing import approvals, sign
from registrations.views.start import start
from registrations.views.steps import dossier_step
from registrations.views.submission import (
    dossier_check,
    dossier_sent,
    dossier_submit,
    dossier_undertake,
    undertaking_print,
)
from registrations.views.support import (
    support_act,
    support_create,
    support_edit,
    support_plan,
    support_print,
    support_workbook,
)
from registrations.views.versions import evidence_file_remove, evidence_remove, evidence_replace
from registrations.views.wishes import wish, wish_act, wish_create, wishes

__all__ = [
    "approvals",
    "completion_answer",
    "correction_answer",
    "correction_settle",
    "dossier",
    "dossier_act",
    "dossier_changes",
    "dossier_check",
    "dossier_compare",
    "dossier_copy",
    "dossier_item",
    "dossier_opinion",
    "dossier_receive",
    "dossier_return",
    "dossier_review",
    "dossier_sent",
    "dossier_sign",
    "dossier_step",
    "dossier_submit",
    "dossier_to_commune",
    "dossier_undertake",
    "evidence",
    "evidence_create",
    "evidence_file_remove",
    "evidence_list",
    "evidence_remove",
    "evidence_replace",
    "file",
    "file_again",
    "file_page",
    "file_thumbnail",
    "filter_delete",
    "filter_save",
    "import_accept",
    "import_columns",
    "import_create",
    "import_discard",
    "import_marked",
    "import_page",
    "import_retry",
    "import_row",
    "import_row_act",
    "import_source",
    "import_take_doubtful",
    "import_template",
    "import_undo",
    "imports",
    "late_entries",
    "late_entry_revoke",
    "list_of_letter",
    "list_of_round",
    "list_workbook",
    "office_dossiers",
    "outreach",
    "outreach_create",
    "outreach_delete",
    "outreach_edit",
    "outreach_summary",
    "outreach_summary_workbook",
    "outreach_workbook",
    "own_reasons",
    "producer",
    "producer_create",
    "producer_edit",
    "producers",
    "product_create",
    "product_edit",
    "products",
    "queue",
    "reason_edit",
    "reason_retire",
    "reasons",
    "round_act",
    "round_create",
    "round_edit",
    "round_page",
    "round_progress",
    "round_progress_rows",
    "round_progress_workbook",
    "round_remind",
    "rounds",
    "selection",
    "selection_several",
    "sign",
    "start",
    "support_act",
    "support_create",
    "support_edit",
    "support_plan",
    "support_print",
    "support_workbook",
    "undertaking_print",
    "wish",
    "wish_act",
    "wish_create",
    "wishes",
]
