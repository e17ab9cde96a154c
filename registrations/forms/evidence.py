"""The producer's papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock
from foundation.files import CheckedUpload
from foundation.forms import CheckedFileField
from registrations.forms.guarded import GuardedForm, clean_field
from registrations.models import Evidence

MAX_AT_ONCE = 10


class ManyFilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class CheckedFilesField(CheckedFileField):
    """Several uploads, each checked; its cleaned value is a list of ``CheckedUpload``. Every bad file is named."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=ManyFilesInput(attrs={"multiple": True}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[CheckedUpload]:  # type: ignore[override]  # noqa: ARG002
        uploads = [upload for upload in (data or []) if upload]
        if not uploads and self.required:
            raise ValidationError(_("Choose at least one file."))
        if len(uploads) > MAX_AT_ONCE:
            raise ValidationError(_("At most %(limit)s files at once.") % {"limit": MAX_AT_ONCE})
        found, errors = [], []
        for upload in uploads:
            try:
                found.append(super().to_python(upload))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return [upload for upload in found if upload is not None]


class EvidenceForm(GuardedForm):
    """What a paper says about itself, and its scans or photographs."""

    files = CheckedFilesField(
        label=gettext_lazy("Scans or photographs"),
        help_text=gettext_lazy("PDF, JPG or PNG, at most 20 MB each; several are possible."),
    )
    field_order = ("kind", "title", "number", "issuer", "issued_on", "expires_on", "files")

    class Meta:
        model = Evidence
        fields = ("kind", "title", "number", "issuer", "issued_on", "expires_on")
        formfield_callback = clean_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["files"].required = False
            self.fields["files"].label = _("Add scans or photographs")

    def clean_issued_on(self) -> Any:
        day = self.cleaned_data["issued_on"]
        if day is not None and day > clock.today():
            raise ValidationError(_("This day lies in the future."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("issued_on"), data.get("expires_on")
        if first and last and last < first:
            self.add_error("expires_on", _("The paper cannot end before it was issued."))
        return data
