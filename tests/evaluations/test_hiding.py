"""While sheets are filled nobody learns anything about another member's sheet; each test has data that could leak."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from activity.models import Job, JournalEntry, Notification
from directives.selectors import documents_visible_to
from evaluations import selectors, services
from evaluations.enums import RoundState
from evaluations.models import Entry, Sheet
from evaluations.services import Answer
from tests.factories.accounts import make_person
from tests.factories.evaluations import entry_of, fill_sheet, levels_for_total, make_round, submit_sheet

SECRET = "NHAN XET RIENG CUA TOI"


@pytest.fixture
def secret(hall):
    """An entry in scoring with one submitted sheet of 83 points, whose remarks and opinion nobody else may read."""
    entry = entry_of(make_round(hall, entries=2))
    member = hall.members[0]
    levels = levels_for_total(entry.rubric, 83)
    answers = {pk: Answer(level, note=SECRET) for pk, level in levels.items()}
    sheet = services.save_sheet(entry=entry, actor=member, answers=answers, version=0, opinion=SECRET)
    services.seal_sheet(sheet=sheet, actor=member, version=sheet.version)
    return entry


def others(hall):
    """Everybody who has anything to do with the round but did not write the sheet."""
    return {
        "member": hall.members[1],
        "secretary": hall.members[2],
        "officer": hall.officer,
        "head": hall.head,
        "leader": hall.leader,
        "clerk": hall.clerk,
        "commune": hall.commune_officer,
        "administrator": make_person("administrator", hall.office),
        "stranger": make_person("council_member", hall.committee),
    }


def addresses(entry):
    """Every page of evaluations about the entry, its round and its sheets."""
    found, sheet = entry.round, Sheet.objects.get(entry=entry)
    names = ("round", "discussion", "results", "results_export", "papers", "recusals", "workbook")
    pages = [reverse(f"evaluations:{name}", args=[found.pk]) for name in names]
    entry_names = ("entry", "sheet", "sheet_seal", "sheet_abstain", "entry_agree", "recuse", "advice", "blank_paper")
    pages += [reverse(f"evaluations:{name}", args=[entry.pk]) for name in entry_names]
    pages += [reverse(f"evaluations:{name}", args=[sheet.pk]) for name in ("sheet_read", "sheet_reopen")]
    pages += [reverse(f"evaluations:{name}", args=[sheet.pk, 1]) for name in ("sheet_version", "signed_paper")]
    pages += [reverse("evaluations:rounds"), reverse("evaluations:scoring"), reverse("dashboards:home")]
    return pages


def test_no_page_shows_anything_of_a_submitted_sheet_to_others(client, hall, secret):
    digest = Sheet.objects.get(entry=secret).sha256

    leaks = []
    for who, user in others(hall).items():
        client.force_login(user)
        for address in addresses(secret):
            response = client.get(address)
            text = b"".join(response) if response.streaming else response.content
            leaks += [(who, address) for word in (SECRET, digest, ">83<", "83/100") if word.encode() in text]

    assert leaks == []


def test_author_reads_the_own_submitted_sheet(client, hall, secret):
    client.force_login(hall.members[0])

    response = client.get(reverse("evaluations:sheet", args=[secret.pk]), follow=True)

    assert SECRET in response.content.decode()


def test_door_to_sheets_is_closed_to_others_while_scoring(hall, secret):
    assert selectors.sheets_visible_to(hall.members[0]).count() == 1
    assert {who: selectors.sheets_visible_to(user).count() for who, user in others(hall).items()} == dict.fromkeys(
        others(hall), 0
    )


def test_door_opens_to_council_and_officers_with_the_discussion(hall, secret):
    fill_sheet(secret, hall.members[1], 60)

    services.open_discussion(evaluation_round=secret.round, actor=hall.officer)

    seen = {who: selectors.sheets_visible_to(user).count() for who, user in others(hall).items()}
    # The draft of the second member stays with its author.
    assert seen == dict.fromkeys(seen, 0) | {"member": 2, "secretary": 1, "officer": 1}


def test_no_result_column_is_filled_before_closing(hall, secret):
    services.open_discussion(evaluation_round=secret.round, actor=hall.officer)

    assert not Entry.objects.exclude(outcome="", mean="", result=None, total_sum=None, stars=None).exists()
    assert not selectors.results_of(secret.round).exists()
    assert not selectors.entries_with_result_for(hall.officer).exists()


def test_secretary_sees_submitted_or_not_and_an_abstention_looks_like_a_sheet(client, hall, secret):
    services.abstain(entry=secret, actor=hall.members[1], reason="Không đủ chuyên môn.")
    client.force_login(hall.officer)

    response = client.get(reverse("evaluations:round", args=[secret.round_id]))

    row = next(row for row in response.context["presence"] if row.entry == secret)
    assert (len(row.submitted), row.expected) == (2, 3)
    assert "không cho ý kiến" not in response.content.decode()


def test_plain_member_does_not_see_who_has_submitted(client, hall, secret):
    client.force_login(hall.members[1])

    response = client.get(reverse("evaluations:round", args=[secret.round_id]))

    assert response.context["presence"] == []


def test_journal_notifications_and_jobs_hold_no_points(hall, secret):
    sheet = Sheet.objects.get(entry=secret)

    texts = [f"{row.label} {row.after} {row.before}" for row in JournalEntry.objects.filter(stream=sheet.stream)]
    texts += [f"{row.title} {row.body}" for row in Notification.objects.all()]
    texts += [str(row.payload) for row in Job.objects.all()]
    said = [text.replace(sheet.sha256, "").replace(secret.round.name, "") for text in texts]
    assert [text for text in said if "83" in text or SECRET in text] == []


def test_command_prints_no_points_before_closing(hall, secret, capsys):
    out = io.StringIO()

    with pytest.raises(SystemExit) as stop:
        call_command("rank_round", str(secret.round_id), "--json", stdout=out, stderr=io.StringIO())

    assert stop.value.code == 3
    assert out.getvalue() == ""


def test_secretary_reopens_a_sheet_without_seeing_it(client, hall, secret):
    sheet = Sheet.objects.get(entry=secret)
    client.force_login(hall.officer)
    address = reverse("evaluations:sheet_reopen", args=[sheet.pk])

    page = client.get(address)
    client.post(address, {"reason": "Thành viên đề nghị sửa."})

    sheet.refresh_from_db()
    assert SECRET not in page.content.decode()
    assert sheet.state == "draft"


def test_discussion_shows_sheets_but_no_mean_and_no_stars(client, hall):
    found = make_round(hall)
    for member, total in zip(hall.members, (80, 81, 83), strict=True):
        submit_sheet(entry_of(found), member, total)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    client.force_login(hall.members[1])

    page = client.get(reverse("evaluations:entry", args=[entry_of(found).pk])).content.decode()

    assert "81" in page
    assert "81,33" not in page
    assert "stars-text" not in page


def test_results_are_for_council_office_and_leaders_until_published(client, hall):
    found = make_round(hall, state=RoundState.CLOSED)
    producer = entry_of(found).dossier.created_by

    seen = {}
    for who, user in (others(hall) | {"producer": producer}).items():
        client.force_login(user)
        seen[who] = client.get(reverse("evaluations:results", args=[found.pk])).status_code

    inside = {"member", "secretary", "officer", "head", "leader"}
    assert {who for who, status in seen.items() if status == 200} == inside
    assert not selectors.entries_visible_to(producer).exists()
    assert not selectors.entries_visible_to(hall.commune_officer).exists()


def test_papers_of_a_closed_round_are_hidden_from_producers(hall):
    found = make_round(hall, state=RoundState.PROPOSED)
    producer = entry_of(found).dossier.created_by

    assert found.papers.exists()
    assert not documents_visible_to(producer).exists()
    assert not documents_visible_to(hall.commune_officer).exists()
