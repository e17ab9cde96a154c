"""Discussion and explanation: who stands far from the rest is for the chair; the producer sees totals, never names."""

from __future__ import annotations

import pytest
from django.urls import reverse

from evaluations import services
from evaluations.enums import RoundState
from evaluations.models import Sheet
from evaluations.results import Ballot, Candidate, Regulation, far_members
from evaluations.selectors.discussion import side_by_side
from rubrics.selectors import spec_for
from tests.factories.evaluations import agree_on_all, bring_to, close, entry_of, make_hall, make_round, submit_sheet


def address(name, pk):
    return reverse(f"evaluations:{name}", args=[pk])


def candidate(rubric, *totals):
    ballots = tuple(Ballot(n, f"M{n}", sheet="sealed", total=total) for n, total in enumerate(totals))
    return Candidate(1, "Cà phê", spec_for(rubric), ballots)


@pytest.mark.parametrize(
    ("totals", "far"),
    [
        ((80, 81, 82), []),
        ((70, 80, 75), []),  # exactly at the limit of 10
        ((70, 82, 83, 84), [70]),
        ((70, 84), [70, 84]),
        ((70, 75, 76, 81), [70, 81]),  # nobody alone is that far: the furthest
        ((60, 80, 81, 82, 99), [60, 99]),
        ((80,), []),
    ],
)
def test_far_members_are_those_beyond_the_limit_from_the_middle_of_the_others(hall, totals, far):
    found = far_members(candidate(hall.rubric, *totals), Regulation(max_spread=10))

    assert sorted(one.ballot.total for one in found) == far


def test_without_a_limit_nobody_is_far(hall):
    assert far_members(candidate(hall.rubric, 10, 90), Regulation(max_spread=None)) == ()


@pytest.fixture
def wide(hall):
    """An entry in discussion on which the second member lies far from the two others."""
    found = make_round(hall)
    for member, total in zip(hall.members, (88, 60, 86), strict=True):
        submit_sheet(entry_of(found), member, total)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    return entry_of(found)


def test_who_is_far_is_shown_to_the_chair_alone(client, hall, wide):
    chair, member, secretary = hall.members

    seen = {}
    for who, user in {"chair": chair, "member": member, "secretary": secretary, "officer": hall.officer}.items():
        client.force_login(user)
        page = client.get(address("entry", wide.pk)).content.decode()
        seen[who] = ("side-far" in page, "lệch 27 điểm" in page)
        assert "Thành viên 2" in page

    assert seen == dict.fromkeys(seen, (False, False)) | {"chair": (True, True)}


def test_spread_beyond_the_limit_is_flagged_to_the_whole_council(client, hall, wide):
    client.force_login(hall.members[2])

    page = client.get(address("discussion", wide.round_id))

    assert page.context["states"][0].wide
    assert "28" in page.content.decode()


def test_items_on_which_people_differ_most_come_first(wide):
    rows = side_by_side(wide).rows

    assert [row.apart for row in rows] == sorted((row.apart for row in rows), reverse=True)
    assert rows[0].apart > 0


def test_sealed_sheet_is_scored_again_only_where_it_was_called(client, hall, wide):
    client.force_login(hall.members[1])
    sheet = Sheet.objects.get(entry=wide, member__user=hall.members[1])
    before = client.get(address("sheet", wide.pk)).status_code

    services.reopen_sheet(sheet=sheet, actor=hall.officer, reason="Hội đồng đề nghị chấm lại do chênh lệch.")

    assert before == 302
    assert client.get(address("sheet", wide.pk)).status_code == 200


def published(hall, totals, **facts):
    found = make_round(hall, **facts)
    for member, total in zip(hall.members, totals, strict=True):
        submit_sheet(entry_of(found), member, total)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    agree_on_all(hall, found)
    close(hall, found)
    found.refresh_from_db()
    return entry_of(bring_to(hall, found, RoundState.PUBLISHED))


def test_producer_sees_totals_without_names_from_the_highest_down(client, hall):
    entry = published(hall, (81, 88, 84))
    client.force_login(entry.dossier.created_by)

    response = client.get(address("entry", entry.pk))

    page = response.content.decode()
    assert [row["total"] for row in response.context["counted_rows"]] == ["88", "84", "81"]
    assert [name for name in ("Thành viên 1", "Thành viên 2", "Thành viên 3") if name in page] == []
    assert "Phiếu được tính thứ 3" in page
    assert not any("member_id" in row for row in response.context["counted_rows"])
    assert response.context["neighbours"] == []


def test_producer_sees_names_where_the_regulation_says_so(client, hall):
    entry = published(hall, (81, 88, 84), names_to_producer=True)
    client.force_login(entry.dossier.created_by)

    response = client.get(address("entry", entry.pk))

    assert [(row["member"], row["total"]) for row in response.context["counted_rows"]] == [
        ("Thành viên 1", "81"),
        ("Thành viên 2", "88"),
        ("Thành viên 3", "84"),
    ]


def test_sheet_that_does_not_count_tells_the_producer_only_why(client, db):
    hall = make_hall(members=4)
    found = make_round(hall, quorum_percent=50)
    entry = entry_of(found)
    submit_sheet(entry, hall.members[1], 61)
    services.declare_recusal(entry=entry, actor=hall.members[1], reason="Cháu của chủ thể.")
    services.answer_recusal(recusal=entry.recusals.get(), actor=hall.officer, accepted=True)
    for member in (hall.members[0], *hall.members[2:]):
        submit_sheet(entry, member, 80)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    close(hall, found)
    found.refresh_from_db()
    bring_to(hall, found, RoundState.PUBLISHED)
    client.force_login(entry.dossier.created_by)

    response = client.get(address("entry", entry.pk))

    assert [row["total"] for row in response.context["not_counted_rows"]] == [None]
    assert "Thành viên 2" not in response.content.decode()
    assert ">61<" not in response.content.decode()


def test_explanation_names_the_band_from_the_decisions_data(client, hall):
    entry = published(hall, (81, 88, 84))
    client.force_login(hall.members[0])

    response = client.get(address("entry", entry.pk))

    assert "Hạng 4 sao từ 70 đến dưới 90 điểm." in response.content.decode()
    assert response.context["neighbours"] == [entry]
