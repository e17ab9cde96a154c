"""How the lists of producers and of products are narrowed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from accounts.models import Unit
from foundation.forms import LineField
from registrations.forms.review import ANY
from registrations.forms.searching import SearchingForm
from registrations.models import Producer, Product

NO_STARS = "0"


class ProducerFilter(SearchingForm):
    """Narrows a list of producers."""

    q = LineField(label=gettext_lazy("Product, producer, phone, slip number or code"), required=False, max_length=100)
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Commune"), queryset=Unit.objects.none(), required=False, empty_label=gettext_lazy("All")
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def restrict(self, rows: QuerySet[Producer], data: dict[str, Any]) -> QuerySet[Producer]:
        return rows.filter(unit=data["unit"]) if data.get("unit") else rows


class ProductFilter(ProducerFilter):
    """Narrows a list of products. ``producer`` comes with the way here from a producer's page."""

    stars = forms.ChoiceField(
        label=gettext_lazy("Stars"),
        required=False,
        choices=[ANY, *((str(n), f"{n}★") for n in range(5, 0, -1)), (NO_STARS, gettext_lazy("not recognised"))],
    )
    producer = forms.ModelChoiceField(queryset=Producer.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, producers: QuerySet[Producer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["producer"].queryset = producers

    def restrict(self, rows: QuerySet[Product], data: dict[str, Any]) -> QuerySet[Product]:
        if data.get("unit"):
            rows = rows.filter(producer__unit=data["unit"])
        if data.get("producer"):
            rows = rows.filter(producer=data["producer"])
        if data.get("stars"):
            rows = rows.filter(current_stars=int(data["stars"]) or None)
        return rows

    @property
    def of_producer(self) -> Producer | None:
        """The producer whose products alone are shown."""
        return self.cleaned_data.get("producer") if self.is_valid() else None
