"""A late entry: who may come after the hard date, with what, until when, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Unit
from accounts.selectors import unit_ids_reached_by
from foundation.forms import LineField, TextField
from foundation.text import search_key
from registrations.enums import Covers
from registrations.forms.deadlines import DeadlineField
from registrations.models import Producer, RegistrationRound


class LateEntryForm(forms.Form):
    """Names a commune, or one producer of it."""

    unit = forms.ModelChoiceField(label=gettext_lazy("Commune"), queryset=Unit.objects.none())
    producer_name = LineField(
        label=gettext_lazy("Producer"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Name or part of it. Leave empty to let the whole commune come late."),
    )
    covers = forms.ChoiceField(
        label=gettext_lazy("What may come late"), choices=Covers.choices, widget=forms.RadioSelect
    )
    until_at = DeadlineField(label=gettext_lazy("Until"))
    reason = TextField(label=gettext_lazy("Reason"), max_length=2000, min_length=5)

    def __init__(self, *args: Any, registration_round: RegistrationRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.producer: Producer | None = None
        self.fields["unit"].queryset = registration_round.units.order_by("search", "pk")
        self.fields["covers"].initial = Covers.BOTH

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (name := data.get("producer_name")) and data.get("unit"):
            self._find(name, data["unit"])
        return data

    def _find(self, name: str, unit: Unit) -> None:
        """Find the one producer of the commune whose name holds the words; the whole name wins over longer ones."""
        key = search_key(name)
        rows = Producer.objects.filter(unit_id__in=unit_ids_reached_by([unit.pk]), search__contains=key)
        found = list(rows.order_by("search", "pk")[:6])
        exact = [row for row in found if search_key(row.name) == key]
        if len(exact) == 1:
            found = exact
        if not found:
            self.add_error("producer_name", _("No producer of this commune has this name."))
        elif len(found) > 1:
            names = "; ".join(row.name for row in found)
            self.add_error(
                "producer_name", _("Several producers fit, write the whole name: %(names)s") % {"names": names}
            )
        else:
            self.producer = found[0]

    @property
    def named(self) -> Producer | Unit:
        """The producer where one is named, else the commune."""
        unit: Unit = self.cleaned_data["unit"]
        return self.producer or unit
