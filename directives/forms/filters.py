"""The forms over lists: they narrow what the selectors return."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from directives.enums import OPEN_TASKS, DocumentState, DocumentType, Register, TaskState
from directives.forms.fields import OfficeField
from directives.models import Document, Task
from foundation import clock
from foundation.forms import LineField
from foundation.text import search_key

ANY = ("", _("All"))


class DocumentFilter(forms.Form):
    """Narrows the list of documents."""

    q = LineField(label=_("Search"), required=False, max_length=100)
    type = forms.ChoiceField(label=_("Type"), required=False, choices=[ANY, *DocumentType.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *DocumentState.choices])
    waiting = forms.BooleanField(label=_("Waiting for me"), required=False)

    def narrow(self, rows: QuerySet[Document], waiting: QuerySet[Document]) -> QuerySet[Document]:
        """Return the rows that fit; what is not valid narrows nothing."""
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("waiting"):
            rows = rows.filter(pk__in=waiting.values("pk"))
        if words := data.get("q"):
            rows = rows.filter(search__contains=search_key(words))
        return rows.filter(**{name: data[name] for name in ("type", "state") if data.get(name)})


class TaskFilter(forms.Form):
    """Narrows the list of tasks."""

    OURS, GIVEN, OPEN, LATE = "ours", "given", "open", "late"

    q = LineField(label=_("Search"), required=False, max_length=100)
    side = forms.ChoiceField(
        label=_("Whose"),
        required=False,
        choices=[ANY, (OURS, _("Tasks of our office")), (GIVEN, _("Tasks that we gave"))],
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, (OPEN, _("not done")), (LATE, _("overdue")), *TaskState.choices]
    )

    def narrow(self, rows: QuerySet[Task], ours: list[int], given_by: list[int]) -> QuerySet[Task]:
        """Return the rows that fit; what is not valid narrows nothing."""
        data = self.cleaned_data if self.is_valid() else {}
        if words := data.get("q"):
            rows = rows.filter(search__contains=search_key(words))
        if data.get("side") == self.OURS:
            rows = rows.filter(assignee__in=ours)
        elif data.get("side") == self.GIVEN:
            given = Q(document__office__in=given_by) | Q(document__drafting_office__in=given_by)
            rows = rows.filter(given | Q(incoming__office__in=given_by))
        return self._in_state(rows, data.get("state"))

    def _in_state(self, rows: QuerySet[Task], state: Any) -> QuerySet[Task]:
        if state == self.OPEN:
            return rows.exclude(state=TaskState.ACCEPTED)
        if state == self.LATE:
            return rows.filter(state__in=OPEN_TASKS, due_at__lte=clock.now())
        return rows.filter(state=state) if state else rows


class RegisterForm(forms.Form):
    """Chooses office, year and series of a register."""

    office = OfficeField(label=_("Office"), queryset=Office.objects.none(), empty_label=None, required=False)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, empty_value=None, required=False)
    series = forms.ChoiceField(label=_("Series"), required=False)

    def __init__(
        self, *args: Any, offices: QuerySet[Office], years: list[int], series: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices.select_related("unit")
        self.fields["year"].choices = [(year, str(year)) for year in years]
        known = dict(Register.choices)
        own = [(name, name) for name in series if name not in known]
        self.fields["series"].choices = [ANY, *Register.choices, *own]
