"""Many certificates at once: their numbers follow each other without a gap, whenever a worker dies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from activity import jobs
from activity.errors import Refused
from activity.models import Job, Notification
from directives import hooks
from directives import services as directives
from directives.enums import DocumentState
from directives.models import Document
from directives.services import following, rendering
from evaluations.enums import CertificateState, RoundState
from evaluations.models import Certificate, Entry, Recognition
from evaluations.services import publishing
from foundation import clock
from registrations.enums import DossierState
from registrations.models import Dossier
from tests.factories.evaluations import DAY, bring_to, decide, decision_of, make_hall, make_round, propose

MANY = 7


@pytest.fixture(scope="module")
def _made(module_db):
    """A hall, and a round whose many results are agreed on and wait to be proposed."""
    with clock.frozen(DAY):
        hall = make_hall(members=2)
        return hall, make_round(hall, entries=MANY, state=RoundState.CLOSED)


@pytest.fixture
def hall(made):
    return made[0]


@pytest.fixture
def closed(made):
    return made[1]


def numbers():
    found = Document.objects.filter(type="giay_chung_nhan").values_list("number", flat=True)
    return sorted(found, key=lambda number: number or 0)


def to_signature(hall, found):
    document = decision_of(found)
    for action, who in (("check", hall.head), ("form_check", hall.clerk), ("approve", hall.leader)):
        directives.act(document=document, action=action, actor=who)
    return document


def test_worker_killed_while_certificates_are_made(hall, closed, monkeypatch, client):
    found = propose(hall, closed)
    to_signature(hall, found)
    made = []
    make_pdf = rendering.rendering_of

    def die_on_the_fourth(document):
        if len(made) == 3:
            raise SystemExit
        made.append(document.pk)
        return make_pdf(document)

    monkeypatch.setattr(rendering, "rendering_of", die_on_the_fourth)
    with pytest.raises(SystemExit):
        jobs.run_waiting()
    client.force_login(hall.officer)
    page = client.get(reverse("evaluations:papers", args=[found.pk])).content.decode()
    done = Document.objects.filter(state=DocumentState.RENDERED).count()
    monkeypatch.setattr(rendering, "rendering_of", make_pdf)
    # The lease of the dead worker runs out; whoever sweeps next takes its job.
    Job.objects.filter(state="running").update(lease_until=None, state="waiting")
    jobs.run_waiting()

    total = found.papers.exclude(kind__in=("minutes", "submission")).count()
    assert done == 3
    assert f"3/{total}" in page
    assert numbers() == list(range(1, MANY + 1))
    decide(hall, found, "issue")
    rows = Certificate.objects.all()
    assert {row.state for row in rows} == {CertificateState.VALID}
    assert len({row.number for row in rows}) == MANY
    assert Document.objects.filter(type="giay_chung_nhan", pdf=None).count() == 0


def test_signature_that_breaks_off_gives_no_number_at_all(hall, monkeypatch):
    found = make_round(hall, entries=3, state=RoundState.CLOSED)
    propose(hall, found)
    hook = hooks.hook_for("evaluations.certificate")
    seen = []

    def die_on_the_second(document):
        seen.append(document.pk)
        if len(seen) == 2:
            raise SystemExit
        return hook.on_approved(document)

    broken = hooks.Hook(on_approved=die_on_the_second, on_issued=hook.on_issued, on_voided=hook.on_voided)
    monkeypatch.setitem(hooks._hooks, "evaluations.certificate", broken)
    with pytest.raises(SystemExit):
        to_signature(hall, found)
    assert set(numbers()) == {None}

    monkeypatch.setitem(hooks._hooks, "evaluations.certificate", hook)
    directives.act(document=decision_of(found), action="approve", actor=hall.leader)

    assert numbers() == [1, 2, 3]


def test_stage_recognises_no_foreign_stars(hall):
    found = propose(hall, make_round(hall, entries=2, state=RoundState.CLOSED))
    Entry.objects.filter(pk=found.entries.first().pk).update(stars=5)

    with pytest.raises(Refused):
        to_signature(hall, found)

    found.refresh_from_db()
    assert found.state == RoundState.PROPOSED


def test_certificate_with_other_stars_than_the_result_is_refused(hall):
    found = propose(hall, make_round(hall, state=RoundState.CLOSED))
    draft = Document.objects.get(type="giay_chung_nhan")
    Document.objects.filter(pk=draft.pk).update(content={**draft.content, "stars": 3})

    with pytest.raises(Refused):
        to_signature(hall, found)

    assert bring_to(hall, found, RoundState.PROPOSED).state == RoundState.PROPOSED


# -- More than one request moves -------------------------------------------------------------------------------------
@pytest.fixture
def few_at_once(monkeypatch):
    """More than three certificates are the job's."""
    monkeypatch.setattr(following, "AT_ONCE", 3)
    monkeypatch.setattr(publishing, "TOLD_AT_ONCE", 3)


def sign_with_jobs(hall, found):
    document = decision_of(found)
    for action, who in (("check", hall.head), ("form_check", hall.clerk)):
        directives.act(document=document, action=action, actor=who)
        jobs.run_waiting()
        document.refresh_from_db()
    return directives.act(document=document, action="approve", actor=hall.leader)


def test_many_certificates_are_numbered_by_a_job_after_the_decision(hall, closed, few_at_once, client):
    found = propose(hall, closed)

    document = sign_with_jobs(hall, found)

    found.refresh_from_db()
    assert (document.number, found.state) == (1, RoundState.APPROVED)
    assert set(numbers()) == {None}
    client.force_login(hall.clerk)
    page = client.get(reverse("directives:detail", args=[document.pk]))
    assert page.context["following"] is not None
    assert page.context["actions"] == {}
    jobs.run_waiting()
    assert numbers() == list(range(1, MANY + 1))
    assert client.get(reverse("directives:detail", args=[document.pk])).context["following"] is None


def test_worker_killed_while_numbering_loses_and_doubles_nothing(hall, closed, few_at_once, monkeypatch, client):
    found = propose(hall, closed)
    document = sign_with_jobs(hall, found)
    hook, seen = hooks.hook_for("evaluations.certificate"), []

    def die_on_the_fourth(row):
        seen.append(row.pk)
        if len(seen) == 4:
            raise SystemExit
        return hook.on_approved(row)

    broken = hooks.Hook(on_approved=die_on_the_fourth, on_issued=hook.on_issued, on_voided=hook.on_voided)
    monkeypatch.setitem(hooks._hooks, "evaluations.certificate", broken)
    with pytest.raises(SystemExit):
        jobs.run_waiting()
    halfway = [number for number in numbers() if number]
    client.force_login(hall.officer)
    page = client.get(reverse("evaluations:papers", args=[found.pk])).content.decode()
    with pytest.raises(Refused):
        directives.act(document=document, action="void", actor=hall.leader, reason="Nhầm.")
    monkeypatch.setitem(hooks._hooks, "evaluations.certificate", hook)
    Job.objects.filter(state="running").update(lease_until=None, state="waiting")
    jobs.run_waiting()

    assert halfway == [1, 2, 3]
    assert "Các văn bản kèm theo đang được chuyển theo" in page
    assert numbers() == list(range(1, MANY + 1))
    decide(hall, found, "issue")
    rows = Certificate.objects.all()
    assert {row.state for row in rows} == {CertificateState.VALID}
    assert len({row.number for row in rows}) == MANY
    assert Recognition.objects.count() == MANY
    assert set(found.entries.values_list("dossier__state", flat=True)) == {"decided"}


def test_worker_killed_while_dossiers_are_told_tells_each_once(hall, closed, few_at_once, monkeypatch):
    found = propose(hall, closed)
    document = sign_with_jobs(hall, found)
    jobs.run_waiting()
    document.refresh_from_db()
    directives.act(document=document, action="issue", actor=hall.clerk)
    record, seen = publishing.registrations.record_outcome, []

    def die_on_the_third(**values):
        seen.append(values["dossier"].pk)
        if len(seen) == 3:
            raise SystemExit
        return record(**values)

    monkeypatch.setattr(publishing.registrations, "record_outcome", die_on_the_third)
    with pytest.raises(SystemExit):
        jobs.run_waiting()
    monkeypatch.setattr(publishing.registrations, "record_outcome", record)
    Job.objects.filter(state="running").update(lease_until=None, state="waiting")
    jobs.run_waiting()

    told = Notification.objects.filter(kind="result_explained").values_list("recipient_id", flat=True)
    assert len(told) == len(set(told)) == MANY
    assert set(found.entries.values_list("dossier__state", flat=True)) == {"decided"}
    assert not found.entries.filter(told_at=None).exists()


def test_dossier_that_cannot_learn_its_outcome_does_not_keep_it_from_the_others(hall, closed, few_at_once):
    found = propose(hall, closed)
    document = sign_with_jobs(hall, found)
    jobs.run_waiting()
    document.refresh_from_db()
    directives.act(document=document, action="issue", actor=hall.clerk)
    first = found.entries.order_by("pk").first()
    Dossier.objects.filter(pk=first.dossier_id).update(state=DossierState.WITHDRAWN)
    jobs.run_waiting()

    job = Job.objects.get(kind=publishing.TELL)
    assert list(found.entries.filter(told_at=None)) == [first]
    assert (job.state, bool(job.error)) == ("waiting", True)
    Dossier.objects.filter(pk=first.dossier_id).update(state=DossierState.FIXED)
    Job.objects.filter(pk=job.pk).update(not_before=clock.now())
    jobs.run_waiting()
    assert not found.entries.filter(told_at=None).exists()


def test_bad_certificate_among_many_keeps_the_decision_from_its_number(hall, closed, few_at_once):
    found = propose(hall, closed)
    draft = Document.objects.filter(type="giay_chung_nhan").last()
    Document.objects.filter(pk=draft.pk).update(content={**draft.content, "stars": 3})

    with pytest.raises(Refused):
        sign_with_jobs(hall, found)

    assert decision_of(found).number is None


def test_numbering_past_midnight_keeps_the_day_of_the_decision(hall, closed, few_at_once):
    found = propose(hall, closed)
    document = sign_with_jobs(hall, found)

    with clock.frozen(clock.now() + timedelta(days=120)):
        jobs.run_waiting()

    rows = Document.objects.filter(type="giay_chung_nhan")
    assert set(rows.values_list("dated", "year")) == {(document.dated, document.year)}
    assert numbers() == list(range(1, MANY + 1))


def test_job_that_has_given_up_is_tried_again_from_the_page(hall, closed, few_at_once, client):
    found = propose(hall, closed)
    document = sign_with_jobs(hall, found)
    Job.objects.filter(kind="follow_document", state="waiting").update(state="failed", error="Máy chủ tắt.")
    address = reverse("directives:retry_following", args=[document.pk])

    client.force_login(hall.commune_officer)
    stranger = client.post(address).status_code
    client.force_login(hall.officer)
    page = client.get(reverse("directives:detail", args=[document.pk])).content.decode()
    client.post(address)
    jobs.run_waiting()

    assert stranger == 404
    assert address in page
    assert numbers() == list(range(1, MANY + 1))


def test_page_of_a_voided_decision_waits_for_nothing_any_more(hall, closed, few_at_once, client):
    found = propose(hall, closed)
    document = sign_with_jobs(hall, found)
    Job.objects.filter(kind="follow_document", state="waiting").update(state="failed", error="Máy chủ tắt.")
    client.force_login(hall.officer)
    address = reverse("directives:detail", args=[document.pk])
    stuck = client.get(address).context
    document.refresh_from_db()
    directives.act(document=document, action="void", actor=hall.leader, reason="Có sai sót.")

    page = client.get(address).context
    papers = client.get(reverse("evaluations:papers", args=[found.pk])).context

    assert stuck["following_failed"]
    assert (page["document"].state, page["making"], page["following"]) == ("voided", False, None)
    assert not papers["following_failed"]
