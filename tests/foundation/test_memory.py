"""What a request remembers, and when it forgets."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType

from foundation.memory import remembered, remembering, remembering_until_written

pytestmark = pytest.mark.django_db


class Question:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return ContentType.objects.count()


def test_page_asks_once_and_forgets_at_its_end():
    question = Question()

    with remembering():
        inside = [remembered("how many", question), remembered("how many", question)]
    after = question.asked
    remembered("how many", question)

    assert inside[0] == inside[1]
    assert (after, question.asked) == (1, 2)


def test_request_that_writes_remembers_until_its_first_write():
    question = Question()

    with remembering_until_written():
        before = [remembered("how many", question), remembered("how many", question)]
        ContentType.objects.create(app_label="thu", model="thu")
        after = [remembered("how many", question), remembered("how many", question)]

    assert before[0] == before[1]
    assert after == [before[0] + 1] * 2
    assert question.asked == 3


def test_reading_a_union_is_no_write():
    question = Question()
    rows = ContentType.objects.values_list("pk")

    with remembering_until_written():
        remembered("how many", question)
        list(rows.filter(pk=1).union(rows.filter(pk=2)))
        remembered("how many", question)

    assert question.asked == 1
