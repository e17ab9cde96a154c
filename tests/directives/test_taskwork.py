"""Work on tasks: parts for offices below, hand-over, later deadlines, reports each period, figures and files."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from activity.errors import Conflict, NotAllowed, Refused
from activity.models import JournalEntry, Notification
from directives import selectors, services
from directives.enums import ExtensionState, TaskState
from directives.models import Task, TaskExtension
from directives.periods import period_of, periods_from, words_of
from foundation import calendar, clock
from tests.directives.test_tasks import PDF
from tests.factories.accounts import make_office, make_unit
from tests.factories.directives import make_house, make_task


@pytest.fixture
def district_task(house, due_soon):
    """A task of the district's agriculture office, given by the committee."""
    return make_task(house, due_at=due_soon, assignee=house.agriculture)


def last_day_of(task: Task) -> date:
    assert task.last_day is not None
    return task.last_day


# -- Parts -----------------------------------------------------------------------------------------------------------
def test_part_is_handed_to_a_commune_reported_and_judged_by_the_office_above(house, district_task):
    [part] = services.split_task(
        task=district_task, offices=[house.commune], summary="Lập danh sách của xã", until=None, actor=house.officer
    )

    services.report_task(task=part, actor=house.commune_officer, text="Đã lập danh sách.")
    with pytest.raises(NotAllowed):
        services.accept_report(task=part, actor=house.leader)
    services.accept_report(task=part, actor=house.officer)

    assert (part.parent, part.due_at, part.state) == (district_task, district_task.due_at, TaskState.ACCEPTED)
    assert list(selectors.parts_of(house.officer, district_task)) == [part]
    assert Notification.objects.filter(kind="task_assigned", recipient=house.commune_officer).exists()
    assert JournalEntry.objects.filter(stream=district_task.stream, action="split").count() == 1


def test_part_shows_only_itself_to_the_commune(client, house, district_task):
    [part] = services.split_task(
        task=district_task, offices=[house.commune], summary="Phần của xã", until=None, actor=house.officer
    )

    seen = selectors.tasks_visible_to(house.commune_officer)

    assert list(seen) == [part]
    client.force_login(house.commune_officer)
    assert client.get(reverse("directives:task", args=[part.pk])).status_code == 200
    assert client.get(reverse("directives:task", args=[district_task.pk])).status_code == 404


@pytest.mark.parametrize("case", ["stranger", "own", "late", "none"])
def test_part_goes_only_to_offices_below_and_is_due_no_later(house, district_task, case):
    offices = {"stranger": [make_office(unit=make_unit())], "own": [house.agriculture], "none": []}
    until = last_day_of(district_task) + timedelta(days=1) if case == "late" else None

    with pytest.raises(Refused):
        services.split_task(
            task=district_task,
            offices=offices.get(case, [house.commune]),
            summary="Phần việc",
            until=until,
            actor=house.officer,
        )

    assert not Task.objects.filter(parent=district_task).exists()


# -- Hand-over -------------------------------------------------------------------------------------------------------
def test_task_is_handed_to_a_person_who_alone_is_reminded(house, district_task):
    services.hand_over(task=district_task, person=house.head, actor=house.officer)

    with clock.frozen(last_day_of(district_task)):
        reminded = {row.recipient for row in services.send_reminders(dry_run=True)}
    assert reminded == {house.head.username}
    assert Notification.objects.filter(kind="task_handed", recipient=house.head).exists()
    with pytest.raises(Refused):
        services.hand_over(task=district_task, person=house.commune_officer, actor=house.officer)
    with pytest.raises(NotAllowed):
        services.hand_over(task=district_task, person=house.head, actor=house.commune_officer)


# -- Later deadlines -------------------------------------------------------------------------------------------------
def ask(house, task, days: int = 5) -> TaskExtension:
    until = last_day_of(task) + timedelta(days=days)
    return services.ask_extension(task=task, until=until, reason="Mưa lũ kéo dài.", actor=house.commune_officer)


def test_later_deadline_is_granted_and_moves_the_task(house, due_soon):
    task = make_task(house, due_at=due_soon)
    asked = ask(house, task)
    day = last_day_of(task) + timedelta(days=3)

    services.answer_extension(extension=asked, granted_until=day, answer="", actor=house.officer)

    task.refresh_from_db()
    assert (task.last_day, asked.state, asked.due_before) == (day, ExtensionState.GRANTED, due_soon)
    assert Notification.objects.filter(kind="task_extension_answer", recipient=house.commune_officer).exists()
    entry = JournalEntry.objects.get(stream=task.stream, action="answer_extension")
    assert entry.actor == house.officer


def test_later_deadline_is_refused_with_a_reason_only(house, due_soon):
    task = make_task(house, due_at=due_soon)
    asked = ask(house, task)

    with pytest.raises(Refused):
        services.answer_extension(extension=asked, granted_until=None, answer=" ", actor=house.officer)
    services.answer_extension(extension=asked, granted_until=None, answer="Tỉnh cần số liệu.", actor=house.officer)

    task.refresh_from_db()
    assert (task.due_at, asked.state) == (due_soon, ExtensionState.REFUSED)
    with pytest.raises(Conflict):
        services.answer_extension(extension=asked, granted_until=None, answer="Lần nữa.", actor=house.officer)


def test_later_deadline_is_asked_once_at_a_time_for_a_later_day_by_the_office_in_charge(house, due_soon):
    task = make_task(house, due_at=due_soon)
    ask(house, task)

    with pytest.raises(Conflict):
        ask(house, task)
    with pytest.raises(Refused):
        ask(house, task, days=0)
    day = last_day_of(task) + timedelta(days=2)
    with pytest.raises(NotAllowed):
        services.ask_extension(task=task, until=day, reason="Không phải việc.", actor=house.officer)
    assert task.extensions.count() == 1


def test_part_gets_no_more_time_than_its_task(house, district_task):
    [part] = services.split_task(
        task=district_task, offices=[house.commune], summary="Phần của xã", until=None, actor=house.officer
    )
    asked = ask(house, part)

    with pytest.raises(Refused):
        services.answer_extension(extension=asked, granted_until=asked.asked_until, answer="", actor=house.officer)

    asked.refresh_from_db()
    assert asked.state == ExtensionState.ASKED


# -- Regular tasks ---------------------------------------------------------------------------------------------------
@pytest.fixture
def quarterly(house):
    with clock.frozen(date(2026, 1, 20)):
        task = make_task(house)
        return services.set_reporting(task=task, every="quarter", day=14, plan=None, actor=house.officer)


def test_regular_task_shows_the_periods_that_lack_a_report(client, house, quarterly):
    with clock.frozen(date(2026, 7, 1)):
        services.report_task(task=quarterly, actor=house.commune_officer, text="Quý I đã làm.", period="2026-Q1")
        client.force_login(house.officer)
        rows = {
            row.period.key: (row.report is None, row.is_late)
            for row in selectors.reporting_of(house.officer, quarterly)
        }
        page = client.get(reverse("directives:task", args=[quarterly.pk])).content.decode()
        listed = client.get(reverse("directives:tasks")).content.decode()

    assert rows == {"2026-Q3": (True, False), "2026-Q2": (True, True), "2026-Q1": (False, False)}
    assert "chưa báo cáo" in page
    assert "Quý II/2026" in page
    assert "chưa báo cáo" in listed


def test_returned_report_leaves_its_period_open(house, quarterly):
    with clock.frozen(date(2026, 3, 1)):
        services.report_task(task=quarterly, actor=house.commune_officer, text="Quý I đã làm.", period="2026-Q1")
        services.return_report(task=quarterly, actor=house.officer, reason="Thiếu số liệu.")

        assert [row.report for row in selectors.reporting_of(house.officer, quarterly)] == [None]


def test_regular_task_is_reminded_each_period_until_reported(house, quarterly):
    with clock.frozen(date(2026, 3, 14)):
        before = [(r.rung, r.last_day) for r in services.send_reminders(dry_run=True)]
        services.report_task(task=quarterly, actor=house.commune_officer, text="Quý I đã làm.", period="2026-Q1")
        after = services.send_reminders(dry_run=True)

    assert (before, after) == ([(0, date(2026, 3, 14))], [])


def test_two_periods_may_wait_for_their_answer(house, quarterly):
    with clock.frozen(date(2026, 5, 1)):
        for period in ("2026-Q1", "2026-Q2"):
            services.report_task(task=quarterly, actor=house.commune_officer, text="Đã làm.", period=period)
        services.accept_report(task=quarterly, actor=house.officer)

    assert [bool(report.answered_at) for report in quarterly.reports.all()] == [True, True]


@pytest.mark.parametrize("period", ["", "2026-Q2", "2025-Q4", "x"])
def test_report_on_no_period_of_the_task_is_refused(house, quarterly, period):
    with clock.frozen(date(2026, 3, 1)), pytest.raises(Refused):
        services.report_task(task=quarterly, actor=house.commune_officer, text="Đã làm.", period=period)


def test_only_the_issuer_sets_the_period_and_only_of_regular_tasks(house, quarterly, due_soon):
    dated = make_task(house, due_at=due_soon)

    for task, actor in ((quarterly, house.commune_officer), (dated, house.officer)):
        with pytest.raises(NotAllowed):
            services.set_reporting(task=task, every="month", day=None, plan=None, actor=actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=dated.pk).update(report_every="month", report_from=clock.today())


@pytest.mark.parametrize(
    ("every", "key", "words", "due"),
    [
        ("month", "2026-02", "tháng 02/2026", date(2026, 2, 28)),
        ("quarter", "2026-Q1", "quý I/2026", date(2026, 3, 31)),
        ("half_year", "2026-H1", "6 tháng đầu năm 2026", date(2026, 6, 30)),
        ("year", "2026", "năm 2026", date(2026, 12, 31)),
    ],
)
def test_period_of_a_day_has_key_words_and_last_day(every, key, words, due):
    period = period_of(date(2026, 2, 10), every, 31)

    assert (period.key, words_of(period.key), period.due_on) == (key, words, due)


def test_period_whose_day_has_passed_when_the_task_was_given_is_not_asked_for():
    keys = [period.key for period in periods_from(date(2026, 1, 20), date(2026, 3, 1), "month", 15)]

    assert keys == ["2026-02", "2026-03"]


# -- Screens ---------------------------------------------------------------------------------------------------------
def test_report_carries_figures_and_several_files(client, house, due_soon):
    task = make_task(house, due_at=due_soon)
    client.force_login(house.commune_officer)
    data = {
        "text": "Đã lập danh sách.",
        "figures": "Số sản phẩm: 12,5 tấn\nSố chủ thể: 3",
        "file": [SimpleUploadedFile(f"phu-luc-{n}.pdf", PDF, "application/pdf") for n in range(2)],
    }

    client.post(reverse("directives:task_act", args=[task.pk, "report"]), data)

    report = task.reports.get()
    assert report.figures[0] == {"label": "Số sản phẩm", "value": "12,5", "unit": "tấn"}
    page = client.get(reverse("directives:task", args=[task.pk])).content.decode()
    for words in ("phu-luc-0.pdf", "phu-luc-1.pdf", "12,5 tấn", "Số chủ thể"):
        assert words in page


@pytest.mark.parametrize("figures", ["không có số", "Số: nhiều", "Số sản phẩm 5", "\n".join(["Số a: 1"] * 31)])
def test_bad_figures_are_refused_with_the_reason(client, house, due_soon, figures):
    task = make_task(house, due_at=due_soon)
    client.force_login(house.commune_officer)

    url = reverse("directives:task_act", args=[task.pk, "report"])
    response = client.post(url, {"text": "Đã lập danh sách.", "figures": figures})

    assert list(response.context["form"].errors) == ["figures"]
    assert not task.reports.exists()


def test_work_on_a_task_goes_its_way_on_the_screen(client, house, district_task):
    def post(user, name, pk, data):
        client.force_login(user)
        assert client.get(reverse(name, args=[pk])).status_code == 200
        return client.post(reverse(name, args=[pk]), data)

    data = {"offices": [house.commune.pk], "summary": "Phần việc của xã", "until": ""}
    post(house.officer, "directives:task_split", district_task.pk, data)
    part = Task.objects.get(parent=district_task)
    until = last_day_of(part) + timedelta(days=1)
    post(house.officer, "directives:task_hand_over", district_task.pk, {"person": house.head.pk})
    post(house.commune_officer, "directives:task_extend", part.pk, {"until": until, "reason": "Thiếu người làm."})
    asked = TaskExtension.objects.get()
    answer = {"decision": "refuse", "until": until, "answer": "Tỉnh cần số liệu."}
    post(house.officer, "directives:answer_extension", asked.pk, answer)

    client.force_login(house.officer)
    page = client.get(reverse("directives:task", args=[district_task.pk])).content.decode()
    assert "Phần việc của xã" in page
    assert house.head.full_name in page
    client.force_login(house.commune_officer)
    page = client.get(reverse("directives:task", args=[part.pk])).content.decode()
    assert "Tỉnh cần số liệu." in page


def test_others_do_not_reach_the_work_on_a_task(client, house, district_task):
    client.force_login(make_house().officer)

    for name in ("task_split", "task_hand_over", "task_extend", "task_reporting"):
        assert client.get(reverse(f"directives:{name}", args=[district_task.pk])).status_code == 404


def test_reporting_period_is_set_on_the_screen(client, house):
    task = make_task(house)
    client.force_login(house.officer)

    client.post(reverse("directives:task_reporting", args=[task.pk]), {"every": "half_year", "day": "15", "plan": ""})

    task.refresh_from_db()
    assert (task.report_every, task.report_day, task.report_from) == ("half_year", 15, clock.today())
    assert calendar.due_until(clock.today()) > clock.now()
