"""The form over the list of policies."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from directives.forms.filters import ANY
from directives.models import Policy
from directives.policies.enums import BudgetSource, PolicyState
from foundation.forms import LineField
from foundation.text import search_key


class PolicyFilter(forms.Form):
    """Narrows the list of policies."""

    q = LineField(label=gettext_lazy("Search"), required=False, max_length=100)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=[ANY, *PolicyState.choices])
    source = forms.ChoiceField(label=gettext_lazy("Source"), required=False, choices=[ANY, *BudgetSource.choices])
    year = forms.IntegerField(label=gettext_lazy("Year"), required=False, min_value=2000, max_value=2100)

    def narrow(self, rows: QuerySet[Policy]) -> QuerySet[Policy]:
        """Return the rows that fit; what is not valid narrows nothing."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        for word in search_key(data.get("q") or "").split():
            rows = rows.filter(search__contains=word)
        money = {f"budget_lines__{name}": data[name] for name in ("source", "year") if data.get(name)}
        if money:
            rows = rows.filter(pk__in=Policy.objects.filter(**money).values("pk"))
        return rows.filter(state=data["state"]) if data.get("state") else rows
