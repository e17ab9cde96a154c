"""What the commune's screening council gave stands beside each item for the council that scores after it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse

from evaluations import services
from evaluations.enums import Outcome, RoundState
from evaluations.selectors.below import below_by_item
from foundation import clock
from tests.factories.evaluations import (
    bring_to,
    close,
    decide,
    entry_of,
    make_accepted_dossier,
    make_hall,
    make_round,
    propose,
    submit_sheet,
)
from tests.factories.rubrics import CODE_2019, publish_law


@pytest.fixture(autouse=True)
def _in_2021(db):
    with clock.frozen(date(2021, 9, 6)):
        yield


def screened(totals, *, publish=True):
    """A commune's round that has put its one product on the list."""
    hall = make_hall(law=publish_law(CODE_2019), level="commune", members=3)
    found = make_round(hall, year=2021)
    for member, total in zip(hall.members, totals, strict=True):
        submit_sheet(entry_of(found), member, total)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    close(hall, found)
    if publish:
        propose(hall, found)
        decide(hall, found, "check", "form_check", "approve", "issue")
        found.refresh_from_db()
    return hall, found


def district_entry(product):
    hall = make_hall(law=publish_law(CODE_2019), level="district", members=3)
    found = make_round(hall, entries=0, state=RoundState.PREPARING, year=2021)
    dossier = make_accepted_dossier(hall, producer=product.producer)
    dossier.product = product
    dossier.save()
    services.choose_dossiers(evaluation_round=found, dossiers=[dossier], actor=hall.officer)
    bring_to(hall, found, RoundState.SCORING)
    return hall, entry_of(found)


def test_screening_ends_with_a_list_and_its_means_stand_beside_each_item(client):
    _commune, round_ = screened((60, 61, 62))
    listed = entry_of(round_)
    assert (round_.state, listed.outcome, listed.stars) == (RoundState.PUBLISHED, Outcome.LISTED, None)

    hall, entry = district_entry(listed.dossier.product)

    below = below_by_item(entry)
    assert sum(one.mean for one in below.values()) == Fraction(183, 3)
    assert {one.sheets for one in below.values()} == {3}
    client.force_login(hall.members[1])
    page = client.get(reverse("evaluations:sheet", args=[entry.pk])).content.decode()
    assert "trung bình của 3 phiếu" in page


def test_list_that_is_not_published_says_nothing_yet():
    _commune, round_ = screened((60, 61, 62), publish=False)

    _hall, entry = district_entry(entry_of(round_).dossier.product)

    assert below_by_item(entry) == {}


def test_screening_council_itself_sees_nothing_beside(client):
    _commune, round_ = screened((60, 61, 62), publish=False)

    assert below_by_item(entry_of(round_)) == {}
