"""Search as people type: without accents and case, phones in any writing, and with slips where the database can.

What holds the words exactly comes first; on PostgreSQL what looks like them follows, the likest first. ``near`` says
which: 0 where a column holds everything that was typed together, 1 where each word stands somewhere, more where the
row is only like it. The list is ordered by ``near`` before anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar, cast

from django.db.models import (
    BooleanField,
    Case,
    F,
    FloatField,
    Func,
    IntegerField,
    Model,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Greatest, Round
from django.db.models.lookups import GreaterThanOrEqual

from foundation import trigrams
from foundation.text import one_line, phone_digits, search_key

M = TypeVar("M", bound=Model)
TOGETHER, SCATTERED, LIKE = 0, 1, 2
# Behind rows that hold the words exactly, others are shown only if they are this like them (0 to 1). Where nothing
# holds them, the database's own bound counts (settings: ``pg_trgm.word_similarity_threshold``).
LIKE_BEHIND_EXACT = 0.65
# Behind so many rows that hold the words nobody looks for others, and the database is spared the comparing.
ENOUGH = 50
# Fewer letters are like everything.
SHORTEST_LIKE = 3


class Slips(Enum):
    """Whether rows are shown that are only like what was typed."""

    NEVER = "never"
    ALONE = "alone"  # where nothing holds the words
    BEHIND = "behind"  # behind the rows that hold the words, too, where these are few


@dataclass(frozen=True)
class Columns:
    """Where to look, as paths from the model of the list.

    Attributes:
        texts: columns that hold ``search_key`` of a text.
        numbers: codes as they are printed, in capitals; case does not matter, and D also stands for Đ.
        phones: phone numbers of ten digits.
    """

    texts: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found(Generic[M]):
    """What a search left of a list. ``nothing_exact``: all of it is only like what was typed."""

    rows: QuerySet[M]
    prefix: tuple[str, ...] = ()
    nothing_exact: bool = False

    def counted(self) -> int:
        """Return how many rows hold the words; where none does, how many are like them."""
        exactly = self.prefix and not self.nothing_exact
        return (self.rows.filter(near__lte=SCATTERED) if exactly else self.rows).count()

    def order(self, *names: str) -> tuple[str, ...]:
        """Return the keyset of the list: what holds the words first, then the list's own order."""
        return (*self.prefix, *names)


def search(
    rows: QuerySet[M], typed: str, columns: Columns, *, also: QuerySet[M] | None = None, slips: Slips = Slips.BEHIND
) -> Found[M]:
    """Return the rows that fit what somebody typed; all rows where nothing was typed.

    Args:
        rows: what the person may see, already narrowed by everything else.
        typed: words, a code, or a phone number in any writing.
        columns: where to look.
        also: rows that fit exactly for a reason of their own, for example by the code of something that hangs on them.
        slips: whether rows are shown that are only like what was typed; on PostgreSQL only.
    """
    key = search_key(typed)
    if not key:
        return Found(rows)
    together = _together(rows, typed, columns)
    if also is not None:
        together |= Q(pk__in=also.values("pk"))
    exact = together | _scattered(rows, key, columns) if " " in key else together
    found = rows.filter(exact)
    rank: Any = Case(When(together, then=TOGETHER), default=SCATTERED, output_field=IntegerField())
    if slips is Slips.NEVER or len(key) < SHORTEST_LIKE or not trigrams.available(rows.db):
        return Found(_ranked(found, rank), ("near",))
    exactly = found.order_by().values("pk")[:ENOUGH].count()
    nothing_exact = exactly == 0
    if exactly == ENOUGH or (slips is Slips.ALONE and not nothing_exact):
        return Found(_ranked(found, rank), ("near",))
    least = 0.0 if nothing_exact else LIKE_BEHIND_EXACT
    fits = exact | _like(rows, key, columns, least)
    cases = When(together, then=TOGETHER), When(exact, then=SCATTERED)
    rank = Case(*cases, default=_distance(key, columns), output_field=IntegerField())
    return Found(_ranked(rows.filter(fits), rank), ("near",), nothing_exact)


def _ranked(rows: QuerySet[M], rank: Any) -> QuerySet[M]:
    ranked: Any = rows.annotate(near=rank)  # read by templates and by the keyset only
    return cast("QuerySet[M]", ranked)


class _WordSimilarity(Func):
    """How like the words are to some part of a text, from 0 to 1."""

    function = "WORD_SIMILARITY"
    output_field = FloatField()

    def __init__(self, key: str, path: str) -> None:
        super().__init__(Value(key), F(path))


class _IsLike(Func):
    """Whether the words are like some part of a text, by the database's own bound; only this uses the index."""

    template = "%(expressions)s"
    arg_joiner = " <%% "
    output_field = BooleanField()

    def __init__(self, key: str, path: str) -> None:
        super().__init__(Value(key), F(path))


def _together(rows: QuerySet[Any], typed: str, columns: Columns) -> Q:
    """Return the condition that one column holds all that was typed as it stands."""
    key, number, digits = search_key(typed), one_line(typed).upper(), phone_digits(typed)
    sought = [(path, "contains", key) for path in columns.texts]
    sought += [(path, "icontains", text) for path in columns.numbers for text in {number, number.replace("D", "Đ")}]
    sought += [(path, "contains", digits) for path in columns.phones if digits]
    return reduce(or_, (_at(rows, path, _holds(lookup, text)) for path, lookup, text in sought))


def _scattered(rows: QuerySet[Any], key: str, columns: Columns) -> Q:
    """Return the condition that each word stands in some column."""
    found = Q()
    for word in key.split():
        found &= reduce(or_, (_at(rows, path, _holds("contains", word)) for path in columns.texts))
    return found


def _holds(lookup: str, text: str) -> Callable[[str], Q]:
    """Return a condition on a column that has still to be named."""
    return lambda name: Q(**{f"{name}__{lookup}": text})


def _like(rows: QuerySet[Any], key: str, columns: Columns, least: float) -> Q:
    """Return the condition that a column is like what was typed, at least as much as ``least``."""

    def condition(name: str) -> Q:
        return Q(_IsLike(key, name)) & Q(GreaterThanOrEqual(_WordSimilarity(key, name), least))

    return reduce(or_, (_at(rows, path, condition) for path in columns.texts))


def _at(rows: QuerySet[Any], path: str, condition: Callable[[str], Q]) -> Q:
    """Return the condition on the column at the end of a path.

    Columns of other models are looked up by themselves: so their trigram indexes serve, which a join with an "or" would
    not let happen.
    """
    *way, name = path.split("__")
    if not way:
        return condition(name)
    model: Any = rows.model
    for step in way:
        model = model._meta.get_field(step).related_model
    return Q(**{f"{'__'.join(way)}__in": model._default_manager.filter(condition(name)).values("pk")})


def _distance(key: str, columns: Columns) -> Any:
    """Return how far a row is from what was typed: ``LIKE`` and more, in whole hundredths."""
    nearest = [_WordSimilarity(key, path) for path in columns.texts]
    best: Any = Greatest(*nearest) if len(nearest) > 1 else nearest[0]
    return Cast(Round((Value(1.0) - best) * Value(100.0)), IntegerField()) + Value(LIKE)
