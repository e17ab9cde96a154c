"""Tables of evaluations: councils, rounds and entries, sheets, and what comes out of a round."""

from evaluations.models.advice import AdvisoryFile, AdvisoryNote, AdvisoryReport, AdvisoryTest
from evaluations.models.councils import AdvisoryMember, Council, CouncilMember, DeclaredTie
from evaluations.models.meetings import AgendaItem, Attendance, Meeting
from evaluations.models.papers import SheetFile, SheetUpload
from evaluations.models.recognition import Certificate, Recognition, RoundPaper
from evaluations.models.rounds import AgreedLevel, Entry, EvaluationRound, Recusal
from evaluations.models.sheets import Sheet, SheetItem, SheetVersion

__all__ = [
    "AdvisoryFile",
    "AdvisoryMember",
    "AdvisoryNote",
    "AdvisoryReport",
    "AdvisoryTest",
    "AgendaItem",
    "AgreedLevel",
    "Attendance",
    "Certificate",
    "Council",
    "CouncilMember",
    "DeclaredTie",
    "Entry",
    "EvaluationRound",
    "Meeting",
    "Recognition",
    "Recusal",
    "RoundPaper",
    "Sheet",
    "SheetFile",
    "SheetItem",
    "SheetUpload",
    "SheetVersion",
]
