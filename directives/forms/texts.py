"""Templates of letters and lists of lines, kept by an office."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from directives.enums import TextListKind
from directives.forms.fields import LinesField, OfficeField, PrintedLineField, PrintedTextField
from directives.forms.letter import WRITTEN_TYPES
from foundation.forms import LineField


class _OfOffice(forms.Form):
    """A text of one of the person's offices."""

    office = OfficeField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    name = LineField(label=_("Name"), max_length=120)

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices
        self.helper = FormHelper(self)


class TemplateForm(_OfOffice):
    """A letter with open places."""

    type = forms.ChoiceField(label=_("Type"), choices=WRITTEN_TYPES)
    abstract = PrintedLineField(label=_("Abstract"), required=False, max_length=300)
    addressees = PrintedTextField(label=_("Addressed to"), required=False, max_length=5000)
    legal_grounds = PrintedTextField(label=_("Legal grounds"), required=False, max_length=8000)
    text = PrintedTextField(
        label=_("Text"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Write open places as [[tên xã]]. [[cơ quan]], [[cơ quan soạn]], [[đơn vị hành chính]], [[địa danh]], "
            "[[năm]] and [[tháng]] are filled by the portal; a letter with a place left open cannot be approved."
        ),
    )
    recipients = PrintedTextField(label=_("Copies to"), required=False, max_length=5000)


class TextListForm(_OfOffice):
    """Lines that are used together."""

    kind = forms.ChoiceField(label=_("Kind"), choices=TextListKind.choices)
    lines = LinesField(label=_("Lines"), rows=8, help_text=_("One to a line, as they are printed."))

    def clean_lines(self) -> str:
        """Keep them as they are shown again."""
        return "\n".join(self.cleaned_data["lines"])
