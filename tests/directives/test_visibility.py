"""Nobody sees a letter, task, report or file that is not theirs to see. In every test there is something to leak."""

from __future__ import annotations

import pytest
from django.db.models import Q
from django.urls import reverse

from accounts.enums import Role
from directives import selectors, services, visibility
from directives.drafts import TaskDraft
from directives.enums import DocumentState
from foundation.files import CheckedUpload
from tests.factories.accounts import make_person, make_user
from tests.factories.directives import bring_to, make_document, make_house, make_task

pytestmark = pytest.mark.django_db

S = DocumentState


@pytest.fixture
def own_providers(monkeypatch):
    """Registries of their own, so that no test leaves a provider behind."""
    monkeypatch.setattr(visibility, "_grants", [])
    monkeypatch.setattr(visibility, "_denials", [])


def sees(user, document) -> bool:
    return selectors.documents_visible_to(user).filter(pk=document.pk).exists()


def names_who_see(people, document) -> set[str]:
    return {name for name, user in people.items() if sees(user, document)}


def test_draft_stays_inside_and_issued_letter_reaches_its_offices(due_soon):
    house, other = make_house(), make_house()
    tasks = [TaskDraft(assignee=house.commune, summary="Lập danh sách", cooperating=[other.agriculture])]
    document = make_document(house, tasks=tasks, sent_to=[other.commune])
    people = {
        "officer": house.officer,
        "clerk": house.clerk,
        "leader": house.leader,
        "assignee": house.commune_officer,
        "cooperating": other.officer,
        "addressee": other.commune_leader,
        "other office of an addressee": other.leader,
        "council member": make_person(Role.COUNCIL_MEMBER, house.agriculture),
        "administrator": make_person(Role.ADMINISTRATOR, house.agriculture),
        "producer": make_person(Role.PRODUCER),
        "nobody": make_user(),
    }
    inside = {"officer", "clerk", "leader"}

    for state in (S.DRAFT, S.CHECKED, S.FORM_CHECKED, S.APPROVED, S.RENDERED):
        document = make_document(house, tasks=tasks, sent_to=[other.commune], state=state)
        assert names_who_see(people, document) == inside, state
    bring_to(house, document := make_document(house, tasks=tasks, sent_to=[other.commune]), S.ISSUED)
    assert names_who_see(people, document) == inside | {"assignee", "cooperating", "addressee"}


def test_visitor_sees_nothing(client, rf):
    from django.contrib.auth.models import AnonymousUser

    make_document(state=S.ISSUED)

    assert not selectors.documents_visible_to(AnonymousUser()).exists()
    assert not selectors.tasks_visible_to(AnonymousUser()).exists()
    assert not selectors.reports_visible_to(AnonymousUser()).exists()


def test_grant_opens_and_denial_wins(own_providers):
    house = make_house()
    shown, hidden = make_document(house, subject="round:1"), make_document(house, subject="round:2")
    stranger = make_user()
    visibility.register_provider(grants=lambda user: Q(subject__startswith="round") if user == stranger else None)
    visibility.register_provider(denials=lambda user: Q(subject="round:2"))

    assert list(selectors.documents_visible_to(stranger)) == [shown]
    assert list(selectors.documents_visible_to(house.officer)) == [shown]
    assert not sees(house.leader, hidden)


def test_denied_letter_hides_its_tasks_register_line_and_attached_papers(own_providers):
    house = make_house()
    task = make_task(house, subject="round:2")
    visibility.register_provider(denials=lambda user: Q(subject="round:2"))

    document = task.document
    assert not selectors.tasks_visible_to(house.commune_officer).exists()
    assert not selectors.register_entries(house.clerk, house.committee, document.year).exists()
    assert not selectors.overdue_tasks(house.officer).exists()


def test_office_sees_its_own_tasks_and_the_issuer_all():
    house, other = make_house(), make_house()
    tasks = [TaskDraft(assignee=house.commune, summary="Một"), TaskDraft(assignee=other.commune, summary="Hai")]
    make_document(house, state=S.ISSUED, tasks=tasks)

    seen = {
        name: set(selectors.tasks_visible_to(user).values_list("summary", flat=True))
        for name, user in (
            ("issuer", house.officer),
            ("leader", house.leader),
            ("first", house.commune_officer),
            ("second", other.commune_officer),
            ("stranger", other.officer),
        )
    }

    assert seen == {
        "issuer": {"Một", "Hai"},
        "leader": {"Một", "Hai"},
        "first": {"Một"},
        "second": {"Hai"},
        "stranger": set(),
    }


def test_cooperating_office_does_not_read_reports(due_soon):
    house, other = make_house(), make_house()
    tasks = [TaskDraft(assignee=house.commune, summary="Một", cooperating=[other.commune])]
    task = make_document(house, state=S.ISSUED, tasks=tasks).tasks.get()
    services.report_task(task=task, actor=house.commune_officer, text="Đã làm xong việc.")

    readers = {
        user.username
        for user in (house.officer, house.commune_leader, other.commune_officer, other.officer)
        if selectors.reports_visible_to(user).exists()
    }

    assert readers == {house.officer.username, house.commune_leader.username}
    assert selectors.tasks_visible_to(other.commune_officer).exists()


def test_strangers_get_404_on_every_page(client):
    house, stranger = make_house(), make_house()
    upload = CheckedUpload("bao-cao.pdf", "application/pdf", b"%PDF-1.4")
    task = make_task(house)
    report = services.report_task(task=task, actor=house.commune_officer, text="Đã làm xong việc.", uploads=[upload])
    pk = task.document_id
    pages = [
        ("detail", [pk]),
        ("edit", [pk]),
        ("preview", [pk]),
        ("pdf", [pk]),
        ("act", [pk, "issue"]),
        ("task", [task.pk]),
        ("task_act", [task.pk, "report"]),
        ("report_file", [report.files.get().pk]),
    ]
    posts = [("act", [pk, "issue"]), ("retry", [pk]), ("preview_edit", [pk]), ("task_act", [task.pk, "accept"])]

    for user, expected in ((stranger.officer, 404), (make_person(Role.PRODUCER), 404), (make_user(), 404)):
        client.force_login(user)
        answers = {client.get(reverse(f"directives:{name}", args=args)).status_code for name, args in pages}
        answers |= {client.post(reverse(f"directives:{name}", args=args)).status_code for name, args in posts}
        assert answers == {expected}


def test_insiders_without_the_step_get_403(client):
    house = make_house()
    document = make_document(house, state=S.FORM_CHECKED)

    client.force_login(house.officer)

    assert client.post(reverse("directives:act", args=[document.pk, "approve"])).status_code == 403
    assert client.get(reverse("directives:act", args=[document.pk, "render"])).status_code == 403
    assert client.get(reverse("directives:act", args=[document.pk, "explode"])).status_code == 403


def test_files_are_served_to_those_who_see_them_and_as_attachments(client):
    house = make_house()
    upload = CheckedUpload("bao-cao.pdf", "application/pdf", b"%PDF-1.4 report")
    task = make_task(house)
    report = services.report_task(task=task, actor=house.commune_officer, text="Đã làm xong việc.", uploads=[upload])

    client.force_login(house.commune_leader)
    letter = client.get(reverse("directives:pdf", args=[task.document_id]))
    paper = client.get(reverse("directives:report_file", args=[report.files.get().pk]))

    assert b"".join(letter.streaming_content).startswith(b"%PDF")
    assert b"".join(paper.streaming_content) == b"%PDF-1.4 report"
    assert {answer["Content-Disposition"].split(";")[0] for answer in (letter, paper)} == {"attachment"}


def test_offices_outside_do_not_see_the_history(client):
    house = make_house()
    task = make_task(house)

    client.force_login(house.commune_officer)
    outside = client.get(reverse("directives:detail", args=[task.document_id])).content.decode()
    client.force_login(house.officer)
    inside = client.get(reverse("directives:detail", args=[task.document_id])).content.decode()

    assert "Lịch sử xử lý" not in outside
    assert house.officer.full_name not in outside
    assert "Lịch sử xử lý" in inside
