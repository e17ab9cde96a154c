"""Who sees dossiers of which state: made once for the module, one in every state."""

from copy import deepcopy

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.enums import OfficeKind, Role
from foundation import clock
from registrations import selectors, visibility
from registrations.enums import DossierState
from registrations.models import Producer
from tests.factories.accounts import make_office, make_person, make_unit
from tests.factories.registrations import make_dossier, make_place, member_of, owner_of
from tests.registrations.conftest import TODAY

pytestmark = pytest.mark.django_db

SUBMITTED = {
    "submitted", "received", "returned", "opinion_waiting", "opinion_approved", "forwarded", "accepted", "fixed",
    "decided", "refused",
}  # fmt: skip
FORWARDED = {"forwarded", "accepted", "fixed", "decided"}


@pytest.fixture(scope="module")
def _stage(module_db):
    """A dossier in every state, and one of another place that nobody here may see."""
    with clock.frozen(TODAY):
        place = make_place()
        first = make_dossier(place)
        made = {"draft": first}
        for state in DossierState.values:
            if state != "draft":
                made[state] = make_dossier(place, registration_round=first.round, producer=first.producer, state=state)
        make_dossier(make_place(), state=DossierState.FORWARDED)
    return place, made


@pytest.fixture
def place(db, _stage):
    return deepcopy(_stage[0])


@pytest.fixture
def rows(db, _stage):
    return deepcopy(_stage[1])


def seen(user):
    return set(selectors.dossiers_visible_to(user).values_list("state", flat=True))


def test_dossiers_of_the_producer(rows):
    producer = rows["draft"].producer

    assert seen(owner_of(producer)) == set(DossierState.values)
    assert seen(member_of(producer)) == set(DossierState.values)
    assert selectors.dossiers_visible_to(owner_of(producer)).count() == len(rows)


def test_dossiers_of_the_commune_open_with_submission(place, rows):
    # "withdrawn" was submitted before it was withdrawn.
    assert seen(place.commune_officer) == SUBMITTED | {"withdrawn"}
    assert seen(place.commune_leader) == SUBMITTED | {"withdrawn"}


def test_dossiers_of_the_office_open_with_forwarding(place, rows):
    assert seen(place.round_officer) == FORWARDED
    assert seen(place.leader) == FORWARDED


def test_draft_of_a_producer_whom_the_commune_helps_is_seen_by_its_officers_alone(place, rows):
    Producer.objects.filter(pk=rows["draft"].producer_id).update(commune_helps=True)
    colleague = make_person(Role.COMMUNE_OFFICER, place.commune_office)
    elsewhere = make_person(Role.COMMUNE_OFFICER, make_office(unit=make_unit()))

    shown = [
        "draft" in seen(user)
        for user in (place.commune_officer, colleague, place.commune_leader, elsewhere, place.round_officer)
    ]

    assert shown == [True, True, False, False, False]


@pytest.mark.parametrize("role", [Role.CLERK, Role.COUNCIL_MEMBER, Role.ADMINISTRATOR])
def test_dossiers_are_nothing_for_other_roles(place, rows, role):
    assert seen(make_person(role, place.office)) == set()


def test_dossiers_are_nothing_for_strangers(place, rows):
    elsewhere = make_office(unit=make_unit())
    other = make_office(unit=place.area, kind=OfficeKind.COORDINATION, runs_rounds=True)
    people = [
        AnonymousUser(),
        make_person(Role.PRODUCER),
        make_person(Role.COMMUNE_OFFICER, elsewhere),
        make_person(Role.COMMUNE_LEADER, elsewhere),
        make_person(Role.ROUND_OFFICER, other),
    ]

    assert [seen(person) for person in people] == [set()] * 5


def test_providers_grant_and_deny_and_denial_wins(place, rows, monkeypatch):
    monkeypatch.setattr(visibility, "_grants", [])
    monkeypatch.setattr(visibility, "_denials", [])
    member = make_person(Role.COUNCIL_MEMBER, place.office)
    visibility.register_provider(grants=lambda user: Q(state="fixed") if user == member else None)

    assert seen(member) == {"fixed"}

    visibility.register_provider(denials=lambda user: Q(state="fixed") if user == member else None)

    assert seen(member) == set()
    assert seen(place.round_officer) == FORWARDED
