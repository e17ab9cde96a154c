"""What the pages of registrations ask of the database: never more than was promised, and the same for any number."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activity import jobs
from directives import signing
from foundation import clock, files
from registrations import services
from registrations.enums import DossierState, EvidenceKind, FileKind, Verdict
from rubrics.selectors import forget_sets
from tests.factories.registrations import bring_to, make_dossier, make_evidence, make_round, owner_of
from tests.signing import keys

MOST_OF_A_LIST = 12
MOST_OF_A_DOSSIER = 20


def cost(client, address):
    """Return the queries of a page that somebody has looked at before: published sets are kept in memory."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        response = client.get(address)
    assert response.status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("name", "person", "state"),
    [
        ("queue", "commune_officer", DossierState.RECEIVED),
        ("wishes", "round_officer", DossierState.RECEIVED),
        ("office_dossiers", "round_officer", DossierState.FORWARDED),
    ],
)
def test_list_costs_the_same_for_one_row_and_for_three(name, person, state, place, enter):
    client, address = enter(getattr(place, person)), reverse(f"registrations:{name}")
    row = make_round(place)
    make_dossier(place, registration_round=row, state=state)
    one = cost(client, address)

    for _more in range(2):
        make_dossier(place, registration_round=row, state=state)
    three = cost(client, address)

    assert len(client.get(address).context["page"].items) == 3
    assert three == one
    assert three <= MOST_OF_A_LIST


@pytest.mark.parametrize("person", ["commune_officer", "round_officer"])
def test_rounds_cost_the_same_for_one_and_three(person, place, enter):
    client, address = enter(getattr(place, person)), reverse("registrations:rounds")
    make_round(place)
    one = cost(client, address)

    make_round(place)
    make_round(place)

    assert cost(client, address) == one <= MOST_OF_A_LIST


@pytest.mark.parametrize(
    ("state", "person"),
    [
        (DossierState.DRAFT, "owner"),
        (DossierState.SUBMITTED, "commune_officer"),
        (DossierState.RECEIVED, "commune_officer"),
        (DossierState.RETURNED, "owner"),
        (DossierState.FORWARDED, "round_officer"),
    ],
)
def test_dossier_costs_at_most_what_was_promised(state, person, place, enter):
    dossier = make_dossier(place, state=state)
    user = owner_of(dossier.producer) if person == "owner" else getattr(place, person)

    found = cost(enter(user), dossier.get_absolute_url())

    assert found <= MOST_OF_A_DOSSIER


# -- A dossier with everything in it, seen for the first time --------------------------------------------------------
def rich(place, state):
    """Bring a dossier along in which there is something of everything that its page shows."""
    dossier = make_dossier(place)
    owner = owner_of(dossier.producer)
    papers = [make_evidence(dossier.producer, kind=kind, files=2) for kind in list(EvidenceKind)[:4]]
    services.attach_papers(dossier=dossier, papers=papers[:2], actor=owner)
    for item in dossier.items.all()[:3]:
        item.evidence.set(papers)
    sign(dossier, owner)
    bring_to(place, dossier, DossierState.RETURNED)
    for correction in dossier.corrections.all():
        services.answer_correction(correction=correction, answer="Đã sửa.", actor=owner)
    if state == DossierState.RETURNED:
        return dossier
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        services.resubmit_dossier(dossier=dossier, undertaken_by="Nguyễn Thị Hoa", actor=owner)
        dossier.refresh_from_db()
        if state == DossierState.SUBMITTED:
            return dossier
        check(place, dossier)
        services.ask_for_copy(dossier=dossier, kind=FileKind.WHOLE, actor=owner)
        found = bring_to(place, dossier, state)
    jobs.run_waiting()
    return found


def sign(dossier, owner):
    row = services.ask_for_forms_to_sign(dossier=dossier, actor=owner)
    jobs.run_waiting()
    row.refresh_from_db()
    key = signing.open_pkcs12(keys.pkcs12_of("Nguyễn Thị Hoa"), keys.PASSPHRASE)
    content = signing.signed(files.read(row.stored), key=key, field="A", moment=clock.now(), reason="Cam kết")
    upload = files.check_upload(SimpleUploadedFile("ky.pdf", content))
    services.add_signed_forms(dossier=dossier, upload=upload, actor=owner)


def check(place, dossier):
    officer = place.commune_officer
    services.receive_dossier(dossier=dossier, actor=officer)
    dossier.refresh_from_db()
    for correction in dossier.corrections.all():
        services.settle_correction(correction=correction, actor=officer)
    services.check_place(dossier=dossier, place="product", verdict=Verdict.ACCEPTED, actor=officer)


@pytest.mark.parametrize(
    "state",
    [
        DossierState.RETURNED,
        DossierState.SUBMITTED,
        DossierState.OPINION_WAITING,
        DossierState.FORWARDED,
        DossierState.DECIDED,
    ],
)
def test_first_view_of_a_rich_dossier_costs_at_most_what_was_promised(state, place, client):
    dossier = rich(place, state)
    inside = (place.commune_officer, place.commune_leader, place.round_officer, place.leader)

    costs = {}
    for person in (owner_of(dossier.producer), *inside):
        client.force_login(person)
        forget_sets()
        with CaptureQueriesContext(connection) as found:
            response = client.get(dossier.get_absolute_url())
        if response.status_code == 200:
            costs[str(person)] = len(found)

    assert len(costs) >= 3
    assert {name: n for name, n in costs.items() if n > MOST_OF_A_DOSSIER} == {}
