"""The commune's queue: how it is narrowed, and how a filter gets a name."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from foundation.forms import LineField
from registrations.forms.review import ANY, DossierFilter
from registrations.models import Dossier
from registrations.selectors import QUEUE_STATES, due_this_week, overdue

DUE = {"overdue": overdue, "week": due_this_week}


class QueueFilter(DossierFilter):
    """Narrows the commune's queue; without a choice it shows what waits for the commune."""

    VIEWS = [
        ("", gettext_lazy("waiting for the commune")),
        ("producer", gettext_lazy("waiting for the producer")),
        ("up", gettext_lazy("sent up")),
        ("ended", gettext_lazy("refused or withdrawn")),
        ("all", gettext_lazy("all")),
    ]
    show = forms.ChoiceField(label=gettext_lazy("Show"), required=False, choices=VIEWS)
    when = forms.ChoiceField(
        label=gettext_lazy("Answer is due"),
        required=False,
        choices=[ANY, ("overdue", gettext_lazy("overdue")), ("week", gettext_lazy("this week"))],
    )
    rubric = forms.TypedChoiceField(label=gettext_lazy("Product set"), required=False, coerce=int, empty_value=None)
    field_order = ("show", "q", "when", "round", "state", "rubric")

    def __init__(self, *args: Any, rounds: Any, sets: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, rounds=rounds, **kwargs)
        self.fields["rubric"].choices = [ANY, *sets]

    def restrict(self, rows: QuerySet[Dossier], data: dict[str, Any]) -> QuerySet[Dossier]:
        rows = super().restrict(rows, data)
        if data.get("rubric"):
            rows = rows.filter(rubric=data["rubric"])
        if data.get("when"):
            rows = rows.filter(DUE[data["when"]]())
        show = data.get("show") or ("all" if data.get("state") else "waiting")
        return rows.filter(state__in=QUEUE_STATES[show]) if show in QUEUE_STATES else rows

    @property
    def query(self) -> str:
        """What was chosen, as the query of an address; empty where nothing was, or not validly."""
        data = self.cleaned_data if self.is_valid() else {}
        chosen = {name: getattr(value, "pk", value) for name, value in data.items() if value}
        return urlencode(chosen)


class SavedFilterForm(forms.Form):
    """The name of a filter, and what it stands for."""

    name = LineField(label=gettext_lazy("Name of the filter"), max_length=60)
    query = forms.CharField(max_length=500, widget=forms.HiddenInput)
