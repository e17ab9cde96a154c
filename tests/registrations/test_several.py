"""Several products on one screen: all or none, once, with every error at its product."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.enums import Role
from activity.models import Notification
from registrations import services
from registrations.models import Producer, Product, Wish
from registrations.services.wishes import RowRefused, WishDraft, WishFacts
from tests.factories.accounts import make_person
from tests.factories.registrations import make_producer, make_product, make_round, make_wish, owner_of

pytestmark = pytest.mark.django_db


def said(place, name, prefix="", **given):
    """What the fields of one product post."""
    data = {
        "product_name": name,
        "rubric": place.law.rubrics.get().pk,
        "kind": "first",
        "target_year": "2027",
        "expected_stars": "3",
        "help_wanted": ["dossier"],
        "note": f"Ghi chú {name}",
    } | given
    return {f"{prefix}{field}": value for field, value in data.items()}


def page_data(place, *names):
    """What the whole page posts: the producer (if there is one), the first product, further rows."""
    known = Producer.objects.first()
    data = {"key": str(uuid4()), **said(place, names[0])} | ({"producer": known.pk} if known else {})
    for row, name in enumerate(names[1:]):
        data |= said(place, name, f"more-{row}-")
    return data | {"more-TOTAL_FORMS": str(len(names) - 1), "more-INITIAL_FORMS": "0"}


@pytest.fixture
def at_the_screen(place, enter):
    """A producer in front of the screen of a round: the producer, the client, the address."""
    producer = make_producer(place.commune)
    url = reverse("registrations:wish_create") + f"?round={make_round(place).pk}"
    return producer, enter(owner_of(producer)), url


def test_three_products_are_registered_at_once_and_everybody_is_told(place, at_the_screen):
    producer, client, url = at_the_screen

    response = client.post(url, page_data(place, "Cà phê bột", "Mật ong", "Măng khô"), follow=True)

    assert list(Wish.objects.order_by("pk").values_list("product__name", flat=True)) == [
        "Cà phê bột", "Mật ong", "Măng khô",
    ]  # fmt: skip
    assert set(Wish.objects.values_list("producer", flat=True)) == {producer.pk}
    assert "Đã đăng ký 3 sản phẩm" in response.content.decode()
    assert Notification.objects.filter(kind="wish_registered", recipient=place.commune_officer).count() == 3


def test_double_submit_of_several_makes_one_set(place, at_the_screen):
    _producer, client, url = at_the_screen
    data = page_data(place, "Cà phê bột", "Mật ong")

    client.post(url, data)
    again = client.post(url, data)

    assert again.status_code == 302
    assert (Wish.objects.count(), Product.objects.count()) == (2, 2)


def test_newcomer_sets_up_the_record_once_for_all_products(place, enter):
    registration_round = make_round(place)
    record = {
        "producer-name": "Hộ kinh doanh Y Bích", "producer-legal_form": "household", "producer-unit": place.commune.pk,
        "producer-address": "Thôn 2", "producer-phone": "0912345678", "producer-representative": "Y Bích",
    }  # fmt: skip
    url = reverse("registrations:wish_create") + f"?round={registration_round.pk}"

    enter(make_person(Role.PRODUCER)).post(url, page_data(place, "Gùi tre", "Rượu ghè") | record)

    assert (Producer.objects.count(), Wish.objects.count()) == (1, 2)


def test_button_adds_a_product_without_losing_what_was_typed(place, at_the_screen):
    _producer, client, url = at_the_screen
    data = page_data(place, "Cà phê bột") | {"add": "1", "product_name": "Cà phê dở dang", "rubric": ""}

    response = client.post(url, data)

    page = response.content.decode()
    rows = response.context["page"].more
    assert len(rows.forms) == 1
    assert "Cà phê dở dang" in page
    assert "Hãy điền mục này" not in page
    assert rows.forms[0]["help_wanted"].value() == ["dossier"]
    assert Wish.objects.count() == 0


def test_wrong_row_says_so_at_its_product_and_nothing_is_registered(place, at_the_screen):
    _producer, client, url = at_the_screen
    data = page_data(place, "Cà phê bột", "Mật ong", "Măng khô") | {"more-1-rubric": "", "more-1-note": "Giữ chữ này"}

    response = client.post(url, data)

    assert Wish.objects.count() == 0
    assert list(response.context["page"].more.forms[1].errors) == ["rubric"]
    assert "Giữ chữ này" in response.content.decode()


def test_row_without_a_name_is_left_out(place, at_the_screen):
    _producer, client, url = at_the_screen
    empty = {"more-0-product_name": "", "more-0-rubric": "", "more-0-note": ""}

    client.post(url, page_data(place, "Cà phê bột", "") | empty)

    assert Wish.objects.count() == 1


def test_product_named_twice_on_the_page_is_refused(place, at_the_screen):
    _producer, client, url = at_the_screen

    response = client.post(url, page_data(place, "Mật ong", "mật ong"))

    assert "product_name" in response.context["page"].more.forms[0].errors
    assert Wish.objects.count() == 0


def test_product_that_is_registered_already_is_named_by_its_row(place, at_the_screen):
    producer, client, _url = at_the_screen
    there = make_wish(place, product=make_product(producer, name="Mật ong"))
    url = reverse("registrations:wish_create") + f"?round={there.round_id}"
    data = page_data(place, "Cà phê bột", "") | {"more-0-product": there.product_id} | {"product": "new"}

    response = client.post(url, data)

    assert "đã được đăng ký" in str(response.context["page"].more.forms[0].errors)
    assert Wish.objects.get() == there


def test_service_undoes_all_products_when_one_is_refused(place):
    producer = make_producer(place.commune)
    facts = WishFacts(target_year=2027, expected_stars=3, rubric=place.law.rubrics.get())
    nameless = WishFacts(target_year=2027, expected_stars=3)
    drafts = [WishDraft({"name": "Một"}, facts), WishDraft({"name": "Hai"}, nameless)]

    with pytest.raises(RowRefused) as refusal:
        services.register_wishes(
            registration_round=make_round(place),
            producer=producer,
            drafts=drafts,
            key=uuid4(),
            actor=owner_of(producer),
        )

    assert refusal.value.row == 1
    assert not Wish.objects.exists()
    assert not Product.objects.exists()
