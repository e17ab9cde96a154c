"""One reason of an office's list."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import LineField


class ReasonTextForm(forms.Form):
    """The words that the producer will read."""

    text = LineField(
        label=_("Reason"),
        min_length=5,
        max_length=300,
        help_text=_("In Vietnamese, with what the producer has to do: it stands in the slip that goes out."),
    )
