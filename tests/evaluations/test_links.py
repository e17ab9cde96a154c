"""What a council member opens leads only to what they may open too."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.factories.evaluations import Hall, entry_of, make_round
from tests.factories.registrations import make_evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(hall: Hall) -> list[str]:
    """An entry of an open round with a paper of its producer, and what stands in the member's menu."""
    entry = entry_of(make_round(hall))
    paper = make_evidence(entry.dossier.producer)
    entry.dossier.papers.add(paper)
    return [
        reverse("registrations:evidence", args=[paper.pk]),
        reverse("evaluations:sheet", args=[entry.pk]),
        reverse("evaluations:entry", args=[entry.pk]),
        entry.dossier.get_absolute_url(),
        reverse("directives:list"),
        reverse("dashboards:home"),
    ]


def links_of(client, page: str) -> set[str]:
    response = client.get(page)
    assert response.status_code == 200, page
    found = re.findall(r'href="(/[^"#?]*)', response.content.decode())
    return {link for link in found if not link.startswith(("/static/", "/dang-xuat/"))}


def test_pages_of_a_member_have_no_dead_links(client, hall, pages):
    client.force_login(hall.members[1])

    links = {link: page for page in pages for link in links_of(client, page)}

    dead = {link: page for link, page in links.items() if client.get(link).status_code == 404}
    assert len(links) > 10
    assert dead == {}


def test_paper_leads_its_own_producer_to_their_papers(client, hall, pages):
    client.force_login(hall.commune_officer)

    links = links_of(client, pages[0])

    assert any("/chu-the/" in link for link in links)
