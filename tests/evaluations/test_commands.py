"""``list_rounds`` and ``rank_round``: their shape is a promise to the outside."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from evaluations import services
from evaluations.enums import RoundState
from tests.factories.evaluations import agree_on_all, entry_of, make_hall, make_round, submit_sheet
from tests.factories.rubrics import CODE_2019, publish_law


def printed(*arguments: str):
    out = io.StringIO()
    call_command(*arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_list_rounds_names_decision_level_and_state(hall):
    found = make_round(hall, state=RoundState.PREPARING)

    rows = printed("list_rounds")

    assert rows == [
        {"id": found.pk, "name": found.name, "decision": "26/2026/QĐ-TTg", "level": "province", "state": "preparing"}
    ]


def test_rank_round_prints_the_promised_shape(hall):
    found = make_round(hall, entries=2, quorum_percent=60)
    entry, other = entry_of(found), entry_of(found, 1)
    for number, member in enumerate(hall.members):
        submit_sheet(entry, member, 75, fixed={"1.5": 1 if number else 2})
        submit_sheet(other, member, 83 + (number == 0))
    recusal = services.declare_recusal(entry=other, actor=hall.members[1], reason="Người nhà.")
    services.answer_recusal(recusal=recusal, actor=hall.officer, accepted=True)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    agree_on_all(hall, found, best=False)
    services.close_round(evaluation_round=found, actor=hall.officer)

    report = printed("rank_round", str(found.pk))

    assert {name: report[name] for name in ("round", "decision", "state")} == {
        "round": found.pk,
        "decision": "26/2026/QĐ-TTg",
        "state": "closed",
    }
    first, second = report["entries"]
    assert first == {
        "product": other.dossier.product.name,
        "place": 1,
        "mean": "83.50",
        "stars": 4,
        "stars_by_points": 4,
        "counted": [{"member": str(hall.members[0]), "total": "84"}, {"member": str(hall.members[2]), "total": "83"}],
        "not_counted": [{"member": str(hall.members[1]), "total": "83", "why": "recused"}],
        "unmet_gates": [],
        "agreed_levels": [],
        "knocked_out": False,
        "outcome": "recognised",
    }
    assert (second["stars_by_points"], second["stars"], second["place"]) == (4, 3, 2)
    assert {"item": "1.5", "for_stars": 4, "needs_points": "2"} in second["unmet_gates"]
    assert "1.5" in {row["item"] for row in second["agreed_levels"]}


def test_rank_round_of_a_screening_stage_gives_no_stars(db):
    hall = make_hall(law=publish_law(CODE_2019), level="commune", training=True, members=2)
    found = make_round(hall, state=RoundState.CLOSED)

    [entry] = printed("rank_round", str(found.pk))["entries"]

    assert (entry["stars"], entry["stars_by_points"], entry["outcome"], entry["mean"]) == (
        None,
        None,
        "listed",
        "80.00",
    )


def test_rank_round_of_entries_that_left_has_nothing_counted(hall):
    found = make_round(hall, entries=2, state=RoundState.DISCUSSION)
    submit_sheet(entry_of(found, 1), hall.members[0], 80)
    for member in hall.members[1:]:
        submit_sheet(entry_of(found, 1), member, 80)
    services.withdraw_entry(entry=entry_of(found), reason="Chủ thể rút.", actor=hall.officer)
    services.close_round(evaluation_round=found, actor=hall.officer)

    left = next(row for row in printed("rank_round", str(found.pk))["entries"] if row["outcome"] == "withdrawn")

    assert (left["counted"], left["mean"], left["place"], left["stars"]) == ([], None, None, None)
    assert [row["why"] for row in left["not_counted"]] == ["missing"] * 3


@pytest.mark.parametrize("state", [RoundState.PREPARING, RoundState.SCORING, RoundState.DISCUSSION])
def test_rank_round_before_closing_exits_3_and_prints_nothing(hall, state):
    found = make_round(hall, state=state)
    out = io.StringIO()

    with pytest.raises(SystemExit) as stop:
        call_command("rank_round", str(found.pk), "--json", stdout=out, stderr=io.StringIO())

    assert (stop.value.code, out.getvalue()) == (3, "")


@pytest.mark.parametrize("text", ["999999", "abc", "", "1.5", "9" * 40])
def test_rank_round_of_an_unknown_id_exits_2(db, text):
    with pytest.raises(CommandError) as error:
        call_command("rank_round", text, "--json", stdout=io.StringIO())

    assert error.value.returncode == 2
