"""Search among dossiers, wishes, products and producers: by names, product code, slip number and phone."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from foundation import trigrams
from foundation.search import Columns, Found, search
from foundation.text import one_line, search_key
from registrations.models import Dossier, Producer, Product, Wish
from registrations.selectors.doors import dossiers_visible_to

_NAMES = ("product__search", "producer__search")
_PHONE = ("producer__phone",)
_NUMBERS = ("code", "slip_number", "office_slip_number")


def index_columns() -> None:
    """Name the columns that need an index for substrings and slips."""
    trigrams.index(Product, "search")
    trigrams.index(Producer, "search", "name_search", "phone")
    trigrams.index(Dossier, *_NUMBERS, case_matters=False)


def search_dossiers(rows: QuerySet[Dossier], typed: str) -> Found[Dossier]:
    """Return the dossiers that fit what was typed."""
    return search(rows, typed, Columns(texts=_NAMES, numbers=_NUMBERS, phones=_PHONE))


def search_wishes(user: Any, rows: QuerySet[Wish], typed: str) -> Found[Wish]:
    """Return the wishes that fit; a number finds the wish of a dossier that the person may see."""
    numbered = Wish.objects.filter(pk__in=_numbered(user, typed).values("wish_id"))
    return search(rows, typed, Columns(texts=_NAMES, phones=_PHONE), also=numbered)


def search_products(user: Any, rows: QuerySet[Product], typed: str) -> Found[Product]:
    """Return the products that fit; a number finds the product of a dossier that the person may see."""
    numbered = Product.objects.filter(pk__in=_numbered(user, typed).values("product_id"))
    return search(rows, typed, Columns(texts=("search", "producer__search"), phones=_PHONE), also=numbered)


def search_producers(user: Any, rows: QuerySet[Producer], typed: str) -> Found[Producer]:
    """Return the producers that fit: by name, representative or phone, by a product, by the number of a dossier."""
    making = Product.objects.filter(search__contains=search_key(typed)).values("producer_id")
    also = Producer.objects.filter(Q(pk__in=making) | Q(pk__in=_numbered(user, typed).values("producer_id")))
    return search(rows, typed, Columns(texts=("search",), phones=("phone",)), also=also)


def _numbered(user: Any, typed: str) -> QuerySet[Dossier]:
    """Return the dossiers that carry a number and that the person may see."""
    number = one_line(typed).upper()
    condition = Q()
    for name in _NUMBERS:
        condition |= Q(**{f"{name}__icontains": number}) | Q(**{f"{name}__icontains": number.replace("D", "Đ")})
    return dossiers_visible_to(user).filter(condition).order_by()
