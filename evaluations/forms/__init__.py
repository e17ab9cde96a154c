"""All input of evaluations."""

from evaluations.forms.advice import AdviceForm, PhotosForm, ResultForm, TestForm
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
    "ConflictForm",
    "CouncilForm",
    "DossiersForm",
    "MemberForm",
    "PhotosForm",
    "ProlongForm",
    "RecusalAnswerForm",
    "ResultForm",
    "RoundForm",
    "ScoreForm",
    "SignedForm",
    "TestForm",
    "WorkbookForm",
]
