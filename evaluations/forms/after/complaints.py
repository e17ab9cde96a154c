"""Forms about complaints."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import ComplaintVerdict
from foundation.forms import LineField, TextField


class ComplaintForm(forms.Form):
    """What a producer holds against a result."""

    text = TextField(label=_("What you hold against the result"), max_length=5000, min_length=10)
    wanted = TextField(label=_("What you ask for"), required=False, max_length=2000)


class ComplaintAnswerForm(forms.Form):
    """The answer to a complaint."""

    verdict = forms.ChoiceField(label=_("The complaint is"), choices=ComplaintVerdict.choices, widget=forms.RadioSelect)
    answer = TextField(label=_("Answer"), max_length=5000, min_length=10)


class ComplaintTermsForm(forms.Form):
    """The terms that the regulation gives; an empty field means that it is silent."""

    file_days = forms.IntegerField(
        label=_("Days to file after the result is published"), required=False, min_value=1, max_value=365
    )
    answer_days = forms.IntegerField(label=_("Days to answer after filing"), required=False, min_value=1, max_value=365)
    source = LineField(label=_("Where this is laid down"), max_length=300)
