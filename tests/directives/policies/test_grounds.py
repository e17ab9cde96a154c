"""Which documents of the portal a policy may rest on, and how little is read of them."""

from __future__ import annotations

import pytest

from directives.enums import DocumentState, DocumentType
from directives.models import Document
from directives.policies import selectors
from tests.factories.directives import House, make_document, make_house
from tests.factories.petitions import make_policy

pytestmark = pytest.mark.django_db


def make_issued(house: House, kind: str) -> Document:
    return make_document(house, state=DocumentState.ISSUED, type=kind)


def test_decisions_and_plans_are_offered_with_their_names_alone(django_assert_num_queries):
    house = make_house()
    decision, plan = (make_issued(house, kind) for kind in (DocumentType.QUYET_DINH, DocumentType.KE_HOACH))
    make_issued(house, DocumentType.CONG_VAN)
    make_document(house, type=DocumentType.QUYET_DINH)

    offered = list(selectors.grounds_for(house.officer))

    assert set(offered) == {decision, plan}
    assert {"content", "search", "places"} <= offered[0].get_deferred_fields()
    with django_assert_num_queries(0):
        assert all(str(row) for row in offered)


def test_what_a_policy_rests_on_already_stays_offered():
    house = make_house()
    letter = make_issued(house, DocumentType.CONG_VAN)
    policy = make_policy(house, state="draft", ground_document=letter)

    assert list(selectors.grounds_for(house.officer, policy)) == [letter]
    assert list(selectors.grounds_for(house.officer)) == []


def test_rows_of_the_list_do_not_read_the_text_of_their_document():
    house = make_house()
    make_policy(house)

    asked = str(selectors.policies_visible_to(house.officer).query)

    assert '"directives_document"' not in asked
