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
from evaluations.forms.papers import SignedForm, WorkbookForm
from evaluations.forms.resolutions import AgreeForm, CloseForm, ConflictForm, RecusalAnswerForm
from evaluations.forms.rounds import DossiersForm, RoundForm
from evaluations.forms.sheets import ScoreForm

__all__ = [
    "AdviceForm",
    "AgreeForm",
    "CloseForm",
    "ComplaintAnswerForm",
    "ComplaintForm",
    "ComplaintTermsForm",
    "ConflictForm",
    "CouncilForm",
    "DossiersForm",
    "FiguresForm",
    "FindingForm",
    "MemberForm",
    "PhotosForm",
    "ProlongForm",
    "PromoteForm",
    "PromotionForm",
    "RecheckForm",
    "RecheckProductsForm",
    "RecognisedFilterForm",
    "RecusalAnswerForm",
    "RemedyForm",
    "ResultForm",
    "RoundForm",
    "ScoreForm",
    "SignedForm",
    "TestForm",
    "WithdrawalForm",
    "WorkbookForm",
]
