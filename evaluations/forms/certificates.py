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

    def __init__(self, *args: Any, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = latest
        self.fields["until"].help_text = _("Not after %(day)s. A result before that day ends the prolongation.") % {
            "day": day(latest)
        }
