"""Registering a wish: one screen, once, in time; the commune's list; the office's choice."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import JournalEntry, Notification
from foundation import clock
from registrations import services
from registrations.enums import MeetsEvent, WishState
from registrations.models import CommuneList, Dossier, Producer, Product, Wish
from registrations.services.wishes import WishFacts
from tests.factories.accounts import make_person, make_unit, make_user
from tests.factories.registrations import (
    make_place_148,
    make_producer,
    make_product,
    make_round,
    make_wish,
    moment,
    owner_of,
    producer_values,
)

pytestmark = pytest.mark.django_db


def wish_data(place, **given):
    """What a newcomer's browser posts."""
    return {
        "key": str(uuid4()),
        "product_name": "Cà phê bột",
        "rubric": place.law.rubrics.get().pk,
        "kind": "first",
        "target_year": "2027",
        "expected_stars": "3",
        "help_wanted": ["dossier", "packaging"],
        "note": "Cần giúp về nhãn.",
        "producer-name": "Hộ kinh doanh Y Bích",
        "producer-legal_form": "household",
        "producer-unit": place.commune.pk,
        "producer-address": "Thôn 2",
        "producer-phone": "0912 345 678",
        "producer-representative": "Y Bích",
    } | given


def create_url(registration_round):
    return reverse("registrations:wish_create") + f"?round={registration_round.pk}"


def test_newcomer_registers_record_product_and_wish_on_one_screen(place, enter):
    registration_round = make_round(place)
    user = make_person(Role.PRODUCER)

    response = enter(user).post(create_url(registration_round), wish_data(place))

    wish = Wish.objects.get()
    assert response.status_code == 302
    assert response["Location"] == wish.get_absolute_url()
    assert (wish.state, wish.unit, wish.help_wanted) == (WishState.REGISTERED, place.commune, ["dossier", "packaging"])
    assert wish.producer.phone == "0912345678"
    told = set(Notification.objects.filter(kind="wish_registered").values_list("recipient_id", flat=True))
    assert told == {place.commune_officer.pk, place.round_officer.pk}


def test_double_submit_makes_one_registration(place, enter):
    registration_round = make_round(place)
    client = enter(make_person(Role.PRODUCER))
    data = wish_data(place)

    first = client.post(create_url(registration_round), data)
    second = client.post(create_url(registration_round), data)

    assert first["Location"] == second["Location"] == Wish.objects.get().get_absolute_url()
    assert (Wish.objects.count(), Producer.objects.count(), Product.objects.count()) == (1, 1, 1)
    assert JournalEntry.objects.filter(action="register").count() == 1


def test_service_called_twice_with_one_key_makes_one_registration(place):
    wish = make_wish(place)

    again = services.register_wish(
        registration_round=wish.round,
        producer=wish.producer,
        product={"name": "Tên khác"},
        facts=WishFacts(target_year=2027, expected_stars=3, rubric=wish.rubric),
        key=wish.key,
        actor=owner_of(wish.producer),
    )

    assert again == wish
    assert Product.objects.count() == 1


def test_key_of_somebody_else_is_refused(place):
    wish = make_wish(place)
    stranger = make_person(Role.PRODUCER)

    with pytest.raises(NotAllowed):
        services.register_wish(
            registration_round=wish.round,
            producer=producer_values(place.commune),
            product={"name": "Khác"},
            facts=WishFacts(target_year=2027, expected_stars=3, rubric=wish.rubric),
            key=wish.key,
            actor=stranger,
        )


def test_same_product_registers_once_in_a_round_and_again_after_withdrawal(place):
    wish = make_wish(place)

    with pytest.raises(Refused):
        make_wish(place, registration_round=wish.round, product=wish.product)

    services.withdraw_wish(wish=wish, actor=owner_of(wish.producer))
    again = make_wish(place, registration_round=wish.round, product=wish.product)
    assert again.pk != wish.pk


def test_product_of_the_same_name_is_the_same_product(place):
    product = make_product(make_producer(place.commune), name="Mật ong rừng")
    wish = services.register_wish(
        registration_round=make_round(place),
        producer=product.producer,
        product={"name": "Mật ong rừng"},
        facts=WishFacts(target_year=2027, expected_stars=3, rubric=place.law.rubrics.get()),
        key=uuid4(),
        actor=owner_of(product.producer),
    )

    assert wish.product == product


def test_commune_that_takes_no_part_is_refused(place):
    producer = make_producer(make_unit())

    with pytest.raises(Refused, match="không tham gia"):
        make_wish(place, producer=producer)


def test_commune_that_has_ended_cannot_register(place):
    producer = make_producer(place.commune)
    type(place.commune).objects.filter(pk=place.commune.pk).update(valid_to=date(2026, 8, 1))
    producer.refresh_from_db()

    with pytest.raises(Refused, match="không phải là xã hiện nay"):
        make_wish(place, producer=producer)


def test_wish_without_product_sets_names_a_group():
    place = make_place_148()
    wish = make_wish(place)

    assert wish.rubric is None
    assert wish.group_name == "Cà phê, ca cao"
    with pytest.raises(Refused):
        make_wish(place, group="")


# Before, at and after the soft date ("before 25/3": until the end of 24/3), the hard date, around midnight in Viet Nam.
@pytest.mark.parametrize(
    ("now", "outcome"),
    [
        ("2026-09-24 23:59:59", "on time"),
        ("2026-09-25 00:00:00", "late"),
        ("2026-09-29 23:59:59", "late"),
        ("2026-09-30 00:00:00", "refused"),
        ("2026-09-30 06:59:59", "refused"),
    ],
)
def test_wish_at_the_deadline(place, now, outcome):
    product = make_product(make_producer(place.commune))
    dates = {"due_at": moment("2026-09-25"), "hard_due_at": moment("2026-09-30")}
    registration_round = make_round(place, **dates)

    with clock.frozen(moment(now)):
        try:
            wish = make_wish(place, registration_round=registration_round, product=product)
        except Refused:
            assert outcome == "refused"
        else:
            assert outcome == ("late" if wish.is_late else "on time")


@pytest.mark.parametrize(
    ("now", "outcome"),
    [("2026-09-24 23:59:59", "on time"), ("2026-09-25 00:00:00", "late"), ("2026-09-30 00:00:00", "refused")],
)
def test_list_at_the_deadline_where_sending_counts(place, now, outcome):
    dates = {"due_at": moment("2026-09-25"), "hard_due_at": moment("2026-09-30"), "meets_event": MeetsEvent.SENT}
    wish = make_wish(place, registration_round=make_round(place, **dates))
    assert not wish.is_late

    with clock.frozen(moment(now)):
        try:
            services.list_wishes_of_commune(
                registration_round=wish.round, unit=place.commune, wishes=[wish], actor=place.commune_officer
            )
        except Refused:
            assert outcome == "refused"
        else:
            wish.refresh_from_db()
            assert outcome == ("late" if wish.is_late else "on time")


@pytest.mark.parametrize("state", ["preparing", "closed"])
def test_round_that_is_not_open_takes_no_wish(place, state):
    with pytest.raises(Refused):
        make_wish(place, registration_round=make_round(place, state=state))


def test_deadline_passes_while_the_form_is_open(place, enter):
    registration_round = make_round(place, due_at=moment("2026-09-25"), hard_due_at=moment("2026-09-25"))
    client = enter(make_person(Role.PRODUCER))
    data = wish_data(place)

    with clock.frozen(moment("2026-09-25 00:00:01")):
        response = client.post(create_url(registration_round), data)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Đã hết hạn đăng ký nhu cầu" in page
    assert "Cần giúp về nhãn." in page
    assert Wish.objects.count() == 0


def test_later_additions_are_a_second_list(place):
    first = make_wish(place, state=WishState.LISTED)
    second = make_wish(place, registration_round=first.round, state=WishState.LISTED)

    assert [first.listed_in.ordinal, second.listed_in.ordinal] == [1, 2]
    assert Notification.objects.filter(kind="list_sent", recipient=place.round_officer).count() == 2


def test_list_is_all_or_nothing(place):
    first = make_wish(place)
    second = make_wish(place, registration_round=first.round)
    stale = Wish.objects.get(pk=second.pk)
    services.withdraw_wish(wish=second, actor=owner_of(second.producer))

    with pytest.raises(Conflict):
        services.list_wishes_of_commune(
            registration_round=first.round, unit=place.commune, wishes=[first, stale], actor=place.commune_officer
        )

    first.refresh_from_db()
    assert first.state == WishState.REGISTERED
    assert CommuneList.objects.count() == 0


def test_commune_sends_its_list_by_the_screen_and_takes_the_workbook(place, enter):
    wish = make_wish(place, help_wanted=["testing"])
    late = make_wish(place, registration_round=wish.round)
    client = enter(place.commune_officer)
    url = reverse("registrations:list_of_round", args=[wish.round_id])

    shown = client.get(url).content.decode()
    client.post(url, {"wish": [str(wish.pk), "abc", "99999999999999999999"]})
    book = load_workbook(BytesIO(client.get(reverse("registrations:list_workbook", args=[wish.round_id])).content))

    assert wish.product.name in shown
    assert late.product.name in shown
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == [wish.product.name]
    assert "kiểm nghiệm" in rows[1][10]


def test_list_of_another_commune_is_404_and_the_office_reads_all(place, enter):
    wish = make_wish(place)
    foreign = make_person(Role.COMMUNE_OFFICER)
    url = reverse("registrations:list_of_round", args=[wish.round_id]) + f"?unit={place.commune.pk}"

    assert enter(foreign).get(url).status_code == 404
    assert enter(place.round_officer).get(url).status_code == 200
    assert enter(place.round_officer).post(url, {"wish": wish.pk}).status_code == 403


def test_selection_opens_a_dossier_with_the_data_carried_over(place, enter):
    wish = make_wish(place, state=WishState.LISTED)
    url = reverse("registrations:wish_act", args=[wish.pk, "select"])

    response = enter(place.round_officer).post(f"{url}?next=selection", {"reason": "Đủ vùng nguyên liệu."})

    dossier = Dossier.objects.get()
    assert response["Location"] == reverse("registrations:selection", args=[wish.round_id])
    assert (dossier.producer, dossier.product, dossier.rubric) == (wish.producer, wish.product, wish.rubric)
    assert (dossier.unit, dossier.law, dossier.state) == (wish.unit, place.law, "draft")


def test_reason_of_a_selection_is_asked_kept_and_read_by_the_producer(place, enter):
    wish = make_wish(place, state=WishState.LISTED)
    url = reverse("registrations:wish_act", args=[wish.pk, "select"])
    client = enter(place.round_officer)

    asked = client.get(url).content.decode()
    too_long = client.post(url, {"reason": "x" * 2001})
    nothing = client.post(url, {"next": "selection"})
    assert nothing.status_code == 200
    assert not Dossier.objects.exists()
    client.post(url, {"reason": "Có vùng nguyên liệu 20 ha."})

    assert 'name="reason"' in asked
    assert too_long.status_code == 200
    assert JournalEntry.objects.get(stream=wish.stream, action="select").reason == "Có vùng nguyên liệu 20 ha."
    page = enter(owner_of(wish.producer)).get(wish.get_absolute_url()).content.decode()
    assert "Lý do được lựa chọn" in page
    assert "Có vùng nguyên liệu 20 ha." in page


def test_declining_needs_a_reason_that_the_producer_reads(place, enter):
    wish = make_wish(place)
    url = reverse("registrations:wish_act", args=[wish.pk, "decline"])
    client = enter(place.round_officer)

    empty = client.post(url, {"reason": ""})
    client.post(url, {"reason": "Chưa có vùng nguyên liệu."})

    assert empty.status_code == 200
    page = enter(owner_of(wish.producer)).get(wish.get_absolute_url()).content.decode()
    assert "Chưa có vùng nguyên liệu." in page


def test_two_officers_decide_at_once_and_one_is_told(place):
    wish = make_wish(place)
    stale = Wish.objects.get(pk=wish.pk)

    services.select_wish(wish=wish, actor=place.round_officer)

    with pytest.raises(Conflict):
        services.decline_wish(wish=stale, actor=place.round_officer, reason="Không đủ.")
    assert Dossier.objects.count() == 1


def test_support_is_noted_by_the_office_only(place, enter):
    wish = make_wish(place, state=WishState.SELECTED)
    url = reverse("registrations:support_create", args=[wish.pk])
    data = {
        "kind": "testing",
        "given": "Kiểm nghiệm 2 mẫu",
        "given_by": "Phòng NN",
        "on": "01/09/2026",
        "amount": "3.500.000 đ",
    }

    assert enter(place.commune_officer).post(url, data).status_code == 403
    assert enter(place.round_officer).post(url, data | {"amount": "ba triệu"}).status_code == 200
    assert enter(place.round_officer).post(url, data).status_code == 302
    assert wish.supports.get().amount == 3_500_000


def test_several_are_selected_with_one_reason_and_each_has_its_own_result(place, enter):
    registration_round = make_round(place)
    rows = [make_wish(place, registration_round=registration_round, state=WishState.LISTED) for _n in range(3)]
    gone, others = rows[0], rows[1:]
    url = reverse("registrations:selection_several", args=[registration_round.pk])
    client, query = enter(place.round_officer), "&".join(f"wish={row.pk}" for row in rows)
    listed = client.get(reverse("registrations:selection", args=[registration_round.pk])).content.decode()

    asked = client.get(f"{url}?{query}").content.decode()
    without = client.post(f"{url}?{query}", {"reason": ""})
    services.decline_wish(wish=gone, actor=place.round_officer, reason="Trùng với sản phẩm khác.")
    client.post(f"{url}?{query}", {"reason": "Có vùng nguyên liệu chung 20 ha."})

    assert f'name="wish" value="{gone.pk}"' in listed
    assert all(row.product.name in asked for row in rows)
    assert without.status_code == 200
    assert "reason" in without.context["form"].errors
    states = list(Wish.objects.order_by("pk").values_list("state", flat=True))
    assert states == [WishState.DECLINED, WishState.SELECTED, WishState.SELECTED]
    reasons = JournalEntry.objects.filter(action="select").values_list("reason", flat=True)
    assert list(reasons) == ["Có vùng nguyên liệu chung 20 ha."] * len(others)


def test_several_are_selected_by_nobody_but_the_office_of_the_round(place, enter):
    wish = make_wish(place, state=WishState.LISTED)
    url = reverse("registrations:selection_several", args=[wish.round_id]) + f"?wish={wish.pk}"

    assert enter(place.commune_officer).post(url, {"reason": "Đủ vùng nguyên liệu."}).status_code == 403
    assert enter(make_user()).post(url, {"reason": "Đủ vùng nguyên liệu."}).status_code in (403, 404)
    assert enter(place.round_officer).get(url.partition("?")[0]).status_code == 302
    assert not Dossier.objects.exists()
