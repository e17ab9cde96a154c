"""Uploads of score sheets: the scan of a signed one, and workbooks that were filled elsewhere."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import files
from foundation.forms import CheckedFileField


class SignedForm(forms.Form):
    """The scan of a sheet that was signed by hand."""

    upload = CheckedFileField(label=_("Scan of the signed sheet"), kinds=files.PAPERS)


class WorkbookForm(forms.Form):
    """A workbook with the member's sheets."""

    upload = CheckedFileField(label=_("Workbook with your sheets (.xlsx)"), kinds=files.WORKBOOKS)
