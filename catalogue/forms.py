"""What the public may ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import UnitLevel
from accounts.models import Unit
from catalogue import places, selectors
from foundation.forms import LineField

ALL = ("", _("All"))


class ProductFilterForm(forms.Form):
    """Narrows the list of recognised products. ``values()`` gives what was understood, whatever else was sent."""

    q = LineField(label=_("Product, producer or commune"), required=False, max_length=100)
    stars = forms.TypedChoiceField(
        label=_("Stars"), required=False, coerce=int, empty_value=None, choices=[ALL, (5, "5"), (4, "4"), (3, "3")]
    )
    group = forms.ChoiceField(label=_("Product group"), required=False)
    unit = forms.TypedChoiceField(label=_("Province, commune"), required=False, empty_value=None)
    ended = forms.BooleanField(label=_("Also ended and withdrawn"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update({"type": "search", "enterkeyhint": "search"})
        self.fields["group"].choices = [ALL, *((name, name) for name in selectors.groups_with_products())]
        units = list(selectors.units_with_products())
        by_pk = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [ALL, *_by_province(units)]
        self.fields["unit"].coerce = by_pk.get

    def values(self) -> dict[str, Any]:
        """Return the filters for ``selectors.search_recognised``; what was not understood filters nothing."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "words": data.get("q", ""),
            "stars": data.get("stars"),
            "group": data.get("group", ""),
            "unit": data.get("unit"),
            "ended": data.get("ended", False),
        }


class SearchForm(forms.Form):
    """The search box of the front page."""

    q = LineField(label=_("Product, producer or commune"), required=False, max_length=100)


class NumberForm(forms.Form):
    """The number of a certificate, as a buyer reads it from a label or a wall."""

    so = LineField(
        label=_("Certificate number"),
        max_length=60,
        min_length=1,
        help_text=_("As it is printed, for example 05/GCN-UBND."),
    )


def _by_province(units: list[Unit]) -> list[Any]:
    """Return the choices of units: the provinces, then the communes under the name of the province they lie in."""
    choices: list[Any] = [(str(unit.pk), unit.name) for unit in units if unit.level == UnitLevel.PROVINCE]
    communes: dict[str, list[tuple[str, str]]] = {}
    for unit in units:
        if unit.level == UnitLevel.COMMUNE:
            above = places.above(unit)
            label = ", ".join([unit.name, *above[:-1]])
            communes.setdefault(above[-1] if above else "", []).append((str(unit.pk), label))
    return choices + sorted(communes.items())
