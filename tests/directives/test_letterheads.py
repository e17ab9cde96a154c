"""What follows from an office: the head of its letters, its symbol, who signs and as what."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.enums import OfficeKind, Role, UnitLevel
from directives import rules, selectors
from directives.enums import DocumentType
from tests.factories.accounts import make_membership, make_office, make_unit

pytestmark = pytest.mark.django_db


def make_committee(name="huyện Ngọc Hồi"):
    return make_office(unit=make_unit(level=UnitLevel.DISTRICT, name=name))


def make_agriculture(committee):
    name = "Phòng Nông nghiệp và Phát triển nông thôn"
    return make_office(kind=OfficeKind.AGRICULTURE, name=name, abbreviation="NN", parent=committee)


def test_committee_stands_alone_and_its_offices_below_it():
    committee = make_committee()
    agriculture = make_agriculture(committee)

    alone, below = selectors.letterhead(committee), selectors.letterhead(agriculture)

    assert (alone.issuer, alone.parent_issuer) == (("Ủy ban nhân dân", "huyện Ngọc Hồi"), ())
    assert (below.issuer, below.parent_issuer) == ((agriculture.name,), ("UBND huyện Ngọc Hồi",))


def test_symbol_names_the_drafting_unit_in_letters_only():
    committee = make_committee()
    agriculture = make_agriculture(committee)

    assert selectors.symbol_of(committee, DocumentType.CONG_VAN, agriculture) == "UBND-NN"
    assert selectors.symbol_of(committee, DocumentType.CONG_VAN, committee) == "UBND"
    assert selectors.symbol_of(committee, DocumentType.QUYET_DINH, agriculture) == "QĐ-UBND"


@pytest.mark.parametrize(
    ("title", "kind", "lines"),
    [
        ("Chủ tịch", DocumentType.CONG_VAN, ("TM. Ủy ban nhân dân", "Chủ tịch")),
        ("Phó Chủ tịch", DocumentType.CONG_VAN, ("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch")),
        ("Chủ tịch", DocumentType.QUYET_DINH, ("Chủ tịch",)),
        ("Phó Chủ tịch", DocumentType.QUYET_DINH, ("KT. Chủ tịch", "Phó Chủ tịch")),
        ("", DocumentType.QUYET_DINH, ("Chủ tịch",)),
    ],
)
def test_signature_block_of_a_committee(title, kind, lines):
    committee = make_committee()
    make_membership(office=committee, role=Role.LEADER, title=title)

    assert selectors.signature_block(committee, kind).authority_lines == lines


def test_signature_block_prefers_the_head_to_the_deputy_and_leaves_out_who_has_gone():
    agriculture = make_agriculture(make_committee())
    make_membership(office=agriculture, role=Role.LEADER, title="Phó Trưởng phòng")
    make_membership(office=agriculture, role=Role.LEADER, title="Quyền Trưởng phòng", ends_on=date(2020, 1, 1))
    make_membership(office=agriculture, role=Role.LEADER, title="Trưởng phòng")

    assert selectors.signature_block(agriculture, DocumentType.CONG_VAN).authority_lines == ("Trưởng phòng",)
    assert selectors.authority_of(agriculture) == f"Trưởng phòng {agriculture.name}"


def test_office_without_head_still_has_a_block():
    agriculture = make_agriculture(make_committee())

    assert selectors.signature_block(agriculture, DocumentType.CONG_VAN).authority_lines == ("Thủ trưởng",)


def test_offices_to_issue_for_are_the_own_and_those_above():
    committee = make_committee()
    agriculture = make_agriculture(committee)
    person = make_membership(office=agriculture, role=Role.ROUND_OFFICER).user
    clerk = make_membership(office=committee, role=Role.CLERK).user

    assert selectors.offices_to_issue_for(person) == [(agriculture, agriculture), (committee, agriculture)]
    assert selectors.offices_to_issue_for(clerk) == []


def test_offices_above_each_other_in_a_circle_end():
    first = make_committee()
    second = make_agriculture(first)
    first.parent = second
    first.save()

    assert rules.issuers_above(first) == [first, second]
