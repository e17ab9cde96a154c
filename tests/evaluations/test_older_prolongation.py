"""Recognitions of older lists: evaluated again and prolonged meanwhile, by the same rules as certificates."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from activity.errors import NotAllowed, Refused
from activity.models import JournalEntry, Notification
from evaluations import services
from evaluations.services.certificates import end_prolongations
from foundation import clock
from registrations import services as registrations
from registrations.enums import DossierKind, DossierState, WishState
from tests.factories.after import make_recognised
from tests.factories.evaluations import make_hall
from tests.factories.registrations import make_place, make_producer, make_product, make_round, make_wish, owner_of

WHY = "Chờ kết quả đánh giá lại."
pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def product(place):
    """A product whose four stars came with an older list; they end in a hundred days."""
    made = make_product(make_producer(place.commune))
    today = clock.today()
    return registrations.record_recognition(
        product=made,
        dossier=None,
        stars=4,
        recognised_on=today - timedelta(days=996),
        expires_on=today + timedelta(days=100),
        decision_number="12/QĐ-UBND",
        issuer="UBND tỉnh",
    )


def send_again(place, product):
    """Register the re-evaluation, select it, and mark its dossier as sent."""
    wish = make_wish(
        place, registration_round=make_round(place), product=product, state=WishState.SELECTED, kind=DossierKind.AGAIN
    )
    dossier = wish.dossier
    dossier.state, dossier.submitted_at = DossierState.SUBMITTED, clock.now()
    dossier.save(update_fields=["state", "submitted_at"])
    return dossier


def prolong(place, product, until, **given):
    values = {"reason": WHY, "actor": place.round_officer} | given
    return services.prolong_older_recognition(product=product, until=until, **values)


def test_older_recognition_is_evaluated_again(place, product):
    dossier = send_again(place, product)

    assert (dossier.kind, dossier.renews_until, dossier.based_on) == (DossierKind.AGAIN, product.expires_on, None)


def test_older_recognition_is_prolonged_within_the_rules_of_certificates(place, product):
    latest = product.expires_on + timedelta(days=180)
    with pytest.raises(Refused, match="không có hồ sơ đánh giá lại"):
        prolong(place, product, latest)
    send_again(place, product)
    for wrong in (product.expires_on, latest + timedelta(days=1)):
        with pytest.raises(Refused, match="Chọn một ngày"):
            prolong(place, product, wrong)
    with pytest.raises(Refused):
        prolong(place, product, latest, reason=" ")
    for stranger in (place.commune_officer, place.clerk, owner_of(product.producer)):
        with pytest.raises(NotAllowed):
            prolong(place, product, latest, actor=stranger)

    prolong(place, product, latest)

    product.refresh_from_db()
    assert product.prolonged_until == latest
    assert JournalEntry.objects.filter(
        stream=f"registrations.product:{product.pk}", action="prolonged", reason=WHY
    ).exists()
    told = set(Notification.objects.filter(kind="recognition_prolonged").values_list("recipient", flat=True))
    assert {owner_of(product.producer).pk, place.commune_officer.pk} <= told


def test_too_late_to_prolong(place, product):
    send_again(place, product)

    with clock.frozen(product.expires_on + timedelta(days=181)), pytest.raises(Refused, match="quá lâu"):
        prolong(place, product, product.expires_on + timedelta(days=182))


def test_result_that_recognises_nothing_ends_the_prolongation(place, product):
    send_again(place, product)
    prolong(place, product, product.expires_on + timedelta(days=180))

    with clock.frozen(product.expires_on + timedelta(days=10)):
        end_prolongations(product=product, actor=place.leader)
        product.refresh_from_db()
        assert product.prolonged_until == clock.today()


def test_new_recognition_takes_the_place_of_the_prolonged_one(place, product):
    dossier = send_again(place, product)
    prolong(place, product, product.expires_on + timedelta(days=180))
    today = clock.today()

    registrations.record_recognition(
        product=product, dossier=dossier, stars=4, recognised_on=today, expires_on=today + timedelta(days=1096),
        decision_number="77/QĐ-UBND", issuer="UBND tỉnh",
    )  # fmt: skip

    product.refresh_from_db()
    assert (product.prolonged_until, product.recognition_number) == (None, "77/QĐ-UBND")


def test_product_with_a_certificate_is_prolonged_by_that(db):
    hall = make_hall(members=2)
    (recognised,) = make_recognised(hall)

    with pytest.raises(Refused, match="giấy chứng nhận"):
        services.prolong_older_recognition(
            product=recognised, until=recognised.expires_on + timedelta(days=9), reason=WHY, actor=hall.officer
        )


def test_officer_prolongs_on_the_page_of_the_product(place, product, client):
    history = reverse("evaluations:history", args=[product.pk])
    url = reverse("evaluations:older_prolong", args=[product.pk])
    client.force_login(place.round_officer)
    assert url not in client.get(history).content.decode()
    refused = client.get(url)
    assert refused["Location"] == history

    send_again(place, product)
    assert url in client.get(history).content.decode()
    page = client.get(url)
    until = product.expires_on + timedelta(days=90)
    response = client.post(url, {"until": until.isoformat(), "reason": WHY})

    product.refresh_from_db()
    assert page.status_code == 200
    assert (response["Location"], product.prolonged_until) == (history, until)
    client.force_login(owner_of(product.producer))
    assert url not in client.get(history).content.decode()
    assert client.get(url).status_code == 403
    client.logout()
    public = client.get(reverse("catalogue:product", args=[product.pk]))
    assert f"{until:%d/%m/%Y}" in public.content.decode()
