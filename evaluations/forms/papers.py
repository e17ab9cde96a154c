"""Uploads of score sheets: the scan of a signed one, and workbooks that were filled elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import files
from foundation.files.types import PDF
from foundation.forms import CheckedFileField


class SignedForm(forms.Form):
    """The scan of a sheet that was signed by hand."""

    upload = CheckedFileField(label=_("Scan of the signed sheet"), kinds=files.PAPERS)


class DigitalForm(forms.Form):
    """The PDF of a sheet as its member signed it elsewhere."""

    upload = CheckedFileField(
        label=_("Signed file"),
        kinds=(PDF,),
        help_text=_(
            "The PDF that you downloaded here, with your signature. The portal checks that nothing else changed."
        ),
    )
    other_name = forms.BooleanField(label=_("The certificate writes the member's name in another form"), required=False)

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not own:
            del self.fields["other_name"]


class WorkbookForm(forms.Form):
    """A workbook with the member's sheets."""

    upload = CheckedFileField(label=_("Workbook with your sheets (.xlsx)"), kinds=files.WORKBOOKS)
