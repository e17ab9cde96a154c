"""The whole matrix state × action × role, for rounds, wishes and dossiers."""

import pytest

from accounts.enums import OfficeKind, Role
from activity.transitions import may
from registrations.enums import (
    DOSSIER_TRANSITIONS,
    ROUND_TRANSITIONS,
    SCORING_TRANSITIONS,
    WISH_TRANSITIONS,
    DossierState,
    RoundState,
    WishState,
)
from tests.factories.accounts import make_office, make_person, make_unit
from tests.factories.registrations import make_dossier, make_round, make_wish, member_of, owner_of

pytestmark = pytest.mark.django_db

# Who may do what in which states; whatever is not named here is forbidden to everybody.
ROUND = {
    "open": ({"preparing"}, {"round_officer"}),
    "close": ({"open"}, {"round_officer"}),
    "reopen": ({"closed"}, {"round_officer"}),
}
WISH = {
    "list": ({"registered"}, {"commune_officer"}),
    "list_by_letter": ({"registered"}, {"commune_clerk"}),
    "select": ({"registered", "listed"}, {"round_officer"}),
    "decline": ({"registered", "listed"}, {"round_officer"}),
    "withdraw": ({"registered", "listed"}, {"owner"}),
}
DOSSIER = {
    "submit": ({"draft"}, {"owner"}),
    "resubmit": ({"returned"}, {"owner"}),
    "resubmit_up": (set(), set()),
    "receive": ({"submitted"}, {"commune_officer"}),
    "return": ({"submitted", "received", "opinion_approved"}, {"commune_officer"}),
    "refuse": ({"submitted", "received"}, {"commune_officer"}),
    "ask_approval": ({"received"}, {"commune_officer"}),
    "give_back": ({"opinion_waiting"}, {"commune_leader"}),
    "approve": ({"opinion_waiting"}, {"commune_leader"}),
    "forward": ({"opinion_approved"}, {"commune_officer"}),
    "take_in": ({"forwarded"}, {"round_officer"}),
    "to_commune": ({"forwarded"}, {"round_officer"}),
    "accept": ({"forwarded"}, {"round_officer"}),
    "send_back": ({"forwarded"}, {"round_officer"}),
    "withdraw": (set(DossierState.values) - {"fixed", "decided", "refused", "withdrawn"}, {"owner"}),
}


def cast(place, producer=None):
    """Everybody who could try: the people of the place, the producer's, and people of the same roles elsewhere."""
    elsewhere = make_office(unit=make_unit())
    other_office = make_office(unit=place.area, kind=OfficeKind.COORDINATION, runs_rounds=True)
    people = {
        "round_officer": place.round_officer,
        "leader": place.leader,
        "clerk": place.clerk,
        "commune_officer": place.commune_officer,
        "commune_leader": place.commune_leader,
        "commune_clerk": make_person(Role.CLERK, place.commune_office),
        "other_commune_officer": make_person(Role.COMMUNE_OFFICER, elsewhere),
        "other_commune_leader": make_person(Role.COMMUNE_LEADER, elsewhere),
        "other_round_officer": make_person(Role.ROUND_OFFICER, other_office),
        "council_member": make_person(Role.COUNCIL_MEMBER, place.office),
        "administrator": make_person(Role.ADMINISTRATOR, place.office),
        "stranger": make_person(Role.PRODUCER),
        "nobody": None,
    }
    if producer:
        people |= {"owner": owner_of(producer), "viewer": member_of(producer, "view")}
    return people


def matrix(table, people, rows):
    """Return who may do what to rows given by their state."""
    return {
        action: {
            (state, name)
            for state, row in rows.items()
            for name, user in people.items()
            if may(table, action, user, row)
        }
        for action in table
    }


def expected(rules):
    return {action: {(state, name) for state in states for name in names} for action, (states, names) in rules.items()}


def test_round_matrix(place):
    rows = {state: make_round(place, state=state) for state in RoundState.values}

    assert matrix(ROUND_TRANSITIONS, cast(place), rows) == expected(ROUND)


def test_wish_matrix(place):
    first = make_wish(place)
    rows = {"registered": first} | {
        state: make_wish(place, registration_round=first.round, producer=first.producer, state=state)
        for state in WishState.values
        if state != "registered"
    }

    assert matrix(WISH_TRANSITIONS, cast(place, first.producer), rows) == expected(WISH)


def test_dossier_matrix(place):
    first = make_dossier(place)
    rows = {"draft": first} | {
        state: make_dossier(place, registration_round=first.round, producer=first.producer, state=state)
        for state in DossierState.values
        if state != "draft"
    }

    assert matrix(DOSSIER_TRANSITIONS, cast(place, first.producer), rows) == expected(DOSSIER)


def test_dossier_returned_by_the_office_goes_back_to_the_office(place):
    from registrations import services
    from registrations.services.corrections import CorrectionDraft

    dossier = make_dossier(place, state=DossierState.FORWARDED)
    drafts = [CorrectionDraft(place="plan", reason="Bổ sung kế hoạch.")]
    services.return_dossier(dossier=dossier, corrections=drafts, actor=place.round_officer)

    owner = owner_of(dossier.producer)
    assert may(DOSSIER_TRANSITIONS, "resubmit_up", owner, dossier)
    assert not may(DOSSIER_TRANSITIONS, "resubmit", owner, dossier)

    services.answer_correction(correction=dossier.corrections.get(), answer="Đã bổ sung.", actor=owner)
    services.resubmit_dossier(dossier=dossier, actor=owner)

    assert dossier.state == DossierState.FORWARDED


def test_screens_offer_nothing_that_evaluations_pushes_down():
    assert not set(DOSSIER_TRANSITIONS) & set(SCORING_TRANSITIONS)
    assert set(SCORING_TRANSITIONS) == {"fix", "release", "take_up", "let_go", "decide"}
