"""All input about petitions."""

from directives.petitions.forms.answers import AnswerForm, SynthesisForm, TermForm
from directives.petitions.forms.filters import PetitionFilter
from directives.petitions.forms.groups import GroupingForm, GroupTitleForm
from directives.petitions.forms.writing import PetitionForm

__all__ = [
    "AnswerForm",
    "GroupTitleForm",
    "GroupingForm",
    "PetitionFilter",
    "PetitionForm",
    "SynthesisForm",
    "TermForm",
]
