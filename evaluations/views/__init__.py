"""Pages of evaluations: thin, each through a ``…_visible_to`` selector and a service."""

from evaluations.views.advice import advice, advice_hand_over, advice_take_back, advice_write
from evaluations.views.advice_papers import advice_file_remove, advice_photos, advice_result, advice_test
from evaluations.views.certificates import certificate_prolong
from evaluations.views.councils import council, council_create, councils, member_remove
from evaluations.views.discussion import discussion, entry_act, entry_agree
from evaluations.views.entries import entry
from evaluations.views.files import file, file_page
from evaluations.views.meetings import (
    meeting,
    meeting_agenda,
    meeting_attendance,
    meeting_edit,
    meeting_invite,
    meeting_plan,
    remind,
    short_notice_answer,
)
from evaluations.views.opinion import opinion
from evaluations.views.papers import blank_paper, filled_paper, sheet_version, signed_paper
from evaluations.views.recusals import (
    conflict_settle,
    recusal_answer,
    recusals,
    recuse,
    team_conflict_settle,
    team_recusal_answer,
)
from evaluations.views.regulation import adviser_add, adviser_remove, council_edit, council_regulation, tie_end, ties
from evaluations.views.results import papers, results, results_export
from evaluations.views.rounds import round_create, round_dossiers, round_edit, round_page, rounds
from evaluations.views.sheets import scoring, sheet, sheet_abstain, sheet_read, sheet_reopen, sheet_seal
from evaluations.views.signatures import sign_with_key, signed_digitally
from evaluations.views.steps import round_act
from evaluations.views.workbooks import workbook, workbook_check, workbook_download
from evaluations.views.written import opinions, opinions_to_meeting

__all__ = [
    "advice",
    "advice_file_remove",
    "advice_hand_over",
    "advice_photos",
    "advice_result",
    "advice_take_back",
    "advice_test",
    "advice_write",
    "adviser_add",
    "adviser_remove",
    "blank_paper",
    "certificate_prolong",
    "conflict_settle",
    "council",
    "council_create",
    "council_edit",
    "council_regulation",
    "councils",
    "discussion",
    "entry",
    "entry_act",
    "entry_agree",
    "file",
    "file_page",
    "filled_paper",
    "meeting",
    "meeting_agenda",
    "meeting_attendance",
    "meeting_edit",
    "meeting_invite",
    "meeting_plan",
    "member_remove",
    "opinion",
    "opinions",
    "opinions_to_meeting",
    "papers",
    "recusal_answer",
    "recusals",
    "recuse",
    "remind",
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
    "sheet_version",
    "short_notice_answer",
    "sign_with_key",
    "signed_digitally",
    "signed_paper",
    "team_conflict_settle",
    "team_recusal_answer",
    "tie_end",
    "ties",
    "workbook",
    "workbook_check",
    "workbook_download",
]
