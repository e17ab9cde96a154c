"""The form over the list of petitions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from accounts.models import Office
from directives.forms.fields import OfficeField
from directives.forms.filters import ANY
from directives.models import Petition, PetitionGroup
from directives.petitions.enums import WAITING, PetitionState
from foundation import clock
from foundation.forms import LineField
from foundation.text import search_key


class PetitionFilter(forms.Form):
    """Narrows the list of petitions."""

    OURS, HANDLED, WAITING, LATE = "ours", "handled", "waiting", "late"

    q = LineField(label=gettext_lazy("Search"), required=False, max_length=100)
    side = forms.ChoiceField(
        label=gettext_lazy("Whose"),
        required=False,
        choices=[ANY, (OURS, gettext_lazy("Filed by our office")), (HANDLED, gettext_lazy("Sent to us"))],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ANY,
            (WAITING, gettext_lazy("Waiting for me")),
            (LATE, gettext_lazy("overdue")),
            *PetitionState.choices,
        ],
    )
    group = forms.ModelChoiceField(
        label=gettext_lazy("Group"), queryset=PetitionGroup.objects.none(), required=False,
        empty_label=gettext_lazy("All"),
    )  # fmt: skip
    office = OfficeField(
        label=gettext_lazy("Filed by"), queryset=Office.objects.none(), required=False, empty_label=gettext_lazy("All")
    )

    def __init__(self, *args: Any, groups: QuerySet[PetitionGroup], offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        all_of = {"group": groups, "office": offices}
        # What there is nothing to choose from is not asked.
        for name, rows in (("group", groups[:1]), ("office", offices[:2])):
            if len(rows) < (2 if name == "office" else 1):
                del self.fields[name]
            else:
                self.fields[name].queryset = all_of[name]  # type: ignore[attr-defined]

    def narrow(self, rows: QuerySet[Petition], *, mine: list[int], waiting: QuerySet[Petition]) -> QuerySet[Petition]:
        """Return the rows that fit; what is not valid narrows nothing."""
        data = self.cleaned_data if self.is_valid() else {}
        if words := data.get("q"):
            for word in search_key(words).split():
                rows = rows.filter(search__contains=word)
        if side := data.get("side"):
            ours = Q(office__in=mine)
            rows = rows.filter(ours) if side == self.OURS else rows.exclude(ours)
        for name in ("group", "office"):
            rows = rows.filter(**{name: data[name]}) if data.get(name) else rows
        return self._in_state(rows, data.get("state"), waiting)

    def _in_state(self, rows: QuerySet[Petition], state: Any, waiting: QuerySet[Petition]) -> QuerySet[Petition]:
        if state == self.WAITING:
            return rows.filter(pk__in=waiting.order_by().values("pk"))
        if state == self.LATE:
            return rows.filter(state__in=WAITING, due_at__lte=clock.now())
        return rows.filter(state=state) if state else rows
