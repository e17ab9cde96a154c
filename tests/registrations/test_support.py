"""Support: planned, given, cancelled; totals of a round; who stands behind a product."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from activity.errors import NotAllowed, Refused
from activity.models import JournalEntry
from activity.transitions import may
from foundation import clock
from registrations import selectors, services
from registrations.editing import ChangedElsewhere, seen_of
from registrations.enums import SUPPORT_TRANSITIONS, SupportState, WishState
from registrations.models import Support
from tests.factories.accounts import make_office, make_person, make_unit
from tests.factories.registrations import make_dossier, make_place, make_wish, owner_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 20)


def values_of(**given):
    return {
        "kind": "packaging", "given": "In nhãn", "given_by": "Liên minh HTX", "budget_line": "Khuyến công",
        "amount": 5_000_000, "on": TODAY,
    } | given  # fmt: skip


def note(place, wish, **given):
    return services.add_support(wish=wish, values=values_of(**given), actor=place.round_officer)


def test_planned_support_is_given_and_the_journal_says_when_and_how_much(place):
    support = note(place, make_wish(place))

    services.give_support(support=support, on=TODAY, amount=4_800_000, actor=place.round_officer)

    entries = JournalEntry.objects.filter(stream=support.stream).order_by("seq")
    assert (support.state, support.amount, support.on) == (SupportState.GIVEN, 4_800_000, TODAY)
    assert [entry.action for entry in entries] == ["support", "give"]
    assert "5000000" in entries[1].after
    assert entries[1].for_producer


def test_edits_stand_in_the_journal_and_two_tabs_do_not_overwrite(place):
    support = note(place, make_wish(place))
    names = ("kind", "given", "given_by", "given_by_office", "given_by_user", "on", "budget_line", "amount")
    seen = seen_of(support, names)
    full = {name: getattr(support, name) for name in names}

    services.update_support(support=support, values=full | {"amount": 7}, seen=seen, actor=place.round_officer)
    with pytest.raises(ChangedElsewhere):
        services.update_support(support=support, values=full | {"amount": 8}, seen=seen, actor=place.round_officer)

    entry = JournalEntry.objects.get(stream=support.stream, action="change")
    assert (entry.before, entry.after) == ('{"amount": 5000000}', '{"amount": 7}')


def test_matrix_of_support(place):
    people = {
        "round_officer": place.round_officer,
        "leader": place.leader,
        "commune_officer": place.commune_officer,
        "other_office": make_person(Role.ROUND_OFFICER, make_office(unit=make_unit())),
        "nobody": None,
    }
    wish = make_wish(place)
    rows = {state: Support(wish=wish, state=state) for state in SupportState.values}

    found = {
        (action, state, name)
        for action in SUPPORT_TRANSITIONS
        for state, row in rows.items()
        for name, user in people.items()
        if may(SUPPORT_TRANSITIONS, action, user, row)
    }

    assert found == {
        ("give", "planned", "round_officer"),
        ("cancel", "planned", "round_officer"),
        ("cancel", "given", "round_officer"),
        ("replan", "cancelled", "round_officer"),
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"given_by": ""},
        {"state": "given", "on": None},
        {"state": "given", "on": date(2026, 8, 21)},
    ],
)
def test_support_by_nobody_or_given_on_no_day_is_refused(place, wrong):
    with pytest.raises(Refused):
        note(place, make_wish(place), **wrong)


def test_only_the_running_office_plans(place):
    support = note(place, make_wish(place))

    for person in (place.commune_officer, owner_of(support.wish.producer), place.leader):
        with pytest.raises(NotAllowed):
            services.cancel_support(support=support, actor=person, reason="Thử.")
        with pytest.raises(NotAllowed):
            services.add_support(wish=support.wish, values=values_of(), actor=person)


def test_plan_adds_up_by_line_kind_and_commune(place):
    first = make_wish(place, help_wanted=["packaging", "testing"])
    second = make_wish(place, registration_round=first.round, help_wanted=["packaging"])
    make_wish(place, registration_round=first.round, help_wanted=["packaging"], state=WishState.WITHDRAWN)
    note(place, first)
    note(place, first, kind="testing", budget_line="Nông thôn mới", amount=None, state="given")
    note(place, second, state="given", amount=1_000_000)
    gone = note(place, second, amount=99)
    services.cancel_support(support=gone, actor=place.round_officer, reason="Hết kinh phí.")

    plan = selectors.support_plan(place.round_officer, first.round)

    lines = {row.name: (row.count, row.planned, row.given, row.open_amounts) for row in plan.by_line}
    assert lines == {"Khuyến công": (2, 5_000_000, 1_000_000, 0), "Nông thôn mới": (1, 0, 0, 1)}
    assert [(row.asked, row.unmet, row.sum) for row in plan.by_kind] == [(2, 0, 6_000_000), (1, 0, 0)]
    assert [(row.name, row.sum) for row in plan.by_commune] == [(place.commune.name, 6_000_000)]
    assert (plan.all.count, plan.all.sum) == (3, 6_000_000)


def test_plan_page_print_view_and_workbook_show_the_same_support(place, enter):
    wish = make_wish(place, help_wanted=["packaging", "story"])
    note(place, wish, given="=CMD()", given_by_office=place.office, given_by_user=place.clerk)
    pk = wish.round_id
    client = enter(place.round_officer)

    pages = [
        client.get(reverse(f"registrations:{name}", args=[pk])).content.decode()
        for name in ("support_plan", "support_print")
    ]
    book = load_workbook(BytesIO(client.get(reverse("registrations:support_workbook", args=[pk])).content)).active

    for page in pages:
        assert "=CMD()" in page
        assert "câu chuyện sản phẩm" in page
        assert str(place.clerk) in page
    row = [cell.value for cell in book[2]]
    assert (row[6], row[8], row[12]) == ("=CMD()", str(place.clerk), 5_000_000)
    assert book["G2"].data_type == "s"


def test_plan_is_for_the_office_and_a_commune_sees_its_own_only(place, enter):
    other = make_place(law=place.law)
    mine = note(place, make_wish(place), given="HỖ TRỢ CỦA TA").wish
    mine.round.units.add(other.commune)
    theirs = make_wish(other, registration_round=mine.round)
    note(place, theirs, given="HỖ TRỢ XÃ BẠN")
    url = reverse("registrations:support_plan", args=[mine.round_id])

    own = enter(place.commune_officer).get(url).content.decode()

    assert "HỖ TRỢ CỦA TA" in own
    assert "HỖ TRỢ XÃ BẠN" not in own
    assert "HỖ TRỢ XÃ BẠN" in enter(place.round_officer).get(url).content.decode()
    assert enter(owner_of(mine.producer)).get(url).status_code == 404
    assert enter(other.round_officer).get(url).status_code == 404
    edit = reverse("registrations:support_edit", args=[Support.objects.get(wish=theirs).pk])
    assert enter(place.commune_officer).get(edit).status_code == 404
    assert enter(other.commune_officer).get(edit).status_code == 403


def test_support_is_noted_changed_given_and_cancelled_by_the_screens(place, enter):
    wish = make_wish(place)
    client = enter(place.round_officer)
    data = {
        "kind": "testing", "given": "Kiểm nghiệm", "given_by_office": place.office.pk,
        "given_by_user": place.clerk.pk, "amount": "3.000.000", "state": "planned", "budget_line": "Khuyến công",
    }  # fmt: skip

    nobody = client.post(
        reverse("registrations:support_create", args=[wish.pk]), data | {"given_by_office": "", "given_by_user": ""}
    )
    client.post(reverse("registrations:support_create", args=[wish.pk]), data)
    row = Support.objects.get()
    page = client.get(reverse("registrations:support_edit", args=[row.pk]))
    seen = page.context["form"]["seen"].value()
    client.post(reverse("registrations:support_edit", args=[row.pk]), data | {"amount": "3.500.000", "seen": seen})
    client.post(
        reverse("registrations:support_act", args=[row.pk, "give"]), {"on": "20/08/2026", "amount": "3.400.000"}
    )
    row.refresh_from_db()
    given = (row.state, row.amount)
    client.post(reverse("registrations:support_act", args=[row.pk, "cancel"]), {"reason": "Ghi nhầm sản phẩm."})
    row.refresh_from_db()
    shown = enter(owner_of(wish.producer)).get(wish.get_absolute_url()).content.decode()

    assert nobody.context["form"].errors["given_by"]
    assert "Khuyến công" in page.content.decode().split("<datalist")[1]
    assert given == ("given", 3_400_000)
    assert row.state == "cancelled"
    assert "Ghi nhầm sản phẩm." in shown


def test_supporters_are_known_by_product_and_cancelled_ones_forgotten(place):
    dossier = make_dossier(place)
    note(place, dossier.wish)
    kept = note(place, dossier.wish, given_by_user=place.clerk)
    gone = note(place, dossier.wish, given_by_office=place.office)
    services.cancel_support(support=gone, actor=place.round_officer, reason="Không làm nữa.")

    found = selectors.supporters_of(dossier)

    assert [(one.user_id, one.office_id, one.support) for one in found] == [(place.clerk.pk, None, kept)]
    assert selectors.supporters_of(dossier.product) == found


@pytest.mark.parametrize("name", ["support_plan", "support_print"])
def test_plan_costs_the_same_with_one_row_and_three(place, enter, name):
    wish = make_wish(place, help_wanted=["packaging"])
    note(place, wish, given_by_office=place.office)
    client = enter(place.round_officer)
    url = reverse(f"registrations:{name}", args=[wish.round_id])
    client.get(url)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    before = queries()
    for _n in range(2):
        note(place, make_wish(place, registration_round=wish.round, help_wanted=["story"]), given_by_user=place.clerk)
    assert queries() == before <= 20


def test_selection_narrows_by_group_and_counts_what_is_left(place, enter):
    first = make_wish(place)
    make_wish(place, registration_round=first.round, state=WishState.SELECTED)
    make_wish(place, registration_round=first.round, state=WishState.DECLINED)
    client = enter(place.round_officer)
    url = reverse("registrations:selection", args=[first.round_id])

    counts = client.get(url).context["counts"]
    group = client.get(url).context["form"].fields["group"].choices[1][0]
    same = client.get(url + f"?group={group}&unit={place.commune.pk}")
    other = client.get(url + "?group=set-999999")

    assert (counts.all, counts.undecided, counts.selected, counts.declined) == (3, 1, 1, 1)
    assert len(same.context["page"].items) == 3
    assert len(other.context["page"].items) == 3  # what is not a choice narrows nothing
    assert clock.today() == TODAY
