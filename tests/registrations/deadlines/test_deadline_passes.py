"""What a page says when the time has passed while its form was open."""

from uuid import uuid4

import pytest
from django.urls import reverse

from foundation import clock
from registrations.enums import MeetsEvent
from tests.factories.registrations import make_dossier, make_producer, make_round, make_wish, moment, owner_of
from tests.registrations.deadlines.dates import HARD, SOFT
from tests.registrations.deadlines.doors import grant

pytestmark = pytest.mark.django_db


def test_deadline_passes_while_a_dossier_is_open(place, enter):
    dates = {"dossier_due_at": SOFT, "dossier_hard_due_at": HARD, "contact": "Chị Hoa, 0912345678"}
    row = make_round(place, **dates)
    draft = make_dossier(place, registration_round=row)
    other = make_round(place, name="Đợt sau", due_at=moment("2026-12-01"))
    client = enter(owner_of(draft.producer))
    url = reverse("registrations:dossier_submit", args=[draft.pk])
    assert client.get(url).status_code == 200

    with clock.frozen(HARD):
        page = client.post(url, {"undertaken_by": "Nguyễn Thị Hoa", "agreed": "on"}).content.decode()
        again = client.get(draft.get_absolute_url()).content.decode()

    draft.refresh_from_db()
    assert (draft.state, draft.story) == ("draft", "Nội dung story.")
    for text in (page, again):
        assert "Bản soạn của bạn vẫn được giữ" in text
        assert "Chị Hoa, 0912345678" in text
        assert other.name in text


def test_deadline_passes_while_a_wish_is_open(place, enter):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD, contact="Chị Hoa, 0912345678")
    producer = make_producer(place.commune)
    client = enter(owner_of(producer))
    url = reverse("registrations:wish_create") + f"?round={row.pk}"
    data = {
        "key": str(uuid4()), "producer": producer.pk, "product_name": "Cà phê của tôi", "kind": "first",
        "rubric": place.law.rubrics.get().pk, "target_year": "2027", "expected_stars": "3", "note": "Giữ chữ này",
    }  # fmt: skip
    assert client.get(url).status_code == 200

    with clock.frozen(HARD):
        page = client.post(url, data).content.decode()

    assert producer.wishes.count() == 0
    for words in ("Đã hết hạn đăng ký nhu cầu", "Chị Hoa, 0912345678", "Cà phê của tôi", "Giữ chữ này"):
        assert words in page


def test_list_page_says_that_its_time_has_passed(place, enter):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD, meets_event=MeetsEvent.SENT)
    wish = make_wish(place, registration_round=row)
    client = enter(place.commune_officer)
    url = reverse("registrations:list_of_round", args=[row.pk])

    with clock.frozen(HARD):
        shown = client.get(url).content.decode()
        told = client.post(url, {"wish": [wish.pk]}, follow=True).content.decode()

    wish.refresh_from_db()
    assert wish.state == "registered"
    assert "các đăng ký vẫn được giữ nguyên" in shown
    assert "Danh sách chưa được gửi" in told


def test_round_past_its_hard_date_is_offered_to_whom_leave_was_given(place, enter):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD)
    named, other = make_producer(place.commune), make_producer(place.commune)
    grant(place, row, named)
    url = reverse("registrations:start")

    with clock.frozen(HARD):
        offered = enter(owner_of(named)).get(url).content.decode()
        hidden = enter(owner_of(other)).get(url).content.decode()

    form = reverse("registrations:wish_create") + f"?round={row.pk}"
    assert form in offered
    assert form not in hidden
