"""Two members save their sheets at the same moment, each in a connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from evaluations import services
from evaluations.models import Sheet
from evaluations.services import Answer
from foundation import clock
from tests.factories.evaluations import DAY, entry_of, levels_for_total, make_hall, make_round


@pytest.mark.django_db(transaction=True)
def test_two_members_saving_at_the_same_moment_both_survive():
    with clock.frozen(DAY):
        hall = make_hall(members=2)
        entry = entry_of(make_round(hall))
        levels = levels_for_total(entry.rubric, 80)
        answers = {pk: Answer(level) for pk, level in levels.items()}

    def save(member):
        try:
            services.save_sheet(entry=entry, actor=member, answers=answers, version=0)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(save, hall.members))

    sheets = Sheet.objects.filter(entry=entry)
    assert {sheet.member.user for sheet in sheets} == set(hall.members)
    assert [sheet.items.count() for sheet in sheets] == [len(levels), len(levels)]
