"""Results of a round: thresholds, gates, outcomes and places, against a second implementation written only here."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.enums.choices import DecidedBy, NotCounted, Outcome
from evaluations.results import (
    Agreed,
    Ballot,
    Candidate,
    Regulation,
    RoundInput,
    StageRules,
    UndecidedGateError,
    compute,
    deciding_levels,
    to_stored,
)
from rubrics.scoring import BandSpec, ItemSpec, LevelSpec, PartSpec, RubricSpec

BANDS = tuple(BandSpec(stars, lower) for stars, lower in ((5, 90), (4, 70), (3, 50), (2, 30), (1, 0)))
PROVINCE = StageRules(scores=True, recognises=(3, 4), send_up_from=90)
DISTRICT_2019 = StageRules(scores=True, recognises=(), send_up_from=50)
DISTRICT_2023 = StageRules(scores=True, recognises=(3,), send_up_from=70)
COMMUNE = StageRules(scores=False)
CENTRE = StageRules(scores=True, recognises=(5,), left_below=(3, 4))


def make_spec(gates: dict[str, tuple[int, ...]] | None = None, *, holds_gates: bool = True) -> RubricSpec:
    """Return a set whose items have levels 1 to 3; ``gates`` marks these levels of an item with stars (0 for none)."""
    items = []
    for number in range(1, 5):
        marks = (gates or {}).get(str(number), (0, 0, 0))
        levels = tuple(
            LevelSpec(order, order, f"level {order}", gate_stars=marks[order - 1] or None) for order in (1, 2, 3)
        )
        items.append(ItemSpec(str(number), str(number), f"item {number}", "A", 3, levels))
    parts = (PartSpec("A", "A", 100),)
    return RubricSpec("X", 1, "set", parts, tuple(items), BANDS, holds_gates)


def sealed(member: int, total: int, **choices: int | None) -> Ballot:
    """Return a submitted sheet of a member; ``item_1=2`` picks a level."""
    picks = {name.removeprefix("item_"): choice for name, choice in choices.items()}
    return Ballot(member, f"M{member}", leads=member == 1, sheet="sealed", total=total, choices=picks)


def result_of(*ballots: Ballot, stage: StageRules = PROVINCE, regulation: Regulation | None = None, **candidate):
    spec = candidate.pop("spec", make_spec())
    found = RoundInput(regulation or Regulation(), stage, (Candidate(1, "P", spec, tuple(ballots), **candidate),))
    return compute(found)[0]


# -- Thresholds ------------------------------------------------------------------------------------------------------
def test_mean_just_below_ninety_stays_four_stars_and_shows_more_digits():
    ballots = [sealed(n, 90) for n in range(199)] + [sealed(199, 89)]

    result = result_of(*ballots)

    assert result.mean == Fraction(17999, 200)
    assert result.stars == 4
    assert to_stored(result)["mean"] == "89.995"


def test_mean_of_exactly_ninety_is_five_stars():
    result = result_of(sealed(1, 89), sealed(2, 91))

    assert result.stars == 5
    assert to_stored(result)["mean"] == "90.00"


def test_mean_of_629_sevenths_is_four_stars():
    result = result_of(*(sealed(n, total) for n, total in enumerate((90, 90, 90, 90, 90, 90, 89))))

    assert (result.totals.sum, result.totals.count) == (629, 7)
    assert result.stars == 4
    assert to_stored(result)["mean"] == "89.86"


def test_points_that_lack_to_the_next_star_are_rounded_up():
    result = result_of(*(sealed(n, total) for n, total in enumerate((90, 90, 90, 90, 90, 90, 89))))

    assert to_stored(result)["next_star"] == {"stars": 5, "from_points": "90", "lacks": "0.15"}


# -- Who counts ------------------------------------------------------------------------------------------------------
def test_recused_abstained_missing_and_non_voting_members_are_named_not_counted():
    recused = Ballot(2, "B", recused=True, sheet="sealed", total=10)
    abstained = Ballot(3, "C", sheet="abstained")
    missing = Ballot(4, "D", sheet="draft")
    silent = Ballot(5, "E", votes=False)

    result = result_of(sealed(1, 80), recused, abstained, missing, silent)

    assert [(one.ballot.name, one.total, one.why) for one in result.not_counted] == [
        ("B", 10, NotCounted.RECUSED),
        ("C", None, NotCounted.ABSTAINED),
        ("D", None, NotCounted.MISSING),
        ("E", None, NotCounted.NON_VOTING),
    ]
    assert result.mean == 80


@pytest.mark.parametrize(("left", "outcome"), [("withdrawn", Outcome.WITHDRAWN), ("set_aside", Outcome.NOT_SCORED)])
def test_entry_that_left_the_round_has_no_points_and_no_place(left, outcome):
    result = result_of(sealed(1, 80), **{left: True})

    assert result.outcome == outcome
    assert result.counted == ()
    assert (result.mean, result.stars, result.place) == (None, None, None)
    assert [one.why for one in result.not_counted] == [NotCounted(outcome.value)]


def test_abstaining_is_not_zero():
    result = result_of(sealed(1, 80), sealed(2, 80), Ballot(3, "C", sheet="abstained"))

    assert result.mean == 80


# -- Gates -----------------------------------------------------------------------------------------------------------
def test_unmet_gate_costs_one_star():
    spec = make_spec({"1": (3, 4, 0)})

    result = result_of(sealed(1, 75, item_1=1, item_2=3, item_3=3, item_4=3), spec=spec)

    assert (result.stars_by_points, result.stars) == (4, 3)
    assert [gate.item for gate in result.unmet_gates] == ["1"]
    assert result.outcome == Outcome.RECOGNISED


def test_unmet_gates_cost_two_stars_and_keep_a_product_here():
    spec = make_spec({"1": (0, 4, 5)})

    result = result_of(sealed(1, 95, item_1=1), spec=spec)

    assert (result.stars_by_points, result.stars) == (5, 3)
    assert result.outcome == Outcome.RECOGNISED


def test_differing_sheets_on_a_gated_item_need_an_agreed_level():
    spec = make_spec({"1": (0, 4, 0)})

    with pytest.raises(UndecidedGateError) as error:
        result_of(sealed(1, 75, item_1=1), sealed(2, 75, item_1=2), spec=spec)

    assert error.value.items == ("1",)


def test_agreed_level_decides_the_gate_and_never_the_points():
    spec = make_spec({"1": (0, 4, 0)})
    ballots = (sealed(1, 75, item_1=1), sealed(2, 75, item_1=2))

    result = result_of(*ballots, spec=spec, agreed={"1": Agreed(1, "as seen on site")})

    assert result.mean == 75
    assert (result.stars_by_points, result.stars) == (4, 3)
    assert to_stored(result)["agreed_levels"] == [
        {"item": "1", "points": "1", "level": "level 1", "reason": "as seen on site"}
    ]


def test_agreed_level_is_passed_over_where_all_sheets_agree():
    spec = make_spec({"1": (0, 4, 0)})

    result = result_of(sealed(1, 75, item_1=2), spec=spec, agreed={"1": Agreed(None)})

    assert result.stars == 4
    assert [one.by for one in result.decided if one.item.key == "1"] == [DecidedBy.UNANIMOUS]


@pytest.mark.parametrize(("votes", "by"), [((2, 2, 1), DecidedBy.MAJORITY), ((2, 2, 1, 1), DecidedBy.OPEN)])
def test_majority_needs_more_than_half_of_the_sheets(votes, by):
    ballots = tuple(sealed(n, 75, item_1=choice) for n, choice in enumerate(votes))
    candidate = Candidate(1, "P", make_spec({"1": (0, 4, 0)}), ballots)

    decided = deciding_levels(candidate, Regulation(majority_decides=True))

    assert [one.by for one in decided] == [by]


def test_decision_without_gates_gives_stars_by_points_and_says_so():
    result = result_of(sealed(1, 75, item_1=None), spec=make_spec({"1": (3, 4, 5)}, holds_gates=False))

    assert result.stars == 4
    assert result.gates_considered is False


# -- Outcomes --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("stage", "total", "outcome"),
    [
        (PROVINCE, 29, Outcome.NOTICE),
        (PROVINCE, 49, Outcome.NOTICE),
        (PROVINCE, 50, Outcome.RECOGNISED),
        (PROVINCE, 89, Outcome.RECOGNISED),
        (PROVINCE, 90, Outcome.PROPOSED_UP),
        (DISTRICT_2019, 49, Outcome.NOTICE),
        (DISTRICT_2019, 50, Outcome.PROPOSED_UP),
        (DISTRICT_2023, 69, Outcome.RECOGNISED),
        (DISTRICT_2023, 70, Outcome.PROPOSED_UP),
        (COMMUNE, 10, Outcome.LISTED),
    ],
)
def test_outcome_follows_the_data_of_the_stage(stage, total, outcome):
    assert result_of(sealed(1, total), stage=stage).outcome == outcome


def test_product_gated_down_to_own_stars_is_recognised_here_not_sent_up():
    spec = make_spec({"1": (0, 0, 4)})

    result = result_of(sealed(1, 72, item_1=1), spec=spec, stage=DISTRICT_2023)

    assert result.outcome == Outcome.RECOGNISED
    assert result.stars == 3


def test_knocked_out_entry_has_no_stars_and_no_place_but_keeps_its_mean():
    result = result_of(sealed(1, 80), knocked_out=True)

    assert result.outcome == Outcome.KNOCKED_OUT
    assert (result.stars, result.stars_by_points, result.place) == (0, 4, None)
    assert result.mean == 80


def test_screening_stage_gives_no_stars():
    result = result_of(sealed(1, 80), stage=COMMUNE, unlisted=True)

    assert (result.stars, result.stars_by_points) == (None, None)
    assert result.outcome == Outcome.NOT_LISTED
    assert result.place == 1


# -- The list --------------------------------------------------------------------------------------------------------
def test_list_is_by_stars_then_mean_with_competition_places():
    spec = make_spec({"1": (0, 4, 0)})
    totals = {1: (95, 3), 2: (80, 3), 3: (80, 3), 4: (88, 1), 5: (75, 3)}
    candidates = tuple(
        Candidate(key, f"P{key}", spec, (sealed(1, total, item_1=level),)) for key, (total, level) in totals.items()
    )

    results = compute(RoundInput(Regulation(), PROVINCE, candidates))

    assert [(one.candidate.key, one.stars, one.place) for one in results] == [
        (1, 5, 1),
        (2, 4, 2),
        (3, 4, 2),
        (5, 4, 4),
        (4, 3, 5),
    ]


# -- The second implementation ---------------------------------------------------------------------------------------
choice = st.sampled_from([None, 1, 2, 3])
mark = st.sampled_from([(0, 0, 0), (3, 4, 5), (0, 3, 5), (0, 0, 4), (3, 0, 0), (0, 4, 0)])


@st.composite
def rounds(draw):
    """Draw a round: gates, members with sheets, agreed levels wherever sheets could differ."""
    spec = make_spec({str(n): draw(mark) for n in range(1, 5)}, holds_gates=draw(st.booleans()))
    members = draw(st.integers(1, 5))
    candidates = []
    for key in range(1, draw(st.integers(1, 6)) + 1):
        ballots = []
        for member in range(members):
            sheet = draw(st.sampled_from(["sealed", "sealed", "sealed", "abstained", "draft", ""]))
            total = draw(st.sampled_from([29, 30, 49, 50, 69, 70, 89, 90, 91])) if sheet == "sealed" else None
            picks = {str(n): draw(choice) for n in range(1, 5)} if sheet == "sealed" else {}
            recused = draw(st.integers(0, 5)) == 0
            ballots.append(Ballot(member, f"M{member}", recused=recused, sheet=sheet, total=total, choices=picks))
        agreed = {str(n): Agreed(draw(choice), "so") for n in range(1, 5)}
        candidates.append(
            Candidate(key, f"P{key}", spec, tuple(ballots), agreed, knocked_out=draw(st.integers(0, 6)) == 0)
        )
    stage = draw(st.sampled_from([PROVINCE, DISTRICT_2019, DISTRICT_2023, COMMUNE, CENTRE]))
    return RoundInput(Regulation(), stage, tuple(candidates))


def slow_stars(candidate: Candidate, totals: list[int]) -> tuple[int, int]:
    """Stars by points and after gates, rank by rank from the top, with nothing but comparisons."""
    mean = Fraction(sum(totals), len(totals))
    by_points = next(stars for stars, lower in ((5, 90), (4, 70), (3, 50), (2, 30), (1, 0)) if mean >= lower)
    if not candidate.spec.holds_gates:
        return by_points, by_points
    ballots = [b for b in candidate.ballots if not b.recused and b.sheet == "sealed"]
    for rank in range(by_points, 0, -1):
        passed = True
        for item in candidate.spec.items:
            marked = [(level.gate_stars, level.order) for level in item.levels if level.gate_stars]
            below = [order for stars, order in marked if stars <= rank]
            if not below:
                continue
            votes = {ballot.choices.get(item.key) for ballot in ballots}
            level = votes.pop() if len(votes) == 1 else candidate.agreed[item.key].choice
            passed = passed and level is not None and level >= max(below)
        if passed:
            return by_points, rank
    return by_points, 0


def slow_outcome(stage: StageRules, mean: Fraction, stars: int) -> str:
    if stage.send_up_from is not None and mean >= stage.send_up_from and stars > max([0, *stage.recognises]):
        return "proposed_up"
    if stars in stage.recognises:
        return "recognised"
    return "left_below" if stars in stage.left_below else "notice"


@given(rounds())
def test_second_implementation_agrees_on_random_rounds(found):
    expected = {}
    for candidate in found.candidates:
        totals = [b.total for b in candidate.ballots if b.sheet == "sealed" and not b.recused]
        if not totals:
            expected[candidate.key] = (None, None, None, "not_scored")
            continue
        mean = Fraction(sum(totals), len(totals))
        if not found.stage.scores:
            outcome = "knocked_out" if candidate.knocked_out else "listed"
            expected[candidate.key] = (mean, None, None, outcome)
            continue
        by_points, stars = slow_stars(candidate, totals)
        stars = 0 if candidate.knocked_out else stars
        outcome = "knocked_out" if candidate.knocked_out else slow_outcome(found.stage, mean, stars)
        expected[candidate.key] = (mean, by_points, stars, outcome)

    results = compute(found)

    assert {
        one.candidate.key: (one.mean, one.stars_by_points, one.stars, one.outcome.value) for one in results
    } == expected
    placed = [one for one in results if one.place is not None]
    strength = [(one.stars or 0, one.mean) for one in placed]
    assert [one.place for one in placed] == [1 + sum(other > own for other in strength) for own in strength]
    assert all(one.outcome in ("knocked_out", "not_scored") for one in results if one.place is None)
    assert [one.place is None for one in results] == sorted(one.place is None for one in results)
