"""The producer's papers: one paper with its files, a new version of it, and the list of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock
from foundation.files import CheckedUpload
from foundation.forms import CheckedFileField, LineField
from foundation.text import search_key
from registrations.enums import EvidenceKind
from registrations.forms.guarded import GuardedForm, clean_field
from registrations.models import Evidence, EvidenceFile
from registrations.models.evidence import ENDS_SOON

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
        help_text=gettext_lazy(
            "PDF or photographs (JPG, PNG, HEIC), at most 20 MB each; several at once are possible. On a phone you can "
            "take the photograph right here."
        ),
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


class KeptFiles(forms.ModelMultipleChoiceField):
    """The files of the version before, by name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.stored.original_name)


class NewVersionForm(EvidenceForm):
    """A new version of a paper: what it says now, new files, and those of the old version that still hold."""

    keep = KeptFiles(
        label=gettext_lazy("Files that stay as they are"),
        queryset=EvidenceFile.objects.none(),
        required=False,
        help_text=gettext_lazy("Tick what is still right. What is not ticked stays with the old version only."),
    )
    field_order = (*EvidenceForm.field_order, "keep")

    class Meta(EvidenceForm.Meta):
        pass

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].label = _("Scans or photographs of the new version")
        self.fields["keep"].queryset = self.instance.files.select_related("stored")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "files" in data and not data["files"] and not data.get("keep"):
            self.add_error("files", _("Choose at least one file, or tick one that stays."))
        return data


class PapersForm(forms.Form):
    """Ticks the producer's papers that shall go with a dossier."""

    papers = forms.ModelMultipleChoiceField(queryset=Evidence.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, others: QuerySet[Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["papers"].queryset = others


class PaperFilter(forms.Form):
    """Narrows the list of a producer's papers."""

    SHOWN = [
        ("", gettext_lazy("all")),
        ("ending", gettext_lazy("expired or ending within 90 days")),
        ("used", gettext_lazy("used in a dossier")),
        ("unused", gettext_lazy("not used yet")),
    ]
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("all")), *EvidenceKind.choices]
    )
    show = forms.ChoiceField(label=gettext_lazy("Show"), required=False, choices=SHOWN)
    q = LineField(label=gettext_lazy("Name or number of the paper"), required=False, max_length=100)

    def narrow(self, rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
        """Return the rows that fit (annotated with ``in_use``); what is not valid narrows nothing."""
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("kind"):
            rows = rows.filter(kind=data["kind"])
        if words := data.get("q"):
            for word in search_key(words).split():
                rows = rows.filter(search__contains=word)
        conditions = {
            "ending": Q(expires_on__lte=clock.today() + ENDS_SOON),
            "used": Q(in_use=True),
            "unused": Q(in_use=False),
        }
        return rows.filter(conditions.get(data.get("show") or "", Q()))
