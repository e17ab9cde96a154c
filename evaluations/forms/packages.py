"""Forms about what is sent up and received."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Office
from accounts.selectors import offices_with_role
from foundation.forms import NO_FILE, LineField


class TickForm(forms.Form):
    """A thing of the package that an officer ticks."""

    code = forms.CharField(max_length=60, widget=forms.HiddenInput)
    there = forms.BooleanField(required=False, widget=forms.HiddenInput)
    note = LineField(label=_("Note"), required=False, max_length=300)


class ReceiveForm(forms.Form):
    """A data file from the level below; what it holds is checked as a whole before anything is kept."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    file = forms.FileField(
        label=_("Package (ZIP) or its data file (JSON)"),
        error_messages=NO_FILE,
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.json"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = offices_with_role(user, Role.ROUND_OFFICER)
