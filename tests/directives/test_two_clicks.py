"""Work on a task: who clicks twice lands on its page with a calm word, who was overtaken keeps what was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from activity.models import JournalEntry
from directives import services
from directives.enums import ExtensionState, TaskState
from directives.models import Task, TaskExtension
from tests.factories.directives import make_task
from tests.typed import TYPED, Case, check


@pytest.fixture
def task(house, due_soon):
    return make_task(house, due_at=due_soon, assignee=house.agriculture)


def page(name, row):
    return reverse(f"directives:{name}", args=[row.pk])


def later(task, days=5):
    return task.last_day + timedelta(days=days)


def twice(client, address, data):
    """Send the same form twice; return both answers and what the page after the second says."""
    answers = [client.post(address, data) for _n in range(2)]
    shown = client.get(answers[1].url)
    return answers, [(message.level_tag, str(message)) for message in shown.context["messages"]]


def test_parts_are_handed_on_once(client, house, task):
    client.force_login(house.officer)
    data = {"offices": [house.commune.pk], "summary": TYPED, "until": ""}

    answers, said = twice(client, page("task_split", task), data)

    assert [answer.url for answer in answers] == [page("task", task)] * 2
    assert Task.objects.filter(parent=task).count() == 1
    assert said[-1] == ("info", "Các phần việc này đã được giao rồi.")


def test_part_is_handed_on_anew_when_the_first_is_done(house, task):
    def split():
        return services.split_task(
            task=task, offices=[house.commune], summary="Báo cáo", until=None, actor=house.officer
        )

    [first] = split()
    Task.objects.filter(pk=first.pk).update(state=TaskState.ACCEPTED)

    assert split()[0].pk != first.pk


def test_later_deadline_is_asked_for_once(client, house, task):
    client.force_login(house.officer)
    data = {"until": later(task).isoformat(), "reason": TYPED}

    answers, said = twice(client, page("task_extend", task), data)

    assert [answer.url for answer in answers] == [page("task", task)] * 2
    assert TaskExtension.objects.count() == 1
    assert said[-1][0] == "info"


def test_later_deadline_is_answered_once(client, house, task):
    asked = services.ask_extension(task=task, until=later(task), reason="Mưa lũ.", actor=house.officer)
    client.force_login(house.leader)
    data = {"decision": "refuse", "until": "", "answer": TYPED}

    answers, said = twice(client, page("answer_extension", asked), data)

    asked.refresh_from_db()
    assert [answer.url for answer in answers] == [page("task", task)] * 2
    assert (asked.state, said[-1][0]) == (ExtensionState.REFUSED, "info")
    assert JournalEntry.objects.filter(stream=task.stream, action="answer_extension").count() == 1
    assert client.get(page("answer_extension", asked)).url == page("task", task)


def test_words_stay_when_a_colleague_was_quicker(client, house, task):
    asked = services.ask_extension(task=task, until=later(task), reason="Mưa lũ.", actor=house.officer)
    answer = Case(
        house.leader,
        page("answer_extension", asked),
        {"decision": "refuse", "answer": TYPED},
        lambda: services.answer_extension(extension=asked, granted_until=later(task), answer="", actor=house.leader),
    )
    extend = {"until": later(task, 9).isoformat(), "reason": TYPED}
    split = {"offices": [house.commune.pk], "summary": TYPED}

    def colleague():
        fresh = Task.objects.get(pk=task.pk)
        services.ask_extension(task=fresh, until=later(task, 12), reason="Bão.", actor=house.officer)

    def done():
        Task.objects.filter(pk=task.pk).update(state=TaskState.ACCEPTED)

    check(client, answer)
    check(client, Case(house.officer, page("task_extend", task), extend, colleague))
    check(client, Case(house.officer, page("task_split", task), split, done))
