"""All input of evaluations."""

from evaluations.forms.advice import AdviceForm, PhotosForm, ResultForm, TestForm
from evaluations.forms.after import (
    ComplaintAnswerForm,
    ComplaintForm,
    ComplaintTermsForm,
    FiguresForm,
    FindingForm,
    PromoteForm,
    PromotionForm,
    RecheckForm,
    RecheckProductsForm,
    RecognisedFilterForm,
    RemedyForm,
    WithdrawalForm,
)
from evaluations.forms.certificates import ProlongForm
from evaluations.forms.councils import CouncilForm, MemberForm
from evaluations.forms.meetings import AgendaForm, AttendanceForm, LayOutForm, MeetingForm, TieForm
from evaluations.forms.papers import DigitalForm, SignedForm, WorkbookForm
from evaluations.forms.regulation import AdviserForm, CouncilDecisionForm, RegulationForm
from evaluations.forms.resolutions import AgreeForm, CloseForm, ConflictForm, RecusalAnswerForm
from evaluations.forms.rounds import DossiersForm, RoundForm
from evaluations.forms.sheets import ScoreForm
from evaluations.forms.written import AskForm, OpinionForm

__all__ = [
    "AdviceForm",
    "AdviserForm",
    "AgendaForm",
    "AgreeForm",
    "AskForm",
    "AttendanceForm",
    "CloseForm",
    "ComplaintAnswerForm",
    "ComplaintForm",
    "ComplaintTermsForm",
    "ConflictForm",
    "CouncilDecisionForm",
    "CouncilForm",
    "DigitalForm",
    "DossiersForm",
    "FiguresForm",
    "FindingForm",
    "LayOutForm",
    "MeetingForm",
    "MemberForm",
    "OpinionForm",
    "PhotosForm",
    "ProlongForm",
    "PromoteForm",
    "PromotionForm",
    "RecheckForm",
    "RecheckProductsForm",
    "RecognisedFilterForm",
    "RecusalAnswerForm",
    "RegulationForm",
    "RemedyForm",
    "ResultForm",
    "RoundForm",
    "ScoreForm",
    "SignedForm",
    "TestForm",
    "TieForm",
    "WithdrawalForm",
    "WorkbookForm",
]
