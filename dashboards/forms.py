"""What a leader may ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from dashboards import selectors
from dashboards.selectors import Scope
from foundation.forms import LineField
from rubrics.models import Decision

_BIGGEST_KEY = 2**63 - 1


class ScopeForm(forms.Form):
    """Year, decision and unit; what was not understood narrows nothing and says so."""

    year = forms.TypedChoiceField(label=_("Year of the round"), required=False, coerce=int, empty_value=None)
    law = forms.ModelChoiceField(label=_("Decision"), required=False, queryset=None, empty_label=_("All"))
    unit = forms.ModelChoiceField(label=_("District, commune"), required=False, queryset=None, empty_label=_("All"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["year"].choices = [("", _("All")), *((year, str(year)) for year in selectors.years_of(user))]
        self.fields["law"].queryset = selectors.decisions_of(user)
        self.fields["law"].label_from_instance = _code_of
        self.fields["unit"].queryset = selectors.units_of(user)

    def scope(self) -> Scope:
        """Return what is to be counted."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) for name in ("year", "law", "unit")}
        return Scope(self.user, **chosen)


class RowsForm(ScopeForm):
    """The scope, and the cell of a table whose rows are asked for."""

    at = forms.IntegerField(required=False, min_value=1, max_value=_BIGGEST_KEY)
    group = LineField(required=False, max_length=300)
    stars = forms.IntegerField(required=False, min_value=1, max_value=5)

    def cell(self) -> dict[str, Any]:
        """Return the cell's filters for ``selectors.narrowed``."""
        self.is_valid()
        data = self.cleaned_data
        return {"at": data.get("at"), "group": data.get("group", ""), "stars": data.get("stars")}


def _code_of(decision: Decision) -> str:
    return decision.code


def scope_words(scope: Scope) -> list[str]:
    """Return the scope as people read it."""
    unit: Unit | None = scope.unit
    words = [str(scope.year) if scope.year else "", scope.law.code if scope.law else "", unit.name if unit else ""]
    return [word for word in words if word]
