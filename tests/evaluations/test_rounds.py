"""Preparing rounds and councils: what fits together, and what is refused."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from accounts.enums import Role
from activity.errors import Conflict, NotAllowed, Refused
from directives import deadlines
from directives import services as directives
from evaluations import services
from evaluations.enums import CouncilRole, RoundState
from evaluations.models import EvaluationRound
from evaluations.selectors.deadlines import sheets_waiting
from evaluations.services import RoundFacts
from foundation import clock
from tests.factories.accounts import make_office, make_person
from tests.factories.directives import make_content
from tests.factories.evaluations import (
    DAY,
    entry_of,
    make_accepted_dossier,
    make_hall,
    make_round,
    submit_sheet,
)
from tests.factories.rubrics import CODE_2019, publish_law


def facts(hall, **given):
    values = {
        "name": "Đợt 1",
        "stage": hall.stage,
        "council": hall.council,
        "year": 2026,
        "ordinal": 1,
        "opens_on": clock.today(),
    }
    return RoundFacts(**(values | given))


def create(hall, **given):
    training = given.pop("training", False)
    return services.create_round(office=hall.office, facts=facts(hall, **given), actor=hall.officer, training=training)


def test_round_is_decided_by_the_committee_above_its_office(hall):
    assert create(hall).issuing_office == hall.committee


def test_same_round_twice_is_refused(hall):
    create(hall)

    with pytest.raises(Refused):
        create(hall)

    assert EvaluationRound.objects.count() == 1


def test_stage_that_does_not_score_is_refused(hall):
    stage = hall.law.stages.get(level="commune")

    with pytest.raises(Refused):
        create(hall, stage=stage)


def test_stage_of_another_level_is_refused(hall):
    stage = hall.law.stages.get(level="centre")

    with pytest.raises(Refused):
        create(hall, stage=stage)


def test_stage_that_is_over_is_for_training_only(hall):
    stage = publish_law(CODE_2019).stages.get(level="province")
    trainers = services.create_council(office=hall.office, name="Tập huấn", actor=hall.officer, training=True)
    stage_over = {"stage": stage, "opens_on": DAY}

    training = create(hall, **stage_over, council=trainers, training=True)

    assert training.training
    with clock.frozen(datetime.date(2030, 1, 1)), pytest.raises(Refused):
        create(hall, council=trainers)


def test_training_council_does_not_serve_a_real_round(hall):
    trainers = services.create_council(office=hall.office, name="Tập huấn", actor=hall.officer, training=True)

    with pytest.raises(Refused):
        create(hall, council=trainers)


def test_office_that_decides_must_be_above(hall):
    with pytest.raises(Refused):
        create(hall, issuing_office=make_office())


def test_officer_of_another_office_may_not_prepare(hall):
    with pytest.raises(NotAllowed):
        services.create_round(office=hall.office, facts=facts(hall), actor=make_person(Role.ROUND_OFFICER))


def test_second_window_does_not_overwrite_a_changed_round(hall):
    found = create(hall)
    services.update_round(evaluation_round=found, facts=facts(hall, name="Đợt A"), actor=hall.officer, version=0)

    with pytest.raises(Conflict):
        services.update_round(evaluation_round=found, facts=facts(hall, name="Đợt B"), actor=hall.officer, version=0)


def test_dossier_enters_one_round_at_a_time(hall):
    dossier = make_accepted_dossier(hall)
    one, other = create(hall), create(hall, ordinal=2)
    services.choose_dossiers(evaluation_round=one, dossiers=[dossier], actor=hall.officer)

    with pytest.raises(Refused):
        services.choose_dossiers(evaluation_round=other, dossiers=[dossier], actor=hall.officer)


def test_dossier_of_another_office_is_refused(hall):
    stranger = make_accepted_dossier(make_hall(members=1))

    with pytest.raises(Refused):
        services.choose_dossiers(evaluation_round=create(hall), dossiers=[stranger], actor=hall.officer)


def test_round_without_dossiers_cannot_be_fixed(hall):
    with pytest.raises(Refused):
        services.fix_dossiers(evaluation_round=create(hall), actor=hall.officer)


def test_fixing_and_releasing_moves_the_dossiers(hall):
    found = make_round(hall, state=RoundState.DOSSIERS_FIXED)
    fixed = entry_of(found).dossier.state

    services.release_dossiers(evaluation_round=found, actor=hall.officer, reason="Bổ sung hồ sơ.")

    assert (fixed, entry_of(found).dossier.state, found.state) == ("fixed", "accepted", RoundState.PREPARING)


def test_council_without_chair_cannot_score(hall):
    council = services.create_council(office=hall.office, name="Không chủ tịch", actor=hall.officer)
    services.add_member(council=council, user=hall.members[1], actor=hall.officer)
    found = make_round(hall, state=RoundState.DOSSIERS_FIXED, council=council)

    with pytest.raises(Refused):
        services.open_scoring(evaluation_round=found, actor=hall.officer)


def test_council_stays_as_it_is_once_it_scores(hall):
    make_round(hall, state=RoundState.SCORING)

    with pytest.raises(Refused):
        services.add_member(
            council=hall.council, user=make_person(Role.COUNCIL_MEMBER, hall.office), actor=hall.officer
        )
    with pytest.raises(Refused):
        services.remove_member(member=hall.seats[1], actor=hall.officer)


def test_council_has_one_chair_and_each_person_once(hall):
    person = make_person(Role.COUNCIL_MEMBER, hall.office)

    with pytest.raises(Refused):
        services.add_member(council=hall.council, user=person, actor=hall.officer, role=CouncilRole.CHAIR)
    with pytest.raises(Refused):
        services.add_member(council=hall.council, user=hall.members[1], actor=hall.officer)


def test_members_who_owe_sheets_before_the_meeting_are_reminded(hall):
    found = make_round(hall, meeting_on=DAY + datetime.timedelta(days=3))
    submit_sheet(entry_of(found), hall.members[0], 80)
    services.abstain(entry=entry_of(found), actor=hall.members[1], reason="Không đủ chuyên môn.")

    [deadline] = sheets_waiting(clock.now())

    assert list(deadline.recipients) == [hall.members[2]]
    assert deadline.last_day == DAY + datetime.timedelta(days=2)
    assert "evaluations" in deadlines._sources


def test_scope_and_plan_of_a_round_stand_on_its_page(client, hall):
    plan = directives.create_document(
        office=hall.committee, drafting_office=hall.office, type="ke_hoach", abstract="Kế hoạch đánh giá",
        content=make_content(hall.committee, type="ke_hoach"), created_by=hall.officer,
    )  # fmt: skip
    found = make_round(hall, entries=0, state=RoundState.PREPARING, scope="Sản phẩm của 5 xã phía Bắc.", plan=plan)
    client.force_login(hall.officer)

    page = client.get(reverse("evaluations:round", args=[found.pk])).content.decode()

    assert "Sản phẩm của 5 xã phía Bắc." in page
    assert reverse("directives:detail", args=[plan.pk]) in page
