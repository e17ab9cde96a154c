"""Writing a letter on the screen: what good input makes, what bad input says, and that nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from directives import selectors
from directives.enums import DocumentState, DocumentType
from directives.models import Document, Task
from directives.rendering import Annex, Article, Bullet, Clause, Column, Paragraph, Table
from foundation import calendar, clock
from tests.factories.accounts import make_user
from tests.factories.directives import House, make_content, make_document, make_house

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}' OR 1=1 --"


def filled(house: House, **changes: Any) -> dict[str, Any]:
    """Return the fields of a good letter with one section and one task."""
    day = clock.today() + timedelta(days=10)
    fields = {
        "head-abstract": "đăng ký sản phẩm OCOP năm 2026",
        "head-addressees": "Ủy ban nhân dân các xã, thị trấn",
        "head-sent_to": [house.commune.pk],
        "sections-TOTAL_FORMS": "1",
        "sections-INITIAL_FORMS": "0",
        "sections-0-title": "Đối với các xã",
        "sections-0-text": "Triển khai các việc sau:\n- Rà soát\na) Lập danh sách",
        "tasks-TOTAL_FORMS": "1",
        "tasks-INITIAL_FORMS": "0",
        "tasks-0-summary": "Lập danh sách",
        "tasks-0-assignees": [house.commune.pk],
        "tasks-0-section": "1",
        "tasks-0-due_kind": "before",
        "tasks-0-due_on": day.isoformat(),
        "foot-signature_lines": "KT. Chủ tịch\nPhó Chủ tịch",
        "foot-recipients": "Thường trực Huyện ủy",
        "foot-archive": "NN",
        "version": "0",
    }
    return {key: value for key, value in (fields | changes).items() if value is not None}


def address(house: House, kind: str = DocumentType.CONG_VAN, training: str = "") -> str:
    return f"{reverse('directives:create')}?office={house.committee.pk}&type={kind}{training}"


@pytest.fixture
def house(client) -> House:
    house = make_house()
    client.force_login(house.officer)
    return house


def errors_of(response) -> dict[str, list[str]]:
    """Return all errors on the page by field."""
    letter = response.context["letter"]
    found: dict[str, list[str]] = {}
    for name, form in (("head", letter.head), ("foot", letter.foot)):
        found |= {f"{name}-{field}": list(texts) for field, texts in form.errors.items()}
    for name, formset in (("sections", letter.sections), ("tasks", letter.tasks)):
        for number, errors in enumerate(formset.errors):
            found |= {f"{name}-{number}-{field}": list(texts) for field, texts in errors.items()}
        if formset.non_form_errors():
            found[name] = list(formset.non_form_errors())
    return found


# -- Good input ------------------------------------------------------------------------------------------------------
def test_letter_is_written_from_the_form(client, house):
    response = client.post(address(house), filled(house))

    document = Document.objects.get()
    content = selectors.content_of(document)
    assert response.url == reverse("directives:detail", args=[document.pk])
    assert (document.office, document.drafting_office, document.symbol) == (
        house.committee,
        house.agriculture,
        "UBND-NN",
    )
    assert (content.issuer[0], content.place, content.archive) == ("Ủy ban nhân dân", house.committee.seat, "VT, NN")
    assert [block.kind for block in content.body] == ["clause", "paragraph", "bullet", "point"]
    assert content.signature.authority_lines == ("KT. Chủ tịch", "Phó Chủ tịch")
    assert list(document.sent_to.all()) == [house.commune]
    task = Task.objects.get()
    day = clock.today() + timedelta(days=10)
    assert (task.assignee, task.due_at) == (house.commune, calendar.due_before(day))
    assert task.due_text == f"trước ngày {day:%d/%m/%Y}"


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (DocumentType.QUYET_DINH, {"head-legal_grounds": "Căn cứ Luật Tổ chức chính quyền địa phương"}),
        (DocumentType.THONG_BAO, {}),
        (DocumentType.KE_HOACH, {}),
        (DocumentType.BAO_CAO, {}),
        (DocumentType.TO_TRINH, {}),
        (DocumentType.BIEN_BAN, {"foot-signer_name": "A Đrin", "foot-secretary_name": "Y Bích"}),
        (DocumentType.GIAY_MOI, {}),
    ],
)
def test_every_type_can_be_written_and_opened_again(client, house, kind, changes):
    client.post(address(house, kind), filled(house, **changes))

    document = Document.objects.get()
    page = client.get(reverse("directives:edit", args=[document.pk]))
    again = page.context["letter"]
    assert document.type == kind
    assert client.get(reverse("directives:preview", args=[document.pk])).status_code == 200
    assert again.sections.initial == [{"title": "Đối với các xã", "text": filled(house)["sections-0-text"]}]


def test_training_letter_is_marked_everywhere(client, house):
    client.post(address(house, training="&training=on"), filled(house))

    document = Document.objects.get()
    page = client.get(reverse("directives:detail", args=[document.pk])).content.decode()
    assert (document.training, selectors.content_of(document).training) == (True, True)
    assert "TẬP HUẤN" in page


def test_new_letter_begins_with_signature_block_and_drafting_unit(client, house):
    letter = client.get(address(house)).context["letter"]

    assert letter.foot.initial == {"signature_lines": "TM. Ủy ban nhân dân\nChủ tịch", "archive": "NN", "contact": ""}


def test_one_task_for_several_offices_becomes_one_for_each_and_one_form_again(client, house):
    offices = [house.commune.pk, house.agriculture.pk]
    client.post(address(house), filled(house, **{"tasks-0-assignees": offices}))

    document = Document.objects.get()
    forms = client.get(reverse("directives:edit", args=[document.pk])).context["letter"].tasks.initial
    assert Task.objects.count() == 2
    assert [sorted(form["assignees"]) for form in forms] == [sorted(offices)]


@pytest.mark.parametrize(
    ("fields", "due", "text"),
    [
        ({"due_kind": "regular", "due_on": ""}, None, ""),
        ({"due_kind": "until"}, "until", "đến hết ngày"),
        ({"due_kind": "moment", "due_time": "17:00"}, "moment", "trước 17 giờ 00 ngày"),
    ],
)
def test_deadlines_are_kept_as_they_are_worded(client, house, fields, due, text):
    client.post(address(house), filled(house, **{f"tasks-0-{name}": value for name, value in fields.items()}))

    task = Task.objects.get()
    day = clock.today() + timedelta(days=10)
    expected = {None: None, "until": calendar.due_until(day), "moment": calendar.due_before(day) + timedelta(hours=17)}
    assert (task.due_at, task.regular, task.due_text.startswith(text)) == (expected[due], due is None, True)
    page = client.get(reverse("directives:edit", args=[task.document_id]))
    assert page.context["letter"].tasks.initial[0]["due_kind"] == fields["due_kind"]


def test_more_room_is_given_without_errors_and_keeps_what_was_typed(client, house):
    data = filled(house, **{"head-abstract": "", "add": "sections"})

    response = client.post(address(house), data)

    assert Document.objects.count() == 0
    assert errors_of(response) == {}
    assert len(response.context["letter"].sections.forms) == 2
    assert "Triển khai các việc sau" in response.content.decode()


def test_removed_section_and_empty_task_do_not_count(client, house):
    data = filled(house, **{"sections-TOTAL_FORMS": "2", "sections-1-text": "Bỏ đi", "sections-1-DELETE": "on"})
    data |= {"tasks-0-summary": "", "tasks-0-assignees": [], "tasks-0-section": "", "tasks-0-due_on": ""}

    client.post(address(house), data)

    assert Paragraph("Bỏ đi") not in selectors.content_of(Document.objects.get()).body
    assert Task.objects.count() == 0


def test_draft_is_changed_and_keeps_what_the_form_does_not_show(client, house):
    content = make_content(house.committee, annexes=[Annex("Danh mục", [Paragraph("x")])], issued_by="Chủ tịch huyện")
    document = make_document(house, content=content)
    data = filled(house, version=document.version)

    client.post(reverse("directives:edit", args=[document.pk]), data)

    changed = selectors.content_of(Document.objects.get())
    assert changed.abstract == "đăng ký sản phẩm OCOP năm 2026"
    assert (changed.annexes, changed.issued_by) == (content.annexes, content.issued_by)


def test_body_with_tables_is_kept_as_it_is(client, house):
    body = [Paragraph("Kết quả:"), Table([Column("Sản phẩm", 40)], [["Cà phê"]])]
    document = make_document(house, content=make_content(house.committee, body=body))
    data = filled(house, version=document.version)

    client.post(reverse("directives:edit", args=[document.pk]), data)

    assert selectors.content_of(Document.objects.get()).body == tuple(body)


def test_decision_is_written_in_articles(client, house):
    sections = {
        "sections-TOTAL_FORMS": "2",
        "sections-0-title": "",
        "sections-0-text": "Công nhận 01 sản phẩm.\n- Cà phê",
    }
    sections |= {"sections-1-title": "Tổ chức thực hiện", "sections-1-text": "1. Giao các xã."}
    grounds = {"head-legal_grounds": "Căn cứ Luật Tổ chức chính quyền địa phương"}

    client.post(address(house, DocumentType.QUYET_DINH), filled(house, **sections, **grounds))

    content = selectors.content_of(Document.objects.get())
    assert content.body == (
        Article(1, text="Công nhận 01 sản phẩm."),
        Bullet("Cà phê"),
        Article(2, title="Tổ chức thực hiện"),
        Clause("1", text="Giao các xã."),
    )
    assert content.authority_line == f"Chủ tịch Ủy ban nhân dân {house.committee.unit.name}"


# -- Bad input -------------------------------------------------------------------------------------------------------
YESTERDAY = (clock.today() - timedelta(days=1)).isoformat()
BAD = [
    ("head-abstract", "", "Hãy điền mục này"),
    ("head-abstract", "x" * 301, "300"),
    ("head-abstract", "sản phẩm 🎉", "🎉"),
    ("head-addressees", "", "Hãy điền mục này"),
    ("head-addressees", "x" * 201, "dài quá 200"),
    ("head-addressees", "\n".join(["xã"] * 61), "60 dòng"),
    ("head-sent_to", ["999999"], "999999"),
    ("head-sent_to", ["abc"], "abc"),
    ("head-law", "999999", "Hãy chọn lại"),
    ("head-urgency", "RẤT KHẨN", "RẤT KHẨN"),
    ("sections-0-title", "x" * 301, "300"),
    ("sections-0-text", "x" * 20001, "20000"),
    ("tasks-0-summary", "", "nội dung nhiệm vụ"),
    ("tasks-0-summary", "x" * 2001, "2000"),
    ("tasks-0-assignees", [], "cơ quan thực hiện"),
    ("tasks-0-due_kind", "sometimes", "sometimes"),
    ("tasks-0-due_kind", "regular", "thời hạn"),
    ("tasks-0-due_on", "31/02/2026", "Ngày chưa đúng"),
    ("tasks-0-due_on", "", "ngày hết hạn"),
    ("tasks-0-due_on", YESTERDAY, "đã qua"),
    ("foot-signature_lines", "", "Hãy điền mục này"),
    ("foot-signature_lines", "x" * 101, "100"),
    ("foot-recipients", "x" * 201, "200"),
    ("foot-archive", "x" * 61, "60"),
]


@pytest.mark.parametrize(("field", "value", "words"), BAD)
def test_bad_value_is_named_at_its_field_and_everything_typed_stays(client, house, field, value, words):
    response = client.post(address(house), filled(house, **{field: value}))

    found = errors_of(response)
    page = response.content.decode()
    assert (list(found), Document.objects.count()) == ([field], 0)
    assert words in " ".join(found[field])
    chosen = field.rsplit("-", 1)[-1] in ("sent_to", "assignees", "law", "urgency", "due_kind")
    assert chosen or value[:50] in page
    assert "Phó Chủ tịch" in page or field == "foot-signature_lines"


def test_letter_without_any_section_is_refused(client, house):
    response = client.post(address(house), filled(house, **{"sections-0-title": "", "sections-0-text": " \n "}))

    assert errors_of(response) == {"sections": ["Hãy viết ít nhất một mục nội dung."]}


def test_hour_is_asked_for_where_the_deadline_has_one(client, house):
    response = client.post(address(house), filled(house, **{"tasks-0-due_kind": "moment"}))

    assert list(errors_of(response)) == ["tasks-0-due_time"]


def test_decision_needs_grounds_and_minutes_need_names(client, house):
    decision = client.post(address(house, DocumentType.QUYET_DINH), filled(house))
    minutes = client.post(address(house, DocumentType.BIEN_BAN), filled(house))

    assert list(errors_of(decision)) == ["head-legal_grounds"]
    assert sorted(errors_of(minutes)) == ["foot-secretary_name", "foot-signer_name"]


def test_hostile_text_is_printed_as_text_on_page_preview_and_form(client, house):
    text = {"head-abstract": HOSTILE, "sections-0-text": HOSTILE, "tasks-0-summary": HOSTILE}
    client.post(address(house), filled(house, **text))

    document = Document.objects.get()
    for name in ("detail", "preview", "edit"):
        page = client.get(reverse(f"directives:{name}", args=[document.pk])).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "{{ 7|add:7 }}" in page


@pytest.mark.parametrize(
    "bent",
    [
        {"sections-TOTAL_FORMS": "abc"},
        {"sections-TOTAL_FORMS": "100000"},
        {"sections-TOTAL_FORMS": None},
        {"add": "nothing"},
        {"add": "sections", "sections-TOTAL_FORMS": "x"},
        {"tasks-TOTAL_FORMS": "2", "tasks-1-summary": "\x00", "tasks-1-due_on": "9999-12-31"},
    ],
)
def test_bent_forms_are_refused_without_a_crash(client, house, bent):
    response = client.post(address(house), filled(house, **bent))

    assert (response.status_code, Document.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    "query", ["", "?type=letter", "?type=giay_chung_nhan&office=1", "?office=999999&type=cong_van"]
)
def test_start_asks_again_for_what_cannot_be_written(client, house, query):
    response = client.get(reverse("directives:create") + query)

    assert response.status_code == 200
    assert "letter" not in response.context


def test_letter_in_the_name_of_a_strange_office_is_not_begun(client, house):
    strange = make_house()

    response = client.post(address(strange), filled(house))

    assert "letter" not in response.context
    assert Document.objects.count() == 0


def test_person_without_office_cannot_write(client):
    client.force_login(make_user())

    assert client.get(reverse("directives:create")).status_code == 403


def test_older_version_is_not_saved_over_a_newer_one(client, house):
    document = make_document(house)
    url = reverse("directives:edit", args=[document.pk])
    client.post(url, filled(house, version=document.version, **{"head-abstract": "bản mới"}))

    response = client.post(url, filled(house, version=document.version, **{"head-abstract": "bản cũ"}))

    assert Document.objects.get().abstract == "bản mới"
    page = response.content.decode()
    assert "bản cũ" in page
    assert 'class="message message-error"' in page


def test_edit_of_a_checked_letter_leads_back_to_its_page(client, house):
    document = make_document(house, state=DocumentState.CHECKED)

    response = client.post(reverse("directives:edit", args=[document.pk]), filled(house))

    assert response.url == reverse("directives:detail", args=[document.pk])
    assert Document.objects.get().abstract == document.abstract


# -- Preview ---------------------------------------------------------------------------------------------------------
def test_preview_shows_what_is_typed_with_dots_for_what_is_missing(client, house):
    url = f"{reverse('directives:preview_form')}?office={house.committee.pk}&type=cong_van"

    empty = client.post(url, {}).content.decode()
    typed = client.post(url, filled(house, **{"head-addressees": ""})).content.decode()

    assert "…" in empty
    words = " ".join(strip_tags(typed).split())
    assert "V/v đăng ký sản phẩm OCOP năm 2026" in words
    assert "Rà soát" in words
    assert "<html" not in typed
    assert Document.objects.count() == 0


def test_preview_of_another_office_or_without_a_kind_is_refused(client, house):
    strange = make_house()
    url = reverse("directives:preview_form")

    assert client.post(f"{url}?office={strange.committee.pk}&type=cong_van", {}).status_code == 403
    assert client.post(url, {}).status_code == 403
