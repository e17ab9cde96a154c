"""By which document a policy was issued, and in whose name a decision is drafted."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office
from directives.forms.base import PlainForm
from directives.forms.fields import OfficeField, PrintedLineField
from foundation import clock
from foundation.forms import DateField


class IssueForm(PlainForm):
    """By which document outside the portal a policy was issued."""

    number = PrintedLineField(
        label=gettext_lazy("Number and symbol"), max_length=80, help_text=gettext_lazy("For example 12/2026/NQ-HĐND.")
    )
    issuer = PrintedLineField(label=gettext_lazy("Issued by"), max_length=200)
    issued_on = DateField(label=gettext_lazy("Date of the document"))
    valid_from = DateField(
        label=gettext_lazy("In force from"), required=False, help_text=gettext_lazy("Empty: from its date on.")
    )
    valid_to = DateField(label=gettext_lazy("In force until"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        issued, since, until = (data.get(name) for name in ("issued_on", "valid_from", "valid_to"))
        if issued and issued > clock.today():
            self.add_error("issued_on", _("This day lies in the future."))
        if until and (since or issued) and until < (since or issued):
            self.add_error("valid_to", _("It ends before it begins."))
        return data


class IssuerForm(PlainForm):
    """In whose name the decision is drafted."""

    issuing = OfficeField(label=gettext_lazy("Issued in the name of"), queryset=Office.objects.none(), empty_label=None)

    def __init__(self, *args: Any, issuers: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, initial={"issuing": issuers[-1].pk}, **kwargs)
        self.fields["issuing"].offer(issuers)  # type: ignore[attr-defined]
