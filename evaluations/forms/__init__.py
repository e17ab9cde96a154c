"""All input of evaluations."""

from evaluations.forms.certificates import ProlongForm
from evaluations.forms.councils import CouncilForm, MemberForm
from evaluations.forms.resolutions import AgreeForm, CloseForm, ConflictForm, RecusalAnswerForm
from evaluations.forms.rounds import DossiersForm, RoundForm
from evaluations.forms.sheets import ScoreForm

__all__ = [
    "AgreeForm",
    "CloseForm",
    "ConflictForm",
    "CouncilForm",
    "DossiersForm",
    "MemberForm",
    "ProlongForm",
    "RecusalAnswerForm",
    "RoundForm",
    "ScoreForm",
]
