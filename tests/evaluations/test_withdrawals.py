"""Taking a recognition back: six grounds of the law, fifteen days, and a decision that does it."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Office
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import JournalEntry, Notification
from directives import services as directives
from directives.services.reminders import send_reminders
from evaluations.enums import CertificateState, PublicState, WithdrawalState
from evaluations.models import Certificate, Withdrawal
from foundation import clock
from registrations.models import Product
from tests.factories.accounts import make_office, make_person
from tests.factories.after import FACTS, GROUND, decide_withdrawal, make_recognised, propose_withdrawal
from tests.factories.evaluations import DAY, make_hall


@pytest.fixture(scope="module")
def _made(module_db):
    with clock.frozen(DAY):
        hall = make_hall(members=2)
        return hall, make_recognised(hall)[0]


@pytest.fixture
def hall(made):
    return made[0]


@pytest.fixture
def product(made):
    return made[1]


def test_law_names_six_grounds_and_fifteen_days(hall):
    law = hall.law

    assert len(law.withdrawal_grounds) == 6
    assert law.term("withdrawal_days") == 15


def test_proposal_drafts_the_decision_and_starts_the_clock(hall, product):
    withdrawal = propose_withdrawal(hall, product)

    text = json.dumps(withdrawal.document.content, ensure_ascii=False)
    assert withdrawal.due_on == DAY + timedelta(days=15)
    assert withdrawal.document.type == "quyet_dinh"
    assert withdrawal.document.office == hall.committee
    assert "Ngừng sản xuất" in text
    assert "10/9" in text
    assert Certificate.objects.get().number in text
    assert Certificate.objects.get().state == CertificateState.VALID
    assert Notification.objects.filter(kind="withdrawal_proposed", recipient=hall.leader).exists()


def test_issued_decision_withdraws_certificate_and_stars(hall, product, client):
    withdrawal = decide_withdrawal(hall, propose_withdrawal(hall, product))

    certificate = Certificate.objects.get()
    product.refresh_from_db()
    assert withdrawal.state == WithdrawalState.DECIDED
    assert (certificate.state, certificate.withdrawn_on) == (CertificateState.WITHDRAWN, DAY)
    assert certificate.public_state() == PublicState.WITHDRAWN
    assert product.current_stars is None
    assert Notification.objects.filter(kind="recognition_withdrawn", recipient=product.created_by).exists()
    told = JournalEntry.objects.filter(stream=certificate.stream, action="withdraw").get()
    assert "Ngừng sản xuất" in told.reason
    assert "thu hồi" in client.get(reverse("catalogue:certificate", args=[certificate.token])).content.decode()


def test_voided_decision_drops_the_proposal_and_another_can_be_made(hall, product):
    withdrawal = propose_withdrawal(hall, product)

    directives.act(document=withdrawal.document, action="void", actor=hall.officer, reason="Đã khắc phục.")

    withdrawal.refresh_from_db()
    assert withdrawal.state == WithdrawalState.DROPPED
    assert Certificate.objects.get().state == CertificateState.VALID
    assert propose_withdrawal(hall, product).pk != withdrawal.pk


def test_refusals(hall, product):
    stranger = make_person("round_officer", make_office(runs_rounds=True))
    for wrong in ({"ground": "vi-sao"}, {"facts": "  "}, {"known_on": DAY + timedelta(days=1)}):
        with pytest.raises(Refused):
            propose_withdrawal(hall, product, **wrong)
    for actor in (stranger, hall.commune_officer, product.created_by, hall.members[0]):
        hall.officer, officer = actor, hall.officer
        with pytest.raises(NotAllowed):
            propose_withdrawal(hall, product)
        hall.officer = officer
    propose_withdrawal(hall, product)
    with pytest.raises(Conflict):
        propose_withdrawal(hall, product)

    assert Withdrawal.objects.count() == 1


def test_ended_recognition_is_not_withdrawn(hall, product):
    with clock.frozen(product.expires_on + timedelta(days=1)), pytest.raises(Refused):
        propose_withdrawal(hall, product)


def test_decision_is_refused_where_the_recognition_was_replaced_meanwhile(hall, product):
    withdrawal = propose_withdrawal(hall, product)
    decide_withdrawal(hall, withdrawal, "check", "form_check", "approve")
    Product.objects.filter(pk=product.pk).update(recognition_number="99/QĐ-UBND")

    with pytest.raises(Refused):
        decide_withdrawal(hall, withdrawal, "issue")

    withdrawal.refresh_from_db()
    assert withdrawal.state == WithdrawalState.PROPOSED


def test_stars_of_an_older_list_are_withdrawn_too(hall, product):
    Product.objects.filter(pk=product.pk).update(recognised_on=date(2026, 9, 20), recognition_number="7/QĐ-UBND")
    product.refresh_from_db()

    with clock.frozen(date(2026, 9, 21)):
        withdrawal = decide_withdrawal(hall, propose_withdrawal(hall, product))

    product.refresh_from_db()
    assert withdrawal.recognition is None
    assert product.current_stars is None


def test_successor_of_an_abolished_office_withdraws(hall, product):
    Office.objects.filter(pk=hall.committee.pk).update(valid_to=DAY)
    other = make_office(unit=hall.unit)
    Office.objects.filter(pk=hall.office.pk).update(parent=other)

    with clock.frozen(DAY + timedelta(days=1)):
        withdrawal = propose_withdrawal(hall, product)

    assert withdrawal.office == other


def test_clock_of_fifteen_days_reminds_drafter_and_leader_once(hall, product):
    withdrawal = propose_withdrawal(hall, product)

    with clock.frozen(withdrawal.due_on - timedelta(days=1)):
        first = [one for one in send_reminders() if one.kind == "reminder:withdrawal"]
        again = [one for one in send_reminders() if one.kind == "reminder:withdrawal"]

    assert {one.recipient for one in first} == {hall.officer.username, hall.leader.username}
    assert again == []


def test_page_proposes_and_strangers_find_nothing(hall, product, client):
    address = reverse("evaluations:withdrawal_propose", args=[product.pk])
    client.force_login(hall.officer)

    page = client.get(address)
    sent = client.post(address, {"ground": GROUND, "facts": FACTS, "known_on": DAY.isoformat()})

    assert page.status_code == 200
    assert sent.status_code == 302
    assert Withdrawal.objects.get().ground == GROUND
    assert client.get(reverse("evaluations:recognised")).status_code == 200
    for person, status in ((hall.commune_officer, 404), (product.created_by, 404), (make_person("producer"), 404)):
        client.force_login(person)
        assert client.get(address).status_code == status
    # A proposal is the office's until it is decided.
    client.force_login(product.created_by)
    assert "Ngừng sản xuất" not in client.get(reverse("evaluations:history", args=[product.pk])).content.decode()
