"""All input of evaluations."""

from evaluations.forms.certificates import ProlongForm
from evaluations.forms.councils import CouncilForm, MemberForm
from evaluations.forms.resolutions import AgreeForm, CloseForm, RecusalAnswerForm
from evaluations.forms.rounds import DossiersForm, RoundForm
from evaluations.forms.sheets import ScoreForm

__all__ = [
    "AgreeForm",
    "CloseForm",
    "CouncilForm",
    "DossiersForm",
    "MemberForm",
    "ProlongForm",
    "RecusalAnswerForm",
    "RoundForm",
    "ScoreForm",
]
