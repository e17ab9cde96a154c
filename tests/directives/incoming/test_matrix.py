"""The whole matrix of letters in: every state × every action × everybody; the service agrees with the table."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from accounts.enums import Role
from activity.errors import Conflict, NotAllowed, Refused
from activity.transitions import apply, may
from directives import services
from directives.incoming_states import INCOMING_TRANSITIONS, IncomingAction, IncomingState
from directives.models import IncomingLetter
from foundation import clock
from foundation.files import CheckedUpload
from tests.directives.incoming.letters import LETTER, make_incoming
from tests.factories.accounts import make_person, make_user
from tests.factories.directives import House, make_house

pytestmark = pytest.mark.django_db

S, A = IncomingState, IncomingAction
# Who handles the correspondence of the receiving office, written down a second time.
STAFF = {"officer", "head", "clerk"}
ALLOWED: dict[tuple[str, str], set[str]] = {
    (S.READING, A.READ): {"system"},
    (S.READING, A.FAIL): {"system"},
    (S.READING, A.BY_HAND): STAFF,
    (S.READING, A.DISCARD): STAFF,
    (S.UNREADABLE, A.BY_HAND): STAFF,
    (S.UNREADABLE, A.DISCARD): STAFF,
    (S.NEW, A.REGISTER): STAFF,
    (S.NEW, A.DISCARD): STAFF,
}


def everybody(house: House) -> dict[str, Any]:
    return {
        "officer": house.officer,
        "head": house.head,
        "clerk": make_person(Role.CLERK, house.agriculture),
        "clerk of the committee": house.clerk,
        "leader of the committee": house.leader,
        "commune officer": house.commune_officer,
        "commune leader": house.commune_leader,
        "council member": make_person(Role.COUNCIL_MEMBER, house.agriculture),
        "administrator": make_person(Role.ADMINISTRATOR, house.agriculture),
        "producer": make_person(Role.PRODUCER),
        "nobody": make_user(),
        "system": None,
    }


def letter_in(house: House, state: str) -> IncomingLetter:
    """Return a letter that has come to this state through the services."""
    if state in (S.READING, S.UNREADABLE):
        upload = CheckedUpload("thu.txt", "text/plain", b" \n" if state == S.UNREADABLE else LETTER.encode(), pages=1)
        letter = services.receive_letter(office=house.agriculture, actor=house.officer, upload=upload)
        if state == S.UNREADABLE:
            services.read_file(letter_id=letter.pk)
            letter.refresh_from_db()
        return letter
    letter = make_incoming(house, registered=state == S.REGISTERED)
    if state == S.DISCARDED:
        services.discard_letter(letter=letter, reason="Nhập nhầm hai lần", actor=house.officer)
    return letter


@pytest.mark.parametrize("state", S.values)
def test_matrix_holds_for_every_action_and_person(state):
    house = make_house()
    letter = letter_in(house, state)
    people = everybody(house)

    found = {
        (state, action): allowed
        for action in A.values
        if (allowed := {name for name, user in people.items() if may(INCOMING_TRANSITIONS, action, user, letter)})
    }

    assert letter.state == state
    assert found == {pair: names for pair, names in ALLOWED.items() if pair[0] == state}


@pytest.mark.parametrize("state", S.values)
def test_services_agree_with_the_matrix(state):
    house = make_house()
    letter = letter_in(house, state)
    done: dict[tuple[str, str], set[str]] = {}

    for action in A.values:
        for name, user in everybody(house).items():
            with transaction.atomic():
                if _works(action, IncomingLetter.objects.get(pk=letter.pk), user):
                    done.setdefault((state, action), set()).add(name)
                transaction.set_rollback(True)

    assert done == {pair: names for pair, names in ALLOWED.items() if pair[0] == state}


def _works(action: str, letter: IncomingLetter, user: Any) -> bool:
    facts = services.LetterFacts(clock.today(), "Sở", "1/SNN", "Đăng ký")
    acts = {
        A.REGISTER: lambda: services.register_letter(letter=letter, facts=facts, actor=user),
        A.DISCARD: lambda: services.discard_letter(letter=letter, reason="Nhập nhầm hai lần", actor=user),
        A.BY_HAND: lambda: services.enter_text(letter=letter, text="Nội dung", actor=user),
    }
    try:
        with transaction.atomic():
            acts.get(action, lambda: apply(INCOMING_TRANSITIONS, action, letter, actor=user))()
    except (NotAllowed, Conflict, Refused):
        return False
    return True


@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.ADMINISTRATOR, Role.PRODUCER])
def test_menu_names_letters_in_only_to_those_who_register_them(client, role):
    house = make_house()
    other = make_person(role, None if role == Role.PRODUCER else house.agriculture)

    def menu_of(user: Any) -> str:
        client.force_login(user)
        return client.get("/", follow=True).content.decode()

    assert "Văn bản đến" in menu_of(house.officer)
    assert "Văn bản đến" in menu_of(house.clerk)
    assert "Văn bản đến" not in menu_of(other)
