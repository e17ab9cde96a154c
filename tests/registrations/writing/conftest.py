"""A dossier in which nothing is written yet, and its owner at the keyboard."""

import pytest

from tests.factories.registrations import make_dossier, owner_of


@pytest.fixture
def draft(place):
    return make_dossier(place, fill=False)


@pytest.fixture
def writer(draft, enter):
    return enter(owner_of(draft.producer))
