"""The commune that imports."""

import pytest


@pytest.fixture
def ours(place):
    """What every import of the commune needs."""
    return {"office": place.commune_office, "actor": place.commune_officer}
