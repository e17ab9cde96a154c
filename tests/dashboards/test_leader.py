"""The leader's page: what it counts, what it must not count, and that every number leads to exactly its rows."""

from __future__ import annotations

import io
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.services import rebuild_reach
from evaluations.enums import CertificateState
from foundation import clock
from registrations.enums import DossierState
from tests.factories.accounts import make_person, make_unit
from tests.factories.directives import make_task
from tests.factories.evaluations import DAY, make_hall
from tests.factories.evaluations import make_round as make_evaluation_round
from tests.factories.faces import Area, house_of, make_area, make_certificate, make_shelf

pytestmark = pytest.mark.django_db
PAGE = "/lam-viec/tong-quan/"


@pytest.fixture(autouse=True)
def _day():
    with clock.frozen(DAY):
        yield


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def funnel_of(user, query: str = "") -> list[int]:
    return [figure.value for figure in as_(user).get(PAGE + query).context["funnel"].totals]


def fill(area: Area) -> None:
    """Bring products to every step; what is a draft or withdrawn must not be counted."""
    for state in ("registered", "registered", "listed", "declined"):
        area.wish(state)
    chosen = area.wish("selected")
    chosen.dossier.delete()
    area.wish("withdrawn")
    area.dossier(
        state=DossierState.DRAFT, submitted_at=None, received_at=None, slip_number="", due_on=None, forwarded_at=None
    )
    area.dossier(state=DossierState.RECEIVED, forwarded_at=None, accepted_at=None)
    area.dossier(state=DossierState.WITHDRAWN)
    area.dossier()
    area.dossier(state=DossierState.FORWARDED, accepted_at=None)
    make_certificate(make_shelf(area.hall), dossier=area.dossier(state=DossierState.DECIDED), stars=4)


FILLED = [5, 2, 1, 4, 3, 1, 1]


def test_funnel_counts_every_step():
    area = make_area()
    fill(area)
    area.wish("listed")

    assert funnel_of(area.hall.leader) == [6, 3, 1, 4, 3, 1, 1]
    assert funnel_of(area.hall.officer) == [6, 3, 1, 4, 3, 1, 1]


def test_training_and_other_provinces_are_counted_nowhere():
    area = make_area()
    fill(area)
    fill(make_area(make_hall(law=area.hall.law, members=1)))
    training = make_area(make_hall(law=area.hall.law, members=1, training=True))
    for state in ("registered", "listed"):
        training.wish(state)
    training.dossier()
    training.hall.leader.memberships.update(office=area.hall.committee)

    assert funnel_of(area.hall.leader) == FILLED
    assert funnel_of(training.hall.leader) == FILLED


def test_round_in_scoring_is_not_counted_as_scored():
    area = make_area(make_hall(members=2))
    make_evaluation_round(area.hall, entries=1, state="scoring")

    assert funnel_of(area.hall.leader)[5] == 0


def test_withdrawn_recognition_is_not_counted_and_an_expired_one_is():
    area = make_area()
    shelf = make_shelf(area.hall)
    make_certificate(shelf, dossier=area.dossier(), stars=3, state=CertificateState.WITHDRAWN)
    make_certificate(shelf, dossier=area.dossier(), stars=4, issued_on=DAY, expires_on=DAY + timedelta(days=1))

    with clock.frozen(DAY + timedelta(days=30)):
        context = as_(area.hall.leader).get(PAGE).context

    assert context["funnel"].totals[-1].value == 1
    assert [figure.value for figure in context["by_stars"]] == [0, 1, 0]


# -- Every number leads to exactly its rows ---------------------------------------------------------------------------
def figures_of(context) -> list:
    funnel = context["funnel"]
    cells = [figure for line in (*funnel.by_unit, *funnel.by_group) for figure in line.figures]
    shown = (context["by_stars"], context["late_offices"], context["late_communes"], context["near"])
    return [*funnel.totals, *cells, *(figure for figures in shown for figure in figures)]


def test_every_number_equals_the_rows_behind_it():
    area = make_area()
    fill(area)
    late = {"state": DossierState.RECEIVED, "forwarded_at": None, "accepted_at": None}
    for days in (-1, 3):
        area.dossier(**late, due_on=DAY + timedelta(days=days), sort_day=DAY + timedelta(days=days))
    make_task(house_of(area), due_at=clock.now() - timedelta(days=1))
    make_task(house_of(area), due_at=clock.now() + timedelta(days=5))
    make_certificate(make_shelf(area.hall), dossier=area.dossier(), stars=3, expires_on=DAY + timedelta(days=60))
    client = as_(area.hall.leader)

    for query in ("", f"?year={DAY.year}&unit={area.hall.commune.pk}"):
        context = client.get(PAGE + query).context

        figures = figures_of(context)
        assert [figure.value for figure in context["near"]] == [1, 1, 1, 2, 1]
        assert {figure.value for figure in figures} >= {1, 2, 5}
        for figure in figures:
            rows = client.get(figure.url).context
            assert rows["total"] == figure.value, figure.url
            assert len(rows["lines"]) == figure.value


def test_tables_by_unit_and_group_add_up_to_the_totals():
    area = make_area()
    fill(area)
    area.wish("registered").__class__.objects.filter(pk=area.wish().pk).update(rubric=None, group="Nhóm A & B <i>")

    funnel = as_(area.hall.leader).get(PAGE).context["funnel"]

    for lines in (funnel.by_unit, funnel.by_group):
        columns = zip(*([figure.value for figure in line.figures] for line in lines), strict=True)
        assert [sum(column) for column in columns] == [figure.value for figure in funnel.totals]
    assert "Nhóm A & B <i>" in [line.label for line in funnel.by_group]


def test_group_with_odd_letters_leads_to_its_rows():
    area = make_area()
    wish = area.wish()
    type(wish).objects.filter(pk=wish.pk).update(rubric=None, group="Nhóm A & B <i>?#%")
    client = as_(area.hall.leader)

    line = client.get(PAGE).context["funnel"].by_group[0]
    response = client.get(line.figures[0].url)

    assert response.context["total"] == 1
    assert b"<i>?" not in response.content


def test_rows_can_be_taken_as_a_file():
    area = make_area()
    fill(area)
    client = as_(area.hall.leader)

    page = client.get(reverse("dashboards:rows", args=["submitted"])).context
    response = client.get(page["xlsx_url"])

    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [str(label) for label in page["columns"]] == list(rows[0])
    assert len(rows) - 1 == page["total"] == 4
    assert {row[0] for row in rows[1:]} == {line["cells"][0]["value"] for line in page["lines"]}


def test_dossier_at_the_commune_is_followed_through_its_wish_and_stays_closed():
    area = make_area()
    wish = area.wish("selected")
    facts = {"submitted_at": clock.now(), "received_at": clock.now(), "slip_number": "1", "due_on": DAY}
    type(wish.dossier).objects.filter(pk=wish.dossier.pk).update(state=DossierState.RECEIVED, **facts)
    client = as_(area.hall.leader)

    line = client.get(reverse("dashboards:rows", args=["submitted"])).context["lines"][0]

    assert line["url"] == reverse("registrations:wish", args=[wish.pk])
    assert client.get(reverse("registrations:dossier", args=[wish.dossier.pk])).status_code == 404


# -- Filters ----------------------------------------------------------------------------------------------------------
def test_year_decision_and_unit_narrow_the_numbers():
    area = make_area()
    area.wish()
    empty = make_unit(parent=area.hall.unit)
    rebuild_reach()
    leader = area.hall.leader

    assert funnel_of(leader, f"?year={DAY.year}&law={area.hall.law.pk}&unit={area.hall.commune.pk}")[0] == 1
    assert funnel_of(leader, f"?unit={empty.pk}")[0] == 1, (
        "a unit without registrations is no choice and narrows nothing"
    )
    late = make_area(make_hall(law=area.hall.law, members=1), year=DAY.year + 1)
    late.wish()
    assert funnel_of(late.hall.leader, f"?year={DAY.year}")[0] == 1


def test_hostile_filters_narrow_nothing_and_break_nothing():
    area = make_area()
    area.wish()
    client = as_(area.hall.leader)
    other = make_unit()

    for query in (
        "?year=x",
        "?year=99999999999999999999",
        f"?unit={other.pk}",
        "?unit=-1",
        "?law=' OR 1=1",
        "?unit=" + "9" * 40,
    ):
        assert funnel_of(area.hall.leader, query)[0] == 1, query
    for query in ("?at=x", "?at=" + "9" * 40, "?stars=x", "?stars=99", "?group=" + "x" * 400):
        assert client.get(f"{PAGE}wishes/{query}").context["total"] == 1, query
    assert client.get(f"{PAGE}wishes/?group=x&at=1").context["total"] == 0
    assert client.get(f"{PAGE}wishes/?after=bent").status_code == 200


def test_unknown_measure_is_not_found():
    client = as_(make_hall(members=1).leader)

    assert client.get(f"{PAGE}nothing/").status_code == 404
    assert client.get(f"{PAGE}nothing.xlsx").status_code == 404


# -- Who sees it ------------------------------------------------------------------------------------------------------
def test_only_those_who_watch_an_area_see_the_page(client):
    area = make_area(make_hall(members=2))
    area.wish()
    hall = area.hall
    administrator = make_person(Role.ADMINISTRATOR, hall.office)
    paths = [PAGE, f"{PAGE}wishes/", f"{PAGE}wishes.xlsx"]
    strangers = [
        hall.clerk,
        hall.commune_officer,
        area.place.commune_leader,
        hall.members[0],
        make_person(Role.PRODUCER),
    ]

    for path in paths:
        assert client.get(path).status_code == 302
        assert [as_(user).get(path).status_code for user in strangers] == [403] * 5
        assert [as_(user).get(path).status_code for user in (hall.leader, hall.officer, administrator)] == [200] * 3
    assert funnel_of(administrator)[0] == 0, "an administrator's role opens no dossiers"


def test_member_of_a_council_elsewhere_counts_nothing_of_it():
    here, there = make_area(), make_area(make_hall(members=2))
    make_evaluation_round(there.hall, entries=1, state="scoring")
    there.hall.seats[0].__class__.objects.filter(pk=there.hall.seats[0].pk).update(user=here.hall.leader)

    assert funnel_of(here.hall.leader) == [0] * 7


# -- Cost and form ----------------------------------------------------------------------------------------------------
LISTS = (PAGE, *(f"{PAGE}{key}/" for key in ("wishes", "submitted", "recognised", "late-tasks", "ending")))


def queries_of(client: Client) -> dict[str, int]:
    """How many queries each page takes once everything that is kept per process is known."""
    counts = {}
    for path in LISTS:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        counts[path] = len(captured)
    return counts


def test_one_and_three_rows_take_the_same_queries():
    area = make_area()
    shelf = make_shelf(area.hall)

    def more() -> None:
        area.wish("listed")
        make_certificate(shelf, dossier=area.dossier(), expires_on=DAY + timedelta(days=90))
        make_task(house_of(area), due_at=clock.now() - timedelta(days=1))

    client = as_(area.hall.leader)
    more()
    one = queries_of(client)
    more()
    more()

    assert queries_of(client) == one


class Inline(HTMLParser):
    """Collects what the content security policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.h1 = 0

    def handle_starttag(self, tag, attrs):
        self.h1 += tag == "h1"
        self.found += [name for name, _value in attrs if name == "style" or name.startswith("on")]
        self.found += [tag] if tag == "style" else []


def test_page_draws_charts_without_inline_style():
    area = make_area()
    fill(area)
    parser = Inline()

    html = as_(area.hall.leader).get(PAGE).content.decode()
    parser.feed(html)

    assert (parser.found, parser.h1) == ([], 1)
    assert html.count('<svg class="chart"') == 2
