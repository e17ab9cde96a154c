"""What is said when a certificate is prolonged."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.formatting import day
from foundation.forms import DateField, ReasonForm


class ProlongForm(ReasonForm):
    """Until when, and why: the day lies after the present end and within the decision's limit."""

    until = DateField(label=gettext_lazy("Prolonged until the end of"))
    field_order = ("until", "reason")

    def __init__(self, *args: Any, latest: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = latest
        if latest is not None:
            text = _("Not after %(day)s. A result before that day ends the prolongation.")
            self.fields["until"].help_text = text % {"day": day(latest)}
