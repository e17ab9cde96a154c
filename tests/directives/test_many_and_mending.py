"""Many documents signed from one list; documents that replace and correct others; letters begun with others."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from docx import Document as Word

from activity.errors import Refused
from activity.models import JournalEntry
from directives import selectors, services
from directives.enums import DocumentAction, DocumentState, DocumentType, Relation
from directives.models import Document, LetterTemplate, Reading, TextList
from directives.rendering import Annex, Column, Paragraph, Table, docx_bytes
from tests.directives.test_letter_forms import address, filled
from tests.factories.directives import House, bring_to, make_content, make_document, make_house
from tests.rendering import samples

pytestmark = pytest.mark.django_db
S, A = DocumentState, DocumentAction


@pytest.fixture
def house() -> House:
    return make_house()


# -- Many at once ----------------------------------------------------------------------------------------------------
def test_leader_signs_what_was_opened_and_nothing_else(client, house):
    read, unread = (make_document(house, state=S.FORM_CHECKED) for _n in range(2))
    client.force_login(house.leader)
    client.get(reverse("directives:preview", args=[read.pk]))

    page = client.get(reverse("directives:to_sign")).content.decode()
    client.post(reverse("directives:to_sign"), {"pick": [f"{d.pk}:{d.version}" for d in (read, unread)]})

    assert f'value="{read.pk}:{read.version}"' in page
    assert f'value="{unread.pk}:' not in page
    read.refresh_from_db()
    unread.refresh_from_db()
    assert (read.state, read.number, unread.state, unread.number) == (S.APPROVED, 1, S.FORM_CHECKED, None)


def test_opening_of_an_older_version_does_not_count(house):
    document = make_document(house, state=S.FORM_CHECKED)
    Reading.objects.create(document=document, user=house.leader, version=document.version - 1)

    with pytest.raises(Refused):
        services.approve_from_list(document=document, actor=house.leader, version=document.version)


@pytest.mark.parametrize("pick", [["x"], ["1:"], [""], ["9" * 30], []])
def test_bent_picks_sign_nothing(client, house, pick):
    make_document(house, state=S.FORM_CHECKED)
    client.force_login(house.leader)

    assert client.post(reverse("directives:to_sign"), {"pick": pick}).status_code == 302

    assert Document.objects.get().state == S.FORM_CHECKED


def test_list_to_sign_is_the_leaders_alone(client, house):
    for person, status in ((house.leader, 200), (house.officer, 403), (house.clerk, 403)):
        client.force_login(person)
        assert client.get(reverse("directives:to_sign")).status_code == status


def test_list_to_sign_asks_as_often_for_three_as_for_one(client, house, queries_of):
    client.force_login(house.leader)
    make_document(house, state=S.FORM_CHECKED)
    one = queries_of(reverse("directives:to_sign"))
    for _n in range(2):
        make_document(house, state=S.FORM_CHECKED)

    assert queries_of(reverse("directives:to_sign")) == one


# -- Mending ---------------------------------------------------------------------------------------------------------
def start(house: House, document: Document, relation: str, kind: str = DocumentType.CONG_VAN) -> str:
    return f"{address(house, kind)}&mends={document.pk}&relation={relation}"


def test_replacing_document_begins_with_the_text_and_both_name_each_other(client, house):
    old = make_document(house, state=S.ISSUED)
    bytes_before = old.pdf_sha256
    client.force_login(house.officer)

    page = client.get(start(house, old, Relation.REPLACES))
    client.post(start(house, old, Relation.REPLACES), filled(house))
    new = Document.objects.latest("pk")
    assert page.context["letter"].head.initial["abstract"] == old.abstract
    bring_to(house, new, S.ISSUED)

    old.refresh_from_db()
    assert (new.relates_to, new.relation, old.state, old.pdf_sha256) == (old, "replaces", S.REPLACED, bytes_before)
    for one, other in ((old, new), (new, old)):
        assert other.full_number in client.get(reverse("directives:detail", args=[one.pk])).content.decode()


def test_second_replacement_is_refused(house):
    old = make_document(house, state=S.ISSUED)
    first, second = (
        make_document(house, state=S.RENDERED, relation=Relation.REPLACES, relates_to=old) for _n in range(2)
    )
    services.act(document=first, action=A.ISSUE, actor=house.clerk)

    with pytest.raises(Refused):
        services.act(document=second, action=A.ISSUE, actor=house.clerk)


def test_correcting_letter_leaves_the_document_as_it_is(client, house):
    old = make_document(house, state=S.ISSUED, type=DocumentType.QUYET_DINH)
    client.force_login(house.officer)
    letter = client.get(start(house, old, Relation.CORRECTS)).context["letter"]
    assert old.full_number in letter.head.initial["abstract"]
    assert "[[nội dung đúng]]" in letter.sections.initial[0]["text"]

    new = make_document(house, state=S.ISSUED, relation=Relation.CORRECTS, relates_to=old)

    old.refresh_from_db()
    assert (old.state, new.relation) == (S.ISSUED, "corrects")
    assert JournalEntry.objects.filter(stream=old.stream, action="corrected").exists()


def test_preview_of_a_correcting_letter_shows_its_text_with_an_empty_section_behind_it(client, house):
    old = make_document(house, state=S.ISSUED)
    client.force_login(house.officer)
    query = start(house, old, Relation.CORRECTS).partition("?")[2]
    fields = filled(house, **{"sections-TOTAL_FORMS": "2", "sections-0-text": "Nay [[nội dung đúng]]"})

    page = client.post(f"{reverse('directives:preview_form')}?{query}", fields)

    assert '<mark class="official__open">' in page.content.decode()


def test_draft_and_strangers_letter_are_not_mended(client, house):
    draft, others = make_document(house), make_document(make_house(), state=S.ISSUED)
    client.force_login(house.officer)

    assert client.get(start(house, draft, Relation.REPLACES)).status_code == 403
    assert client.get(start(house, others, Relation.REPLACES)).status_code == 404


def test_letter_begins_with_another_and_keeps_its_tables(client, house):
    table = Table([Column("Sản phẩm", 40)], [["Cà phê"]])
    content = make_content(house.committee, body=[Paragraph("Danh sách:"), table], annexes=[Annex("Mẫu", [table])])
    old = make_document(house, content=content)
    client.force_login(house.officer)

    client.post(f"{address(house)}&like={old.pk}", filled(house, **{"head-abstract": "thư mới"}))

    new = selectors.content_of(Document.objects.latest("pk"))
    assert (new.abstract, new.body, new.annexes) == ("thư mới", content.body, content.annexes)


# -- Templates and lists ---------------------------------------------------------------------------------------------
def test_template_fills_what_is_known_and_open_places_block_the_approval(client, house):
    template = LetterTemplate.objects.create(
        office=house.agriculture,
        name="Mời họp",
        type=DocumentType.CONG_VAN,
        abstract="mời họp tháng [[tháng]]",
        addressees="UBND [[tên xã]]",
        text="[[cơ quan]] kính mời dự họp tại [[tên xã]].",
    )
    client.force_login(house.officer)
    letter = client.get(f"{address(house)}&template={template.pk}").context["letter"]
    text = letter.sections.initial[0]["text"]
    assert text == f"{house.committee.name} kính mời dự họp tại [[tên xã]]."

    content = make_content(house.committee, body=[Paragraph(text)])
    document = make_document(house, state=S.FORM_CHECKED, content=content)
    page = client.get(reverse("directives:preview", args=[document.pk])).content.decode()
    with pytest.raises(Refused, match="tên xã"):
        services.act(document=document, action=A.APPROVE, actor=house.leader)

    assert '<mark class="official__open">[[tên xã]]</mark>' in page


def test_lists_of_the_office_are_added_to_what_is_typed(client, house):
    row = TextList.objects.create(
        office=house.agriculture, kind="recipients", name="Thường dùng", lines="Sở Công Thương\nThường trực Huyện ủy"
    )
    client.force_login(house.officer)

    client.post(address(house), filled(house, **{"foot-recipients_list": str(row.pk)}))

    assert selectors.content_of(Document.objects.get()).recipients == ("Thường trực Huyện ủy", "Sở Công Thương")


def test_staff_write_change_and_take_out_texts(client, house):
    client.force_login(house.officer)
    fields = {
        "office": house.agriculture.pk,
        "name": "Đôn đốc",
        "type": "cong_van",
        "text": "Đề nghị [[tên xã]] báo cáo.",
    }

    assert client.get(reverse("directives:text_new", args=["mau"])).status_code == 200
    client.post(reverse("directives:text_new", args=["mau"]), fields)
    row = LetterTemplate.objects.get()
    client.post(reverse("directives:text", args=["mau", row.pk]), fields | {"name": "Đôn đốc quý"})
    again = client.post(reverse("directives:text_new", args=["mau"]), fields | {"name": "Đôn đốc quý"})
    listed = client.get(reverse("directives:texts")).content.decode()
    client.force_login(house.commune_officer)
    assert client.get(reverse("directives:text", args=["mau", row.pk])).status_code == 404
    client.force_login(house.officer)
    client.post(reverse("directives:text_delete", args=["mau", row.pk]))

    assert again.status_code == 200
    assert "Đôn đốc quý" in listed
    assert not LetterTemplate.objects.exists()


def test_texts_page_asks_as_often_for_three_as_for_one(client, house, queries_of):
    client.force_login(house.officer)
    make = lambda n: LetterTemplate.objects.create(  # noqa: E731 -- three rows in a row
        office=house.agriculture, name=f"Mẫu {n}", type="cong_van", text="x"
    )
    make(1)
    one = queries_of(reverse("directives:texts"))
    make(2)
    make(3)

    assert queries_of(reverse("directives:texts")) == one


# -- Word ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", list(samples.BY_TYPE))
def test_word_file_holds_the_same_words_and_structure(kind):
    document = samples.longest(kind, ["KT. Chủ tịch", "Phó Chủ tịch"])

    word = Word(io.BytesIO(docx_bytes(document)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert samples.SENTENCE in text
    assert "Xem hướng dẫn lập hồ sơ tại phụ lục I." in text
    assert "Phụ lục III" in text
    assert {section.orientation for section in word.sections} == {0, 1}


def test_draft_is_downloaded_for_word_by_those_inside(client, house):
    document = make_document(house, state=S.ISSUED, sent_to=[house.commune])
    addresses = reverse("directives:docx", args=[document.pk])

    client.force_login(house.officer)
    inside = client.get(addresses)
    client.force_login(house.commune_officer)
    outside = client.get(addresses)

    assert inside.content.startswith(b"PK")
    assert outside.status_code == 404
