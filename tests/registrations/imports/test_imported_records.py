"""Records that the office of the province imported: the commune of the producer goes on with them until a claim."""

import pytest
from django.urls import reverse

from activity.errors import NotAllowed
from activity.models import JournalEntry
from registrations import rules, selectors, services
from registrations.enums import ImportKind
from registrations.models import Producer, Product
from tests.factories.accounts import make_unit
from tests.factories.imports import accepted
from tests.factories.registrations import make_place, member_of
from tests.registrations import workbooks

pytestmark = pytest.mark.django_db


@pytest.fixture
def producer(place):
    content = workbooks.simple([["Tên sản phẩm", "Chủ thể", "Xã"], ["Trà sâm", "HTX Sâm dây", place.commune.name]])
    make_unit(name="xã Khác", parent=place.area)
    accepted(content, office=place.office, actor=place.round_officer, kind=ImportKind.REGISTER)
    return Producer.objects.get()


def filled(producer, **given):
    return {
        "name": producer.name, "legal_form": producer.legal_form, "unit": producer.unit_id, "address": "Thôn 2",
        "phone": "0912345674", "representative": "Y Ngân",
    } | given  # fmt: skip


def test_commune_of_the_producer_mends_the_imported_record(place, producer, enter):
    assert (producer.phone, producer.representative, producer.entered_by) == ("", "", place.round_officer)
    client = enter(place.commune_officer)
    assert list(selectors.helped_producers(place.commune_officer)) == [producer]
    assert producer.name in client.get(reverse("registrations:behalf")).content.decode()

    url = reverse("registrations:producer_edit", args=[producer.pk])
    assert client.get(url).status_code == 200
    client.post(url, filled(producer, seen=services_seen(client, url)))

    producer.refresh_from_db()
    assert (producer.phone, producer.representative) == ("0912345674", "Y Ngân")
    entry = JournalEntry.objects.filter(stream=f"registrations.producer:{producer.pk}").latest("seq")
    assert (entry.actor_id, entry.on_behalf_of) == (place.commune_officer.pk, producer.name)


def services_seen(client, url):
    return client.get(url).context["form"].initial["seen"]


def test_commune_changes_the_imported_product_and_prints_the_slip(place, producer, enter):
    product = Product.objects.get()
    values = {"name": "Trà sâm dây", "packing": "Hộp 100 g"}
    services.update_product(product=product, values=values, seen=None, actor=place.commune_officer)
    facts = {"phone": "0912345674", "representative": "Y Ngân"}
    services.update_producer(producer=producer, values=facts, seen=None, actor=place.commune_officer)

    slip = services.hand_over(producer=producer, actor=place.commune_officer)

    product.refresh_from_db()
    assert product.name == "Trà sâm dây"
    assert slip.account is not None


def test_nobody_else_changes_the_imported_record(place, producer, enter):
    strangers = (place.round_officer, place.commune_leader, place.leader, make_place().commune_officer)

    for user in strangers:
        assert not rules.may_edit_producer(user, producer)
        assert enter(user).get(reverse("registrations:producer_edit", args=[producer.pk])).status_code in (403, 404)
        with pytest.raises(NotAllowed):
            services.update_producer(producer=producer, values={"address": "Thôn 9"}, seen=None, actor=user)


def test_claimed_record_is_changed_by_its_people_alone(place, producer):
    owner = member_of(producer, "edit")
    Producer.objects.filter(pk=producer.pk).update(claimed_at=producer.created_at)
    producer.refresh_from_db()

    assert rules.may_edit_producer(owner, producer)
    assert not rules.may_edit_producer(place.commune_officer, producer)
    services.update_producer(producer=producer, values={"address": "Thôn 3"}, seen=None, actor=owner)
    with pytest.raises(NotAllowed):
        services.update_producer(
            producer=producer, values={"address": "Thôn 9"}, seen=None, actor=place.commune_officer
        )
