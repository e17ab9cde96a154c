"""A producer with the owner who set up its record."""

import pytest

from tests.factories.registrations import make_producer, owner_of


@pytest.fixture
def producer(place):
    return make_producer(place.commune, name="HTX Một")


@pytest.fixture
def owner(producer):
    return owner_of(producer)
