"""The register of outgoing documents on the screen."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from directives import selectors, services
from directives.enums import DocumentAction, DocumentState, DocumentType, Register
from foundation import clock
from tests.directives.pages import page
from tests.factories.accounts import make_membership, make_office, make_unit, make_user
from tests.factories.directives import make_document, make_house

pytestmark = pytest.mark.django_db

S, A = DocumentState, DocumentAction


def numbers(client, **query) -> list[str]:
    return [row.full_number for row in client.get(reverse("directives:register"), query).context["page"].items]


def test_register_shows_one_year_of_one_office_without_training(client):
    house = make_house()
    with clock.frozen(date(2025, 6, 2)):
        make_document(house, state=S.APPROVED)
    with clock.frozen(date(2026, 6, 2)):
        make_document(house, state=S.APPROVED)
        make_document(house, state=S.APPROVED, type=DocumentType.QUYET_DINH)
        make_document(house, state=S.APPROVED, training=True)
        make_document(house)
        client.force_login(house.clerk)

        assert sorted(numbers(client)) == ["01/QĐ-UBND", "01/UBND"]
        assert numbers(client, year=2025) == ["01/UBND"]
        assert numbers(client, series=Register.DECISIONS) == ["01/QĐ-UBND"]
        assert numbers(client, series=Register.TRAINING) == ["01/UBND"]
        assert "TẬP HUẤN" in page(client, "register", series=Register.TRAINING)
        assert len(numbers(client, year="xxxx", series="?", office="abc")) == 2


def test_registers_open_at_an_office_that_still_works(client):
    """An abolished district may stand first in the alphabet; its register is one choice away."""
    ended = make_office(unit=make_unit(valid_to=date(2025, 6, 30)), name="A. Ủy ban nhân dân huyện cũ")
    today = make_office(name="B. Ủy ban nhân dân tỉnh")
    clerk = make_user()
    for office in (ended, today):
        make_membership(user=clerk, role=Role.CLERK, office=office)

    found = [list(selectors.register_offices(clerk)), list(selectors.receiving_offices(clerk))]

    assert found == [[today, ended]] * 2


def test_register_of_another_office_is_not_shown(client):
    house, other = make_house(), make_house()
    make_document(house, state=S.APPROVED)
    client.force_login(other.clerk)

    assert numbers(client, office=house.committee.pk) == []
    client.force_login(make_user())
    assert client.get(reverse("directives:register")).status_code == 404


def test_voided_number_stays_in_the_register(client):
    house = make_house()
    document = make_document(house, state=S.APPROVED)
    services.act(document=document, action=A.VOID, actor=house.leader, reason="Sai nội dung.")
    make_document(house, state=S.APPROVED)
    client.force_login(house.clerk)

    shown = page(client, "register")

    assert numbers(client) == ["02/UBND", "01/UBND"]
    assert "đã hủy" in shown


def test_register_as_a_workbook_holds_text_never_formulas(client):
    house = make_house()
    make_document(house, state=S.APPROVED, abstract='=HYPERLINK("http://x")')
    client.force_login(house.clerk)

    response = client.get(reverse("directives:register_xlsx"))

    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows())
    assert [cell.value for cell in rows[1]][:5] == [
        "01/UBND",
        clock.today().strftime("%d/%m/%Y"),
        "Công văn",
        '=HYPERLINK("http://x")',
        house.leader.full_name,
    ]
    assert {cell.data_type for cell in rows[1]} == {"s"}
