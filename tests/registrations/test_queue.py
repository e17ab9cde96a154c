"""The commune's queue: Monday's numbers, filters, names for filters, working days left."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.enums import Role
from activity.errors import Refused
from foundation import calendar, clock
from foundation.models import Holiday
from registrations import services
from registrations.enums import DossierState
from registrations.models import SavedFilter
from tests.factories.accounts import make_person
from tests.factories.registrations import make_dossier, make_place, make_product, make_round

pytestmark = pytest.mark.django_db

QUEUE = reverse("registrations:queue")


def listed(client, query=""):
    page = client.get(QUEUE + query).context["page"]
    return [dossier.pk for dossier in page.items]


@pytest.fixture
def week(place):
    """On Monday 7/9: one answer overdue, one due this week, one later, one with the producer, one to receive."""
    row = make_round(place)
    common = {"registration_round": row}
    made = {}
    with clock.frozen(date(2026, 8, 14)):
        made["overdue"] = make_dossier(place, registration_round=make_round(place), state=DossierState.RECEIVED)
    with clock.frozen(date(2026, 8, 20)):
        made["week"] = make_dossier(place, **common, state=DossierState.RECEIVED)
        made["producer"] = make_dossier(place, **common, state=DossierState.RETURNED)
    with clock.frozen(date(2026, 9, 4)):
        made["later"] = make_dossier(place, **common, state=DossierState.OPINION_WAITING)
        made["new"] = make_dossier(place, **common, state=DossierState.SUBMITTED)
    make_dossier(make_place(), state=DossierState.RECEIVED)
    with clock.frozen(date(2026, 9, 7)):
        yield made


def test_monday_counts_are_the_lists_behind_them(week, place, enter):
    client = enter(place.commune_officer)
    response = client.get(QUEUE)
    numbers, page = response.context["numbers"], response.content.decode()

    assert (numbers.overdue, numbers.this_week, numbers.with_producers, numbers.to_receive) == (1, 1, 1, 1)
    assert (numbers.waiting, numbers.to_sign) == (4, 1)
    for query, names in {
        "?when=overdue": ["overdue"],
        "?when=week": ["week"],
        "?show=producer": ["producer"],
        "?state=submitted": ["new"],
        "?": ["overdue", "week", "later", "new"],
    }.items():
        assert f'href="{query}"' in page
        assert listed(client, query) == [week[name].pk for name in names]


def test_days_left_are_working_days(week, place, enter):
    Holiday.objects.create(day=date(2026, 9, 9), name="Nghỉ bù")
    page = enter(place.commune_officer).get(QUEUE + "?show=all").content.decode()

    # Due on Friday 4/9 and on Thursday 10/9: of the days until then Wednesday is a rest day.
    assert week["overdue"].due_on == date(2026, 9, 4)
    assert "quá 1 ngày làm việc" in page
    assert "còn 2 ngày làm việc" in page


def test_no_term_runs_while_the_producer_has_it(week, place, enter):
    rows = enter(place.commune_officer).get(QUEUE + "?show=producer").context["page"].items

    assert [dossier.days_left for dossier in rows] == [None]


def test_filter_by_product_set_and_code(place, enter):
    row = make_round(place)
    first = make_dossier(place, registration_round=row, state=DossierState.FORWARDED)
    second = make_dossier(place, registration_round=row, state=DossierState.FORWARDED)
    client = enter(place.commune_officer)

    assert listed(client, f"?show=up&rubric={first.rubric_id}") == [first.pk, second.pk]
    assert listed(client, f"?show=all&q={second.code}") == [second.pk]


def test_search_needs_no_accents(place, enter):
    row = make_round(place)
    wanted = make_dossier(place, registration_round=row, state=DossierState.SUBMITTED)
    other = make_product(wanted.producer, name="Măng le khô Đắk Dục")
    found = make_dossier(place, registration_round=row, product=other, state=DossierState.SUBMITTED)

    assert listed(enter(place.commune_officer), "?q=mang+le+kho+dak") == [found.pk]


def test_filter_gets_a_name_and_loses_it(place, enter):
    client = enter(place.commune_officer)
    save = reverse("registrations:filter_save")

    response = client.post(save, {"name": "Quá hạn", "query": "when=overdue"})
    client.post(save, {"name": "Quá hạn", "query": "when=week"})
    page = client.get(QUEUE).content.decode()

    saved = SavedFilter.objects.get()
    assert response["Location"] == f"{QUEUE}?when=overdue"
    assert (saved.user, saved.query) == (place.commune_officer, "when=week")
    assert '<a href="?when=week">Quá hạn</a>' in page

    client.post(reverse("registrations:filter_delete", args=[saved.pk]))
    assert not SavedFilter.objects.exists()


def test_filter_without_a_name_is_not_saved(place, enter):
    page = enter(place.commune_officer).post(reverse("registrations:filter_save"), {"query": "q=a"}, follow=True)

    assert "Hãy đặt tên bộ lọc" in page.content.decode()
    assert not SavedFilter.objects.exists()


def test_filters_are_ones_own(place, enter):
    saved = services.save_filter(name="Của tôi", query="when=week", actor=place.commune_officer)
    colleague = enter(make_person(Role.COMMUNE_OFFICER, place.commune_office))

    assert "Của tôi" not in colleague.get(QUEUE).content.decode()
    assert colleague.post(reverse("registrations:filter_delete", args=[saved.pk])).status_code == 404
    assert SavedFilter.objects.filter(pk=saved.pk).exists()


def test_saved_filters_have_an_end(place):
    for number in range(20):
        services.save_filter(name=f"Bộ lọc {number}", query="q=a", actor=place.commune_officer)

    with pytest.raises(Refused, match="20"):
        services.save_filter(name="Một bộ nữa", query="q=a", actor=place.commune_officer)


def test_saved_filter_cannot_leave_the_queue(place, enter):
    response = enter(place.commune_officer).post(
        reverse("registrations:filter_save"), {"name": "Lạ", "query": "//evil.example/"}
    )

    assert response["Location"].startswith(QUEUE + "?")


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(today=DAYS, last_days=st.lists(DAYS, max_size=6), rest=st.sets(DAYS, max_size=12))
def test_days_left_of_many_are_those_of_each(today, last_days, rest):
    Holiday.objects.all().delete()
    Holiday.objects.bulk_create(Holiday(day=day, name="Nghỉ") for day in rest)

    found = calendar.working_days_left_of(today, last_days)

    assert found == {day: calendar.working_days_left(today, day) for day in last_days}
