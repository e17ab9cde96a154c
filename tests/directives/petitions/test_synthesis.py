"""The synthesis report: made from the petitions, held as text by the editor, printed in the form of the decree."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pdfplumber
import pytest
from django.urls import reverse

from activity.errors import NotAllowed, Refused
from directives.body import sections_of, text_of
from directives.enums import DocumentAction, DocumentType
from directives.models import Document
from directives.petitions import services
from directives.petitions.enums import PetitionState
from directives.rendering import Annex, OfficialDocument, Table, render_pdf
from directives.services import act
from foundation import clock
from tests.factories.directives import make_house
from tests.factories.petitions import ANSWER, make_group, make_petition

pytestmark = pytest.mark.django_db

S = PetitionState
DAY = date(2026, 3, 2)


def make_report(house, **given):
    values = {"office": house.agriculture, "issuing": house.agriculture, "since": DAY, "until": DAY}
    return services.report_petitions(**(values | {"actor": house.officer} | given))


def make_some(house) -> None:
    with clock.frozen(DAY):
        make_group(house, [make_petition(house), make_petition(house, title="Bao bì | túi có van\ncho cà phê")])
        make_petition(house, state=S.ANSWERED, title="Mở lớp tập huấn")
        make_petition(house, state=S.PROPOSED, title="Thêm cán bộ [[tên]]")
        make_petition(house, state=S.WITHDRAWN, title="Đã rút lại")
        make_petition(house, state=S.DRAFT, title="Chưa gửi đi")
    with clock.frozen(DAY + timedelta(days=1)):
        make_petition(house, title="Gửi ngày hôm sau")


def test_report_says_what_came_in_its_days_by_group_with_the_answers():
    house = make_house()
    make_some(house)

    report = make_report(house)

    content = OfficialDocument.from_dict(report.document.content)
    [annex] = content.annexes
    [table] = [block for block in annex.blocks if isinstance(block, Table)]
    said = " ".join(cell for row in table.rows for cell in row)
    assert report.petitions.count() == 4
    assert (content.type, list(content.addressees), annex.landscape) == (
        DocumentType.BAO_CAO,
        [house.committee.name],
        True,
    )
    assert "Bao bì / túi có van cho cà phê" in said
    assert {ANSWER, "Kinh phí tem, nhãn", "Chưa phân nhóm", "Thêm cán bộ [tên]"} <= {
        part for row in table.rows for cell in row for part in (cell, cell.split(": ")[0])
    }
    assert not [words for words in ("Đã rút lại", "Chưa gửi đi", "Gửi ngày hôm sau") if words in said]
    assert [row[0] for row in table.rows] == ["", "1", "2", "", "3", "4"]


def test_editor_holds_the_whole_report_as_text_and_changes_it(client):
    house = make_house()
    make_some(house)
    document = make_report(house).document
    content = OfficialDocument.from_dict(document.content)

    client.force_login(house.officer)
    form = client.get(reverse("directives:edit", args=[document.pk])).content.decode()

    assert sections_of(content.body, content.type) is not None
    assert [text_of(annex.blocks) is not None for annex in content.annexes] == [True]
    assert "| TT | Nhóm vấn đề |" in form
    assert "Mở lớp tập huấn" in form


def posted_of(letter) -> dict[str, object]:
    """Return what a browser sends when the editor of a letter is saved as it was opened."""
    forms = [letter.head, letter.foot]
    for rows in filter(None, (letter.sections, letter.annexes, letter.tasks)):
        forms += [rows.management_form, *rows.forms]
    fields = {field.html_name: field.value() for form in forms for field in form}
    return {name: value for name, value in fields.items() if value is not None and value is not False}


def test_report_on_many_long_petitions_is_saved_in_the_editor_as_it_is(client):
    house = make_house()
    with clock.frozen(DAY):
        for number in range(60):
            asked = make_petition(house, content="Nội dung rất dài. " * 80, wish="Đề nghị hỗ trợ. " * 80)
            answer = f"Trả lời thứ {number}: " + "tiếp thu kiến nghị này. " * 40
            services.propose_answer(petition=asked, outcome="accepted", answer=answer, actor=house.officer)
    document = make_report(house).document
    client.force_login(house.officer)
    url = reverse("directives:edit", args=[document.pk])

    form = client.get(url).context
    saved = client.post(url, posted_of(form["letter"]) | {"version": form["version"]})

    content = OfficialDocument.from_dict(Document.objects.get(pk=document.pk).content)
    rows = [row for annex in content.annexes for block in annex.blocks for row in block.rows]
    assert saved.status_code == 302
    assert len(content.annexes) > 1
    assert [row[0] for row in rows if row[0]] == [str(number + 1) for number in range(60)]
    assert [annex.blocks[0].rows[0][1] for annex in content.annexes] == ["Chưa phân nhóm"] * len(content.annexes)
    assert all(len(cell) <= 400 for row in rows for cell in row)
    assert "tổng hợp tại Phụ lục" in sections_of(content.body, content.type)[1].text.split("\n")[-1]


def test_report_on_more_than_the_annexes_hold_is_refused(monkeypatch):
    monkeypatch.setattr("directives.petitions.synthesis.LONGEST_ANNEX", 10)
    house = make_house()
    with clock.frozen(DAY):
        for _number in range(13):
            make_petition(house)

    with pytest.raises(Refused, match="ít ngày hơn"):
        make_report(house)

    assert not Document.objects.exists()


def test_report_goes_the_way_of_every_letter_and_prints_its_tables():
    house = make_house()
    make_some(house)
    document = make_report(house, issuing=house.committee).document
    for action, user in (("submit", house.officer), ("check", house.head), ("form_check", house.clerk)):
        act(document=document, action=DocumentAction(action), actor=user)
    act(document=document, action=DocumentAction.APPROVE, actor=house.leader)

    content = OfficialDocument.from_dict(Document.objects.get(pk=document.pk).content)
    with pdfplumber.open(io.BytesIO(render_pdf(content))) as pdf:
        words = [page.extract_text() for page in pdf.pages]
        sizes = [(round(page.width), round(page.height)) for page in pdf.pages]

    assert "BÁO CÁO" in words[0]
    assert document.full_number.split("/")[1] == "BC-UBND"
    assert "Kinh phí tem, nhãn" in words[0]
    assert sizes[0] == (595, 842)
    assert sizes[-1] == (842, 595)
    assert "Ý kiến trả lời" in words[-1]
    assert isinstance(content.annexes[0], Annex)


def test_report_is_refused_to_strangers_without_petitions_and_for_days_in_the_wrong_order():
    house, other = make_house(), make_house()
    make_some(house)

    for given in ({"actor": house.commune_officer}, {"actor": other.officer}, {"issuing": other.committee}):
        with pytest.raises(NotAllowed):
            make_report(house, **given)
    with pytest.raises(Refused):
        make_report(house, since=DAY + timedelta(days=1))
    with pytest.raises(Refused):
        make_report(house, since=date(2020, 1, 1), until=date(2020, 1, 2))
    assert not Document.objects.exists()
