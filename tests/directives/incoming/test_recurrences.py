"""Recurrences that a letter orders become reporting periods with deadlines and reminders."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from directives import services
from directives.drafts import Reporting, TaskDraft
from directives.models import Task
from directives.periods import AFTERWARDS, period_of, periods_from
from directives.reader import Recurrence
from directives.recurrences import reporting_of
from foundation import clock
from tests.directives.incoming.letters import LETTER, make_incoming, posted
from tests.factories.directives import make_house

D = datetime.date
REGULAR = LETTER.replace("- Hướng dẫn các xã đăng ký sản phẩm.", "- Báo cáo kết quả về Sở trước ngày 15 hàng tháng.")


@pytest.mark.parametrize(
    ("every", "day", "month", "text", "expected"),
    [
        ("month", 15, None, "trước ngày 15 hàng tháng", Reporting("month", 14)),
        ("month", 15, None, "chậm nhất ngày 15 hàng tháng", Reporting("month", 15)),
        ("month", 1, None, "trước ngày 01 hằng tháng", Reporting("month")),
        ("month", 5, None, "trước ngày 05 của tháng sau", Reporting("month", 4, AFTERWARDS)),
        ("quarter", None, None, "hằng quý", Reporting("quarter")),
        ("half_year", 20, 6, "ngày 20/6", Reporting("half_year", 20)),
        ("year", 15, 11, "trước ngày 15/11 hằng năm", Reporting("year", 14, 11)),
        ("year", 1, 12, "trước ngày 01/12 hằng năm", Reporting("year", None, 11)),
        ("period", None, None, "định kỳ", None),
    ],
)
def test_wording_becomes_the_reporting_period(every, day, month, text, expected):
    assert reporting_of(Recurrence(every, day, month, text)) == expected


def test_no_recurrence_asks_for_no_reports():
    assert reporting_of(None) is None


def test_yearly_report_is_due_in_its_month_and_the_first_period_is_not_over():
    periods = list(periods_from(D(2024, 8, 1), D(2026, 1, 1), "year", 14, 6))

    assert [(one.key, one.due_on) for one in periods] == [
        ("2025", D(2025, 6, 14)),
        ("2026", D(2026, 6, 14)),
    ]


def test_report_after_the_period_is_due_in_the_next_month_also_over_the_year():
    assert period_of(D(2024, 12, 9), "month", 4, AFTERWARDS).due_on == D(2025, 1, 4)
    assert period_of(D(2024, 5, 9), "quarter", 31, AFTERWARDS).due_on == D(2024, 7, 31)


@pytest.mark.django_db
def test_confirm_page_proposes_the_period_and_the_task_gets_deadlines_and_reminders(client):
    house = make_house()
    letter = make_incoming(house, text=REGULAR)
    client.force_login(house.officer)
    data = posted(client.get(reverse("directives:incoming_confirm", args=[letter.pk])).context["forms"])
    row = next(name.removesuffix("-every") for name in data if name.endswith("-every"))
    proposed = (data[f"{row}-every"], data[f"{row}-report_day"])
    _keep_only(data, row)

    client.post(reverse("directives:incoming_confirm", args=[letter.pk]), data)

    task = Task.objects.get()
    assert proposed == ("month", "14")
    assert (task.report_every, task.report_day, task.regular) == ("month", 14, True)
    with clock.frozen(D(2030, 3, 11)):
        Task.objects.update(report_from=D(2030, 3, 1))
        titles = [one.title for one in services.send_reminders(dry_run=True)]
        page = client.get(reverse("directives:task", args=[task.pk])).content.decode()
    assert any("tháng 03/2030" in title for title in titles)
    assert "14/03/2030" in page


@pytest.mark.django_db
def test_officer_changes_the_period_before_the_task_exists(client):
    house = make_house()
    letter = make_incoming(house, text=REGULAR)
    client.force_login(house.officer)
    url = reverse("directives:incoming_confirm", args=[letter.pk])
    data = posted(client.get(url).context["forms"])
    row = next(name.removesuffix("-every") for name in data if name.endswith("-every"))
    _keep_only(data, row)
    wrong = client.post(url, data | {f"{row}-report_month": "6", f"{row}-deadline": "2030-01-05"})

    client.post(url, data | {f"{row}-every": "year", f"{row}-report_month": "6", f"{row}-report_day": "20"})

    errors = next(form.errors for form in wrong.context["forms"].tasks if form.errors)
    assert set(errors) == {"every", "report_month"}
    task = Task.objects.get()
    assert (task.report_every, task.report_day, task.report_month) == ("year", 20, 6)


@pytest.mark.django_db
def test_period_that_is_not_said_is_asked_for(client):
    house = make_house()
    letter = make_incoming(house, text=REGULAR.replace("trước ngày 15 hàng tháng", "theo định kỳ"))
    client.force_login(house.officer)

    rows = client.get(reverse("directives:incoming_confirm", args=[letter.pk])).context["rows"]

    asked = [row for row in rows if row.task and row.task.recurrence]
    assert all(any("chọn kỳ" in reason for reason in row.reasons) for row in asked)


@pytest.mark.django_db
def test_draft_with_a_deadline_asks_for_no_reports():
    house = make_house()
    letter = make_incoming(house)
    draft = TaskDraft(house.commune, "Gửi danh sách", due_at=clock.now(), reporting=Reporting("month", 14))
    facts = services.LetterFacts(clock.today(), "Sở", "1/SNN", "Đăng ký")

    services.register_letter(letter=letter, facts=facts, tasks=[draft], actor=house.officer)

    assert Task.objects.get().report_every == ""


def _keep_only(data, row):
    for name in [name for name in data if name.endswith("-keep") and name != f"{row}-keep"]:
        del data[name]
