"""A round that is published through council, decision and PDF: the public finds its product then, not before."""

from __future__ import annotations

import pytest

from evaluations.models import Certificate
from foundation import clock
from tests.factories.evaluations import DAY, bring_to, entry_of, make_hall, make_round

pytestmark = pytest.mark.django_db


def test_product_is_public_from_the_issue_of_its_decision_on(client):
    with clock.frozen(DAY):
        hall = make_hall(members=3)
        found = make_round(hall, state="approved")
        drafted = Certificate.objects.get(entry__round=found)
        before = [client.get(f"/chung-nhan/{drafted.token}/").status_code, client.get("/san-pham/").context["total"]]
        bring_to(hall, found, "published")

        certificate = Certificate.objects.get(pk=drafted.pk)
        product = entry_of(found).dossier.product
        facts = client.get(f"/chung-nhan/{certificate.token}/").context["facts"]
        rows = client.get("/san-pham/").context["rows"]
        by_number = client.get("/chung-nhan/", {"so": certificate.number})

    assert before == [404, 0]
    assert (facts.state, facts.product, facts.number) == ("valid", product.name, certificate.number)
    assert facts.decision_number
    assert facts.issuer == hall.committee.name
    assert [row.product for row in rows] == [product]
    assert by_number["Location"].endswith(f"/{certificate.token}/")


def test_training_round_publishes_nothing(client):
    with clock.frozen(DAY):
        found = make_round(make_hall(members=3, training=True), state="published")
        certificate = Certificate.objects.get(entry__round=found)

        facts = client.get(f"/chung-nhan/{certificate.token}/").context["facts"]
        listed = client.get("/san-pham/?ended=on").context["total"]
        by_number = client.get("/chung-nhan/", {"so": certificate.number})

    assert facts.state == "training"
    assert listed == 0
    assert by_number.context["missing"]
