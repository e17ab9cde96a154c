"""A round whose regulation is not its council's: shown, with a reason, and printed in the minutes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from activity.errors import Refused
from evaluations import services
from evaluations.enums import RoundState
from evaluations.models import EvaluationRound
from evaluations.papers import facts_of, minutes_content
from evaluations.services import RegulationFacts, RoundFacts
from foundation import clock
from tests.factories.evaluations import bring_to, make_round

WHY = "Hai thành viên đi công tác dài ngày."


def facts(hall, **given):
    return RoundFacts(
        name="Đợt 1", stage=hall.stage, council=hall.council, year=2026, ordinal=1, opens_on=clock.today(), **given
    )


def posted(hall, **given):
    return {
        "office": hall.office.pk, "stage": hall.stage.pk, "name": "Đợt 1", "year": "2026", "ordinal": "1",
        "council": hall.council.pk, "opens_on": clock.today().isoformat(), "quorum_percent": "60",
        "quorum_base": "council", "chair_required": "on", "max_spread": "10", "gates_mode": "agreed",
        "missing_allowed": "on",
    } | given  # fmt: skip


def test_differing_regulation_needs_a_reason(hall):
    with pytest.raises(Refused):
        services.create_round(office=hall.office, facts=facts(hall, quorum_percent=60), actor=hall.officer)

    made = services.create_round(
        office=hall.office, facts=facts(hall, quorum_percent=60, deviation_reason=WHY), actor=hall.officer
    )

    assert (made.quorum_percent, made.deviation_reason) == (60, WHY)


def test_reason_without_a_difference_is_not_kept(hall):
    made = services.create_round(office=hall.office, facts=facts(hall, deviation_reason=WHY), actor=hall.officer)

    assert made.deviation_reason == ""


def test_form_takes_the_councils_regulation_unless_told_otherwise(client, hall):
    services.set_regulation(council=hall.council, facts=RegulationFacts(66, max_spread=8), actor=hall.officer)
    client.force_login(hall.officer)

    client.post(reverse("evaluations:round_create"), posted(hall))

    made = EvaluationRound.objects.get()
    assert (made.quorum_percent, made.max_spread, made.deviation_reason) == (66, 8, "")


def test_form_asks_for_the_reason_and_names_what_differs(client, hall):
    client.force_login(hall.officer)

    page = client.post(reverse("evaluations:round_create"), posted(hall, deviates="on"))
    client.post(reverse("evaluations:round_create"), posted(hall, deviates="on", deviation_reason=WHY))

    made = EvaluationRound.objects.get()
    assert "60" in str(page.context["form"].errors["deviation_reason"])
    assert (made.quorum_percent, made.deviation_reason) == (60, WHY)


def test_points_of_the_regulation_stand_open_only_where_they_matter(client, hall):
    client.force_login(hall.officer)
    address = reverse("evaluations:round_create")

    fresh = client.get(address)
    differing = client.post(address, posted(hall, deviates="on"))
    wrong = client.post(address, posted(hall, quorum_percent="400"))

    opened = ['<details class="fold" open>' in page.content.decode() for page in (fresh, differing, wrong)]
    assert opened == [False, True, True]


def test_page_of_the_round_shows_where_it_differs_and_why(client, hall):
    found = make_round(hall, state=RoundState.PREPARING, quorum_percent=60, deviation_reason=WHY)
    same = make_round(hall, state=RoundState.PREPARING)
    client.force_login(hall.officer)

    page = client.get(reverse("evaluations:round", args=[found.pk]))
    other = client.get(reverse("evaluations:round", args=[same.pk]))

    assert [(one.name, one.usual, one.here) for one in page.context["deviations"]] == [("quorum_percent", "75", "60")]
    assert WHY in page.content.decode()
    assert other.context["deviations"] == []


def test_councils_new_regulation_takes_the_difference_away(hall):
    found = make_round(hall, state=RoundState.PREPARING, quorum_percent=60, deviation_reason=WHY)

    services.set_regulation(council=hall.council, facts=RegulationFacts(66), actor=hall.officer)

    found.refresh_from_db()
    assert (found.quorum_percent, found.deviation_reason) == (66, "")


def test_minutes_print_the_difference_and_its_reason(hall):
    found = make_round(hall, quorum_percent=60, max_spread=None, deviation_reason=WHY)
    same = make_round(hall)
    bring_to(hall, found, RoundState.CLOSED)
    bring_to(hall, same, RoundState.CLOSED)

    words, others = (
        " ".join(str(block) for block in minutes_content(facts_of(one), secretary="Thư ký").body)
        for one in (found, same)
    )

    assert WHY.rstrip(".") in words
    assert "tỷ lệ thành viên tham gia tối thiểu (%): 60 (quy chế: 75)" in words
    assert "chênh lệch tổng điểm lớn nhất giữa các thành viên: không giới hạn (quy chế: 10)" in words
    assert "Điểm khác quy chế" not in others
