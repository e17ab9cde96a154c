"""Annexes, tables, signature stacks and contact line on the form of a letter."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directives import selectors
from directives.enums import DocumentType
from directives.models import Document
from directives.rendering import Table
from tests.directives.test_letter_forms import address, filled
from tests.factories.directives import House, make_house

pytestmark = pytest.mark.django_db

WIDE = "| " + " | ".join(f"Cột {n}" for n in range(1, 11)) + " |"
ANNEX = {
    "annexes-TOTAL_FORMS": "1",
    "annexes-INITIAL_FORMS": "0",
    "annexes-0-title": "Danh sách sản phẩm",
    "annexes-0-text": "Danh sách kèm theo:\n| TT | Sản phẩm |\n| 1 | Mật ong |\n| 2 | Cà phê |",
}


@pytest.fixture
def house(client) -> House:
    house = make_house()
    client.force_login(house.officer)
    return house


def test_annex_with_a_table_is_written_and_opened_again(client, house):
    client.post(address(house), filled(house, **ANNEX))

    document = Document.objects.get()
    annex = selectors.content_of(document).annexes[0]
    again = client.get(reverse("directives:edit", args=[document.pk])).context["letter"]
    assert [block.kind for block in annex.blocks] == ["paragraph", "table"]
    assert isinstance(annex.blocks[1], Table)
    assert annex.blocks[1].rows == (("1", "Mật ong"), ("2", "Cà phê"))
    assert again.annexes.initial == [
        {"title": "Danh sách sản phẩm", "text": ANNEX["annexes-0-text"], "landscape": False}
    ]


def test_wide_table_is_sent_to_a_landscape_annex(client, house):
    refused = client.post(address(house), filled(house, **{"sections-0-text": WIDE}))
    portrait = client.post(address(house), filled(house, **ANNEX | {"annexes-0-text": WIDE}))
    assert not Document.objects.exists()
    client.post(address(house), filled(house, **ANNEX | {"annexes-0-text": WIDE, "annexes-0-landscape": "on"}))

    assert refused.context["letter"].sections.non_form_errors()
    assert "landscape" in portrait.context["letter"].annexes.forms[0].errors
    assert selectors.content_of(Document.objects.get()).annexes[0].landscape


def test_annex_without_title_is_asked_for_it(client, house):
    page = client.post(address(house), filled(house, **ANNEX | {"annexes-0-title": ""}))

    assert "title" in page.context["letter"].annexes.forms[0].errors


def test_room_for_an_annex_is_added_and_nothing_typed_is_lost(client, house):
    page = client.post(address(house), filled(house, add="annexes"))

    assert len(page.context["letter"].annexes.forms) == 1
    assert 'value="đăng ký sản phẩm OCOP năm 2026"' in page.content.decode()


def test_chosen_stack_takes_the_place_of_the_written_lines(client, house):
    stacks = dict(selectors.signature_stacks(house.committee, DocumentType.CONG_VAN))
    key = next(key for key, lines in stacks.items() if lines[0].startswith("TUQ."))

    client.post(address(house), filled(house, **{"foot-stack": key, "foot-signature_lines": ""}))

    assert selectors.content_of(Document.objects.get()).signature.authority_lines == stacks[key]


def test_stacks_begin_with_the_collective_except_in_decisions_of_the_chairman(house):
    letters = selectors.signature_stacks(house.committee, DocumentType.CONG_VAN)
    decisions = selectors.signature_stacks(house.committee, DocumentType.QUYET_DINH)
    agriculture = selectors.signature_stacks(house.agriculture, DocumentType.TO_TRINH)

    assert letters[0][1] == ("TM. Ủy ban nhân dân", "Chủ tịch")
    assert decisions[0][1] == ("Chủ tịch",)
    assert {lines[0].split()[0] for _key, lines in letters} >= {"TM.", "KT.", "Q.", "TL.", "TUQ."}
    assert agriculture[0][1] == ("Trưởng phòng",)


def test_contact_line_and_drafter_are_printed(client, house):
    client.post(address(house), filled(house, **{"foot-contact": "Địa chỉ: thôn 1", "foot-drafter": "NN.(30)"}))

    content = selectors.content_of(Document.objects.get())
    assert (content.contact, content.drafter) == (("Địa chỉ: thôn 1",), "NN.(30)")
