"""Setting numbers aside, and how an office numbers and signs."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from directives.enums import Register, SigningWay
from foundation.forms import LineField, TextField

_SERIES = [choice for choice in Register.choices if choice[0] != Register.TRAINING]


class SetAsideForm(forms.Form):
    """Which register, why, and in offices with a system of their own which number."""

    series = forms.ChoiceField(label=_("Series"))
    number = forms.IntegerField(label=_("Number given by the office's own system"), min_value=1, max_value=999999)
    reason = TextField(
        label=_("Reason"), min_length=5, max_length=500, help_text=_("For which document the number is meant.")
    )

    def __init__(self, *args: Any, external: bool, series: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(_SERIES)
        own = [(name, name) for name in series if name not in known and name != Register.TRAINING]
        self.fields["series"].choices = [*_SERIES, *own]
        if not external:
            del self.fields["number"]
        self.helper = FormHelper(self)


class LetterSettingsForm(forms.Form):
    """How an office numbers and signs."""

    external_numbers = forms.BooleanField(
        label=_("Numbers come from the office's own document system"),
        required=False,
        help_text=_("The clerk enters each number before the leader approves."),
    )
    signing = forms.ChoiceField(label=_("Signature"), choices=SigningWay.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)


class ChosenNumberForm(forms.Form):
    """The number that a document is to get."""

    number = LineField(max_length=12)
