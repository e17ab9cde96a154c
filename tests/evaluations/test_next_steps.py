"""The secretary's list in each state, and reminding members of sheets that they owe."""

from __future__ import annotations

import pytest
from django.urls import reverse

from activity.errors import NotAllowed, Refused
from activity.models import Notification
from evaluations import services
from evaluations.enums import RoundState
from tests.factories.evaluations import entry_of, make_round, submit_all, submit_sheet


def to_do(client, user, found):
    client.force_login(user)
    return client.get(reverse("evaluations:round", args=[found.pk])).context["to_do"]


@pytest.mark.parametrize("state", [state for state in RoundState if state not in ("approved", "published")])
def test_every_state_tells_the_secretary_what_comes_next(client, hall, state):
    found = make_round(hall, state=state)

    assert to_do(client, hall.officer, found)
    if state != RoundState.PREPARING:
        assert to_do(client, hall.members[1], found) == []


def test_open_declaration_is_named_and_done_once_it_is_answered(client, hall):
    found = make_round(hall, entries=2)
    recusal = services.declare_recusal(entry=entry_of(found), actor=hall.members[1], reason="Em ruột của giám đốc.")
    before = {row.title: row.tone for row in to_do(client, hall.officer, found)}

    services.answer_recusal(recusal=recusal, actor=hall.officer, accepted=True)

    after = {row.title: row.tone for row in to_do(client, hall.officer, found)}
    assert (before["Trả lời các xung đột lợi ích"], after["Trả lời các xung đột lợi ích"]) == ("waiting", "good")


def test_reminder_reaches_those_who_owe_and_names_no_product(client, hall):
    found = make_round(hall)
    submit_sheet(entry_of(found), hall.members[0], 83)
    client.force_login(hall.officer)
    address = reverse("evaluations:remind", args=[found.pk])

    named = client.get(address).context["confirm"].tells
    client.post(address)

    told = Notification.objects.filter(kind="sheets_owed")
    assert {row.recipient for row in told} == set(hall.members[1:])
    assert len(named) == 2
    product = str(entry_of(found).dossier.product)
    assert [row for row in told if product in row.title + row.body or "83" in row.body] == []


def test_recused_member_is_not_reminded_of_a_sheet_that_is_closed(hall):
    found = make_round(hall)
    services.declare_recusal(entry=entry_of(found), actor=hall.members[1], reason="Em ruột của giám đốc.")

    assert services.remind_members(evaluation_round=found, actor=hall.officer) == [hall.members[0], hall.members[2]]


def test_nobody_is_reminded_of_nothing_nor_by_a_plain_member(hall):
    found = make_round(hall)
    with pytest.raises(NotAllowed):
        services.remind_members(evaluation_round=found, actor=hall.members[1])
    submit_all(hall, found)

    with pytest.raises(Refused):
        services.remind_members(evaluation_round=found, actor=hall.officer)
