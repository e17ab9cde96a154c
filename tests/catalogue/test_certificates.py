"""The page behind a QR code, and the look-up by number."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from evaluations.enums import CertificateState
from foundation import clock
from tests.factories.evaluations import make_hall
from tests.factories.faces import make_certificate, make_shelf

pytestmark = pytest.mark.django_db
ISSUED, LAST = date(2026, 9, 15), date(2029, 9, 15)


LONGER = {"state": CertificateState.PROLONGED, "prolonged_until": date(2029, 12, 31)}
AFTER = LAST + timedelta(days=1)
# What the certificate is, the day on which somebody looks, and what the page says.
STANDINGS = (
    ({}, ISSUED, "valid"),
    ({}, LAST, "valid"),
    ({}, AFTER, "expired"),
    (LONGER, LAST, "valid"),
    (LONGER, date(2029, 12, 31), "prolonged"),
    (LONGER, date(2030, 1, 1), "expired"),
    ({"state": CertificateState.WITHDRAWN}, ISSUED, "withdrawn"),
    ({"state": CertificateState.WITHDRAWN}, AFTER, "withdrawn"),
    ({"state": CertificateState.REPLACED}, ISSUED, "replaced"),
)


def page(client, certificate, on: date = ISSUED):
    with clock.frozen(on):
        return client.get(reverse("catalogue:certificate", args=[certificate.token]))


def on_shelf(shelf=None, **given):
    with clock.frozen(ISSUED):
        return make_certificate(shelf, name="Cà phê bột", issued_on=ISSUED, expires_on=LAST, **given)


def test_certificate_page_says_how_it_stands(client):
    with clock.frozen(ISSUED):
        shelf = make_shelf()

    for given, on, state in STANDINGS:
        response = page(client, on_shelf(shelf, **given), on)

        facts = response.context["facts"]
        assert (response.status_code, facts.state) == (200, state), (given, on)
        assert str(facts.headline) in response.content.decode()
        assert facts.is_good == (state in ("valid", "prolonged"))


def test_certificate_page_names_decision_issuer_and_place(client):
    certificate = on_shelf()
    recognition = certificate.recognition

    text = page(client, certificate).content.decode()

    for fact in (
        certificate.number,
        recognition.decision.full_number,
        recognition.issuer.name,
        "15/09/2029",
        "Cà phê bột",
    ):
        assert fact in text
    assert certificate.entry.dossier.producer.phone not in text


def test_training_certificate_is_called_no_certificate(client):
    with clock.frozen(ISSUED):
        certificate = make_certificate(make_shelf(make_hall(members=1, training=True)), name="Tập")

    response = page(client, certificate)

    facts = response.context["facts"]
    assert (facts.state, facts.is_good, facts.product_id) == ("training", False, None)
    assert str(facts.headline) in response.content.decode()


def test_replaced_certificate_leads_to_the_newer_one(client):
    with clock.frozen(ISSUED):
        shelf = make_shelf()
        newer = make_certificate(shelf)
        older = make_certificate(shelf, state=CertificateState.REPLACED, replaced_by=newer)

    assert reverse("catalogue:certificate", args=[newer.token]) in page(client, older).content.decode()


def test_unknown_or_drafted_certificate_is_not_found_and_says_what_to_do(client):
    with clock.frozen(ISSUED):
        drafted = make_certificate(state=CertificateState.DRAFTED)

    for token in (drafted.token, "khong-co"):
        response = client.get(f"/chung-nhan/{token}/")

        assert response.status_code == 404
        assert response.context["missing"]


# -- By number --------------------------------------------------------------------------------------------------------
def test_number_is_found_however_it_is_typed(client):
    with clock.frozen(ISSUED):
        shelf = make_shelf()
        certificate = make_certificate(shelf, number="05/GCN-UBND")
        make_certificate(shelf, number="15/GCN-UBND")
        make_certificate(shelf, number="55/GCN-UBND")

    for typed in ("05/GCN-UBND", "5/gcn-ubnd", " 05 / GCN UBND ", "Số: 05/GCN-UBND", "05", "005"):
        response = client.get("/chung-nhan/", {"so": typed})

        assert response.status_code == 302, typed
        assert response["Location"] == reverse("catalogue:certificate", args=[certificate.token])


def test_number_of_two_offices_shows_both(client):
    with clock.frozen(ISSUED):
        shelf = make_shelf()
        pair = [make_certificate(shelf, number="05/GCN-UBND"), make_certificate(shelf, number="05/GCN-UBND")]
        make_certificate(shelf, number="05/GCN-SNN")

        found = client.get("/chung-nhan/", {"so": "5/GCN-UBND"}).context["found"]

    assert {row.certificate.pk for row in found} == {row.pk for row in pair}


def test_number_that_does_not_exist_is_said_plainly(client):
    with clock.frozen(ISSUED):
        shelf = make_shelf()
        make_certificate(shelf, number="05/GCN-SNN")
        make_certificate(shelf, state=CertificateState.DRAFTED)
        training = make_hall(law=shelf.hall.law, members=1, training=True)
        make_certificate(make_shelf(training), number="06/GCN-UBND")

    for typed in ("06/GCN-UBND", "5/KHAC", "khong so", "9" * 40, "<script>", "05/GCN-UBND'--"):
        response = client.get("/chung-nhan/", {"so": typed})

        assert response.status_code == 200, typed
        assert response.context["missing"]
        assert b"<script>" not in response.content


def test_form_with_nothing_or_too_much_gives_a_field_error(client):
    for typed in ("", "   ", "x" * 61):
        response = client.get("/chung-nhan/", {"so": typed})

        assert response.status_code == 200, typed
        assert response.context["form"].errors["so"]


def test_public_pages_change_nothing(client):
    for path in ("/", "/san-pham/", "/chung-nhan/", "/san-pham.json"):
        assert client.post(path).status_code == 405
