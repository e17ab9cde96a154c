"""Recusals and answers of people who advise and then judge, or the other way round, and of whoever comes back."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from activity.errors import NotAllowed, Refused
from evaluations import selectors, services
from evaluations.enums import RecusalState, RoundState
from evaluations.models import Recusal, TeamRecusal
from evaluations.selectors.conflicts import open_conflicts
from evaluations.selectors.tally import round_input
from registrations.models import ProducerMember
from tests.factories.accounts import make_person
from tests.factories.evaluations import entry_of, make_round

WHY = "Chị dâu của giám đốc hợp tác xã."


@pytest.fixture
def adviser(hall):
    person = make_person(Role.COUNCIL_MEMBER, hall.office, full_name="Người Thẩm Tra")
    services.add_adviser(council=hall.council, user=person, actor=hall.officer)
    return person


@pytest.fixture
def found(hall, adviser):
    return make_round(hall, entries=2, state=RoundState.DOSSIERS_FIXED)


def settle(hall, found, **answer):
    seat = hall.council.advisers.get()
    return services.settle_team_conflict(entry=entry_of(found), adviser=seat, actor=hall.officer, **answer)


def ballot_of(found, person):
    return next(one for one in round_input(found).candidates[0].ballots if one.name == str(person))


def test_adviser_with_a_tie_who_may_advise_is_settled_anew_as_a_member(hall, adviser, found):
    ProducerMember.objects.create(user=adviser, producer=entry_of(found).dossier.producer)
    settle(hall, found, recuse=False, reason="Chỉ thẩm tra giấy tờ.")

    seat = services.add_member(council=hall.council, user=adviser, actor=hall.officer)

    assert [one.member for one in open_conflicts(found)] == [seat]
    with pytest.raises(Refused, match="Người Thẩm Tra"):
        services.open_scoring(evaluation_round=found, actor=hall.officer)
    services.settle_conflict(entry=entry_of(found), member=seat, actor=hall.officer, recuse=True)
    assert services.open_scoring(evaluation_round=found, actor=hall.officer).state == RoundState.SCORING


def test_tie_of_an_adviser_with_a_seat_is_not_settled_on_the_team(hall, adviser, found):
    ProducerMember.objects.create(user=adviser, producer=entry_of(found).dossier.producer)
    services.add_member(council=hall.council, user=adviser, actor=hall.officer)

    with pytest.raises(NotAllowed):
        settle(hall, found, recuse=True)

    assert not TeamRecusal.objects.exists()


@pytest.mark.parametrize("accepted", [None, True])
def test_recusal_of_an_adviser_becomes_that_of_the_member(hall, adviser, found, accepted):
    recusal = services.declare_team_recusal(entry=entry_of(found), actor=adviser, reason=WHY)
    if accepted:
        services.answer_team_recusal(recusal=recusal, actor=hall.officer, accepted=True)
    recusal.refresh_from_db()

    seat = services.add_member(council=hall.council, user=adviser, actor=hall.officer)

    taken = Recusal.objects.get()
    assert (taken.member, taken.reason, taken.state) == (seat, WHY, recusal.state)
    assert (taken.confirmed_by, taken.answered_at) == (recusal.confirmed_by, recusal.answered_at)
    assert not TeamRecusal.objects.exists()
    assert ballot_of(found, adviser).recused
    assert entry_of(found) not in selectors.entries_visible_to(adviser)
    assert entry_of(found, 1) in selectors.entries_visible_to(adviser)


def test_member_with_a_recusal_leaves_the_council_and_stays_recused(hall, adviser, found):
    settled = ProducerMember.objects.create(user=adviser, producer=entry_of(found, 1).dossier.producer)
    seat = services.add_member(council=hall.council, user=adviser, actor=hall.officer)
    services.declare_recusal(entry=entry_of(found), actor=adviser, reason=WHY)
    services.settle_conflict(
        entry=entry_of(found, 1), member=seat, actor=hall.officer, recuse=False, reason="Đã rút vốn."
    )
    settled.delete()

    services.remove_member(member=seat, actor=hall.officer)

    assert [(row.entry, row.state) for row in TeamRecusal.objects.all()] == [(entry_of(found), RecusalState.DECLARED)]
    assert list(selectors.entries_visible_to(adviser)) == [entry_of(found, 1)]
    services.add_member(council=hall.council, user=adviser, actor=hall.officer)
    assert ballot_of(found, adviser).recused
