"""Forms about recognised products: the filter of their list, and the proposal to withdraw."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.forms.after.common import grounds
from foundation import clock
from foundation.forms import DateField, LineField, TextField
from rubrics.models import Decision

_ALL = ("", _("All"))


class RecognisedFilterForm(forms.Form):
    """Narrows the list of recognised products; what was not understood filters nothing."""

    q = LineField(label=_("Product or producer"), required=False, max_length=100)
    stars = forms.TypedChoiceField(
        label=_("Stars"), required=False, coerce=int, empty_value=None, choices=[_ALL, (5, "5"), (4, "4"), (3, "3")]
    )
    until = DateField(label=_("Ends on or before"), required=False)

    def values(self) -> dict[str, Any]:
        """Return what was understood."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in ("q", "stars", "until")}


class WithdrawalForm(forms.Form):
    """Ground, facts and the day on which these were found."""

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    facts = TextField(
        label=_("What was found"), max_length=2000, min_length=10,
        help_text=_("It stands in the decision. Write facts, days and papers, one sentence or more."),
    )  # fmt: skip
    known_on = DateField(label=_("Found on"))

    def __init__(self, *args: Any, law: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = grounds(law)
        self.fields["known_on"].initial = clock.today()
