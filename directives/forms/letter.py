"""Start, head and foot of a letter: everything but its sections and tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from accounts.models import Office
from accounts.selectors import offices_in_force
from directives.enums import DocumentType, TextListKind
from directives.forms.fields import (
    LinesField,
    OfficeField,
    OfficesField,
    PrintedLineField,
    TextListField,
    offer,
    with_lists,
)
from directives.models import TextList
from directives.rendering import Urgency
from rubrics.selectors import decisions

# Certificates are written by the office that recognises products, never by hand.
WRITTEN_TYPES = [(value, label) for value, label in DocumentType.choices if value != DocumentType.GIAY_CHUNG_NHAN]
URGENCIES = [("", _l("Not urgent")), *((urgency.value, urgency.value) for urgency in Urgency if urgency.value)]

# Nghị định 30/2020, Phụ lục III: only letters, reports and submissions name whom they are addressed to.
_ADDRESSED = (DocumentType.CONG_VAN, DocumentType.BAO_CAO, DocumentType.TO_TRINH)
_GROUNDED = (DocumentType.QUYET_DINH, DocumentType.KE_HOACH, DocumentType.THONG_BAO, DocumentType.TO_TRINH)


Stacks = Sequence[tuple[str, Sequence[str]]]


class StartForm(forms.Form):
    """In whose name, and what kind of document: the rest of the form follows from it."""

    office = OfficeField(label=_l("Issued by"), queryset=Office.objects.none(), empty_label=None)
    type = forms.ChoiceField(label=_l("Type"), choices=WRITTEN_TYPES)
    training = forms.BooleanField(
        label=_l("For training only"),
        required=False,
        help_text=_l("Marked on every page as without legal value, and numbered in a register of its own."),
    )

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].offer(offices)
        self.helper = FormHelper(self)


class HeadForm(forms.Form):
    """What stands above the body."""

    abstract = PrintedLineField(
        label=_l("Abstract"),
        max_length=300,
        help_text=_l("What it is about, in one sentence. “V/v” is added to letters."),
    )
    addressees = LinesField(
        label=_l("Addressed to"),
        required=False,
        max_line=200,
        help_text=_l("One to a line, as printed after “Kính gửi”."),
    )
    legal_grounds = LinesField(
        label=_l("Legal grounds"),
        required=False,
        rows=4,
        help_text=_l("One to a line, each beginning with “Căn cứ”."),
    )
    grounds_list = TextListField(label=_l("Add the grounds of a list"))
    proposal = PrintedLineField(
        label=_l("At the proposal of"), required=False, max_length=300, help_text=_l("As in “Theo đề nghị của …”.")
    )
    sent_to = OfficesField(
        label=_l("Sent in the portal to"),
        queryset=Office.objects.none(),
        required=False,
        help_text=_l("These offices see it when it is issued. Offices that get a task see it in any case."),
    )
    mail_to = LinesField(
        label=_l("By e-mail to"),
        required=False,
        rows=2,
        max_line=254,
        help_text=_l("One address to a line. Each gets a link to the document when it is issued."),
    )
    law = forms.ModelChoiceField(
        label=_l("Under the decision"),
        queryset=decisions(),
        required=False,
        empty_label=_l("No decision of the programme"),
        help_text=_l("A document under a decision can only be signed while the decision is in force."),
    )
    urgency = forms.ChoiceField(label=_l("Urgency"), required=False, choices=URGENCIES)

    def __init__(self, *args: Any, document_type: str, lists: Sequence[TextList] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not offer(self.fields, "grounds_list", lists, TextListKind.GROUNDS) or document_type not in _GROUNDED:
            self.fields.pop("grounds_list", None)
        self.fields["sent_to"].queryset = offices_in_force().order_by("unit__level", "name", "pk")
        if document_type not in _ADDRESSED:
            del self.fields["addressees"]
        elif document_type == DocumentType.CONG_VAN:
            self.fields["addressees"].required = True
        if document_type not in _GROUNDED:
            del self.fields["legal_grounds"]
        if document_type == DocumentType.QUYET_DINH:
            self.fields["legal_grounds"].required = "grounds_list" not in self.fields
        else:
            del self.fields["proposal"]
        self.helper = FormHelper(self)

    def clean(self) -> dict[str, Any]:
        data = with_lists(super().clean() or {}, "legal_grounds", "grounds_list")
        if "proposal" in self.fields and not data.get("legal_grounds") and "legal_grounds" not in self.errors:
            self.add_error("legal_grounds", _("A decision names its legal grounds."))
        return data

    def clean_mail_to(self) -> list[str]:
        """Every line is an address."""
        lines: list[str] = self.cleaned_data["mail_to"] or []
        for line in lines:
            validate_email(line)
        return list(dict.fromkeys(lines))


class FootForm(forms.Form):
    """What stands below the body."""

    signature_lines = LinesField(
        label=_l("Signature block"),
        max_line=100,
        help_text=_l("Authority and post, one to a line, such as “KT. Chủ tịch” and “Phó Chủ tịch”."),
    )
    signer_name = PrintedLineField(label=_l("Chair of the meeting"), max_length=100)
    secretary_name = PrintedLineField(label=_l("Secretary of the meeting"), max_length=100)
    stack = forms.ChoiceField(
        label=_l("Signature block by competence"),
        required=False,
        help_text=_l("Puts the usual lines in place of those below."),
    )
    recipients = LinesField(
        label=_l("Copies to"),
        required=False,
        max_line=200,
        help_text=_l("One to a line, as printed under “Nơi nhận”. “Như trên” and “Lưu” are added."),
    )
    recipients_list = TextListField(label=_l("Add the recipients of a list"))
    archive = PrintedLineField(
        label=_l("Archive"),
        required=False,
        max_length=60,
        help_text=_l("After “Lưu: VT”, such as the drafting unit “NN”."),
    )

    contact = LinesField(
        label=_l("Contact line"),
        required=False,
        rows=2,
        max_line=200,
        help_text=_l("Address, telephone, e-mail at the foot of the first page."),
    )
    drafter = PrintedLineField(
        label=_l("Drafter and number of copies"), required=False, max_length=40, help_text=_l("Such as “NN.(30)”.")
    )
    field_order = ("stack", "signature_lines")

    def __init__(
        self, *args: Any, document_type: str, stacks: Stacks = (), lists: Sequence[TextList] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields, "recipients_list", lists, TextListKind.RECIPIENTS)
        self.stacks = dict(stacks)
        choices = [(key, "\u00a0/ ".join(lines)) for key, lines in stacks]
        self.fields["stack"].choices = [("", _("As written below")), *choices]
        if not choices or document_type == DocumentType.BIEN_BAN:
            del self.fields["stack"]
        if document_type != DocumentType.BIEN_BAN:
            del self.fields["signer_name"], self.fields["secretary_name"]
        else:
            self.fields["signature_lines"].help_text = _("The post of who chairs; the secretary signs at the left.")
        self.helper = FormHelper(self)

    def clean(self) -> dict[str, Any]:
        data = with_lists(super().clean() or {}, "recipients", "recipients_list")
        if lines := self.stacks.get(data.get("stack", "")):
            data["signature_lines"] = list(lines)
            self.errors.pop("signature_lines", None)
        return data
