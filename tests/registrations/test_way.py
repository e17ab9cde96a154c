"""One product's whole way through registrations, through services."""

import pytest

from registrations.enums import DossierState
from tests.factories.registrations import make_dossier, make_place, make_place_148

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", DossierState.values)
def test_dossier_reaches_every_state(state):
    dossier = make_dossier(make_place(), state=state)

    assert dossier.state == state


def test_dossier_reaches_the_office_without_product_sets():
    dossier = make_dossier(make_place_148(), state=DossierState.ACCEPTED)

    assert dossier.state == DossierState.ACCEPTED
    assert dossier.rubric is None
    assert dossier.files.count() == 1
