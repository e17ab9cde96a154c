"""The lists of a draft on screen: rows added, changed and taken out without JavaScript; what is wrong names its row."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rubrics import selectors
from tests.rubrics.test_drafts import as_sent, copy, first

pytestmark = pytest.mark.django_db
__all__ = ["copy", "first"]


@pytest.fixture
def opened(client, copy, first):
    client.force_login(first)
    return client.get(reverse("rubrics:draft_facts", args=[copy.pk]))


def send(client, draft, values):
    return client.post(reverse("rubrics:draft_facts", args=[draft.pk]), values | {"version": draft.version})


def facts_of(draft):
    draft.refresh_from_db()
    return selectors.read_draft(draft).facts


def test_page_sent_back_untouched_changes_nothing(client, copy, opened):
    before = facts_of(copy)

    send(client, copy, as_sent(opened))

    assert facts_of(copy) == before
    assert selectors.read_draft(copy).problems == ()


def test_ground_is_added_changed_and_taken_out(client, copy, opened):
    values = as_sent(opened)
    number = len(facts_of(copy)["withdrawal_grounds"])
    values |= {"withdrawal_grounds-0-title": "Hồ sơ giả", "withdrawal_grounds-1-DELETE": "on"}
    values |= {f"withdrawal_grounds-{number}-code": "moi", f"withdrawal_grounds-{number}-title": "Căn cứ mới"}

    send(client, copy, values)

    grounds = facts_of(copy)["withdrawal_grounds"]
    assert len(grounds) == number
    assert grounds[0]["title"] == "Hồ sơ giả"
    assert grounds[-1] == {"code": "moi", "title": "Căn cứ mới"}
    assert "khong-con-dap-ung" not in [row["code"] for row in grounds]
    assert selectors.read_draft(copy).problems == ()


def test_button_gives_one_more_row_keeps_what_was_typed_and_saves_nothing(client, copy, opened):
    before, rows = facts_of(copy), opened.context["lists"]["package_items"]
    typed = {"package_items-0-title": "Đang gõ dở", "more": "package_items"}

    answer = send(client, copy, as_sent(opened) | typed)

    again = answer.context["lists"]["package_items"]
    assert len(again.forms) == len(rows.forms) + 1
    assert "Đang gõ dở" in answer.content.decode()
    assert facts_of(copy) == before


def test_package_item_is_saved_with_where_it_is_found(client, copy, opened):
    number = len(facts_of(copy)["package_items"])
    row = {"code": "phim", "title": "Phim giới thiệu", "source": "by_hand"}

    send(client, copy, as_sent(opened) | {f"package_items-{number}-{name}": value for name, value in row.items()})

    assert facts_of(copy)["package_items"][-1] == row | {"required": False}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"code": "moi", "title": ""}, "dòng 7"),
        ({"code": "", "title": "Không có mã"}, "dòng 7"),
        ({"code": "ngung-san-xuat", "title": "Lần nữa"}, "Dòng 5"),
    ],
)
def test_what_is_wrong_names_its_row(client, copy, opened, typed, said):
    before = facts_of(copy)
    sent = {f"withdrawal_grounds-6-{name}": value for name, value in typed.items() if value}

    answer = send(client, copy, as_sent(opened) | sent)

    summary = answer.content.decode().partition("error-summary-title")[2].partition("</ul>")[0]
    assert said in summary
    assert "Căn cứ thu hồi" in summary
    assert facts_of(copy) == before


def test_part_of_the_package_must_say_where_it_is_found(client, copy, opened):
    answer = send(client, copy, as_sent(opened) | {"package_items-0-source": "somewhere"})

    assert "source" in answer.context["lists"]["package_items"].errors[0]


def test_foreign_name_of_a_list_is_no_button(client, copy, opened):
    answer = send(client, copy, as_sent(opened) | {"more": "form"})

    assert answer.status_code == 302
