"""Two drafts of one decision published at the same moment, in real transactions."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from accounts.enums import Role
from activity.errors import Conflict, Refused
from rubrics import services
from rubrics.lawfiles.texts import read_facts
from rubrics.lawfiles.writing import set_text
from rubrics.models import Decision
from tests.factories.accounts import make_person
from tests.factories.rubrics import CODE_2023, law_data, publish_law

pytestmark = pytest.mark.django_db(transaction=True)


def handed_in(number: int, writer, base):
    """Return a draft that adds one set to a decision that has none."""
    draft = services.begin_draft(name=f"148, bộ {number}", actor=writer, base=base)
    facts, _problems = read_facts(draft.facts)
    facts |= {"parts": {"A": 40, "B": 25, "C": 35}, "holds_gates": True}
    draft = services.save_facts(draft=draft, facts=facts, actor=writer, version=draft.version)
    found = next(one for one in law_data("26/2026/QĐ-TTg").sets if one.number == number)
    services.save_set(draft=draft, text=set_text(found), actor=writer, version=draft.version)
    draft.refresh_from_db()
    return services.hand_in(draft=draft, actor=writer)


def published_at_once(drafts, actor):
    """Publish them in threads that start together; return what each came to."""
    gate, results = threading.Barrier(len(drafts)), [None] * len(drafts)

    def run(place):
        try:
            gate.wait()
            results[place] = services.publish_draft(draft=drafts[place], actor=actor)
        except (Conflict, Refused) as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(drafts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize("numbers", [(13, 13), (13, 14)])
def test_sets_of_one_draft_alone_come_into_the_decision(numbers):
    base = publish_law(CODE_2023)
    writer, second = make_person(Role.ADMINISTRATOR), make_person(Role.ADMINISTRATOR)
    drafts = [handed_in(number, writer, base) for number in numbers]

    results = published_at_once(drafts, second)

    assert sum(isinstance(result, Conflict | Refused) for result in results) == 1
    assert None not in results
    assert Decision.objects.get(code=CODE_2023).rubrics.count() == 1
