"""Tasks: taken on, reported, judged; what the list and the page show."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from activity.errors import Conflict, NotAllowed, Refused
from activity.models import JournalEntry, Notification
from directives import selectors, services
from directives.drafts import TaskDraft
from directives.enums import DocumentState, TaskState
from directives.models import Task, TaskReport
from foundation import calendar, clock
from tests.factories.directives import make_document, make_house, make_task

pytestmark = pytest.mark.django_db


def small_pdf() -> bytes:
    """Return a PDF of one empty page."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


PDF = small_pdf()


def late_task(house, days: int = 3) -> Task:
    today = clock.today()
    with clock.frozen(today - timedelta(days=30)):
        return make_task(house, due_at=calendar.due_until(today - timedelta(days=days)))


# -- Services --------------------------------------------------------------------------------------------------------
def test_task_is_taken_on_reported_returned_reported_again_and_accepted(due_soon):
    house = make_house()
    task = make_task(house, due_at=due_soon)

    services.take_task(task=task, actor=house.commune_officer)
    services.report_task(task=task, actor=house.commune_officer, text="Đã lập danh sách.")
    services.return_report(task=task, actor=house.officer, reason="Thiếu địa chỉ.")
    services.report_task(task=task, actor=house.commune_leader, text="Đã bổ sung địa chỉ.")
    services.accept_report(task=task, actor=house.leader)

    actions = JournalEntry.objects.filter(stream=task.stream).order_by("seq").values_list("action", flat=True)
    assert (task.state, list(actions)) == (TaskState.ACCEPTED, ["take", "report", "return_", "report", "accept"])
    newest, oldest = task.reports.all()
    assert (oldest.returned_because, newest.returned_because) == ("Thiếu địa chỉ.", "")
    assert newest.answered_at is not None
    told = set(Notification.objects.filter(subject=task.stream).values_list("recipient", "kind"))
    assert {(house.officer.pk, "task_reported"), (house.commune_officer.pk, "task_judged")} <= told


def test_regular_task_is_reported_again_after_it_was_accepted(due_soon):
    house = make_house()
    regular, once = make_task(house), make_task(house, due_at=due_soon)
    for task in (regular, once):
        services.report_task(task=task, actor=house.commune_officer, text="Quý I đã làm.")
        services.accept_report(task=task, actor=house.officer)

    services.report_task(task=regular, actor=house.commune_officer, text="Quý II đã làm.")
    with pytest.raises(NotAllowed):
        services.report_task(task=once, actor=house.commune_officer, text="Lần nữa.")

    assert regular.reports.count() == 2


def test_two_answers_at_once_conflict(due_soon):
    house = make_house()
    task = make_task(house, due_at=due_soon)
    services.report_task(task=task, actor=house.commune_officer, text="Đã xong việc.")
    stale = Task.objects.get(pk=task.pk)
    stale.document  # noqa: B018 -- loaded as the page loads it
    services.accept_report(task=task, actor=house.officer)

    with pytest.raises(Conflict):
        services.return_report(task=stale, actor=house.head, reason="Thiếu.")

    assert TaskReport.objects.get().returned_because == ""


def test_task_is_added_to_a_draft_only(due_soon):
    house = make_house()
    draft = make_document(house)
    issued = make_document(house, state=DocumentState.ISSUED)
    order = TaskDraft(assignee=house.commune, summary="Lập danh sách", due_at=due_soon)
    seen = draft.version

    task = services.create_task(document=draft, draft=order, actor=house.officer)

    draft.refresh_from_db()
    assert (task.document, draft.version) == (draft, seen + 1)
    with pytest.raises(Refused):
        services.create_task(document=issued, draft=order, actor=house.officer)
    with pytest.raises(NotAllowed):
        services.create_task(document=draft, draft=order, actor=house.commune_officer)


def test_database_refuses_a_task_that_is_neither_regular_nor_dated(due_soon):
    task = make_task(due_at=due_soon)

    for values in ({"regular": True}, {"due_at": None}, {"due_sort": clock.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Task.objects.filter(pk=task.pk).update(**values)


def test_lateness_begins_at_midnight_and_ends_with_the_report():
    house = make_house()
    task = make_task(house, due_at=calendar.due_before(clock.today() + timedelta(days=1)))

    with clock.frozen(task.due_at - timedelta(seconds=1)):
        assert (task.is_late, selectors.overdue_tasks(house.officer).count()) == (False, 0)
    with clock.frozen(task.due_at):
        assert (task.is_late, selectors.overdue_tasks(house.officer).count()) == (True, 1)
    services.report_task(task=task, actor=house.commune_officer, text="Đã xong việc.")
    with clock.frozen(task.due_at + timedelta(days=9)):
        assert (task.is_late, selectors.overdue_tasks(house.officer).count()) == (False, 0)


def test_training_tasks_are_not_counted_as_overdue():
    house = make_house()
    today = clock.today()
    with clock.frozen(today - timedelta(days=30)):
        make_task(house, due_at=calendar.due_until(today - timedelta(days=1)), training=True)

    assert selectors.overdue_tasks(house.officer).count() == 0


# -- Screens ---------------------------------------------------------------------------------------------------------
def test_task_goes_its_way_on_the_screen(client, due_soon):
    house = make_house()
    task = make_task(house, due_at=due_soon)

    def post(user, action, data=None):
        client.force_login(user)
        return client.post(reverse("directives:task_act", args=[task.pk, action]), data or {})

    post(house.commune_officer, "take")
    upload = SimpleUploadedFile("danh-sach.pdf", PDF, "application/pdf")
    post(house.commune_officer, "report", {"text": "Đã lập danh sách 5 sản phẩm.", "file": upload})
    post(house.officer, "return_", {"reason": "Thiếu địa chỉ chủ thể."})
    post(house.commune_officer, "report", {"text": "Đã bổ sung địa chỉ."})
    post(house.officer, "accept")

    page = client.get(reverse("directives:task", args=[task.pk])).content.decode()
    assert Task.objects.get().state == TaskState.ACCEPTED
    for words in ("danh-sach.pdf", "Thiếu địa chỉ chủ thể.", "Đã bổ sung địa chỉ.", "đã chấp nhận"):
        assert words in page


def test_buttons_are_those_that_the_person_may_press(client, due_soon):
    house = make_house()
    task = make_task(house, due_at=due_soon)
    services.report_task(task=task, actor=house.commune_officer, text="Đã xong việc.")

    buttons = {}
    for name, user in (("issuer", house.officer), ("assignee", house.commune_officer), ("clerk", house.clerk)):
        client.force_login(user)
        buttons[name] = list(client.get(reverse("directives:task", args=[task.pk])).context["actions"])

    assert buttons == {"issuer": ["accept", "return_"], "assignee": [], "clerk": []}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "xong"}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"text": "Đã xong.", "file": SimpleUploadedFile("a.pdf", b"")}, "file"),
        ({"text": "Đã xong.", "file": SimpleUploadedFile("a.pdf", b"MZ\x90\x00 this is a program")}, "file"),
        ({"text": "Đã xong.", "file": SimpleUploadedFile("a.exe", PDF)}, "file"),
    ],
)
def test_bad_report_is_refused_with_the_reason_and_keeps_the_text(client, due_soon, data, field):
    house = make_house()
    task = make_task(house, due_at=due_soon)
    client.force_login(house.commune_officer)

    response = client.post(reverse("directives:task_act", args=[task.pk, "report"]), data)

    assert list(response.context["form"].errors) == [field]
    assert data["text"][:100] in response.content.decode()
    assert (Task.objects.get().state, TaskReport.objects.count()) == (TaskState.ASSIGNED, 0)


def test_report_of_another_page_meanwhile_becomes_a_message(client, due_soon):
    house = make_house()
    task = make_task(house, due_at=due_soon)
    services.report_task(task=task, actor=house.commune_leader, text="Đã xong việc.")
    client.force_login(house.commune_officer)

    url = reverse("directives:task_act", args=[task.pk, "report"])
    response = client.post(url, {"text": "Tôi cũng báo cáo."}, follow=True)

    assert 'class="message message-error"' in response.content.decode()
    assert TaskReport.objects.count() == 1


def test_hostile_report_is_shown_as_text(client):
    house = make_house()
    task = make_task(house)
    services.report_task(task=task, actor=house.commune_officer, text="<script>alert(1)</script>\ndòng hai")
    client.force_login(house.officer)

    page = client.get(reverse("directives:task", args=[task.pk])).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>dòng hai" in page


# -- The list --------------------------------------------------------------------------------------------------------
def listed(client, **query) -> list[str]:
    return [task.summary for task in client.get(reverse("directives:tasks"), query).context["page"].items]


def test_list_begins_with_the_most_urgent_and_ends_with_the_regular(client, due_soon):
    house = make_house()
    make_task(house, summary="thường xuyên")
    make_task(house, summary="sắp đến", due_at=due_soon)
    late = late_task(house)
    client.force_login(house.officer)

    assert listed(client) == [late.summary, "sắp đến", "thường xuyên"]


def test_what_is_done_stands_at_the_end_of_the_list(client, due_soon):
    house = make_house()
    done = late_task(house, days=9)
    services.report_task(task=done, actor=house.commune_officer, text="Xong rồi.")
    services.accept_report(task=done, actor=house.officer)
    make_task(house, summary="thường xuyên")
    late = late_task(house)
    client.force_login(house.officer)

    assert listed(client) == [late.summary, "thường xuyên", done.summary]


def test_list_is_narrowed_by_side_state_and_words(client, due_soon):
    house, other = make_house(), make_house()
    make_task(house, summary="Giao cho xã", due_at=due_soon)
    make_task(other, summary="Được giao", due_at=due_soon, assignee=house.agriculture)
    done = make_task(house, summary="Đã xong", due_at=due_soon)
    services.report_task(task=done, actor=house.commune_officer, text="Xong rồi.")
    services.accept_report(task=done, actor=house.officer)
    late = late_task(house)
    client.force_login(house.officer)

    assert listed(client, side="ours") == ["Được giao"]
    assert sorted(listed(client, side="given")) == sorted(["Giao cho xã", "Đã xong", late.summary])
    assert listed(client, state="late") == [late.summary]
    assert listed(client, state="accepted") == ["Đã xong"]
    assert "Đã xong" not in listed(client, state="open")
    assert listed(client, q="giao cho XA") == ["Giao cho xã"]
    assert len(listed(client, side="nobody", state="x", q="y" * 200)) == 4


def test_list_asks_the_database_as_often_for_three_rows_as_for_one(client, queries_of, due_soon):
    house = make_house()
    client.force_login(house.officer)
    make_task(house, due_at=due_soon)
    one = queries_of(reverse("directives:tasks"))

    for _n in range(2):
        make_task(house, due_at=due_soon, assignee=make_house().commune)

    assert len(listed(client)) == 3
    assert queries_of(reverse("directives:tasks")) == one
