"""Reads for everybody: recognised products and their certificates. Nothing here knows drafts, training or people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.enums import UnitLevel
from accounts.models import Unit, UnitReach
from accounts.selectors import unit_ids_reached_by
from catalogue.shown import Shown, of_list, of_recognition
from evaluations.models import Recognition
from evaluations.selectors import products_of_older_lists, recognitions_in_force, recognitions_public
from foundation import clock
from foundation.search import Columns, Found, Slips, search
from foundation.text import search_key
from registrations.models import Product

# People are not searched: neither by name nor by phone.
SEARCHED = Columns(texts=("search", "producer__name_search", "producer__unit__search"))
STARS = (5, 4, 3)
MOST_MATCHES = 20
_LONGEST_NUMBER = 9
# What lists and pages show of a recognition; long texts and results stay where they are.
_HOME = ("producer__unit__parent__parent",)
_FACTS = ("entry__rubric", "certificate", "issuer", "decision")
_LONG = ("producer__history", "producer__organisation")
_LONG_TOO = ("entry__result", "decision__content")


@dataclass(frozen=True)
class Tally:
    """How many products in force there are of one kind; ``key`` is the value that filters the list to them."""

    key: int
    label: str
    count: int


def search_recognised(words: str = "", *, slips: Slips = Slips.NEVER, **filters: Any) -> Found[Any]:
    """Return the recognised products (filters: ``recognised_products``) in which the words occur.

    Args:
        words: each of them must occur, with or without accents, in the name of product, producer or commune.
        slips: whether products are shown that are only like the words.
    """
    return search(recognised_products(**filters), words, SEARCHED, slips=slips)


def recognised_products(
    *, stars: int | None = None, group: str = "", unit: Unit | None = None, ended: bool = False
) -> QuerySet[Any]:
    """Return the recognised products: each with the stars (``stars``) and the day (``on``) of its newest recognition.

    ``recognition_id`` names that recognition; it is None where it came with an older list of the province.

    Args:
        stars: only this rank.
        group: only this product group (industry of the product set).
        unit: only producers in this unit, below it, or in units that it has taken over.
        ended: with products whose certificate has expired or was withdrawn.
    """
    rows = _recognised(ended=ended)
    if stars:
        rows = rows.filter(stars=stars)
    if group:
        of_group = recognitions_public().filter(entry__rubric__industry=group)
        rows = rows.filter(Q(recognition_id__in=of_group.values("pk")) | Q(recognition_id=None, group=group))
    if unit:
        rows = rows.filter(producer__unit__in=unit_ids_reached_by([unit.pk]))
    return rows.select_related(*_HOME).defer(*_LONG)


def _recognised(*, ended: bool) -> QuerySet[Any]:
    held = _newest_of(recognitions_public() if ended else recognitions_in_force())
    newest = held.filter(product=OuterRef("pk")).order_by("-recognised_on", "-pk")
    from_lists = products_of_older_lists(ended=ended).values("pk")
    rows = Product.objects.filter(Q(pk__in=held.order_by().values("product")) | Q(pk__in=from_lists))
    # The product's own columns hold its newest recognition; the subqueries are for those that were withdrawn.
    return rows.annotate(
        recognition_id=_first(newest, "pk"),
        stars=Coalesce("current_stars", _first(newest, "stars")),
        on=Coalesce("recognised_on", _first(newest, "recognised_on")),
    )


def _first(rows: QuerySet[Recognition], column: str) -> Subquery:
    return Subquery(rows.values(column)[:1])


def _lean(rows: QuerySet[Recognition]) -> QuerySet[Recognition]:
    home = [f"product__{path}" for path in _HOME]
    long = [f"product__{path}" for path in _LONG]
    return rows.select_related(None).select_related(*home, *_FACTS).defer(*long, *_LONG_TOO)


def _newest_of(rows: QuerySet[Recognition]) -> QuerySet[Recognition]:
    """Leave of each product its newest recognition: what an older one gave no longer says how things stand."""
    later = Q(recognised_on__gt=OuterRef("recognised_on"))
    later |= Q(recognised_on=OuterRef("recognised_on"), pk__gt=OuterRef("pk"))
    rows = rows.filter(~Exists(recognitions_public().filter(later, product=OuterRef("product"))))
    # Among newest ones this is what ``products_of_older_lists`` says, without asking for each product again.
    listed_later = Q(product__recognised_on__gt=F("recognised_on"), product__recognised_on__lte=clock.today())
    return rows.exclude(listed_later, product__current_stars__range=(3, 5))


def shown(products: Iterable[Any]) -> list[Shown]:
    """Return what lists show of these products of ``recognised_products``, in their order; two queries."""
    products = list(products)
    wanted = [product.recognition_id for product in products if product.recognition_id]
    found = {row.product_id: row for row in _lean(recognitions_public().filter(pk__in=wanted))} if wanted else {}
    return [of_recognition(found[row.pk]) if row.pk in found else of_list(row) for row in products]


def newest_products(count: int) -> list[Shown]:
    """Return the products in force that were recognised last, newest first."""
    return shown(recognised_products().order_by("-on", "-stars", "search", "pk")[:count])


def recognitions_of(product_id: int) -> list[Shown]:
    """Return the recognitions of a product, newest first; none for a product that never had a public one."""
    rows = _lean(recognitions_public().filter(product=product_id)).order_by("-recognised_on", "-pk")
    rows = rows.select_related("entry__dossier__unit__parent__parent", "entry__round__law")
    listed = products_of_older_lists(ended=True).filter(pk=product_id).select_related(*_HOME)
    return [*map(of_list, listed), *map(of_recognition, rows)]


# -- What the front page counts, what the filters offer ---------------------------------------------------------------
def tallies_by_stars() -> list[Tally]:
    """Return how many products in force have each rank, the highest first; ranks without products too."""
    counts = dict(recognised_products().order_by().values_list("stars").annotate(n=Count("pk")))
    return [Tally(stars, "", counts.get(stars, 0)) for stars in STARS]


def tallies_by_province() -> list[Tally]:
    """Return how many products in force each province of today has, the most first."""
    rows = recognised_products().order_by().values_list("producer__unit").annotate(n=Count("pk"))
    per_unit: dict[int, int] = dict(rows)
    names: dict[int, str] = {}
    counts: dict[int, int] = {}
    reach = UnitReach.objects.filter(unit__in=per_unit, top__level=UnitLevel.PROVINCE, top__successors=None)
    for top, name, unit in reach.values_list("top_id", "top__name", "unit_id"):
        names[top] = name
        counts[top] = counts.get(top, 0) + per_unit[unit]
    return sorted(
        (Tally(top, names[top], n) for top, n in counts.items()), key=lambda tally: (-tally.count, tally.label)
    )


def groups_with_products() -> list[str]:
    """Return the product groups in which something was recognised."""
    names = recognitions_public().order_by().values_list("entry__rubric__industry", flat=True).distinct()
    listed = products_of_older_lists(ended=True).order_by().values_list("group", flat=True).distinct()
    return sorted({*names, *filter(None, listed)}, key=search_key)


def units_with_products() -> QuerySet[Unit]:
    """Return the provinces and communes in which something was recognised, those of today rather than merged ones."""
    homes = recognitions_public().order_by().values("product__producer__unit")
    listed = products_of_older_lists(ended=True).order_by().values("producer__unit")
    tops = UnitReach.objects.filter(Q(unit__in=homes) | Q(unit__in=listed)).values("top_id")
    rows = Unit.objects.filter(pk__in=tops, level__in=(UnitLevel.PROVINCE, UnitLevel.COMMUNE), successors=None)
    return rows.select_related("parent__parent").order_by("search", "pk")


# -- Certificates -----------------------------------------------------------------------------------------------------
def recognitions_by_number(typed: str) -> list[Shown]:
    """Return the recognitions whose certificate has the number that somebody typed from a label.

    Case, accents, spaces and leading zeros do not matter. The running number alone finds all that have it: every office
    counts from 1 each year.
    """
    found = re.search(r"\d+", typed)
    if not found or len(found[0]) > _LONGEST_NUMBER:
        return []
    running = str(int(found[0]))
    condition = Q()
    for zeros in ("", "0", "00"):
        condition |= Q(certificate__number__startswith=f"{zeros}{running}/") | Q(
            certificate__number=f"{zeros}{running}"
        )
    rows = _lean(recognitions_public().filter(condition)).order_by("-recognised_on", "-pk")
    symbol = _symbol(typed)
    matches: Iterable[Recognition] = (row for row in rows if symbol in ("", _symbol(row.certificate.number)))
    return [of_recognition(row) for _n, row in zip(range(MOST_MATCHES), matches, strict=False)]


def _symbol(number: str) -> str:
    """Return what stands after the running number, letters and digits only: "01/GCN-UBND" → "gcnubnd"."""
    after = re.split(r"\d+", number, maxsplit=1)[-1]
    return re.sub(r"[^a-z0-9]", "", search_key(after))
