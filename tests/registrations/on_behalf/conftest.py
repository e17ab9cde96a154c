"""A commune officer, the record of somebody without a computer, and the dossier of its wish."""

import pytest

from registrations import services
from tests.factories.registrations import producer_values
from tests.registrations.on_behalf.entering import PHONE, enter_wish, scan


@pytest.fixture
def officer(place):
    return place.commune_officer


@pytest.fixture
def entered(place, officer):
    """A record that the officer entered for somebody without a computer."""
    values = producer_values(place.commune, phone=PHONE, name="Hộ A Bló", representative="A Bló")
    return services.enter_producer(values=values, actor=officer)


@pytest.fixture
def draft(place, officer, entered):
    """The dossier of a wish that was entered on behalf and selected; nobody has written in it yet."""
    wish = enter_wish(place, entered, officer, signed=[scan()])
    return services.select_wish(wish=wish, actor=place.round_officer)
