"""The whole tables of rounds, sheets and certificates: which role may take which step from which state."""

from __future__ import annotations

import pytest

from activity.errors import NotAllowed
from activity.transitions import available
from evaluations import services
from evaluations.enums import (
    CERTIFICATE_TRANSITIONS,
    ROUND_TRANSITIONS,
    SHEET_TRANSITIONS,
    CertificateState,
    RoundState,
    SheetState,
)
from evaluations.models import Certificate
from tests.factories.accounts import make_office, make_person
from tests.factories.evaluations import entry_of, fill_sheet, make_round

OFFICER = {
    "preparing": {"fix_dossiers"},
    "dossiers_fixed": {"release_dossiers", "open_scoring"},
    "scoring": {"open_discussion"},
    "discussion": {"close"},
    "closed": {"reopen", "propose"},
    "proposed": {"take_back", "fall_back"},
    "approved": {"fall_back"},
    "published": set(),
}
SECRETARY = {
    "dossiers_fixed": {"open_scoring"},
    "scoring": {"open_discussion"},
    "discussion": {"close"},
}
SIGNER = {"proposed": {"approve", "fall_back"}, "approved": {"fall_back"}}
CLERK = {"approved": {"publish"}}
ROUND_MATRIX = {
    "officer": OFFICER,
    "secretary": SECRETARY,
    "signer": SIGNER,
    "clerk": CLERK,
    "chair": {},
    "member": {},
    "head": {},
    "other_officer": {},
    "commune": {},
    "producer": {},
    "administrator": {},
}


@pytest.fixture
def people(hall):
    return {
        "officer": hall.officer,
        "chair": hall.members[0],
        "member": hall.members[1],
        "secretary": hall.members[2],
        "head": hall.head,
        "signer": hall.leader,
        "clerk": hall.clerk,
        "commune": hall.commune_officer,
        "producer": make_person("producer"),
        "other_officer": make_person("round_officer", make_office(runs_rounds=True)),
        "administrator": make_person("administrator", hall.office),
    }


def test_round_table_by_state_and_role(hall, people):
    found = make_round(hall, state=RoundState.PREPARING)

    drawn = {}
    for role, user in people.items():
        drawn[role] = {}
        for state in RoundState.values:
            found.state = state
            if actions := set(available(ROUND_TRANSITIONS, user, found)):
                drawn[role][state] = actions

    expected = {
        role: {state: set(acts) for state, acts in table.items() if acts} for role, table in ROUND_MATRIX.items()
    }
    assert drawn == expected


def test_every_state_but_the_last_leads_on():
    leading = {state for transition in ROUND_TRANSITIONS.values() for state in transition.from_states}
    reached = {transition.to_state for transition in ROUND_TRANSITIONS.values()}

    assert set(RoundState.values) - leading == {RoundState.PUBLISHED}
    assert set(RoundState.values) - reached == set()


def test_sheet_table_by_state_and_role(hall, people):
    sheet = fill_sheet(entry_of(make_round(hall)), hall.members[1], 80)

    drawn = {}
    for role, user in people.items():
        for state in SheetState.values:
            sheet.state = state
            if actions := set(available(SHEET_TRANSITIONS, user, sheet)):
                drawn[role, state] = actions

    assert drawn == {
        ("member", "draft"): {"seal", "abstain"},
        ("officer", "sealed"): {"reopen"},
        ("officer", "abstained"): {"reopen"},
        ("secretary", "sealed"): {"reopen"},
        ("secretary", "abstained"): {"reopen"},
    }


def test_certificate_table_by_state_and_role(hall, people):
    certificate = Certificate(entry=entry_of(make_round(hall)), token="x", stars=4)

    drawn = {}
    for role, user in people.items():
        for state in CertificateState.values:
            certificate.state = state
            if actions := set(available(CERTIFICATE_TRANSITIONS, user, certificate)):
                drawn[role, state] = actions

    recognising = {(role, state): {"prolong"} for role in ("officer", "signer") for state in ("valid", "prolonged")}
    assert drawn == recognising | {("clerk", "drafted"): {"issue"}}


STEPS = {
    "fix_dossiers": ("preparing", lambda found, user: services.fix_dossiers(evaluation_round=found, actor=user)),
    "release_dossiers": (
        "dossiers_fixed",
        lambda found, user: services.release_dossiers(evaluation_round=found, actor=user, reason="Lý do."),
    ),
    "open_scoring": ("dossiers_fixed", lambda found, user: services.open_scoring(evaluation_round=found, actor=user)),
    "open_discussion": ("scoring", lambda found, user: services.open_discussion(evaluation_round=found, actor=user)),
    "close": ("discussion", lambda found, user: services.close_round(evaluation_round=found, actor=user)),
    "reopen": (
        "discussion",
        lambda found, user: services.reopen_round(evaluation_round=found, actor=user, reason="Lý do."),
    ),
    "propose": ("discussion", lambda found, user: services.propose_results(evaluation_round=found, actor=user)),
    "take_back": (
        "discussion",
        lambda found, user: services.take_back(evaluation_round=found, actor=user, reason="Lý do."),
    ),
}


@pytest.mark.parametrize("step", STEPS)
def test_services_refuse_whoever_the_table_refuses(hall, people, step):
    state, service = STEPS[step]
    found = make_round(hall, state=state)

    for role in ("member", "head", "commune", "producer", "other_officer", "administrator"):
        with pytest.raises(NotAllowed):
            service(found, people[role])

    found.refresh_from_db()
    assert found.state == state
