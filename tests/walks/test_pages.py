"""The main pages with something on them: axe finds nothing, on a desk and on a phone, and the first view is light."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from accounts.models import User
from directives import services
from directives.enums import DocumentState
from evaluations.enums import RoundState
from registrations.enums import DossierState
from tests.factories.directives import make_document, make_house, make_task
from tests.factories.evaluations import entry_of, fill_sheet, make_hall, make_round
from tests.factories.faces import make_certificate, make_shelf
from tests.factories.registrations import make_dossier, make_place, owner_of

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FIRST_VIEW_BUDGET = 60_000


@dataclass(frozen=True)
class Sight:
    """A page as one person sees it; nobody stands for the public."""

    path: str
    who: User | None = None


def sight(who: User | None, view: str, *args: Any) -> Sight:
    """Return what somebody sees at a named URL."""
    return Sight(reverse(view, args=args), who)


def public_pages() -> Iterator[Sight]:
    shelf = make_shelf()
    certificate = make_certificate(shelf)
    yield sight(None, "catalogue:home")
    yield sight(None, "catalogue:products")
    yield sight(None, "catalogue:certificate", certificate.token)
    yield sight(None, "account_login")
    yield sight(shelf.hall.leader, "dashboards:leader")


def registration_pages() -> Iterator[Sight]:
    place = make_place()
    draft, received = make_dossier(place), make_dossier(place, state=DossierState.RECEIVED)
    owner = owner_of(draft.producer)
    yield sight(owner, "dashboards:home")
    yield sight(owner, "registrations:dossier", draft.pk)
    yield sight(owner, "registrations:dossier_item", draft.pk, "1.1")
    yield sight(owner, "registrations:evidence_create", draft.producer_id)
    yield sight(place.commune_officer, "dashboards:home")
    yield sight(place.commune_officer, "registrations:dossier", received.pk)
    yield sight(place.commune_officer, "registrations:dossier_return", received.pk)
    yield sight(place.commune_officer, "registrations:dossier_opinion", received.pk)
    yield sight(place.round_officer, "registrations:selection", draft.round_id)


def directive_pages() -> Iterator[Sight]:
    house = make_house()
    task = make_task(house)
    yield sight(house.officer, "directives:detail", task.document_id)
    yield Sight(f"{reverse('directives:create')}?office={house.committee.pk}&type=cong_van", house.officer)
    yield sight(house.commune_officer, "directives:task", task.pk)
    make_document(house, state=DocumentState.FORM_CHECKED)
    services.publish(document=task.document, actor=house.clerk, published=True)
    services.set_number_aside(
        office=house.committee, series="van_ban", reason="Giữ cho văn bản khẩn", actor=house.clerk
    )
    yield sight(None, "directives:announcements")
    yield sight(house.leader, "directives:to_sign")
    yield sight(house.officer, "directives:texts")
    yield sight(house.officer, "directives:text_new", "mau")
    for view in ("register", "register_print"):
        yield Sight(f"{reverse(f'directives:{view}')}?office={house.committee.pk}", house.clerk)
    yield sight(house.clerk, "directives:set_aside", house.committee.pk)
    yield sight(house.clerk, "directives:letter_settings", house.committee.pk)


def evaluation_pages() -> Iterator[Sight]:
    hall = make_hall(members=3)
    scoring = entry_of(make_round(hall))
    fill_sheet(scoring, hall.members[0], 80)
    talkers, done = make_hall(members=3), make_hall(members=3)
    discussed = entry_of(make_round(talkers, state=RoundState.DISCUSSION))
    closed = make_round(done, state=RoundState.CLOSED)
    yield sight(hall.members[0], "evaluations:sheet", scoring.pk)
    yield sight(hall.officer, "evaluations:council", hall.council.pk)
    yield sight(talkers.members[0], "evaluations:entry", discussed.pk)
    yield sight(done.officer, "evaluations:results", closed.pk)
    yield sight(done.officer, "evaluations:entry", entry_of(closed).pk)


@pytest.mark.parametrize("pages", [public_pages, registration_pages, directive_pages, evaluation_pages])
def test_main_pages_are_accessible(open_as: Callable[..., Any], pages: Callable[[], Iterator[Sight]]) -> None:
    found = {}
    for number, seen in enumerate(list(pages())):
        page = open_as(seen.who, viewport=(DESK, PHONE)[number % 2])
        assert page.goto(seen.path).ok
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        violations = Axe().run(page, options=RULES).response["violations"]
        found |= {seen.path: [(each["id"], each["nodes"][0]["html"]) for each in violations]} if violations else {}
        page.context.close()

    assert found == {}


def test_first_views_keep_their_weight(open_as: Callable[..., Any]) -> None:
    leader = make_shelf().hall.leader
    weights = {}

    for seen in (sight(None, "catalogue:home"), sight(None, "account_login"), sight(leader, "dashboards:leader")):
        weights[seen.path] = _weight(open_as(seen.who), seen.path)

    assert {path: weight for path, weight in weights.items() if weight > FIRST_VIEW_BUDGET} == {}


def _weight(page: Any, path: str) -> int:
    """Return how many bytes the first view sends, compressed as the web server compresses them."""
    sizes: dict[str, int] = {}

    def weigh(request: Any) -> None:
        body = request.response().body()
        sizes[request.url] = len(body) if request.url.endswith(".woff2") else len(gzip.compress(body, 6))

    page.on("requestfinished", weigh)
    page.goto(path, wait_until="networkidle")
    assert any(url.endswith(".woff2") for url in sizes)
    return sum(sizes.values())
