"""Time stands still: a Thursday morning on which 26/2026/QĐ-TTg is in force. Uploads go to a folder of the test."""

from copy import deepcopy
from datetime import date

import pytest

from foundation import clock
from tests.factories.registrations import make_place

TODAY = date(2026, 8, 20)


@pytest.fixture(autouse=True)
def _thursday():
    with clock.frozen(TODAY):
        yield


@pytest.fixture(scope="module")
def _shared_place(shared_db):
    with clock.frozen(TODAY):
        return make_place() if shared_db else None


@pytest.fixture
def place(_shared_place, db):
    return deepcopy(_shared_place) or make_place()


@pytest.fixture
def enter(client):
    """Return ``enter(user)``: a client in which that person is logged in."""

    def log_in(user):
        client.force_login(user)
        return client

    return log_in
