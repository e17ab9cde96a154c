"""Tables of evaluations: councils, rounds and entries, sheets, and what comes out of a round."""

from evaluations.models.advice import AdvisoryFile, AdvisoryNote, AdvisoryReport, AdvisoryTest
from evaluations.models.complaints import Complaint, ComplaintTerms
from evaluations.models.councils import AdvisoryMember, Council, CouncilMember, DeclaredTie
from evaluations.models.meetings import AgendaItem, Attendance, Meeting
from evaluations.models.packages import PackageFile, PackageTick, ReceivedEntry, ReceivedPackage
from evaluations.models.papers import SheetFile, SheetUpload
from evaluations.models.promotion import PromotedProduct, Promotion
from evaluations.models.rechecks import RecheckCampaign, RecheckItem
from evaluations.models.recognition import Certificate, Recognition, RoundPaper
from evaluations.models.recusals import Recusal, TeamRecusal
from evaluations.models.rounds import AgreedLevel, Entry, EvaluationRound
from evaluations.models.sheets import Sheet, SheetItem, SheetVersion
from evaluations.models.signatures import SheetSignature
from evaluations.models.withdrawals import Withdrawal
from evaluations.models.written import WrittenOpinion, WrittenRequest

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
    "Complaint",
    "ComplaintTerms",
    "Council",
    "CouncilMember",
    "DeclaredTie",
    "Entry",
    "EvaluationRound",
    "Meeting",
    "PackageFile",
    "PackageTick",
    "PromotedProduct",
    "Promotion",
    "ReceivedEntry",
    "ReceivedPackage",
    "RecheckCampaign",
    "RecheckItem",
    "Recognition",
    "Recusal",
    "RoundPaper",
    "Sheet",
    "SheetFile",
    "SheetItem",
    "SheetSignature",
    "SheetUpload",
    "SheetVersion",
    "TeamRecusal",
    "Withdrawal",
    "WrittenOpinion",
    "WrittenRequest",
]
