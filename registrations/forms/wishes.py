"""The wish: one light screen, for one product or several."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock
from foundation.forms import LineField, TextField
from registrations.enums import DossierKind, HelpKind
from registrations.models import Producer, Product, RegistrationRound
from registrations.renewal import Renewal, renewal_of, why_not
from registrations.selectors.renewals import last_day_for_dossiers
from registrations.services.wishes import WishDraft, WishFacts

NEW = "new"
STARS = [(stars, "★" * stars) for stars in (3, 4, 5)]
MOST = 20
# What another product begins with: the same as was said about the one before.
CARRIED_OVER = ("kind", "target_year", "expected_stars", "help_wanted")


class ProductFields(forms.Form):
    """What a producer says about a product that should become an OCOP product."""

    product = forms.ChoiceField(label=gettext_lazy("Product"), choices=())
    product_name = LineField(
        label=gettext_lazy("Name of the new product"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only where the list above has no name for it."),
    )
    rubric = forms.ModelChoiceField(label=gettext_lazy("Product set"), queryset=None, required=False)
    group = LineField(
        label=gettext_lazy("Product group"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("In your own words, for example: coffee, honey, brocade."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=(), widget=forms.RadioSelect)
    target_year = forms.TypedChoiceField(label=gettext_lazy("Year in which it should be recognised"), coerce=int)
    expected_stars = forms.TypedChoiceField(
        label=gettext_lazy("Expected stars"), coerce=int, choices=STARS, widget=forms.RadioSelect, initial=3
    )
    help_wanted = forms.MultipleChoiceField(
        label=gettext_lazy("What do you need help with?"),
        choices=HelpKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = TextField(label=gettext_lazy("Anything else"), max_length=2000, required=False)

    use_required_attribute = False

    def __init__(
        self, *args: Any, registration_round: RegistrationRound, products: dict[str, Product], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.registration_round = registration_round
        self.products = products
        self._offer_products()
        self._offer_sets()
        self._offer_kinds()
        year = clock.today().year
        self.fields["target_year"].choices = [(y, y) for y in range(year, year + 6)]

    def _offer_products(self) -> None:
        if self.products:
            named = [(pk, f"{row.name} ({row.producer.name})") for pk, row in self.products.items()]
            self.fields["product"].choices = [*named, (NEW, _("A new product"))]
            self.fields["product"].initial = NEW
        else:
            del self.fields["product"]
            self.fields["product_name"].required = True
            self.fields["product_name"].label, self.fields["product_name"].help_text = _("Name of the product"), ""

    def _offer_kinds(self) -> None:
        """Offer upgrade and re-evaluation only to whom has a recognised product; say why to everybody else."""
        law, today = self.registration_round.law, clock.today()
        standing = {pk: renewal_of(product, law, today) for pk, product in self.products.items()}
        self.standing = {pk: renewal for pk, renewal in standing.items() if renewal is not None}
        taken = [(value, label) for value, label in DossierKind.choices if value in self.registration_round.kinds]
        kinds = [
            (value, label)
            for value, label in taken
            if value == DossierKind.FIRST or self.standing or self.registration_round.training
        ]
        self.no_renewal_yet = len(kinds) < len(taken)
        field = self.fields["kind"]
        field.choices, field.initial = kinds, kinds[0][0] if kinds else None
        if len(kinds) == 1:
            field.widget = forms.HiddenInput()

    @property
    def renewals(self) -> list[Renewal]:
        """The recognised products with the days of their renewal."""
        return list(self.standing.values())

    def _offer_sets(self) -> None:
        sets = self.registration_round.law.rubrics.order_by("number")
        self.fields["rubric"].queryset = sets
        if sets:
            self.fields["rubric"].required = True
            del self.fields["group"]
        else:
            del self.fields["rubric"]
            self.fields["group"].required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "product" in data:
            product = data["product"] = self.products.get(data["product"])
            name = data.get("product_name")
            if product is None and not name and "product_name" not in self.errors:
                self.add_error("product_name", _("Choose a product, or write the name of a new one."))
            elif product is not None and name:
                self.add_error("product_name", _("Choose a product or write a new name, not both."))
            self._check_kind(product, data)
        return data

    def _check_kind(self, product: Product | None, data: dict[str, Any]) -> None:
        """Say at the field what the service would refuse."""
        kind, stars = data.get("kind"), data.get("expected_stars")
        if not kind or self.registration_round.training:
            return
        renewal = self.standing.get(str(product.pk)) if product else None
        reason = why_not(kind, renewal, last_dossier_day=last_day_for_dossiers(self.registration_round))
        if reason:
            self.add_error("kind", reason)
        elif kind == DossierKind.UPGRADE and renewal and stars and stars <= renewal.stars:
            text = _("The product has %(stars)s stars: an upgrade aims higher.")
            self.add_error("expected_stars", text % {"stars": renewal.stars})

    @property
    def draft(self) -> WishDraft:
        """The product and what is said about it, as the service takes it."""
        data = self.cleaned_data
        new = {"name": data.get("product_name"), "group": data.get("group") or ""}
        return WishDraft(data.get("product") or new, self.facts)

    @property
    def facts(self) -> WishFacts:
        """What is said about the product."""
        data = self.cleaned_data
        return WishFacts(
            rubric=data.get("rubric"),
            group=data.get("group") or "",
            kind=data["kind"],
            target_year=data["target_year"],
            expected_stars=data["expected_stars"],
            help_wanted=data["help_wanted"],
            note=data["note"],
        )

    def check_owner(self, producer: Producer | None) -> None:
        """Add an error where the product that was chosen belongs to another producer."""
        product = getattr(self, "cleaned_data", {}).get("product")
        if product is not None and producer is not None and product.producer_id != producer.pk:
            self.add_error("product", _("This product belongs to another producer."))


class WishForm(ProductFields):
    """Who registers, and the first product."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    producer = forms.ModelChoiceField(label=gettext_lazy("Producer"), queryset=Producer.objects.none())
    field_order = ("key", "producer")

    def __init__(self, *args: Any, registration_round: RegistrationRound, producers: Any, **kwargs: Any) -> None:
        self.known = list(producers)
        rows = Product.objects.filter(producer__in=self.known).select_related("producer").order_by("search", "pk")
        products = {str(row.pk): row for row in rows}
        super().__init__(*args, registration_round=registration_round, products=products, **kwargs)
        self.fields["key"].initial = uuid4
        field = self.fields["producer"]
        field.queryset = producers
        if not self.known:
            del self.fields["producer"]
        elif len(self.known) == 1:
            field.initial, field.empty_label, field.widget = self.known[0].pk, None, forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.cleaned_data = data
        self.check_owner(data.get("producer"))
        return data

    @property
    def key_value(self) -> UUID:
        """The name of this form, which makes a double submit one registration."""
        key: UUID = self.cleaned_data["key"]
        return key


class AnotherProduct(ProductFields):
    """One more product of the same producer; a row that names no product is left out."""

    def has_changed(self) -> bool:
        """Tell whether anything of a product was written; what was carried over from the row before is nothing."""
        told = ("product_name", "rubric", "group", "note")
        if any(str(self[name].value() or "").strip() for name in told if name in self.fields):
            return True
        return "product" in self.fields and self["product"].value() not in (None, "", NEW)


MoreProducts = forms.formset_factory(
    AnotherProduct, extra=0, max_num=MOST - 1, absolute_max=MOST - 1, validate_max=True
)
