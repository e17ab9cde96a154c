"""First time, upgrade, re-evaluation: who can choose what, what is carried over, when it is sent, who is reminded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from activity.errors import NotAllowed, Refused
from directives.services.reminders import Reminder, send_reminders
from foundation import clock
from registrations import selectors, services
from registrations.enums import DossierKind, DossierState, WishState
from registrations.models import Product
from registrations.models.kinds import UPDATE_FIELDS
from registrations.renewal import RenewalState, renewal_of, window_of
from registrations.steps import url_of_step
from tests.factories.registrations import (
    bring_to,
    make_dossier,
    make_producer,
    make_product,
    make_round,
    make_wish,
    moment,
    owner_of,
)
from tests.factories.rubrics import CODE_2023, publish_law
from tests.registrations.conftest import TODAY

pytestmark = pytest.mark.django_db


def recognise(product: Product, ends_on: date, stars: int = 3) -> Product:
    return services.record_recognition(
        product=product,
        dossier=None,
        stars=stars,
        recognised_on=ends_on - timedelta(days=1095),
        expires_on=ends_on,
        decision_number="15/QĐ-UBND",
        issuer="UBND tỉnh",
    )


@pytest.fixture
def recognised(place):
    """Return ``recognised(days)``: a product with a decided dossier whose recognition ends in so many days."""

    def make(days: int, stars: int = 3) -> Product:
        dossier = make_dossier(place, state=DossierState.DECIDED)
        return recognise(dossier.product, TODAY + timedelta(days=days), stars)

    return make


def follow(place, product, kind, **facts):
    return make_wish(place, product=product, kind=kind, state=WishState.SELECTED, **facts).dossier


# -- The days --------------------------------------------------------------------------------------------------------
def test_window_runs_from_180_to_120_days_before_the_end(place):
    window = window_of(date(2027, 6, 30), place.law)

    assert (window.opens_on, window.closes_on) == (date(2027, 1, 1), date(2027, 3, 2))
    assert window.latest == date(2027, 12, 27)


def test_decision_without_days_has_no_window():
    assert window_of(date(2027, 6, 30), publish_law(CODE_2023)) is None


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (181, RenewalState.NOT_YET),
        (180, RenewalState.OPEN),
        (120, RenewalState.OPEN),
        (119, RenewalState.LATE),
        (0, RenewalState.LATE),
        (-1, RenewalState.ENDED),
        (-180, RenewalState.ENDED),
        (-181, RenewalState.LAPSED),
    ],
)
def test_state_follows_the_days_left(place, days, state):
    product = recognise(make_product(make_producer(place.commune)), TODAY + timedelta(days=days))

    assert renewal_of(product, place.law, TODAY).state is state


def test_prolonged_recognition_still_holds(place):
    product = recognise(make_product(make_producer(place.commune)), TODAY - timedelta(days=10))

    services.prolong_recognition(
        product=product, decision_number="15/QĐ-UBND", until=TODAY + timedelta(days=30), actor=None
    )

    found = renewal_of(product, place.law, TODAY)
    assert (found.state, found.in_force, found.last_day) == (RenewalState.LATE, True, TODAY + timedelta(days=30))


# -- Who can choose what ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", [DossierKind.UPGRADE, DossierKind.AGAIN])
def test_only_a_recognised_product_can_rise_or_be_evaluated_again(place, kind):
    with pytest.raises(Refused, match="Chỉ sản phẩm đã được công nhận"):
        make_wish(place, kind=kind)


def test_recognised_product_is_not_registered_for_the_first_time(place, recognised):
    with pytest.raises(Refused, match="đang được công nhận 3 sao"):
        make_wish(place, product=recognised(400))


def test_product_that_ended_long_ago_starts_anew(place, recognised):
    product = recognised(-181)

    with pytest.raises(Refused, match="quá lâu"):
        make_wish(place, product=product, kind=DossierKind.AGAIN)
    assert make_wish(place, product=product).kind == DossierKind.FIRST


def test_upgrade_aims_higher_and_stops_at_five(place, recognised):
    with pytest.raises(Refused, match="cao hơn"):
        make_wish(place, product=recognised(400), kind=DossierKind.UPGRADE, expected_stars=3)
    with pytest.raises(Refused, match="hạng cao nhất"):
        make_wish(place, product=recognised(400, stars=5), kind=DossierKind.UPGRADE, expected_stars=5)
    assert make_wish(place, product=recognised(400), kind=DossierKind.UPGRADE, expected_stars=4).pk


def test_re_evaluation_is_refused_where_it_begins_after_the_round(place, recognised):
    early = make_round(place, dossier_due_at=moment("2026-10-01"))

    with pytest.raises(Refused, match="sau ngày cuối nhận hồ sơ"):
        make_wish(place, product=recognised(400), kind=DossierKind.AGAIN, registration_round=early)
    assert make_wish(place, product=recognised(200), kind=DossierKind.AGAIN, registration_round=early).pk


def test_training_round_runs_any_kind_with_any_product(place):
    wish = make_wish(place, kind=DossierKind.AGAIN, registration_round=make_round(place, training=True))

    assert wish.kind == DossierKind.AGAIN


def test_form_offers_only_the_first_time_to_a_newcomer_and_says_why(place, enter):
    producer = make_producer(place.commune)
    make_product(producer)
    make_round(place)

    page = enter(owner_of(producer)).get(reverse("registrations:wish_create")).content.decode()

    assert 'value="again"' not in page
    assert "Nâng hạng và đánh giá lại dành cho sản phẩm đã được công nhận." in page


def test_form_shows_the_days_of_renewal_and_names_the_wrong_kind(place, enter, recognised):
    product = recognised(150)
    other = make_product(product.producer)
    made = make_round(place)
    client = enter(owner_of(product.producer))
    address = f"{reverse('registrations:wish_create')}?round={made.pk}"

    page = client.get(address).content.decode()
    key = client.get(address).context["form"]["key"].value()
    answer = client.post(
        address,
        {
            "key": key, "producer": product.producer_id, "product": other.pk, "kind": "again",
            "rubric": place.law.rubrics.get().pk, "target_year": 2026, "expected_stars": 3,
        },
    ).content.decode()  # fmt: skip

    window = window_of(product.expires_on, place.law)
    assert f"{window.opens_on:%d/%m/%Y}" in page
    assert f"{window.closes_on:%d/%m/%Y}" in page
    assert "Chỉ sản phẩm đã được công nhận" in answer


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (400, "chưa đến thời gian đánh giá lại"),
        (150, "đến thời gian nộp đánh giá lại"),
        (60, "quá thời gian nộp đánh giá lại"),
        (-200, "Đăng ký lần đầu"),
    ],
)
def test_home_record_and_product_page_show_the_renewal(enter, recognised, days, words):
    product = recognised(days)
    client = enter(owner_of(product.producer))

    for address in (
        reverse("registrations:start"), product.producer.get_absolute_url(), product.get_absolute_url(),
    ):  # fmt: skip
        assert words in client.get(address).content.decode()


# -- Carrying over ---------------------------------------------------------------------------------------------------
def test_upgrade_carries_the_last_dossier_over_and_marks_every_step(place, recognised, enter):
    product = recognised(400)
    last = product.dossiers.get()

    dossier = follow(place, product, DossierKind.UPGRADE, expected_stars=4)

    assert dossier.based_on == last
    assert dossier.story == last.story
    assert dossier.items.count() == last.items.count()
    assert set(dossier.papers.all()) == set(last.papers.all())
    assert dossier.carried == ["story", "results", "plan", "local", "part-a", "part-b", "part-c", "papers"]
    page = enter(owner_of(product.producer)).get(dossier.get_absolute_url()).content.decode()
    assert page.count("mang từ hồ sơ trước – xem lại") == 8


def test_paper_renewed_since_comes_along_in_its_newest_version(place, recognised):
    product = recognised(400)
    last = product.dossiers.get()
    old, actor = last.papers.get(), owner_of(product.producer)
    values = {"kind": old.kind, "title": old.title, "number": "09/2026"}
    new = services.replace_evidence(evidence=old, values=values, uploads=[], keep=old.files.all(), actor=actor)

    dossier = follow(place, product, DossierKind.UPGRADE, expected_stars=4)

    assert list(dossier.papers.all()) == [new]
    assert list(last.papers.all()) == [old]


def test_first_dossier_carries_nothing(place):
    dossier = make_dossier(place, fill=False)

    assert (dossier.based_on, dossier.carried, dossier.story) == (None, [], "")


def test_product_without_an_earlier_dossier_has_nothing_to_carry(place):
    product = recognise(make_product(make_producer(place.commune)), TODAY + timedelta(days=150))

    dossier = follow(place, product, DossierKind.AGAIN)

    assert (dossier.based_on, dossier.carried) == (None, [])


def test_training_dossier_is_not_carried_into_a_real_one(place):
    product = make_product(make_producer(place.commune))
    make_dossier(
        place, product=product, state=DossierState.SUBMITTED, registration_round=make_round(place, training=True)
    )
    recognise(product, TODAY + timedelta(days=150))

    assert follow(place, product, DossierKind.AGAIN).based_on is None


def test_saving_a_step_or_saying_so_takes_its_mark_away(place, recognised, enter):
    dossier = follow(place, recognised(400), DossierKind.UPGRADE, expected_stars=4)
    owner = owner_of(dossier.producer)

    services.save_fields_of_dossier(dossier=dossier, values={"story": dossier.story}, seen=None, actor=owner)
    enter(owner).post(url_of_step(dossier, "part-a"), {"act": "reviewed"})
    enter(owner).post(url_of_step(dossier, "papers"), {"act": "reviewed"})

    dossier.refresh_from_db()
    assert dossier.carried == ["results", "plan", "local", "part-b", "part-c"]
    assert "story" not in {gap.url.rsplit("/", 2)[1] for gap in selectors.recommendations_of(dossier)}
    with pytest.raises(NotAllowed):
        services.mark_reviewed(dossier=dossier, step="plan", actor=place.commune_officer)


def test_upgrade_asks_what_changed_before_it_can_be_submitted(place, recognised):
    dossier = follow(place, recognised(400), DossierKind.UPGRADE, expected_stars=4)
    owner = owner_of(dossier.producer)

    with pytest.raises(Refused, match="chưa đầy đủ"):
        services.submit_dossier(dossier=dossier, undertaken_by="Nguyễn Thị Hoa", actor=owner)
    services.save_fields_of_dossier(dossier=dossier, values={"changed": "Có nhãn mới."}, seen=None, actor=owner)

    assert selectors.gaps_of(dossier) == []
    assert services.submit_dossier(dossier=dossier, undertaken_by="Hoa", actor=owner).state == DossierState.SUBMITTED
    assert dossier.submissions.get().content["texts"]["changed"] == "Có nhãn mới."


def test_re_evaluation_asks_the_update_list_of_the_decision(place, recognised):
    dossier = follow(place, recognised(150), DossierKind.AGAIN)

    gaps = selectors.gaps_of(dossier)

    assert [gap.url.partition("#id_")[2] for gap in gaps] == list(UPDATE_FIELDS)


# -- Sending in time -------------------------------------------------------------------------------------------------
def ready(place, product):
    dossier = follow(place, product, DossierKind.AGAIN)
    values = dict.fromkeys(UPDATE_FIELDS, "Không thay đổi.")
    services.save_fields_of_dossier(dossier=dossier, values=values, seen=None, actor=owner_of(dossier.producer))
    return dossier


@pytest.mark.parametrize(("days", "sent"), [(181, False), (180, True), (119, True), (-180, True), (-181, False)])
def test_re_evaluation_is_sent_from_its_first_day_until_prolongation_ends(place, recognised, days, sent):
    product = recognised(150)
    dossier = ready(place, product)
    last = product.expires_on - timedelta(days=days)

    with clock.frozen(last):
        if sent:
            bring_to(place, dossier, DossierState.SUBMITTED)
        else:
            with pytest.raises(Refused, match="đánh giá lại"):
                bring_to(place, dossier, DossierState.SUBMITTED)


def test_new_recognition_does_not_move_the_days_of_a_dossier(place, recognised):
    product = recognised(150)
    dossier = ready(place, product)
    recognise(product, TODAY + timedelta(days=1095))
    dossier.product.refresh_from_db()

    assert selectors.renewal_of_dossier(dossier, TODAY).state is RenewalState.OPEN


# -- Reminders -------------------------------------------------------------------------------------------------------
def renewals_told_on(day: date) -> list[Reminder]:
    with clock.frozen(day):
        return [row for row in send_reminders() if row.kind == "reminder:renewal"]


def reminders_on(day: date) -> list[str]:
    return [row.title for row in renewals_told_on(day)]


def test_producer_is_reminded_at_the_start_of_the_window_and_before_its_end(place, recognised):
    product = recognised(200)
    window = window_of(product.expires_on, place.law)

    days = (61, 60, 59, 30, 14, 7, 3, 1, 0)
    told = {day: renewals_told_on(window.closes_on - timedelta(days=day)) for day in days}

    assert {day for day, rows in told.items() if rows} == {60, 30, 14, 7, 3, 1, 0}
    assert product.name in told[60][0].title
    assert {row.recipient for rows in told.values() for row in rows} == {owner_of(product.producer).username}


def test_late_producer_is_reminded_before_the_recognition_ends(place, recognised):
    product = recognised(100)

    told = [reminders_on(product.expires_on - timedelta(days=days)) for days in (60, 30, 7)]

    assert [bool(titles) for titles in told] == [False, True, True]


def test_nobody_is_reminded_once_the_dossier_was_sent(place, recognised):
    product = recognised(150)
    bring_to(place, ready(place, product), DossierState.SUBMITTED)

    assert reminders_on(TODAY) == []
