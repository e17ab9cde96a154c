"""What keeps a round from closing: missing sheets, quorum, the chair, gates that nobody agreed on."""

from __future__ import annotations

import pytest

from evaluations.results import (
    Agreed,
    Ballot,
    Candidate,
    Kind,
    Regulation,
    RoundInput,
    StageRules,
    obstacles,
    spread_is_wide,
)
from tests.evaluations.test_results import PROVINCE, make_spec, sealed


def found_with(*ballots: Ballot, regulation: Regulation | None = None, stage: StageRules = PROVINCE, **candidate):
    spec = candidate.pop("spec", make_spec())
    entry = Candidate(1, "P", spec, ballots, **candidate)
    return RoundInput(regulation or Regulation(), stage, (entry,))


def kinds(found: RoundInput, **options: bool) -> list[Kind]:
    return [one.kind for one in obstacles(found, **options)]


def waiting(member: int) -> Ballot:
    return Ballot(member, f"M{member}", sheet="")


def test_full_council_has_no_obstacle():
    assert kinds(found_with(*(sealed(n, 80) for n in range(1, 8)))) == []


def test_missing_sheets_are_named():
    found = found_with(*(sealed(n, 80) for n in range(1, 7)), waiting(7))

    [missing] = obstacles(found)

    assert (missing.kind, missing.names) == (Kind.MISSING_SHEETS, ("M7",))


def test_missing_sheets_can_be_counted_as_missing_while_there_is_a_quorum():
    assert kinds(found_with(*(sealed(n, 80) for n in range(1, 7)), waiting(7)), count_missing=True) == []


def test_quorum_of_seven_at_75_percent_needs_six():
    found = found_with(*(sealed(n, 80) for n in range(1, 6)), waiting(6), waiting(7))

    [obstacle] = obstacles(found, count_missing=True)

    assert (obstacle.kind, obstacle.present, obstacle.needed) == (Kind.QUORUM, 5, 6)


def test_abstaining_member_takes_part_but_does_not_count():
    ballots = [*(sealed(n, 80) for n in range(1, 6)), Ballot(6, "M6", sheet="abstained"), waiting(7)]

    assert kinds(found_with(*ballots), count_missing=True) == []


@pytest.mark.parametrize(("of_remaining", "expected"), [(False, [Kind.QUORUM]), (True, [])])
def test_quorum_after_recusals_is_what_the_regulation_says(of_remaining, expected):
    recused = [Ballot(n, f"M{n}", recused=True) for n in (6, 7)]
    found = found_with(
        *(sealed(n, 80) for n in range(1, 6)), *recused, regulation=Regulation(quorum_of_remaining=of_remaining)
    )

    assert kinds(found) == expected


def test_chair_or_deputy_must_take_part():
    chair = Ballot(1, "M1", leads=True, recused=True)
    found = found_with(chair, *(sealed(n, 80) for n in range(2, 8)))

    assert kinds(found) == [Kind.CHAIR]


def test_everybody_recused_is_no_quorum():
    found = found_with(
        *(Ballot(n, f"M{n}", leads=n == 1, recused=True) for n in range(1, 8)),
        regulation=Regulation(quorum_of_remaining=True),
    )

    assert kinds(found) == [Kind.QUORUM]


def test_everybody_abstaining_leaves_nothing_to_count():
    found = found_with(*(Ballot(n, f"M{n}", leads=n == 1, sheet="abstained") for n in range(1, 8)))

    assert kinds(found) == [Kind.NOBODY_COUNTED]


def test_entry_that_left_the_round_is_no_obstacle():
    assert kinds(found_with(waiting(1), withdrawn=True)) == []


def test_open_gate_is_an_obstacle_until_agreed():
    spec = make_spec({"1": (0, 4, 0)})
    ballots = (sealed(1, 80, item_1=1), sealed(2, 80, item_1=2))
    regulation = Regulation(quorum_percent=50)

    assert kinds(found_with(*ballots, spec=spec, regulation=regulation)) == [Kind.OPEN_GATES]
    assert kinds(found_with(*ballots, spec=spec, regulation=regulation, agreed={"1": Agreed(2)})) == []


def test_open_gate_of_a_knocked_out_entry_is_no_obstacle():
    spec = make_spec({"1": (0, 4, 0)})
    ballots = (sealed(1, 80, item_1=1), sealed(2, 80, item_1=2))

    assert kinds(found_with(*ballots, spec=spec, knocked_out=True, regulation=Regulation(quorum_percent=50))) == []


@pytest.mark.parametrize(("high", "wide"), [(80, False), (90, False), (91, True)])
def test_spread_is_wide_beyond_the_limit_not_at_it(high, wide):
    candidate = Candidate(1, "P", make_spec(), (sealed(1, 80), sealed(2, high)))

    assert spread_is_wide(candidate, Regulation(max_spread=10)) is wide
    assert spread_is_wide(candidate, Regulation(max_spread=None)) is False
