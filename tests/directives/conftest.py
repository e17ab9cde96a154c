"""What the tests of directives share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.services import rebuild_reach
from foundation import calendar, clock
from tests.factories.directives import House, make_house


@pytest.fixture
def due_soon() -> datetime:
    """The first late moment of a deadline that ends in five days."""
    return calendar.due_until(clock.today() + timedelta(days=5))


@pytest.fixture
def house(db: None) -> House:
    """Offices of a district and its communes, with what lies below which worked out."""
    made = make_house()
    rebuild_reach()
    return made


@pytest.fixture
def queries_of(client) -> Callable[[str], int]:
    """Return ``queries_of(address)``: how often a page asks the database, once it is warm."""

    def count(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as context:
            assert client.get(address).status_code == 200
        return len(context)

    return count
