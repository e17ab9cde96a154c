"""A product that is sent up is scored by the next level in the same portal, on the same dossier."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.enums import Role
from activity.errors import Conflict, Refused
from evaluations import services
from evaluations.enums import RoundState
from evaluations.models import Entry, Recognition
from evaluations.services import RoundFacts
from foundation import clock
from registrations.enums import DossierState
from registrations.models import Dossier
from registrations.selectors import dossiers_visible_to
from registrations.services import release_from_scoring
from tests.factories.accounts import make_office, make_person
from tests.factories.evaluations import bring_to, close, entry_of, make_hall, make_round, submit_all
from tests.factories.rubrics import CODE_2019, publish_law

DAY_2021 = date(2021, 11, 1)


@pytest.fixture(autouse=True)
def _day_of_the_old_law():
    with clock.frozen(DAY_2021):
        yield


@pytest.fixture
def hall(db):
    """A district under 1048/QĐ-TTg, whose stage scores and sends up from 50 points."""
    return make_hall(law=publish_law(CODE_2019), level="district", members=2)


@pytest.fixture
def sent_up(hall):
    found = make_round(hall, entries=2)
    submit_all(hall, found, [80, 40])
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    close(hall, found)
    return bring_to(hall, found, RoundState.PUBLISHED)


@pytest.fixture
def province(hall):
    """The office of the province above, with its officer and a round that is being prepared."""
    committee = make_office(unit=hall.unit.parent)
    office = make_office(unit=hall.unit.parent, parent=committee, kind="agriculture", runs_rounds=True)
    officer = make_person(Role.ROUND_OFFICER, office)
    council = services.create_council(office=office, name="Hội đồng tỉnh", actor=officer)
    facts = RoundFacts(
        name="Đợt của tỉnh", stage=hall.law.stages.get(level="province"), council=council, year=2021, ordinal=1,
        opens_on=DAY_2021,
    )  # fmt: skip
    return services.create_round(office=office, facts=facts, actor=officer), officer


def test_next_level_takes_what_was_sent_up_and_nothing_else(sent_up, province):
    found, officer = province
    up, stays = entry_of(sent_up).dossier, entry_of(sent_up, 1).dossier

    assert services.dossiers_free_for(found) == [up]
    assert not dossiers_visible_to(officer).filter(pk=up.pk).exists()
    services.choose_dossiers(evaluation_round=found, dossiers=[up], actor=officer)
    found = services.fix_dossiers(evaluation_round=found, actor=officer)

    up.refresh_from_db()
    assert up.state == DossierState.FIXED
    assert dossiers_visible_to(officer).filter(pk=up.pk).exists()
    assert not dossiers_visible_to(officer).filter(pk=stays.pk).exists()
    assert Entry.objects.filter(dossier=up).count() == 2
    assert entry_of(sent_up).stars is not None
    assert not Recognition.objects.exists()


def test_dossier_given_back_keeps_its_result_below(sent_up, province):
    found, officer = province
    up = entry_of(sent_up).dossier
    services.choose_dossiers(evaluation_round=found, dossiers=[up], actor=officer)
    services.fix_dossiers(evaluation_round=found, actor=officer)

    found.refresh_from_db()
    services.release_dossiers(evaluation_round=found, actor=officer, reason="Chờ mẫu sản phẩm.")

    up.refresh_from_db()
    assert (up.state, up.outcome) == (DossierState.DECIDED, "proposed_up")


def test_dossier_sent_further_up_is_not_offered_again_to_the_level_that_sent_it(hall, sent_up, province):
    found, officer = province
    up = entry_of(sent_up).dossier
    services.choose_dossiers(evaluation_round=found, dossiers=[up], actor=officer)
    services.fix_dossiers(evaluation_round=found, actor=officer)
    # The province's council proposes it to the Ministry and the result is published.
    Entry.objects.filter(round=found).update(
        in_round=False, outcome="proposed_up", total_sum=92, counted=1, mean="92.00", stars=5, place=1, result={}
    )
    type(found).objects.filter(pk=found.pk).update(
        state=RoundState.PUBLISHED, closed_at=clock.now(), published_at=clock.now()
    )
    Dossier.objects.filter(pk=up.pk).update(state=DossierState.DECIDED, outcome="proposed_up", outcome_stars=5)
    facts = RoundFacts(
        name="Đợt sau của tỉnh", stage=found.stage, council=found.council, year=2021, ordinal=2, opens_on=DAY_2021
    )

    later = services.create_round(office=found.office, facts=facts, actor=officer)

    assert services.dossiers_free_for(later) == []


def test_what_was_recognised_or_only_noticed_goes_nowhere(sent_up, province):
    found, officer = province
    stays = entry_of(sent_up, 1).dossier

    with pytest.raises(Refused):
        services.choose_dossiers(evaluation_round=found, dossiers=[stays], actor=officer)
    with pytest.raises(Conflict):
        release_from_scoring(dossier=stays, actor=officer)
