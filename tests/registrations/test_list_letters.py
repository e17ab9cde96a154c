"""The commune's list goes up with a covering letter: drafted, signed, issued; what the list says never changes."""

from io import BytesIO

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.enums import Role
from activity import jobs
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import Notification
from directives import services as directives
from directives.rendering import OfficialDocument
from directives.selectors import documents_visible_to
from foundation import clock
from registrations import selectors, services
from registrations.enums import ListState, MeetsEvent, WishState
from registrations.models import CommuneList, Wish
from tests.factories.accounts import make_person
from tests.factories.registrations import make_producer, make_product, make_round, make_wish, moment, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(place):
    """The commune has a clerk, so that it can issue letters."""
    return make_person(Role.CLERK, place.commune_office)


def make_list(place, wishes):
    return services.send_list_by_letter(
        registration_round=wishes[0].round, unit=place.commune, wishes=wishes, actor=place.commune_officer
    )


def act(made, action, person, **more):
    letter = made.letter
    letter.refresh_from_db()
    return directives.act(document=letter, action=action, actor=person, **more)


def approve(place, clerk, made):
    act(made, "check", place.commune_leader)
    act(made, "form_check", clerk)
    return act(made, "approve", place.commune_leader)


def issue(place, clerk, made):
    approve(place, clerk, made)
    jobs.run_waiting()
    act(made, "issue", clerk)
    made.refresh_from_db()
    return made


def annex_rows(made):
    made.letter.refresh_from_db()
    [annex] = OfficialDocument.from_dict(made.letter.content).annexes
    return [list(row) for row in annex.blocks[0].rows]


def workbook_rows(client, made):
    url = reverse("registrations:list_workbook", args=[made.round_id])
    book = load_workbook(BytesIO(client.get(f"{url}?unit={made.unit_id}&list={made.pk}").content))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def test_list_is_sent_when_its_letter_is_issued_and_not_before(place, clerk):
    first = make_wish(place)
    wishes = [first, make_wish(place, registration_round=first.round)]

    made = make_list(place, wishes)
    before = (made.state, list(Wish.objects.values_list("state", flat=True)), made.letter.submitted_at is not None)
    issue(place, clerk, made)

    assert before == (ListState.PREPARED, ["registered", "registered"], True)
    assert (made.state, made.sent_at) == (ListState.SENT, clock.now())
    assert set(Wish.objects.values_list("state", "listed_at")) == {("listed", made.sent_at)}
    assert made.letter.full_number == "01/UBND"
    assert Notification.objects.filter(kind="list_sent", recipient=place.round_officer).count() == 1


def test_office_gets_letter_and_list_at_the_issue_only(place, clerk, enter):
    made = make_list(place, [make_wish(place)])
    url = reverse("registrations:list_of_round", args=[made.round_id]) + f"?unit={place.commune.pk}"
    stranger = make_person(Role.COMMUNE_OFFICER)

    before = (
        documents_visible_to(place.round_officer).exists(),
        selectors.lists_visible_to(place.round_officer).exists(),
        "đang trình công văn" in enter(place.round_officer).get(url).content.decode(),
    )
    issue(place, clerk, made)
    client = enter(place.round_officer)
    follow = client.get(reverse("registrations:list_of_letter") + f"?directive={made.letter_id}")

    assert before == (False, False, False)
    assert documents_visible_to(place.round_officer).get() == made.letter
    assert follow["Location"] == url
    assert "01/UBND" in client.get(url).content.decode()
    assert not selectors.lists_visible_to(stranger).exists()
    assert enter(stranger).get(reverse("registrations:list_of_letter") + "?directive=1").status_code == 404


def test_annex_and_workbook_say_the_same(place, clerk, enter):
    producer = make_producer(place.commune, name="=HYPERLINK(1)", representative="@Y Bích")
    first = make_wish(
        place, product=make_product(producer, name="+Cà phê"), help_wanted=["testing", "story"], note="-1"
    )
    made = issue(place, clerk, make_list(place, [first, make_wish(place, registration_round=first.round)]))

    rows = workbook_rows(enter(place.round_officer), made)
    url = reverse("registrations:list_workbook", args=[made.round_id]) + f"?unit={made.unit_id}"
    book = load_workbook(BytesIO(enter(place.round_officer).get(url).content))

    assert [[str(cell if cell is not None else "") for cell in row[:12]] for row in rows[1:]] == annex_rows(made)
    assert rows[1][1:4:2] == ["+Cà phê", "=HYPERLINK(1)"]
    assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value is not None} <= {"s", "n"}


def test_letter_says_who_signs_and_how_many(place, clerk):
    made = issue(place, clerk, make_list(place, [make_wish(place, help_wanted=["testing"])]))

    content = OfficialDocument.from_dict(made.letter.content)
    text = " ".join(getattr(block, "text", "") for block in content.body)
    assert content.signature.name == str(place.commune_leader)
    assert list(content.addressees) == [place.office.name]
    assert "01 sản phẩm của 01 chủ thể" in text
    assert "kiểm nghiệm" in text.lower()


def test_wish_on_its_way_with_a_letter_cannot_go_on_another_list(place, clerk):
    wish = make_wish(place)
    make_list(place, [wish])

    with pytest.raises(Conflict):
        make_list(place, [wish])
    with pytest.raises(Conflict):
        services.list_wishes_of_commune(
            registration_round=wish.round, unit=place.commune, wishes=[wish], actor=place.commune_officer
        )


def test_voided_letter_sets_its_wishes_and_its_number_free(place, clerk):
    wish = make_wish(place)
    made = make_list(place, [wish])

    act(made, "void", place.commune_officer, reason="Thiếu sản phẩm.")

    made.refresh_from_db()
    wish.refresh_from_db()
    again = make_list(place, [wish])
    assert (made.state, wish.listed_in_id, wish.state) == (ListState.DROPPED, None, WishState.REGISTERED)
    assert again.ordinal == 1


def test_wish_withdrawn_while_the_letter_waits_stops_its_approval(place, clerk):
    wish = make_wish(place)
    made = make_list(place, [wish])
    services.withdraw_wish(wish=wish, actor=owner_of(wish.producer))

    with pytest.raises(Refused, match=wish.product.name):
        approve(place, clerk, made)


def test_wish_withdrawn_after_listing_stays_on_the_list_as_withdrawn(place, clerk, enter):
    wish = make_wish(place)
    made = issue(place, clerk, make_list(place, [wish]))
    wish.refresh_from_db()
    services.withdraw_wish(wish=wish, actor=owner_of(wish.producer))

    client = enter(place.round_officer)
    page = client.get(reverse("registrations:list_of_round", args=[wish.round_id]) + f"?unit={place.commune.pk}")

    assert wish.product.name in page.content.decode()
    assert workbook_rows(client, made)[1][-1] == "đã rút"


def test_product_selected_while_the_letter_waits_stays_selected(place, clerk):
    wish = make_wish(place)
    made = make_list(place, [wish])
    services.select_wish(wish=wish, actor=place.round_officer)

    issue(place, clerk, made)

    wish.refresh_from_db()
    assert (wish.state, wish.listed_at) == (WishState.SELECTED, made.sent_at)


def test_letter_cannot_be_issued_after_the_hard_date_where_sending_counts(place, clerk):
    dates = {"due_at": moment("2026-09-25"), "hard_due_at": moment("2026-09-30"), "meets_event": MeetsEvent.SENT}
    made = make_list(place, [make_wish(place, registration_round=make_round(place, **dates))])
    with clock.frozen(moment("2026-09-29 10:00")):
        approve(place, clerk, made)
        jobs.run_waiting()

    with clock.frozen(moment("2026-09-30")), pytest.raises(Refused):
        act(made, "issue", clerk)

    made.refresh_from_db()
    assert made.state == ListState.PREPARED


def test_commune_without_a_clerk_sends_without_a_letter(place, enter):
    wish = make_wish(place)
    url = reverse("registrations:list_of_round", args=[wish.round_id])

    page = enter(place.commune_officer).get(url).content.decode()
    with pytest.raises(Refused):
        make_list(place, [wish])
    enter(place.commune_officer).post(url, {"wish": wish.pk, "paper_letter": "45/UBND, 20/08/2026"})

    assert "Trình công văn" not in page
    assert CommuneList.objects.get().paper_letter == "45/UBND, 20/08/2026"


def test_letter_is_made_by_the_screen(place, clerk, enter):
    wish = make_wish(place)
    url = reverse("registrations:list_of_round", args=[wish.round_id])

    shown = enter(place.commune_officer).get(url).content.decode()
    response = enter(place.commune_officer).post(url, {"wish": wish.pk, "letter": "1"})

    made = CommuneList.objects.get()
    assert "Trình công văn kèm danh sách" in shown
    assert response["Location"] == reverse("directives:detail", args=[made.letter_id])
    assert "đang trình công văn" in enter(place.commune_officer).get(url).content.decode()


def test_only_the_communes_officer_makes_its_list(place, clerk):
    wish = make_wish(place)

    for person in (place.commune_leader, place.round_officer, make_person(Role.COMMUNE_OFFICER), clerk):
        with pytest.raises(NotAllowed):
            services.send_list_by_letter(registration_round=wish.round, unit=place.commune, wishes=[wish], actor=person)


def test_training_list_carries_its_mark(clerk, place):
    wish = make_wish(place, registration_round=make_round(place, training=True))
    made = make_list(place, [wish])

    assert made.letter.training
    assert annex_rows(made)[0][-1].startswith("TẬP HUẤN")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["list", "withdraw", "rename", "void"]), min_size=1, max_size=6))
def test_additions_never_change_an_earlier_list(place, steps):
    registration_round = make_round(place)
    kept = {}
    for step in steps:
        wish = make_wish(place, registration_round=registration_round)
        sent = services.list_wishes_of_commune(
            registration_round=registration_round, unit=place.commune, wishes=[wish], actor=place.commune_officer
        )
        kept[sent.pk] = (sent.ordinal, sent.rows, sent.sent_at)
        wish.refresh_from_db()
        if step == "withdraw":
            services.withdraw_wish(wish=wish, actor=owner_of(wish.producer))
        elif step == "rename":
            services.update_product(
                product=wish.product, values={"name": f"Tên mới {wish.pk}"}, seen=None, actor=owner_of(wish.producer)
            )

    now = {row.pk: (row.ordinal, row.rows, row.sent_at) for row in CommuneList.objects.filter(pk__in=kept)}
    assert now == kept
    assert sorted(ordinal for ordinal, _rows, _at in now.values()) == list(range(1, len(steps) + 1))
