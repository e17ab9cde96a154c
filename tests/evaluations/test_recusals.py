"""Conflicts of interest: the entry and everything about it is closed to the member, whatever other role they hold."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from accounts.enums import Role
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import Notification
from directives.selectors import documents_visible_to
from evaluations import selectors, services
from evaluations.enums import RecusalState, RoundState
from evaluations.models import Sheet
from foundation.files import CheckedUpload
from registrations.selectors import dossiers_visible_to, evidence_visible_to, stored_file_visible_to
from registrations.services import add_evidence
from tests.factories.accounts import make_membership
from tests.factories.evaluations import (
    agree_on_all,
    bring_to,
    entry_of,
    make_hall,
    make_round,
    submit_all,
    submit_sheet,
)
from tests.factories.registrations import PNG

WHY = "Em ruột của giám đốc hợp tác xã."


def recuse(hall, entry, member, *, confirm=True):
    recusal = services.declare_recusal(entry=entry, actor=member, reason=WHY)
    if confirm:
        services.answer_recusal(recusal=recusal, actor=hall.officer, accepted=True)
    return recusal


def test_declaration_waits_for_the_secretary_and_tells_them(hall):
    entry = entry_of(make_round(hall))

    recusal = recuse(hall, entry, hall.members[1], confirm=False)

    told = set(Notification.objects.filter(kind="recusal_declared").values_list("recipient_id", flat=True))
    assert recusal.state == RecusalState.DECLARED
    assert told == {hall.officer.pk, hall.members[2].pk}


def test_confirmed_member_sees_nothing_of_the_entry_its_dossier_and_its_files(client, hall, settings):
    found = make_round(hall, entries=2)
    entry, other = entry_of(found), entry_of(found, 1)
    upload = CheckedUpload(name="giay.png", content_type="image/png", content=PNG)
    paper = add_evidence(
        producer=entry.dossier.producer,
        values={"kind": "business_registration", "title": "Giấy"},
        uploads=[upload],
        actor=entry.dossier.created_by,
    )
    entry.dossier.papers.add(paper)
    stored = paper.files.get().stored
    member = hall.members[1]
    sheet = submit_sheet(entry, member, 80)
    before = client_statuses(client, member, entry, sheet, stored)

    recuse(hall, entry, member)

    after = client_statuses(client, member, entry, sheet, stored)
    assert 404 not in before.values()
    assert set(after.values()) == {404}
    assert list(selectors.entries_visible_to(member)) == [other]
    assert entry.dossier not in dossiers_visible_to(member)
    assert not evidence_visible_to(member).filter(pk=paper.pk).exists()
    assert not stored_file_visible_to(member).filter(pk=stored.pk).exists()
    assert not selectors.sheets_visible_to(member).exists()


def client_statuses(client, member, entry, sheet, stored):
    client.force_login(member)
    addresses = {
        "entry": reverse("evaluations:entry", args=[entry.pk]),
        "sheet": reverse("evaluations:sheet", args=[entry.pk]),
        "abstain": reverse("evaluations:sheet_abstain", args=[entry.pk]),
        "read": reverse("evaluations:sheet_read", args=[sheet.pk]),
        "dossier": reverse("registrations:dossier", args=[entry.dossier_id]),
        "file": reverse("registrations:file", args=[stored.pk]),
    }
    statuses = {}
    for name, address in addresses.items():
        response = client.get(address)
        statuses[name] = response.status_code
        if response.streaming:
            b"".join(response.streaming_content)  # reads to the end, so that the file is closed
    return statuses


def test_recused_member_finds_no_trace_in_lists_results_and_export(client, hall):
    found = make_round(hall, entries=2, quorum_percent=60)
    entry = entry_of(found)
    entry.dossier.product.name = "SAN PHAM KIN"
    entry.dossier.product.save()
    member = hall.members[1]
    submit_all(hall, found)
    recuse(hall, entry, member)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    client.force_login(member)
    in_discussion = client.get(reverse("evaluations:discussion", args=[found.pk])).content.decode()
    agree_on_all(hall, found)
    services.close_round(evaluation_round=found, actor=hall.officer)

    results = client.get(reverse("evaluations:results", args=[found.pk])).content.decode()
    export = client.get(reverse("evaluations:results_export", args=[found.pk]))
    neighbour = client.get(reverse("evaluations:entry", args=[entry_of(found, 1).pk])).content.decode()

    assert "SAN PHAM KIN" not in in_discussion + results + neighbour
    assert b"SAN PHAM KIN" not in shared_strings(export.content)
    client.force_login(hall.members[0])
    assert "SAN PHAM KIN" in client.get(reverse("evaluations:results", args=[found.pk])).content.decode()


def shared_strings(workbook: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_recusal_wins_over_the_role_of_an_officer(client, hall):
    entry = entry_of(make_round(hall))
    member = hall.members[1]
    make_membership(user=member, role=Role.ROUND_OFFICER, office=hall.office)
    recuse(hall, entry, member)

    client.force_login(member)

    assert client.get(reverse("evaluations:entry", args=[entry.pk])).status_code == 404
    with pytest.raises(NotAllowed):
        services.set_aside(entry=entry, reason="Lý do riêng.", actor=member)


def test_sheet_of_a_recused_member_is_kept_and_not_counted(hall):
    found = make_round(hall, quorum_percent=60)
    entry = entry_of(found)
    submit_all(hall, found, 80)
    recuse(hall, entry, hall.members[1])
    services.open_discussion(evaluation_round=found, actor=hall.officer)

    services.close_round(evaluation_round=found, actor=hall.officer)

    result = entry_of(found).result
    assert Sheet.objects.filter(entry=entry).count() == 3
    assert len(result["counted"]) == 2
    assert [(row["member"], row["total"], row["why"]) for row in result["not_counted"]] == [
        (str(hall.members[1]), "80", "recused")
    ]


def test_recused_member_can_no_longer_save(hall):
    entry = entry_of(make_round(hall))
    recuse(hall, entry, hall.members[1], confirm=False)

    with pytest.raises(NotAllowed):
        services.save_sheet(entry=entry, actor=hall.members[1], answers={}, version=0)


def test_papers_with_the_entrys_points_stay_closed_to_the_recused_member(hall):
    found = make_round(hall, quorum_percent=60)
    submit_all(hall, found, 80)
    recuse(hall, entry_of(found), hall.members[1])

    bring_to(hall, found, RoundState.PROPOSED)

    assert documents_visible_to(hall.members[0]).exists()
    assert not documents_visible_to(hall.members[1]).exists()


def test_declaration_that_is_not_accepted_opens_the_entry_again(hall):
    entry = entry_of(make_round(hall))
    recusal = recuse(hall, entry, hall.members[1], confirm=False)

    services.answer_recusal(recusal=recusal, actor=hall.officer, accepted=False, answer="Không có quan hệ lợi ích.")

    assert entry in selectors.entries_visible_to(hall.members[1])


def test_not_accepting_needs_a_reason(hall):
    recusal = recuse(hall, entry_of(make_round(hall)), hall.members[1], confirm=False)

    with pytest.raises(Refused):
        services.answer_recusal(recusal=recusal, actor=hall.officer, accepted=False)


def test_secretary_does_not_answer_their_own_declaration(hall):
    secretary = hall.members[2]
    recusal = recuse(hall, entry_of(make_round(hall)), secretary, confirm=False)

    with pytest.raises(NotAllowed):
        services.answer_recusal(recusal=recusal, actor=secretary, accepted=True)


def test_declaring_twice_is_a_conflict(hall):
    entry = entry_of(make_round(hall))
    recuse(hall, entry, hall.members[1])

    with pytest.raises(Conflict):
        services.declare_recusal(entry=entry, actor=hall.members[1], reason=WHY)


def test_nobody_declares_once_the_round_is_closed(hall):
    entry = entry_of(make_round(hall, state=RoundState.CLOSED))

    with pytest.raises(Conflict):
        services.declare_recusal(entry=entry, actor=hall.members[1], reason=WHY)


def test_quick_look_up_of_a_member_finds_nothing_that_the_door_hides(hall):
    rounds = [make_round(hall, entries=2), make_round(hall)]
    recuse(hall, entry_of(rounds[0]), hall.members[1])
    people = [*hall.members, hall.officer, hall.leader, hall.commune_officer, make_hall(law=hall.law).members[0]]

    quick = {person.pk: set(selectors.entries_judged_by(person)) for person in people}

    assert all(
        found <= set(selectors.entries_visible_to(person)) for person, found in zip(people, quick.values(), strict=True)
    )
    assert len(quick[hall.members[0].pk]) == 3
    assert entry_of(rounds[0]) not in quick[hall.members[1].pk]
    assert not quick[hall.officer.pk] | quick[people[-1].pk]
