"""Reads for everybody: recognised products and their certificates. Nothing here knows drafts, training or people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.enums import UnitLevel
from accounts.models import Unit, UnitReach
from accounts.selectors import unit_ids_reached_by
from evaluations.models import Recognition
from evaluations.selectors import recognitions_in_force, recognitions_public
from foundation.search import Columns, Found, Slips, search
from foundation.text import search_key

# People are not searched: neither by name nor by phone.
SEARCHED = Columns(
    texts=("product__search", "product__producer__name_search", "product__producer__unit__search"),
)
STARS = (5, 4, 3)
MOST_MATCHES = 20
_LONGEST_NUMBER = 9
# What lists and pages show of a recognition; long texts and results stay where they are.
_FACTS = ("product__producer__unit__parent__parent", "entry__rubric", "certificate", "issuer", "decision")
_LONG = ("entry__result", "decision__content", "product__producer__history", "product__producer__organisation")


@dataclass(frozen=True)
class Tally:
    """How many products in force there are of one kind; ``key`` is the value that filters the list to them."""

    key: int
    label: str
    count: int


def search_recognised(words: str = "", *, slips: Slips = Slips.NEVER, **filters: Any) -> Found[Recognition]:
    """Return the recognised products (filters: ``recognised_products``) in which the words occur.

    Args:
        words: each of them must occur, with or without accents, in the name of product, producer or commune.
        slips: whether products are shown that are only like the words.
    """
    return search(recognised_products(**filters), words, SEARCHED, slips=slips)


def recognised_products(
    *, stars: int | None = None, group: str = "", unit: Unit | None = None, ended: bool = False
) -> QuerySet[Recognition]:
    """Return one row for each recognised product: its newest recognition.

    Args:
        stars: only this rank.
        group: only this product group (industry of the product set).
        unit: only producers in this unit, below it, or in units that it has taken over.
        ended: with products whose certificate has expired or was withdrawn.
    """
    rows = _newest_of(recognitions_public() if ended else recognitions_in_force())
    if stars:
        rows = rows.filter(stars=stars)
    if group:
        rows = rows.filter(entry__rubric__industry=group)
    if unit:
        rows = rows.filter(product__producer__unit__in=unit_ids_reached_by([unit.pk]))
    return _lean(rows)


def _lean(rows: QuerySet[Recognition]) -> QuerySet[Recognition]:
    return rows.select_related(None).select_related(*_FACTS).defer(*_LONG)


def _newest_of(rows: QuerySet[Recognition]) -> QuerySet[Recognition]:
    """Leave of each product its newest recognition: what an older decision gave no longer says how things stand."""
    later = Q(recognised_on__gt=OuterRef("recognised_on"))
    later |= Q(recognised_on=OuterRef("recognised_on"), pk__gt=OuterRef("pk"))
    return rows.filter(~Exists(recognitions_public().filter(later, product=OuterRef("product"))))


def newest_products(count: int) -> list[Recognition]:
    """Return the products in force that were recognised last, newest first."""
    return list(recognised_products().order_by("-recognised_on", "-stars", "product__search", "pk")[:count])


def recognitions_of(product_id: int) -> list[Recognition]:
    """Return the recognitions of a product, newest first; none for a product that never had a public one."""
    return list(_lean(recognitions_public().filter(product=product_id)).order_by("-recognised_on", "-pk"))


# -- What the front page counts, what the filters offer ---------------------------------------------------------------
def tallies_by_stars() -> list[Tally]:
    """Return how many products in force have each rank, the highest first; ranks without products too."""
    counts = dict(recognised_products().order_by().values_list("stars").annotate(n=Count("pk")))
    return [Tally(stars, "", counts.get(stars, 0)) for stars in STARS]


def tallies_by_province() -> list[Tally]:
    """Return how many products in force each province of today has, the most first."""
    rows = recognised_products().order_by().values_list("product__producer__unit").annotate(n=Count("pk"))
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
    return sorted(names, key=search_key)


def units_with_products() -> QuerySet[Unit]:
    """Return the provinces and communes in which something was recognised, those of today rather than merged ones."""
    homes = recognitions_public().order_by().values("product__producer__unit")
    tops = UnitReach.objects.filter(unit__in=homes).values("top_id")
    rows = Unit.objects.filter(pk__in=tops, level__in=(UnitLevel.PROVINCE, UnitLevel.COMMUNE), successors=None)
    return rows.select_related("parent__parent").order_by("search", "pk")


# -- Certificates -----------------------------------------------------------------------------------------------------
def recognitions_by_number(typed: str) -> list[Recognition]:
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
    return [row for _n, row in zip(range(MOST_MATCHES), matches, strict=False)]


def _symbol(number: str) -> str:
    """Return what stands after the running number, letters and digits only: "01/GCN-UBND" → "gcnubnd"."""
    after = re.split(r"\d+", number, maxsplit=1)[-1]
    return re.sub(r"[^a-z0-9]", "", search_key(after))
