"""Means, thresholds and places against a second implementation, and by hand."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.scoring import (
    Contender,
    EntryTotals,
    ItemSpec,
    LevelSpec,
    MissingItemsError,
    PartSpec,
    RubricSpec,
    mean_display,
    points_missing,
    rank,
    score_entry,
    stars_for,
)
from tests.rubrics.specs import BANDS

totals = st.lists(st.integers(0, 100), min_size=1, max_size=15)
contenders = st.lists(
    st.builds(
        Contender,
        key=st.uuids(),
        mean=st.one_of(st.none(), st.builds(Fraction, st.integers(0, 700), st.integers(7, 9))),
        stars=st.sampled_from([None, 1, 2, 3, 4, 5]),
        placed=st.booleans(),
        tie_break=st.sampled_from([(), (1,), (2,)]),
    ),
    max_size=12,
    unique_by=lambda entry: entry.key,
)


@given(totals)
def test_stars_of_members_compare_the_exact_mean(members: list[int]) -> None:
    counted = EntryTotals.of(members)

    stars = stars_for(counted.sum, counted.count, BANDS)

    mean = Fraction(sum(members), len(members))
    assert stars == 1 + sum(mean >= bound for bound in (30, 50, 70, 90))


@pytest.mark.parametrize(
    ("total", "count", "stars"),
    [
        (17999, 200, 4),  # 89.995: never rounded up to 90
        (18000, 200, 5),  # 90
        (629, 7, 4),  # 89.857…; seven members who lack one point to 630
        (630, 7, 5),
        (490, 7, 4),
        (489, 7, 3),  # 69.857…
        (100, 2, 3),
        (99, 2, 2),
        (0, 1, 1),
    ],
)
def test_stars_at_the_thresholds(total: int, count: int, stars: int) -> None:
    assert stars_for(total, count, BANDS) == stars


def test_stars_without_a_counted_sheet_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        stars_for(0, 0, BANDS)
    with pytest.raises(ValueError, match="at least one"):
        _ = EntryTotals.of([]).mean


@pytest.mark.parametrize(
    ("total", "count", "shown"),
    [
        (629, 7, "89.86"),
        (17999, 200, "89.995"),
        (179999, 2000, "89.9995"),
        (90, 1, "90.00"),
        (139, 2, "69.50"),
        (1, 8, "0.13"),  # 0.125, half up
        (201, 200, "1.01"),  # 1.005, half up
        (5999, 200, "29.995"),
        (2, 3, "0.67"),
    ],
)
def test_mean_is_shown_half_up_and_never_seems_to_cross_a_band(total: int, count: int, shown: str) -> None:
    assert str(mean_display(total, count, BANDS)) == shown


@given(st.integers(0, 40000), st.integers(1, 400))
def test_shown_mean_stands_on_the_side_of_the_exact_one(total: int, count: int) -> None:
    shown = mean_display(total, count, BANDS)

    exact = Fraction(total, count)
    assert all((shown >= band.lower) == (exact >= band.lower) for band in BANDS)
    digits = -shown.as_tuple().exponent
    assert shown == (Decimal(total) / Decimal(count)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert abs(Fraction(shown) - exact) <= Fraction(1, 2 * 10**digits)


@given(contenders)
def test_place_is_one_more_than_the_number_of_better_entries(entries: list[Contender]) -> None:
    places = {place.key: place.place for place in rank(entries)}

    assert places.keys() == {entry.key for entry in entries}
    placed = [entry for entry in entries if entry.placed and entry.mean is not None]
    for entry in entries:
        if entry not in placed:
            assert places[entry.key] is None
            continue
        better = [
            other
            for other in placed
            if (other.stars or 0, other.mean, other.tie_break) > (entry.stars or 0, entry.mean, entry.tie_break)
        ]
        assert places[entry.key] == 1 + len(better)


def test_places_go_by_stars_before_points() -> None:
    # A gate has cost "tea" its fourth star: it stands behind every product with four stars, whatever its points.
    entries = [
        Contender("tea", Fraction(650, 7), stars=3),
        Contender("honey", Fraction(510, 7), stars=4),
        Contender("rice", Fraction(1020, 14), stars=4),
        Contender("wine", Fraction(509, 7), stars=4),
        Contender("fake", Fraction(90), stars=5, placed=False),
        Contender("late", None),
    ]

    places = rank(entries)

    assert [(place.key, place.place) for place in places] == [
        ("honey", 1),
        ("rice", 1),
        ("wine", 3),
        ("tea", 4),
        ("fake", None),
        ("late", None),
    ]


def test_competition_ranking_leaves_out_the_place_after_a_tie() -> None:
    means = {"a": Fraction(80), "b": Fraction(75), "c": Fraction(150, 2), "d": Fraction(60)}

    places = rank(Contender(key, mean, stars=4) for key, mean in means.items())

    assert [place.place for place in places] == [1, 2, 2, 4]


def test_tie_break_of_the_regulation_parts_equals() -> None:
    entries = [Contender("a", Fraction(75), 4, tie_break=(35,)), Contender("b", Fraction(75), 4, tie_break=(38,))]

    places = rank(entries)

    assert [(place.key, place.place) for place in places] == [("b", 1), ("a", 2)]


# One item: 0, 40 (***), 70 (****), 100 (*****).
_ITEM = ItemSpec(
    "1", "1", "", "A", 100, tuple(LevelSpec(i, p, "", None, g) for i, p, g in
                                  ((1, 0, None), (2, 40, 3), (3, 70, 4), (4, 100, 5)))
)  # fmt: skip
_SPEC = RubricSpec("X", 1, "", (PartSpec("A", "", 100),), (_ITEM,), BANDS)


def test_agreed_level_decides_the_gate_and_not_the_points() -> None:
    # Members gave 100, 100 and 70: 270 / 3 = 90, five stars by points. The council agrees on the level of 70 points.
    counted = EntryTotals.of([100, 100, 70])

    result = score_entry(_SPEC, counted, {"1": _ITEM.level(3)})

    assert (result.stars_by_points, result.stars) == (5, 4)
    assert [(gate.item, gate.for_stars, gate.needs_points) for gate in result.unmet_gates] == [("1", 5, 100)]
    assert result.totals.mean == 90


def test_entry_without_decided_gate_is_refused() -> None:
    with pytest.raises(MissingItemsError):
        score_entry(_SPEC, EntryTotals(90, 1), {})


def test_entry_of_a_decision_without_gates_needs_no_decided_levels() -> None:
    spec = RubricSpec("X", 1, "", _SPEC.parts, _SPEC.items, BANDS, holds_gates=False)

    result = score_entry(spec, EntryTotals(630, 7), {})

    assert (result.stars_by_points, result.stars, result.unmet_gates) == (5, 5, ())


def test_points_missing_are_exact() -> None:
    assert points_missing(EntryTotals(629, 7), 90) == Fraction(1, 7)
    assert points_missing(EntryTotals(630, 7), 90) == 0
