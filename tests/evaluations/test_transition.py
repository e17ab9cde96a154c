"""Old dossiers under a replaced decision: until when, first evaluations and re-evaluations each by their own term."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from activity.errors import Refused
from evaluations import services
from evaluations.enums import RoundState
from foundation import clock
from registrations.enums import DossierKind, DossierState
from registrations.services import submit_dossier
from rubrics.selectors import still_judges, transition_of
from rubrics.services import publish_decision
from tests.factories.evaluations import bring_to, decide, make_accepted_dossier, make_hall, make_round, propose
from tests.factories.registrations import make_dossier, make_place, owner_of
from tests.factories.rubrics import CODE_2026, law_data

# The later decision of these tests begins on this day; earlier dossiers have 60 days, re-evaluations 30.
BEGINS = date(2030, 1, 1)
BEFORE = BEGINS - timedelta(days=1)


def publish_later(**terms):
    data = law_data(CODE_2026)
    facts = data.facts | {"code": "9/2030/QĐ-TTg", "valid_from": BEGINS, "replaces": [CODE_2026], "terms": terms}
    path = data.path.parent.parent / "9-2030" / "decision.toml"
    publish_decision(data=replace(data, facts=facts, sets=[], path=path))


@pytest.fixture
def hall(db):
    with clock.frozen(BEFORE):
        made = make_hall(members=2)
        publish_later(transition_days=60, transition_reevaluation_days=30)
        return made


def filed(hall, *, kind=DossierKind.FIRST, on=BEFORE):
    with clock.frozen(on):
        dossier = make_accepted_dossier(hall)
    dossier.kind = kind
    dossier.save()
    return dossier


def prepared(hall):
    with clock.frozen(BEFORE):
        return make_round(hall, entries=0, state=RoundState.PREPARING)


def choose(hall, found, dossier, on):
    with clock.frozen(on):
        return services.choose_dossiers(evaluation_round=found, dossiers=[dossier], actor=hall.officer)


@pytest.mark.parametrize(
    ("kind", "day", "judged"),
    [
        (DossierKind.FIRST, date(2030, 3, 2), True),  # the 60th day after 01/01/2030
        (DossierKind.FIRST, date(2030, 3, 3), False),
        (DossierKind.UPGRADE, date(2030, 3, 2), True),
        (DossierKind.UPGRADE, date(2030, 3, 3), False),
        (DossierKind.AGAIN, date(2030, 1, 31), True),  # the 30th day
        (DossierKind.AGAIN, date(2030, 2, 1), False),
    ],
)
def test_old_dossier_is_taken_until_the_last_day_of_its_term(hall, kind, day, judged):
    found, dossier = prepared(hall), filed(hall, kind=kind)

    if judged:
        assert len(choose(hall, found, dossier, day)) == 1
    else:
        with pytest.raises(Refused, match="9/2030"):
            choose(hall, found, dossier, day)


def test_dossier_filed_on_the_first_day_of_the_later_decision_is_not_old(hall):
    found = prepared(hall)

    with pytest.raises(Refused, match="đã có hiệu lực"):
        choose(hall, found, filed(hall, on=BEGINS), BEGINS)
    assert len(choose(hall, found, filed(hall, on=BEFORE), BEGINS)) == 1


def test_training_round_runs_the_old_procedure_for_ever(db):
    with clock.frozen(BEFORE):
        hall = make_hall(members=2, training=True)
        publish_later(transition_days=60)
        found = make_round(hall, entries=0, state=RoundState.PREPARING)

    assert len(choose(hall, found, filed(hall, on=date(2031, 1, 1)), date(2031, 1, 1))) == 1


@pytest.mark.parametrize(("day", "signed"), [(date(2030, 1, 31), True), (date(2030, 2, 1), False)])
def test_decision_on_a_reevaluation_is_signed_until_its_own_last_day(hall, day, signed):
    with clock.frozen(BEFORE):
        found = prepared(hall)
        dossiers = [filed(hall), filed(hall, kind=DossierKind.AGAIN)]
        services.choose_dossiers(evaluation_round=found, dossiers=dossiers, actor=hall.officer)
        propose(hall, bring_to(hall, found, RoundState.CLOSED))
        decide(hall, found, "check", "form_check")

    with clock.frozen(day):
        if signed:
            assert decide(hall, found, "approve").number == 1
        else:
            with pytest.raises(Refused, match=str(dossiers[1].product)) as refusal:
                decide(hall, found, "approve")
            assert str(dossiers[0].product) not in str(refusal.value)


def test_silent_decision_gives_reevaluations_the_general_term_and_none_without_it(db):
    with clock.frozen(BEFORE):
        hall = make_hall(members=2)
        publish_later(transition_days=10)

    assert transition_of(hall.law, reevaluation=True).until == BEGINS + timedelta(days=10)
    assert still_judges(hall.law, BEGINS + timedelta(days=10), reevaluation=True)
    assert not still_judges(hall.law, BEGINS + timedelta(days=11), reevaluation=True)
    assert transition_of(hall.law, reevaluation=False).begins == BEGINS


def test_later_decision_without_terms_ends_the_old_one_at_once(db):
    with clock.frozen(BEFORE):
        hall = make_hall(members=2)
        publish_later()

    assert transition_of(hall.law, reevaluation=False).until is None
    assert still_judges(hall.law, BEFORE, reevaluation=False)
    assert not still_judges(hall.law, BEGINS, reevaluation=False)


def test_dossier_goes_in_until_the_day_before_a_later_decision_begins_and_not_after(db):
    with clock.frozen(BEFORE):
        place = make_place()
        late = make_dossier(place)
        publish_later(transition_days=60)
        make_dossier(place, state=DossierState.SUBMITTED)

    with clock.frozen(BEGINS), pytest.raises(Refused, match="9/2030/QĐ-TTg đã thay thế 26/2026/QĐ-TTg"):
        submit_dossier(dossier=late, undertaken_by="Nguyễn Thị Hoa", actor=owner_of(late.producer))
