"""Closing a round: what it refuses and says, what it stores, and setting results aside."""

from __future__ import annotations

import pytest
from django.db.models import Max

from activity.errors import Conflict, NotAllowed, Refused
from evaluations import services
from evaluations.enums import GatesMode, Outcome, RoundState
from evaluations.models import Entry
from tests.factories.accounts import make_person
from tests.factories.evaluations import agree_on_all, entry_of, make_hall, make_round, submit_all, submit_sheet
from tests.factories.rubrics import CODE_2019, publish_law


def in_discussion(hall, totals=80, *, entries=1, **facts):
    found = make_round(hall, entries=entries, **facts)
    submit_all(hall, found, totals)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    return found


def close(hall, found, **options):
    return services.close_round(evaluation_round=found, actor=hall.officer, **options)


def test_closing_stores_what_explains_each_result(hall):
    found = close(hall, in_discussion(hall, [82, 45, 82], entries=3))

    rows = list(found.entries.order_by("result_order").values_list("total_sum", "counted", "mean", "place", "outcome"))
    assert rows == [
        (246, 3, "82.00", 1, Outcome.RECOGNISED),
        (246, 3, "82.00", 1, Outcome.RECOGNISED),
        (135, 3, "45.00", 3, Outcome.NOTICE),
    ]
    assert len(entry_of(found).result["counted"]) == 3


def test_results_do_not_exist_before_closing(hall):
    found = in_discussion(hall)

    assert list(found.entries.values_list("total_sum", "mean", "stars", "place", "outcome", "result")) == [
        (None, "", None, None, "", None)
    ]


def test_missing_sheets_refuse_closing_and_name_their_members(seven):
    hall = seven
    found = make_round(hall)
    for member in hall.members[:6]:
        submit_sheet(entry_of(found), member, 80)
    services.open_discussion(evaluation_round=found, actor=hall.officer)

    with pytest.raises(Refused, match="Thành viên 7"):
        close(hall, found)

    found.refresh_from_db()
    assert found.state == RoundState.DISCUSSION


def test_missing_sheets_can_be_left_out_where_the_regulation_allows_it(seven):
    hall = seven
    found = make_round(hall)
    for member in hall.members[:6]:
        submit_sheet(entry_of(found), member, 80)
    services.open_discussion(evaluation_round=found, actor=hall.officer)

    close(hall, found, count_missing=True)

    assert [(row["member"], row["why"]) for row in entry_of(found).result["not_counted"]] == [
        ("Thành viên 7", "missing")
    ]


def test_regulation_without_that_choice_keeps_the_round_open(seven):
    hall = seven
    found = make_round(hall, missing_allowed=False)
    for member in hall.members[:6]:
        submit_sheet(entry_of(found), member, 80)
    services.open_discussion(evaluation_round=found, actor=hall.officer)

    with pytest.raises(Refused):
        close(hall, found, count_missing=True)


def test_missing_quorum_refuses_closing(seven):
    hall = seven
    found = make_round(hall)
    for member in hall.members[:5]:
        submit_sheet(entry_of(found), member, 80)
    services.open_discussion(evaluation_round=found, actor=hall.officer)

    with pytest.raises(Refused, match="6"):
        close(hall, found, count_missing=True)


def test_open_gate_refuses_closing_until_the_council_agrees(hall):
    found = make_round(hall)
    entry = entry_of(found)
    for number, member in enumerate(hall.members):
        submit_sheet(entry, member, 75, fixed={"1.5": 2 if number % 2 else 1})
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    with pytest.raises(Refused, match=r"1\.5"):
        close(hall, found)

    agree_on_all(hall, found, best=False)
    close(hall, found)

    entry = entry_of(found)
    assert (entry.mean, entry.stars_by_points, entry.stars) == ("75.00", 4, 3)
    assert {row["item"] for row in entry.result["unmet_gates"]} >= {"1.5"}
    assert "1.5" in {row["item"] for row in entry.result["agreed_levels"]}


def test_majority_decides_gates_where_the_regulation_says_so(hall):
    found = make_round(hall, gates_mode=GatesMode.MAJORITY)
    for number, member in enumerate(hall.members):
        submit_sheet(entry_of(found), member, 75, fixed={"1.5": 1 if number < 1 else 2})
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    agree_on_all(hall, found)

    close(hall, found)

    gate = next(row for row in entry_of(found).result["gates"] if row["item"] == "1.5")
    assert (gate["by"], gate["points"], gate["met"]) == ("majority", "2", True)


def test_law_without_gates_needs_the_councils_confirmation(db):
    hall = make_hall(law=publish_law(CODE_2019), level="district", training=True, members=3)
    found = in_discussion(hall, 72)
    with pytest.raises(Refused):
        close(hall, found)

    close(hall, found, confirmation="Hội đồng đã xem xét các yêu cầu tối thiểu theo hạng sao.")

    entry = entry_of(found)
    assert (entry.stars, entry.outcome) == (4, Outcome.PROPOSED_UP)
    assert entry.result["gates_considered"] is False
    assert found.closing_confirmation.startswith("Hội đồng đã xem xét")


def test_screening_stage_ends_with_a_list_and_no_stars(db):
    hall = make_hall(law=publish_law(CODE_2019), level="commune", training=True, members=3)
    found = in_discussion(hall, [60, 40], entries=2)
    services.leave_off_list(entry=entry_of(found, 1), reason="Chưa rõ nguồn gốc.", actor=hall.officer)

    close(hall, found)

    rows = found.entries.order_by("order").values_list("stars", "stars_by_points", "outcome")
    assert list(rows) == [(None, None, Outcome.LISTED), (None, None, Outcome.NOT_LISTED)]


def test_unanswered_declaration_refuses_closing(hall):
    found = in_discussion(hall)
    services.declare_recusal(entry=entry_of(found), actor=hall.members[2], reason="Người nhà.")

    with pytest.raises(Refused):
        close(hall, found)


def test_all_members_recused_leaves_the_entry_to_be_set_aside(hall):
    found = in_discussion(hall, 80, entries=2)
    entry = entry_of(found)
    for member in hall.members:
        recusal = services.declare_recusal(entry=entry, actor=member, reason="Cùng cơ quan.")
        services.answer_recusal(recusal=recusal, actor=hall.officer, accepted=True)
    with pytest.raises(Refused):
        close(hall, found)

    services.set_aside(entry=entry, reason="Không đủ thành viên.", actor=hall.officer)
    close(hall, found)

    entry.refresh_from_db()
    entry.dossier.refresh_from_db()
    assert (entry.outcome, entry.place, entry.mean) == (Outcome.NOT_SCORED, None, "")
    assert entry.dossier.state == "accepted"


def test_entry_withdrawn_mid_scoring_is_listed_without_points(hall):
    found = in_discussion(hall, 80, entries=2)
    services.withdraw_entry(entry=entry_of(found), reason="Chủ thể rút.", actor=hall.officer)

    close(hall, found)

    entry = entry_of(found)
    assert (entry.outcome, entry.stars, entry.place) == (Outcome.WITHDRAWN, None, None)
    assert entry.result["counted"] == []
    assert len(entry.result["not_counted"]) == 3


def test_knocked_out_entry_keeps_its_mean_and_loses_stars_and_place(hall):
    found = in_discussion(hall, 80, entries=2)
    services.knock_out(entry=entry_of(found), reason="Giả mạo kiểm nghiệm.", actor=hall.members[0])

    close(hall, found)

    entry, other = entry_of(found), entry_of(found, 1)
    assert (entry.outcome, entry.stars, entry.place, entry.mean) == (Outcome.KNOCKED_OUT, 0, None, "80.00")
    assert other.place == 1


def test_knock_out_needs_the_discussion(hall):
    with pytest.raises(Conflict):
        services.knock_out(entry=entry_of(make_round(hall)), reason="Giả mạo.", actor=hall.officer)


def test_plain_member_may_not_write_down_resolutions(hall):
    found = in_discussion(hall)

    with pytest.raises(NotAllowed):
        services.knock_out(entry=entry_of(found), reason="Giả mạo.", actor=hall.members[1])


def test_agreed_level_is_refused_where_sheets_do_not_differ(hall):
    found = in_discussion(hall)
    criterion = entry_of(found).rubric.criteria.get(key="1.5")

    with pytest.raises(Refused):
        services.agree_levels(
            entry=entry_of(found), levels={criterion.pk: None}, reason="Theo hồ sơ.", actor=hall.officer
        )


def test_plain_member_may_not_close(hall):
    found = in_discussion(hall)

    with pytest.raises(NotAllowed):
        services.close_round(evaluation_round=found, actor=hall.members[1])


def test_officer_of_another_office_may_not_close(hall):
    found = in_discussion(hall)

    with pytest.raises(NotAllowed):
        services.close_round(evaluation_round=found, actor=make_person("round_officer"))


def test_closing_twice_is_a_conflict(hall):
    found = in_discussion(hall)
    again = type(found).objects.get(pk=found.pk)
    close(hall, found)

    with pytest.raises(Conflict):
        close(hall, again)


def test_reopened_round_forgets_its_results(hall):
    found = close(hall, in_discussion(hall))

    services.reopen_round(evaluation_round=found, actor=hall.officer, reason="Nhập nhầm mức thống nhất.")

    assert found.state == RoundState.DISCUSSION
    assert Entry.objects.filter(round=found).aggregate(mean=Max("mean"))["mean"] == ""
    assert entry_of(found).result is None
