"""What an officer says when the commune's list goes up without a letter on the portal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from foundation.forms import LineField


class ListForm(forms.Form):
    """The covering letter that the commune has issued elsewhere, if it has."""

    paper_letter = LineField(
        label=gettext_lazy("Covering letter issued outside the portal"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Number and date, for example: 45/UBND, 20/03/2026. Only where there is one."),
    )
