"""Written opinions: asking for them, and giving one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.models import Entry
from foundation.forms import DateField, TextField

AGREE, DISAGREE = "agree", "disagree"


class AskForm(forms.Form):
    """On which re-evaluations the members are asked, what, and until when."""

    entries = forms.ModelMultipleChoiceField(
        label=_("Products"), queryset=Entry.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    proposal = TextField(label=_("What the members are asked"), max_length=2000)
    answers_by = DateField(
        label=_("Opinions until the end of"),
        help_text=_("Asked again with another day, the term changes; opinions that were given stay."),
    )

    def __init__(self, *args: Any, entries: list[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["entries"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = Entry.objects.filter(pk__in=[entry.pk for entry in entries])
            field.choices = [(entry.pk, f"{entry.dossier.product} – {entry.dossier.producer}") for entry in entries]
        self.fields["proposal"].initial = (
            "Đề nghị thành viên Hội đồng cho ý kiến bằng văn bản về kết quả đánh giá lại sản phẩm theo hồ sơ, phiếu "
            "đánh giá và báo cáo của tổ tư vấn."
        )


class OpinionForm(forms.Form):
    """Agree, or not and why."""

    opinion = forms.ChoiceField(
        label=_("Your opinion"),
        choices=[(AGREE, _("I agree")), (DISAGREE, _("I do not agree; the council should meet"))],
        widget=forms.RadioSelect,
    )
    reason = TextField(label=_("Reason"), required=False, max_length=2000, help_text=_("Needed if you do not agree."))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("opinion") == DISAGREE and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Give the reason why you do not agree."))
        return cleaned
