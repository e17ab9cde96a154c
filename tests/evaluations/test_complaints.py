"""Complaints about results: terms as data, the office's answer, and nobody else's business."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activity.errors import Conflict, NotAllowed, Refused
from activity.models import JournalEntry, Notification
from directives.services.reminders import send_reminders
from evaluations import services
from evaluations.enums import ComplaintState, RecusalState, RoundState
from evaluations.models import Complaint, Recusal
from evaluations.selectors.complaints import complaints_visible_to, last_day_to_file
from foundation import clock
from tests.factories.accounts import make_membership, make_office, make_person
from tests.factories.evaluations import DAY, bring_to, entry_of, make_hall, make_round

WHY = "Điểm phần B thấp hơn minh chứng đã nộp."


@pytest.fixture
def hall(db):
    return make_hall(members=2)


@pytest.fixture
def published(hall):
    return make_round(hall, entries=2, state=RoundState.PUBLISHED)


@pytest.fixture
def with_terms(hall):
    """A published round whose regulation gave 20 days to file and 30 to answer."""
    found = make_round(hall, entries=2, state=RoundState.CLOSED)
    set_terms(hall, found)
    return bring_to(hall, found, RoundState.PUBLISHED)


@pytest.fixture
def entry(published):
    return entry_of(published)


def owner(entry):
    return entry.dossier.created_by


def complain(entry, actor=None):
    return services.file_complaint(entry=entry, text=WHY, wanted="", actor=actor or owner(entry))


def set_terms(hall, found, file_days=20, answer_days=30):
    return services.set_complaint_terms(
        evaluation_round=found,
        file_days=file_days,
        answer_days=answer_days,
        source="Quy chế, Điều 9",
        actor=hall.officer,
    )


def test_without_terms_nothing_is_invented(entry, published):
    complaint = complain(entry)

    assert last_day_to_file(published) is None
    assert complaint.answer_due_on is None


def test_terms_of_the_regulation_count_from_publication(with_terms):
    with clock.frozen(DAY + timedelta(days=20)):
        assert complain(entry_of(with_terms)).answer_due_on == DAY + timedelta(days=50)
    with clock.frozen(DAY + timedelta(days=21)), pytest.raises(Refused):
        complain(entry_of(with_terms, 1))


def test_terms_are_never_made_shorter_after_publication(hall, published, with_terms):
    set_terms(hall, with_terms, file_days=25)
    with pytest.raises(Refused):
        set_terms(hall, with_terms, file_days=10)
    with pytest.raises(Refused):
        set_terms(hall, published)
    with pytest.raises(NotAllowed):
        services.set_complaint_terms(
            evaluation_round=published, file_days=30, answer_days=30, source="x", actor=hall.members[0]
        )


def test_answer_goes_back_and_is_journalled(hall, entry):
    complaint = complain(entry)
    mean = entry.mean

    services.answer_complaint(complaint=complaint, verdict="rejected", answer="Hội đồng đã xét.", actor=hall.officer)

    entry.refresh_from_db()
    assert complaint.state == ComplaintState.ANSWERED
    assert Notification.objects.filter(kind="complaint_filed", recipient=hall.officer).exists()
    assert Notification.objects.filter(kind="complaint_answered", recipient=owner(entry)).exists()
    actions = JournalEntry.objects.filter(stream=complaint.stream, for_producer=True).values_list("action", flat=True)
    assert list(actions) == ["file", "answer"]
    assert entry.mean == mean
    with pytest.raises(Conflict):
        services.answer_complaint(complaint=complaint, verdict="upheld", answer="Nữa.", actor=hall.officer)


def test_one_open_complaint_for_a_result(entry):
    first = complain(entry)

    with pytest.raises(Conflict):
        complain(entry)
    services.take_complaint_back(complaint=first, actor=owner(entry))

    assert complain(entry).state == ComplaintState.FILED


def test_refusals(hall, entry):
    scoring = make_round(hall, state=RoundState.SCORING)

    with pytest.raises(Refused):
        complain(entry_of(scoring))
    for stranger in (hall.officer, hall.commune_officer, make_person("producer")):
        with pytest.raises(NotAllowed):
            complain(entry, stranger)
    complaint = complain(entry)
    for stranger in (hall.members[0], hall.commune_officer, owner(entry)):
        with pytest.raises(NotAllowed):
            services.answer_complaint(complaint=complaint, verdict="upheld", answer="Đúng vậy.", actor=stranger)


def test_seen_by_producer_and_office_only_and_never_by_whoever_is_recused(hall, published, entry):
    complaint = complain(entry)
    other = entry_of(published, 1)
    make_membership(user=hall.members[0], role="round_officer", office=hall.office)
    recused = hall.seats[0]

    seen = {person: set(complaints_visible_to(person)) for person in (owner(entry), hall.officer, recused.user)}
    unseen = [owner(other), hall.commune_officer, hall.members[1], make_person("leader", make_office())]
    Recusal.objects.create(
        entry=entry, member=recused, reason="Người thân", state=RecusalState.CONFIRMED, confirmed_by=hall.officer
    )

    assert all(rows == {complaint} for rows in seen.values())
    assert not any(complaints_visible_to(person).exists() for person in unseen)
    assert not complaints_visible_to(recused.user).exists()


def test_answer_is_reminded_of(hall, with_terms):
    complaint = complain(entry_of(with_terms))

    with clock.frozen(complaint.answer_due_on - timedelta(days=7)):
        sent = [one for one in send_reminders() if one.kind == "reminder:complaint"]

    assert [one.recipient for one in sent] == [hall.officer.username]


def test_pages_from_filing_to_answer(hall, published, entry, client):
    client.force_login(owner(entry))
    result = client.get(reverse("evaluations:entry", args=[entry.pk])).content.decode()
    address = reverse("evaluations:complaint_file", args=[entry.pk])
    assert address in result
    assert client.get(address).status_code == 200
    client.post(address, {"text": WHY, "wanted": "Xem lại"})
    complaint = Complaint.objects.get()
    page = reverse("evaluations:complaint", args=[complaint.pk])
    assert WHY in client.get(page).content.decode()
    assert client.get(reverse("evaluations:complaint_take_back", args=[complaint.pk])).status_code == 200

    client.force_login(hall.officer)
    answer = reverse("evaluations:complaint_answer", args=[complaint.pk])
    terms = reverse("evaluations:complaint_terms", args=[published.pk])
    assert client.get(answer).status_code == 200
    assert client.get(terms).status_code == 200
    client.post(terms, {"answer_days": 30, "source": "Quy chế"})
    client.post(answer, {"verdict": "partly", "answer": "Đã xem lại minh chứng."})
    assert client.get(reverse("evaluations:complaint_take_back", args=[complaint.pk])).status_code == 404

    client.force_login(owner(entry))
    shown = client.get(page).content.decode()
    assert "Đã xem lại minh chứng." in shown
    assert str(hall.officer) not in shown
    client.force_login(owner(entry_of(published, 1)))
    assert client.get(page).status_code == 404
    assert WHY not in client.get(reverse("evaluations:complaints")).content.decode()


def test_list_has_constant_queries(hall, published, entry, client):
    third = make_round(hall, state=RoundState.PUBLISHED)
    client.force_login(hall.officer)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("evaluations:complaints")).status_code == 200
        return len(captured)

    complain(entry)
    one = queries()
    complain(entry_of(published, 1))
    complain(entry_of(third))

    assert queries() == one
