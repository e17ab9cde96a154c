"""The whole matrix: every state of a document and of a task × every action × everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from accounts.enums import Role
from activity.errors import Conflict, NotAllowed, Refused
from activity.transitions import may
from directives import services
from directives.enums import TASK_TRANSITIONS, TRANSITIONS, DocumentAction, DocumentState, TaskAction, TaskState
from directives.models import Document, Task
from tests.factories.accounts import make_person, make_user
from tests.factories.directives import House, bring_to, make_document, make_house, make_task

pytestmark = pytest.mark.django_db

S, A = DocumentState, DocumentAction
REASON = "Cần xem lại nội dung."
# Who may do what: the route of the letter, written down a second time.
ALLOWED: dict[tuple[str, str], set[str]] = {
    (S.DRAFT, A.SUBMIT): {"author", "colleague", "head"},
    (S.DRAFT, A.CHECK): {"head"},
    (S.DRAFT, A.VOID): {"author", "colleague", "head"},
    (S.CHECKED, A.FORM_CHECK): {"clerk"},
    (S.CHECKED, A.RETURN): {"clerk"},
    (S.CHECKED, A.VOID): {"author", "colleague", "head"},
    (S.FORM_CHECKED, A.APPROVE): {"leader"},
    (S.FORM_CHECKED, A.RETURN): {"leader"},
    (S.FORM_CHECKED, A.VOID): {"author", "colleague", "head"},
    (S.APPROVED, A.RENDER): {"system"},
    (S.APPROVED, A.VOID): {"leader"},
    (S.RENDERED, A.SIGN): {"system"},
    (S.RENDERED, A.ISSUE): {"clerk"},
    (S.RENDERED, A.VOID): {"leader"},
    (S.SIGNED, A.ISSUE): {"clerk"},
    (S.SIGNED, A.VOID): {"leader"},
    (S.ISSUED, A.REPLACE): {"system"},
}


def everybody(house: House) -> dict[str, Any]:
    return {
        "author": house.officer,
        "colleague": make_person(Role.ROUND_OFFICER, house.agriculture),
        "head": house.head,
        "clerk": house.clerk,
        "leader": house.leader,
        "commune officer": house.commune_officer,
        "commune leader": house.commune_leader,
        "council member": make_person(Role.COUNCIL_MEMBER, house.agriculture),
        "clerk of the writing office": make_person(Role.CLERK, house.agriculture),
        "administrator": make_person(Role.ADMINISTRATOR, house.committee),
        "producer": make_person(Role.PRODUCER),
        "nobody": make_user(),
        "system": None,
    }


def document_in(house: House, state: str) -> Document:
    if state not in (S.SIGNED, S.REPLACED):
        return make_document(house, state=state)
    document = make_document(house, state=S.RENDERED if state == S.SIGNED else S.ISSUED)
    Document.objects.filter(pk=document.pk).update(state=state)
    document.refresh_from_db()
    return document


@pytest.mark.parametrize("state", S.values)
def test_document_matrix_holds_for_every_action_and_person(state):
    house = make_house()
    document = document_in(house, state)
    people = everybody(house)

    found = {
        (state, action): allowed
        for action in A.values
        if (allowed := {name for name, user in people.items() if may(TRANSITIONS, action, user, document)})
    }

    assert found == {pair: names for pair, names in ALLOWED.items() if pair[0] == state}


@pytest.mark.parametrize("state", S.values)
def test_service_agrees_with_the_matrix(state):
    house = make_house()
    document = document_in(house, state)
    people = {name: user for name, user in everybody(house).items() if user is not None}

    for action in set(A.values) - {A.RENDER, A.SIGN, A.REPLACE}:
        for name, user in people.items():
            copy = Document.objects.get(pk=document.pk)
            with transaction.atomic():
                try:
                    services.act(document=copy, action=action, actor=user, reason=REASON)
                    went = True
                except (Conflict, NotAllowed, Refused):
                    went = False
                transaction.set_rollback(True)

            assert went == (name in ALLOWED.get((state, action), set())), (state, action, name)


def test_rendering_cannot_be_done_by_hand():
    house = make_house()
    document = make_document(house, state=S.APPROVED)

    with pytest.raises(NotAllowed):
        services.act(document=document, action=A.RENDER, actor=house.leader)


def test_submitted_draft_can_be_returned_by_its_checker_alone():
    house = make_house()
    document = services.act(document=make_document(house), action=A.SUBMIT, actor=house.officer)
    people = everybody(house)

    returners = {name for name, user in people.items() if may(TRANSITIONS, A.RETURN, user, document)}
    submitters = {name for name, user in people.items() if may(TRANSITIONS, A.SUBMIT, user, document)}

    assert returners == {"head"}
    assert submitters == set()


def test_office_without_head_is_checked_by_another_officer_or_from_above():
    house = make_house(with_head=False)
    document = make_document(house)
    people = everybody(house)

    checkers = {name for name, user in people.items() if may(TRANSITIONS, A.CHECK, user, document)}

    assert checkers == {"colleague", "leader"}


def test_commune_leader_approves_for_the_committee_of_the_commune():
    house = make_house()
    clerk = make_person(Role.CLERK, house.commune)
    commune = House(
        committee=house.commune,
        agriculture=house.commune,
        commune=house.commune,
        officer=house.commune_officer,
        head=house.commune_leader,
        clerk=clerk,
        leader=house.commune_leader,
        commune_officer=house.commune_officer,
        commune_leader=house.commune_leader,
    )

    document = make_document(commune, state=S.ISSUED)

    assert document.signer == house.commune_leader
    assert document.full_number == "01/UBND"


T, TA = TaskState, TaskAction
TASK_ALLOWED: dict[tuple[str, str], set[str]] = {
    (T.ASSIGNED, TA.TAKE): {"commune officer", "commune leader"},
    (T.ASSIGNED, TA.REPORT): {"commune officer", "commune leader"},
    (T.IN_PROGRESS, TA.REPORT): {"commune officer", "commune leader"},
    (T.RETURNED, TA.REPORT): {"commune officer", "commune leader"},
    (T.REPORTED, TA.ACCEPT): {"author", "colleague", "head", "leader"},
    (T.REPORTED, TA.RETURN): {"author", "colleague", "head", "leader"},
}


@pytest.mark.parametrize("state", T.values)
@pytest.mark.parametrize("regular", [False, True])
def test_task_matrix_holds_for_every_action_and_person(state, regular, due_soon):
    house = make_house()
    task = make_task(house, due_at=None if regular else due_soon)
    Task.objects.filter(pk=task.pk).update(state=state)
    task.refresh_from_db()
    people = everybody(house)
    allowed = TASK_ALLOWED | ({(T.ACCEPTED, TA.REPORT): {"commune officer", "commune leader"}} if regular else {})

    found = {
        (state, action): names
        for action in TA.values
        if (names := {name for name, user in people.items() if may(TASK_TRANSITIONS, action, user, task)})
    }

    assert found == {pair: names for pair, names in allowed.items() if pair[0] == state}


def test_task_of_a_letter_that_is_not_issued_cannot_be_worked_on():
    house = make_house()
    task = make_task(house, state=S.DRAFT)

    with pytest.raises(NotAllowed):
        services.take_task(task=task, actor=house.commune_officer)

    bring_to(house, task.document, S.ISSUED)
    task.refresh_from_db()
    assert services.take_task(task=task, actor=house.commune_officer).state == T.IN_PROGRESS
