"""Hostile, overlong and malformed input: field errors in Vietnamese, what was typed stays, nothing breaks."""

import unicodedata
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.enums import Role
from registrations import services
from registrations.enums import DossierState
from registrations.models import Producer, RegistrationRound, Wish
from registrations.services.dossiers import seen_of_item
from registrations.steps import url_of_item, url_of_step
from tests.factories.accounts import make_person
from tests.factories.registrations import make_dossier, make_producer, make_round, owner_of
from tests.registrations.pages import page_of

pytestmark = pytest.mark.django_db

HOSTILE = "\"><script>alert(1)</script>\u202eabc\u200b\u0007 {{ 7*7 }} %s ' OR 1=1 --"
EMOJI = "Cà phê ☕🔥 ngon"


def round_data(place, **given):
    data = {
        "name": "Đợt 1", "law": place.law.pk, "year": "2026", "units": [place.commune.pk], "kinds": ["first"],
        "opens_on": "2026-08-20", "due_at_day": "2026-09-25", "due_at_words": "before", "meets_event": "received",
        "after_return": "restart", "answer_days": "15",
    }  # fmt: skip
    return data | given


# -- Producers and products ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Hãy điền"),
        ("name", "x" * 500, "200"),
        ("legal_form", "bank", "Hãy chọn lại"),
        ("unit", "999999", "Hãy chọn lại"),
        ("unit", "abc", "Hãy chọn lại"),
        ("phone", "12", "10 chữ số"),
        ("phone", "0912345678901234", "10 chữ số"),
        ("email", "không phải thư", "chưa đúng"),
        ("tax_code", "12-34", "Mã số thuế"),
        ("founded_on", "31/02/2020", "chưa đúng"),
        ("founded_on", "2030-01-01", "chưa đến"),
        ("registered_on", "ngày mai", "chưa đúng"),
    ],
)
def test_producer_form(place, enter, field, value, message):
    data = {
        "name": "HTX Một", "legal_form": "cooperative", "unit": place.commune.pk, "address": "Thôn 1",
        "phone": "0912345678", "representative": "Nguyễn Thị Hoa", "history": "Giữ lại chữ này",
    }  # fmt: skip
    client = enter(make_person(Role.PRODUCER))

    response = client.post(reverse("registrations:producer_create"), data | {field: value})

    page = page_of(response)
    assert field in response.context["form"].errors
    assert message in str(response.context["form"].errors[field])
    assert "Giữ lại chữ này" in page
    assert Producer.objects.count() == 0


def test_hostile_and_decomposed_text_is_cleaned_and_escaped(place, enter):
    user = make_person(Role.PRODUCER)
    client = enter(user)
    data = {
        "name": unicodedata.normalize("NFD", "Hợp tác xã Cà phê") + HOSTILE,
        "legal_form": "farm",
        "unit": place.commune.pk,
        "address": EMOJI, "phone": "+84 912.345.678", "representative": "A\u00a0 Đrin ",
    }  # fmt: skip

    response = client.post(reverse("registrations:producer_create"), data, follow=True)

    producer = Producer.objects.get()
    page = page_of(response)
    assert producer.name.startswith("Hợp tác xã Cà phê")
    assert unicodedata.is_normalized("NFC", producer.name)
    assert not set(producer.name) & {"\u202e", "\u200b", "\u0007"}
    assert (producer.phone, producer.representative, producer.address) == ("0912345678", "A Đrin", EMOJI)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_product_form(place, enter):
    producer = make_producer(place.commune)
    client = enter(owner_of(producer))
    url = reverse("registrations:product_create", args=[producer.pk])

    assert "Hãy điền" in page_of(client.post(url, {"name": " "}))
    assert "200" in page_of(client.post(url, {"name": "x" * 300}))
    assert client.post(url, {"name": "Mật ong"}).status_code == 302
    assert "Bạn đã có sản phẩm tên" in page_of(client.post(url, {"name": "Mật ong", "description": "Mô tả"}))


# -- Wishes and rounds -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "khong-phai-uuid"),
        ("product_name", ""),
        ("product_name", "x" * 201),
        ("rubric", ""),
        ("rubric", "999"),
        ("kind", "bogus"),
        ("target_year", "1999"),
        ("target_year", "abc"),
        ("expected_stars", "9"),
        ("help_wanted", "tien"),
        ("note", "x" * 2001),
    ],
)
def test_wish_form(place, enter, field, value):
    registration_round = make_round(place)
    producer = make_producer(place.commune)
    data = {
        "key": str(uuid4()), "producer": producer.pk, "product_name": "Cà phê", "rubric": place.law.rubrics.get().pk,
        "kind": "first", "target_year": "2027", "expected_stars": "3", "note": "Giữ lại chữ này",
    }  # fmt: skip
    url = reverse("registrations:wish_create") + f"?round={registration_round.pk}"

    response = enter(owner_of(producer)).post(url, data | {field: value})

    page = page_of(response)
    assert field in response.context["form"].errors
    assert field == "note" or "Giữ lại chữ này" in page
    assert Wish.objects.count() == 0


@pytest.mark.parametrize("pk", ["abc", "0", "99999", "9" * 30, "-1"])
def test_wish_for_a_round_that_is_none(place, enter, pk):
    make_round(place)

    response = enter(make_person(Role.PRODUCER)).get(reverse("registrations:wish_create") + f"?round={pk}")

    assert response.status_code in (200, 404)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 300}, "name"),
        ({"law": "999"}, "law"),
        ({"year": "abc"}, "year"),
        ({"units": []}, "units"),
        ({"units": ["999999"]}, "units"),
        ({"kinds": []}, "kinds"),
        ({"opens_on": "hôm nay"}, "opens_on"),
        ({"due_at_day": ""}, "due_at"),
        ({"due_at_day": "2026-13-45"}, "due_at"),
        ({"due_at_day": "9999-12-31", "due_at_words": "until"}, "due_at"),
        ({"due_at_words": "later"}, "due_at"),
        ({"hard_due_at_day": "2026-09-01"}, "hard_due_at"),
        ({"dossier_hard_due_at_day": "2026-12-01"}, "dossier_hard_due_at"),
        ({"answer_days": "0"}, "answer_days"),
        ({"answer_days": "1000"}, "answer_days"),
        ({"meets_event": "x"}, "meets_event"),
    ],
)
def test_round_form(place, enter, changes, field):
    response = enter(place.round_officer).post(
        reverse("registrations:round_create"), round_data(place, contact="Giữ lại chữ này", **changes)
    )

    page = page_of(response)
    assert field in response.context["form"].errors
    assert "Giữ lại chữ này" in page
    assert RegistrationRound.objects.count() == 0


def test_round_form_reads_before_and_until_as_the_same_moment(place, enter):
    client = enter(place.round_officer)
    url = reverse("registrations:round_create")

    client.post(url, round_data(place, due_at_day="25/09/2026", due_at_words="before"))
    client.post(url, round_data(place, due_at_day="2026-09-24", due_at_words="until"))

    first, second = RegistrationRound.objects.order_by("pk")
    assert first.due_at == second.due_at
    assert "đến hết ngày 24/09/2026" in page_of(client.get(first.get_absolute_url()))


# -- Dossiers --------------------------------------------------------------------------------------------------------
def test_step_form_keeps_text_that_is_too_long(place, enter):
    dossier = make_dossier(place, fill=False)
    client = enter(owner_of(dossier.producer))
    url = url_of_step(dossier, "results")
    seen = client.get(url).context["form"].initial["seen"]

    response = client.post(
        url, {"materials": "x" * 10_001, "technology": "Rang củi", "revenue": "nhiều lắm", "seen": seen}
    )

    page = page_of(response)
    assert set(response.context["form"].errors) == {"materials", "revenue"}
    assert "10001" in page.replace(".", "")
    assert "Rang củi" in page


@pytest.mark.parametrize("value", ["-1", "9" * 25, "1e5", "12,5"])
def test_amounts_that_are_not_possible(place, enter, value):
    dossier = make_dossier(place, fill=False)
    client = enter(owner_of(dossier.producer))

    response = client.post(url_of_step(dossier, "results"), {"revenue": value})

    assert "revenue" in response.context["form"].errors


@pytest.mark.parametrize("choice", ["999999", "-1", "abc", "1; DROP TABLE"])
def test_item_form_refuses_a_level_of_another_item(place, enter, choice):
    dossier = make_dossier(place, fill=False)
    data = {"choice": choice, "description": "Giữ lại chữ này", "seen": seen_of_item(None)}

    response = enter(owner_of(dossier.producer)).post(url_of_item(dossier, "1.1"), data)

    assert "choice" in response.context["form"].errors
    assert "Giữ lại chữ này" in page_of(response)
    assert dossier.items.count() == 0


@pytest.mark.parametrize("path", ["buoc/khong-co/", "tieu-chi/99.9/", "tieu-chi/1/", "viec/nhay-mua/"])
def test_places_that_are_none_are_404(place, enter, path):
    dossier = make_dossier(place, fill=False)

    response = enter(owner_of(dossier.producer)).get(f"{dossier.get_absolute_url()}{path}")

    assert response.status_code == 404


def test_undertaking_and_reasons_are_required(place, enter):
    dossier = make_dossier(place)
    client = enter(owner_of(dossier.producer))
    submit = reverse("registrations:dossier_submit", args=[dossier.pk])
    withdraw = reverse("registrations:dossier_act", args=[dossier.pk, "withdraw"])

    assert set(client.post(submit, {"undertaken_by": "x" * 300}).context["form"].errors) == {
        "undertaken_by",
        "confirmed",
    }
    assert "reason" in client.post(withdraw, {"reason": "x" * 3000}).context["form"].errors
    dossier.refresh_from_db()
    assert dossier.state == DossierState.DRAFT


def test_opinion_that_is_too_long_keeps_its_words(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    client = enter(place.commune_officer)
    url = reverse("registrations:dossier_opinion", args=[dossier.pk])
    seen = client.get(url).context["form"].initial["seen"]

    response = client.post(url, {"origin": "x" * 6001, "idea": HOSTILE, "seen": seen})

    page = page_of(response)
    assert "origin" in response.context["form"].errors
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_hostile_text_reaches_the_forms_that_are_made(place):
    from activity import jobs
    from foundation.files import read

    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    Producer.objects.filter(pk=dossier.producer_id).update(name=f"{HOSTILE} {EMOJI}"[:200])
    dossier.refresh_from_db()

    services.receive_dossier(dossier=dossier, actor=place.commune_officer)
    jobs.run_waiting()

    assert read(dossier.files.get().stored)[:5] == b"%PDF-"
