"""What strangers find: five public addresses, and a login before everything else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from activity.errors import Conflict
from directives import services, urls
from directives.enums import DocumentAction, DocumentState
from directives.models import Delivery
from tests.factories.directives import make_document, make_house

pytestmark = pytest.mark.django_db

PUBLIC = {"announcements", "announcement_file", "delivered", "delivered_file", "feed"}


def arguments(route: str) -> dict[str, str | int]:
    """Return something for each part of an address."""
    found: dict[str, str | int] = {}
    for part in route.split("<")[1:]:
        kind, _colon, name = part.partition(">")[0].partition(":")
        found[name] = 1 if kind == "int" else "x"
    return found


def routes(patterns, before="") -> dict[str, str]:
    """Return the addresses by name, those of included parts among them."""
    found = {}
    for pattern in patterns:
        route = before + str(pattern.pattern)
        inside = getattr(pattern, "url_patterns", None)
        found |= routes(inside, route) if inside else {pattern.name: route}
    return found


@pytest.mark.parametrize(("name", "route"), routes(urls.urlpatterns).items())
def test_everything_but_the_public_addresses_asks_for_a_login(client, name, route):
    address = reverse(f"directives:{name}", kwargs=arguments(route))

    response = client.get(address)

    if name in PUBLIC:
        assert response.status_code in (200, 404)
    else:
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))


def test_clerk_who_issues_twice_sends_once():
    house = make_house()
    document = make_document(house, state=DocumentState.RENDERED, sent_to=[house.commune])
    again = type(document).objects.get(pk=document.pk)
    services.act(document=document, action=DocumentAction.ISSUE, actor=house.clerk)

    with pytest.raises(Conflict):
        services.act(document=again, action=DocumentAction.ISSUE, actor=house.clerk)

    assert Delivery.objects.count() == 1
