"""Steps on documents."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from directives.forms.base import PlainForm
from foundation.files.types import PDF
from foundation.forms import CheckedFileField, ReasonForm


class StepForm(forms.Form):
    """A step on a document as the person has seen it: whatever was changed meanwhile is looked at again first."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)


class StepWithReasonForm(StepForm, ReasonForm):
    """A step that carries its reason."""


class ScanForm(PlainForm):
    """One file that shows a signed document."""

    file = CheckedFileField(label=_("File"), help_text=_("PDF or photograph (JPG, PNG, HEIC), at most 20 MB."))


class SignedFileForm(ScanForm):
    """The document as it was signed outside the portal."""

    file = CheckedFileField(
        label=_("Signed file"),
        kinds=(PDF,),
        help_text=_(
            "The PDF that you downloaded here, with your signature. The portal checks that nothing else changed."
        ),
    )
