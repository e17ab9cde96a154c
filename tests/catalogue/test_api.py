"""The public data."""

from __future__ import annotations

from datetime import date

import pytest

from evaluations.enums import CertificateState
from foundation import clock
from tests.factories.faces import make_certificate, make_shelf

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 15)


@pytest.fixture(autouse=True)
def _day():
    with clock.frozen(DAY):
        yield


def test_products_as_data(client, settings):
    settings.PUBLIC_BASE_URL = "https://ocop.example"
    certificate = make_certificate(name="Cà phê bột", expires_on=date(2029, 9, 14), number="05/GCN-UBND")
    product = certificate.recognition.product

    data = client.get("/san-pham.json").json()

    home = product.producer.unit
    assert data == {
        "items": [
            {
                "product": "Cà phê bột",
                "producer": product.producer.name,
                "commune": home.name,
                "province": home.parent.name,
                "group": certificate.entry.rubric.industry,
                "set": certificate.entry.rubric.name,
                "stars": 4,
                "recognised_on": "2026-09-15",
                "valid_until": "2029-09-14",
                "state": "valid",
                "source": "portal",
                "certificate": "05/GCN-UBND",
                "url": f"https://ocop.example/san-pham/{product.pk}/",
                "certificate_url": f"https://ocop.example/chung-nhan/{certificate.token}/",
            }
        ],
        "next": None,
    }


def test_products_as_data_are_filtered_and_paged(client, monkeypatch):
    monkeypatch.setattr("catalogue.api.PER_PAGE", 1)
    shelf = make_shelf()
    make_certificate(shelf, name="Măng khô", stars=3)
    make_certificate(shelf, name="Mật ong", stars=4)
    make_certificate(shelf, name="Mật ong cũ", stars=4, state=CertificateState.WITHDRAWN)

    first = client.get("/san-pham.json", {"q": "ma"}).json()
    second = client.get(first["next"].removeprefix("http://127.0.0.1:8000")).json()

    assert [row["product"] for row in first["items"] + second["items"]] == ["Mật ong", "Măng khô"]
    assert second["next"] is None


def test_products_as_data_refuse_what_they_do_not_understand(client):
    response = client.get("/san-pham.json", {"stars": "9"})

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["stars"]


def test_certificate_as_data(client):
    certificate = make_certificate(state=CertificateState.WITHDRAWN)

    data = client.get(f"/chung-nhan/{certificate.token}.json").json()

    assert (data["state"], data["number"], data["withdrawn_on"]) == ("withdrawn", certificate.number, "2026-09-15")
    assert "phone" not in data
    assert client.get("/chung-nhan/khong-co.json").status_code == 404


def test_data_can_be_cached_and_asked_again_cheaply(client):
    make_certificate()

    first = client.get("/san-pham.json")
    again = client.get("/san-pham.json", headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=300" or set(first["Cache-Control"].split(", ")) == {
        "public",
        "max-age=300",
    }
    assert first["Access-Control-Allow-Origin"] == "*"
    assert again.status_code == 304
