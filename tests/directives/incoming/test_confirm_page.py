"""The confirmation shows first what needs a decision and folds the rest."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directives.forms.confirm import MOST_READ
from tests.directives.incoming.letters import LETTER, make_incoming
from tests.factories.directives import make_house

pytestmark = pytest.mark.django_db


def page_of(client, house, text=LETTER):
    letter = make_incoming(house, text=text)
    client.force_login(house.officer)
    return client.get(reverse("directives:incoming_confirm", args=[letter.pk]))


def test_what_needs_a_decision_stands_open_and_first(client):
    answer = page_of(client, make_house(), LETTER.replace("/2024", "/2090"))

    rows = answer.context["rows"]
    open_ = [row.to_decide for row in rows]
    assert open_ == sorted(open_, reverse=True)
    assert {row.task.assignee for row in rows if row.to_decide} == {"Ban Quản lý khu du lịch"}
    page = answer.content.decode()
    assert page.count('class="card read-row" open') == 1
    assert 'class="card read-row">' in page


def test_entry_in_the_register_opens_where_something_is_missing(client):
    whole = page_of(client, make_house()).context["facts_open"]

    partial = page_of(client, make_house(), LETTER.replace("Số: 812/SNN-PTNT\n", "")).context["facts_open"]

    assert (whole, partial) == (False, True)


def test_deadline_that_is_over_asks_for_a_decision(client):
    rows = page_of(client, make_house()).context["rows"]

    assert any("Thời hạn đã qua." in row.reasons for row in rows)


def test_task_of_a_round_for_nobody_in_the_portal_is_left_out(client):
    answer = page_of(client, make_house())

    left_out = [row for row in answer.context["rows"] if row.task and not row.form["keep"].value()]
    assert {row.task.round for row in left_out} == {"Đợt 1", "Đợt 2"}
    assert "không tạo, trừ khi bạn đánh dấu" in answer.content.decode()


def test_only_the_beginning_of_a_long_text_is_read_and_the_page_says_so(client):
    order = "\n1. UBND các xã\n- Gửi danh sách trước ngày 25/4/2090.\n"
    answer = page_of(client, make_house(), LETTER + "Phụ lục.\n" * (MOST_READ // 9 + 1) + order)

    page = answer.content.decode()
    assert "Các đề xuất chỉ lấy từ phần đầu của văn bản." in page
    assert not any(row.task and row.task.deadline == "2090-04-25" for row in answer.context["rows"])


def test_month_named_instead_of_a_day_offers_its_last_day(client):
    text = LETTER.replace("gửi về Sở trước ngày 25/4/2024", "hoàn thành trong tháng 4/2090")

    rows = page_of(client, make_house(), text).context["rows"]

    assert [row.form["deadline"].value() for row in rows if row.task and row.task.last_day] == ["2090-04-30"]


@pytest.mark.parametrize(("day", "kind"), [("9999-12-31", "until"), ("0001-01-01", "before")])
def test_deadline_that_nobody_can_mean_is_asked_about(client, day, kind):
    house = make_house()
    letter = make_incoming(house, text=LETTER)
    client.force_login(house.officer)
    posted = {
        **{f"{rows}-{name}_FORMS": 0 for rows in ("tasks", "rounds") for name in ("TOTAL", "INITIAL")},
        "received_on": "2026-11-20",
        "sender": "UBND tỉnh",
        "symbol": "1/X",
        "subject": "Về việc A",
        "kind": "",
        "tasks-TOTAL_FORMS": 1,
        "tasks-0-keep": "on",
        "tasks-0-summary": "Làm",
        "tasks-0-assignees": [house.commune.pk],
        "tasks-0-deadline": day,
        "tasks-0-kind": kind,
    }

    answer = client.post(reverse("directives:incoming_confirm", args=[letter.pk]), posted)

    assert answer.status_code == 200
    assert "31/12/2200" in answer.content.decode()
