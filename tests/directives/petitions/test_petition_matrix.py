"""The whole matrix: every state of a petition × every action × everybody; and what the services refuse besides."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from activity.errors import Conflict, NotAllowed, Refused
from activity.transitions import may
from directives.models import Petition
from directives.petitions import services
from directives.petitions.enums import PETITION_TRANSITIONS, PetitionAction, PetitionState
from foundation import clock
from tests.factories.accounts import make_person, make_user
from tests.factories.directives import House, make_house
from tests.factories.petitions import ANSWER, make_petition

pytestmark = pytest.mark.django_db

S, A = PetitionState, PetitionAction
FILES, HANDLES, DECIDES = {"commune officer", "commune leader"}, {"officer", "head"}, {"leader"}
ALLOWED: dict[tuple[str, str], set[str]] = {
    (S.DRAFT, A.SEND): FILES,
    (S.DRAFT, A.WITHDRAW): FILES,
    (S.SENT, A.RETURN): HANDLES,
    (S.SENT, A.PROPOSE): HANDLES,
    (S.SENT, A.WITHDRAW): FILES,
    (S.RETURNED, A.SEND): FILES,
    (S.RETURNED, A.WITHDRAW): FILES,
    (S.PROPOSED, A.PROPOSE): HANDLES,
    (S.PROPOSED, A.SEND_BACK): DECIDES,
    (S.PROPOSED, A.DECIDE): DECIDES,
}
STEPS = {
    A.SEND: (services.send_petition, {}),
    A.RETURN: (services.return_petition, {"reason": "Ghi rõ hơn."}),
    A.PROPOSE: (services.propose_answer, {"outcome": "explained", "answer": ANSWER}),
    A.SEND_BACK: (services.send_back, {"reason": "Nêu nguồn kinh phí."}),
    A.DECIDE: (services.decide_petition, {"outcome": "declined", "answer": ANSWER}),
    A.WITHDRAW: (services.withdraw_petition, {"reason": "Đã tự giải quyết."}),
}


def everybody(house: House) -> dict[str, Any]:
    other = make_house()
    return {
        "commune officer": house.commune_officer,
        "commune leader": house.commune_leader,
        "clerk of the commune": make_person(Role.CLERK, house.commune),
        "officer": house.officer,
        "head": house.head,
        "leader": house.leader,
        "clerk": house.clerk,
        "council member": make_person(Role.COUNCIL_MEMBER, house.agriculture),
        "administrator": make_person(Role.ADMINISTRATOR, house.committee),
        "another commune": other.commune_officer,
        "another office": other.officer,
        "another leader": other.leader,
        "producer": make_person(Role.PRODUCER),
        "nobody": make_user(),
        "system": None,
    }


@pytest.mark.parametrize("state", S.values)
def test_petition_matrix_holds_for_every_action_and_person(state):
    house = make_house()
    petition = make_petition(house, state=state)
    people = everybody(house)

    found = {
        (state, action): names
        for action in A.values
        if (names := {name for name, user in people.items() if may(PETITION_TRANSITIONS, action, user, petition)})
    }

    assert found == {pair: names for pair, names in ALLOWED.items() if pair[0] == state}


@pytest.mark.parametrize("state", S.values)
def test_services_agree_with_the_matrix(state):
    house = make_house()
    petition = make_petition(house, state=state)
    people = {name: user for name, user in everybody(house).items() if user is not None}

    for action, (service, values) in STEPS.items():
        for name, user in people.items():
            copy = Petition.objects.get(pk=petition.pk)
            with transaction.atomic():
                try:
                    service(petition=copy, actor=user, **values)
                    went = True
                except (Conflict, NotAllowed):
                    went = False
                transaction.set_rollback(True)

            assert went == (name in ALLOWED.get((state, action), set())), (state, action, name)


@pytest.mark.parametrize("action", [A.RETURN, A.SEND_BACK, A.WITHDRAW])
def test_step_that_needs_a_reason_is_refused_without_one(action):
    house = make_house()
    petition = make_petition(house, state=S.PROPOSED if action == A.SEND_BACK else S.SENT)
    actor = {A.RETURN: house.officer, A.SEND_BACK: house.leader, A.WITHDRAW: house.commune_officer}[action]

    with pytest.raises(Refused):
        STEPS[action][0](petition=petition, actor=actor, reason="  ")


@pytest.mark.parametrize(("outcome", "answer"), [("accepted", "  "), ("", ANSWER), ("maybe", ANSWER)])
def test_answer_without_words_or_result_is_refused(outcome, answer):
    house = make_house()
    sent, proposed = make_petition(house), make_petition(house, state=S.PROPOSED)

    with pytest.raises(Refused):
        services.propose_answer(petition=sent, outcome=outcome, answer=answer, actor=house.officer)
    with pytest.raises(Refused):
        services.decide_petition(petition=proposed, outcome=outcome, answer=answer, actor=house.leader)


@pytest.mark.parametrize(
    ("state", "values"),
    [
        (S.SENT, {"sent_at": None}),
        (S.DRAFT, {"sent_at": clock.now()}),
        (S.SENT, {"state": S.PROPOSED}),
        (S.PROPOSED, {"state": S.ANSWERED}),
        (S.SENT, {"answer": "Đồng ý."}),
        (S.ANSWERED, {"decided_by": None}),
        (S.ANSWERED, {"answer": ""}),
    ],
)
def test_database_refuses_petitions_that_contradict_themselves(state, values):
    petition = make_petition(state=state)

    with pytest.raises(IntegrityError), transaction.atomic():
        Petition.objects.filter(pk=petition.pk).update(**values)


def test_office_cannot_send_a_petition_to_itself():
    house = make_house()
    petition = make_petition(house)

    with pytest.raises(IntegrityError), transaction.atomic():
        Petition.objects.filter(pk=petition.pk).update(office=house.agriculture)
