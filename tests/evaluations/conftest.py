"""What the tests of evaluations share: a day on which the decision of 2026 is in force."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from accounts.models import Office, User
from foundation import clock
from tests.factories.accounts import make_office, make_person, make_unit
from tests.factories.evaluations import DAY, Hall, make_hall


@pytest.fixture(autouse=True)
def _on_a_day_in_force() -> Iterator[None]:
    with clock.frozen(DAY):
        yield


@pytest.fixture(scope="module")
def _shared_hall(shared_db: bool) -> Hall | None:
    with clock.frozen(DAY):
        return make_hall(members=3) if shared_db else None


@pytest.fixture
def hall(_shared_hall: Hall | None, db: None) -> Hall:
    """A province with a small council: the chair, a member, the secretary. The quorum of 75 % is all three."""
    return deepcopy(_shared_hall) or make_hall(members=3)


@pytest.fixture
def made(_made: Any, db: None) -> Any:
    """What a module makes once for all its tests (its fixture ``_made``), for each test anew."""
    return deepcopy(_made)


@pytest.fixture
def seven(db: None) -> Hall:
    """A province with a council of seven. The quorum of 75 % is six."""
    return make_hall(members=7)


@pytest.fixture
def ministry(db: None) -> tuple[User, Office]:
    """An officer of the centre who takes packages in, and the office."""
    office = make_office(unit=make_unit(level="centre"), runs_rounds=True)
    return make_person("round_officer", office), office
