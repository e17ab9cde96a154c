"""Forms of the life after recognition."""

from evaluations.forms.after.complaints import ComplaintAnswerForm, ComplaintForm, ComplaintTermsForm
from evaluations.forms.after.promotions import FiguresForm, PromoteForm, PromotionForm
from evaluations.forms.after.rechecks import FindingForm, RecheckForm, RecheckProductsForm, RemedyForm
from evaluations.forms.after.recognised import RecognisedFilterForm, WithdrawalForm

__all__ = [
    "ComplaintAnswerForm",
    "ComplaintForm",
    "ComplaintTermsForm",
    "FiguresForm",
    "FindingForm",
    "PromoteForm",
    "PromotionForm",
    "RecheckForm",
    "RecheckProductsForm",
    "RecognisedFilterForm",
    "RemedyForm",
    "WithdrawalForm",
]
