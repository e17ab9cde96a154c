"""Many certificates at once: their numbers follow each other without a gap, whenever a worker dies."""

from __future__ import annotations

import pytest
from django.urls import reverse

from activity import jobs
from activity.errors import Refused
from activity.models import Job
from directives import services as directives
from directives.enums import DocumentState
from directives.models import Document
from directives.services import rendering
from evaluations.enums import CertificateState, RoundState
from evaluations.models import Certificate, Entry
from tests.factories.evaluations import bring_to, decide, decision_of, make_hall, make_round, propose

MANY = 7


@pytest.fixture
def hall(db):
    return make_hall(members=2)


def numbers():
    found = Document.objects.filter(type="giay_chung_nhan").values_list("number", flat=True)
    return sorted(found, key=lambda number: number or 0)


def to_signature(hall, found):
    document = decision_of(found)
    for action, who in (("check", hall.head), ("form_check", hall.clerk), ("approve", hall.leader)):
        directives.act(document=document, action=action, actor=who)
    return document


def test_worker_killed_while_certificates_are_made(hall, monkeypatch, client):
    found = make_round(hall, entries=MANY, state=RoundState.CLOSED)
    propose(hall, found)
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
    from directives import hooks

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
