"""What every walk stands on: the real units and offices, the demo logins, the law; nothing has happened yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.utils import translation

from demo import people, places
from foundation import clock
from tests.factories.rubrics import CODE_2019, CODE_2026, publish_law
from tests.walks.people import Crowd


@pytest.fixture
def ground(transactional_db: None) -> places.Places:
    """Units, offices, logins and the two decisions whose procedures are walked, each with its coffee set."""
    with translation.override(django_settings.LANGUAGE_CODE), transaction.atomic():
        with clock.frozen(date(2020, 1, 6)):
            found = places.build()
            people.build(found)
        for code in (CODE_2026, CODE_2019):
            publish_law(code)
    return found


@pytest.fixture
def crowd(ground: places.Places, open_as: Callable[..., Any], request: pytest.FixtureRequest) -> Iterator[Crowd]:
    """Everybody by login name; at the end no browser may have complained and no page may have broken.

    Parametrize it indirectly with the words of a banner that every page about one thing must show.
    """
    everybody = Crowd(open_as, banner=getattr(request, "param", ""))
    yield everybody
    assert everybody.complaints == []
