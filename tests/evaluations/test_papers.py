"""From results to papers: drafted by a job, decided by the leader, issued by the clerk; certificates and their life."""

from __future__ import annotations

import datetime
import json

import pytest

from activity import jobs
from activity.errors import Refused
from directives import services as directives
from directives.models import Document
from directives.rendering import Certificate as CertificateContent
from evaluations import papers, selectors, services
from evaluations.enums import CertificateState, PaperKind, PublicState, RoundState
from evaluations.models import Certificate, Recognition, RoundPaper
from foundation import clock
from registrations.models import Product
from tests.factories.after import decide_withdrawal, propose_withdrawal
from tests.factories.evaluations import (
    agree_on_all,
    decide,
    decision_of,
    entry_of,
    make_hall,
    make_round,
    propose,
    submit_all,
)
from tests.factories.rubrics import CODE_2019, publish_law


def closed_with(hall, totals):
    found = make_round(hall, entries=len(totals))
    submit_all(hall, found, totals)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    agree_on_all(hall, found)
    return services.close_round(evaluation_round=found, actor=hall.officer)


def ignore(done: int, total: int) -> None:
    """Progress that nobody watches."""


def kinds(found):
    return sorted(found.papers.values_list("kind", flat=True))


# -- Drafting --------------------------------------------------------------------------------------------------------
def test_papers_follow_from_the_results(hall):
    found = propose(hall, closed_with(hall, [80, 45, 92]))

    assert kinds(found) == sorted(
        ["minutes", "decision", "submission", "commune_notice", *["producer_notice"] * 3, "certificate"]
    )
    assert RoundPaper.objects.get(kind="certificate").entry == entry_of(found)
    attached = set(decision_of(found).attached.values_list("type", flat=True))
    assert attached == {"thong_bao", "giay_chung_nhan"}


def test_decision_lists_by_stars_then_points_and_gives_no_places(hall):
    found = propose(hall, closed_with(hall, [75, 92, 80]))
    names = [entry_of(found, n).dossier.product.name for n in range(3)]

    annex = decision_of(found).content["annexes"][0]

    tables = [block for block in annex["blocks"] if block["kind"] == "table"]
    assert [row[1] for row in tables[0]["rows"]] == [names[2], names[0]]
    assert [row[1] for row in tables[1]["rows"]] == [names[1]]
    assert [column["title"] for column in tables[0]["columns"]] == [
        "TT", "Sản phẩm", "Chủ thể", "Xã, phường, thị trấn", "Điểm", "Hạng",
    ]  # fmt: skip


def test_minutes_carry_every_total_and_the_digests_of_the_sheets(hall):
    found = closed_with(hall, [80])
    services.draft_minutes(evaluation_round=found, actor=hall.officer)
    jobs.run_waiting()

    document = RoundPaper.objects.get(kind=PaperKind.MINUTES).document

    text = json.dumps(document.content, ensure_ascii=False)
    sheets = entry_of(found).sheets.all()
    assert all(sheet.sha256 in text for sheet in sheets)
    assert document.content["second_signature"]["name"] == str(hall.members[2])
    assert kinds(found) == ["minutes"]


def test_producers_notice_holds_the_own_result_only(hall):
    found = propose(hall, closed_with(hall, [80, 45]))
    own, other = entry_of(found), entry_of(found, 1)

    notice = RoundPaper.objects.get(kind="producer_notice", producer=own.dossier.producer).document

    text = json.dumps(notice.content, ensure_ascii=False)
    assert own.dossier.product.name in text
    assert other.dossier.product.name not in text
    assert not any(str(member) in text for member in hall.members)


def test_stars_without_gates_say_so_on_every_paper(db):
    hall = make_hall(law=publish_law(CODE_2019), level="district", training=True, members=2)
    found = propose(hall, make_round(hall, state=RoundState.CLOSED))

    texts = [json.dumps(paper.document.content, ensure_ascii=False) for paper in found.papers.all()]
    assert kinds(found) == ["commune_notice", "decision", "minutes", "producer_notice", "submission"]
    assert all("chưa xét yêu cầu tối thiểu" in text for text in texts)
    assert all(paper.document.training for paper in found.papers.all())


def test_job_run_twice_drafts_once(hall):
    found = propose(hall, closed_with(hall, [80, 45]))
    before = set(Document.objects.values_list("pk", flat=True))

    made = services.draft_papers(round_id=found.pk, only="", actor_id=hall.officer.pk, progress=ignore)

    assert made == 0
    assert set(Document.objects.values_list("pk", flat=True)) == before


def test_job_that_dies_goes_on_where_it_stopped(hall):
    found = closed_with(hall, [80, 45])
    services.propose_results(evaluation_round=found, actor=hall.officer)

    def die(done: int, total: int) -> None:
        if done == 3:
            raise SystemExit

    with pytest.raises(SystemExit):
        services.draft_papers(round_id=found.pk, only="", actor_id=hall.officer.pk, progress=die)
    after_death = found.papers.count()
    jobs.run_waiting()

    keys = list(found.papers.values_list("key", flat=True))
    assert after_death == 3
    assert len(keys) == len(set(keys)) == Document.objects.count() == 6
    assert Certificate.objects.count() == 1


def test_decision_is_not_signed_while_papers_are_missing(hall):
    found = closed_with(hall, [80])
    services.propose_results(evaluation_round=found, actor=hall.officer)
    services.draft_papers(round_id=found.pk, only="decision", actor_id=hall.officer.pk, progress=ignore)
    document = decision_of(found)
    for action, who in (("check", hall.head), ("form_check", hall.clerk)):
        directives.act(document=document, action=action, actor=who)

    with pytest.raises(Refused):
        directives.act(document=document, action="approve", actor=hall.leader)

    document.refresh_from_db()
    found.refresh_from_db()
    assert (document.number, found.state) == (None, RoundState.PROPOSED)


def test_proposal_taken_back_voids_its_drafts_and_can_be_made_anew(hall):
    found = propose(hall, closed_with(hall, [80]))
    first = decision_of(found)

    services.take_back(evaluation_round=found, actor=hall.officer, reason="Bổ sung thông tin.")
    left = (found.papers.count(), Certificate.objects.count())
    propose(hall, found)

    first.refresh_from_db()
    assert left == (0, 0)
    assert first.state == "voided"
    assert decision_of(found) != first
    assert found.state == RoundState.PROPOSED


def test_decision_voided_after_signing_takes_the_round_back_to_its_results(hall):
    found = propose(hall, closed_with(hall, [80]))
    document = decision_of(found)
    for action, who in (("check", hall.head), ("form_check", hall.clerk), ("approve", hall.leader)):
        directives.act(document=document, action=action, actor=who)

    directives.act(document=document, action="void", actor=hall.leader, reason="Sai căn cứ.")

    found.refresh_from_db()
    assert found.state == RoundState.CLOSED
    assert kinds(found) == ["minutes"]
    assert entry_of(found).stars == 4


def test_round_with_a_numbered_paper_cannot_be_discussed_again(hall):
    found = closed_with(hall, [80])
    services.draft_minutes(evaluation_round=found, actor=hall.officer)
    jobs.run_waiting()
    minutes = RoundPaper.objects.get(kind=PaperKind.MINUTES).document
    for action, who in (("check", hall.head), ("form_check", hall.clerk), ("approve", hall.leader)):
        directives.act(document=minutes, action=action, actor=who)

    with pytest.raises(Refused):
        services.reopen_round(evaluation_round=found, actor=hall.officer, reason="Xem lại.")


def test_decision_of_a_law_that_is_over_is_not_signed_except_in_training(db):
    with clock.frozen(datetime.date(2021, 11, 1)):
        hall = make_hall(law=publish_law(CODE_2019), level="district", members=2)
        found = propose(hall, make_round(hall, state=RoundState.CLOSED))
        document = decide(hall, found, "check", "form_check")

    with clock.frozen(datetime.date(2023, 3, 1)), pytest.raises(Refused, match="1048"):
        directives.act(document=document, action="approve", actor=hall.leader)


# -- Published -------------------------------------------------------------------------------------------------------
def test_published_round_recognises_tells_dossiers_and_opens_the_public_page(hall):
    found = propose(hall, closed_with(hall, [80, 45, 92]))
    decide(hall, found, "check", "form_check", "approve", "issue")

    found.refresh_from_db()
    recognised, noticed, up = (entry_of(found, n) for n in range(3))
    certificate = Certificate.objects.get()
    content = CertificateContent.from_dict(certificate.document.content)
    assert found.state == RoundState.PUBLISHED
    assert [entry.dossier.outcome for entry in (recognised, noticed, up)] == ["recognised", "notice", "proposed_up"]
    assert [entry.dossier.state for entry in (recognised, noticed, up)] == ["decided"] * 3
    assert (certificate.state, certificate.public_state()) == (CertificateState.VALID, PublicState.VALID)
    assert certificate.expires_on == clock.today().replace(year=clock.today().year + 3)
    assert content.verify_url.endswith(f"/{certificate.token}/")
    assert (content.decision_number, content.certificate_number) == (decision_of(found).full_number, certificate.number)
    assert [row.product for row in selectors.recognitions_public()] == [recognised.dossier.product]
    assert selectors.certificate_by_token(certificate.token) == certificate
    assert Product.objects.get(pk=recognised.dossier.product_id).current_stars == 4
    withdraw_and_check(hall, certificate)


def withdraw_and_check(hall, certificate):
    """Goes on from the published round above, because issuing makes real PDFs and takes its time."""
    certificate = selectors.certificate_by_token(certificate.token)
    product = certificate.recognition.product
    assert selectors.recognitions_in_force().count() == 1

    decide_withdrawal(hall, propose_withdrawal(hall, product))

    certificate.refresh_from_db()
    assert certificate.public_state() == PublicState.WITHDRAWN
    assert not selectors.recognitions_in_force().exists()
    assert selectors.recognitions_public().count() == 1
    product.refresh_from_db()
    assert product.current_stars is None


def test_training_round_is_published_and_counts_nowhere(db):
    hall = make_hall(training=True, members=2)

    found = make_round(hall, state=RoundState.PUBLISHED)

    certificate = Certificate.objects.get(entry__round=found)
    assert certificate.public_state() == PublicState.TRAINING
    assert CertificateContent.from_dict(certificate.document.content).training
    assert not Recognition.objects.exists()
    assert not selectors.recognitions_public().exists()
    assert Product.objects.get().current_stars is None


def test_newer_certificate_of_a_product_replaces_the_older_one(hall):
    first = propose(hall, closed_with(hall, [80]))
    decide(hall, first, "check", "form_check", "approve", "issue")
    old = Certificate.objects.get()
    again = make_round(hall, entries=1, state=RoundState.PREPARING)
    dossier = entry_of(again).dossier
    type(dossier).objects.filter(pk=dossier.pk).update(product=entry_of(first).dossier.product)
    services.fix_dossiers(evaluation_round=again, actor=hall.officer)
    services.open_scoring(evaluation_round=again, actor=hall.officer)
    submit_all(hall, again, 72)
    services.open_discussion(evaluation_round=again, actor=hall.officer)
    services.close_round(evaluation_round=again, actor=hall.officer)

    propose(hall, again)
    decide(hall, again, "check", "form_check", "approve", "issue")

    old.refresh_from_db()
    assert old.public_state() == PublicState.REPLACED
    assert old.replaced_by.entry == entry_of(again)
    assert selectors.recognitions_in_force().count() == 1


# -- Terms -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("issued", "expires"),
    [
        (datetime.date(2026, 9, 15), datetime.date(2029, 9, 15)),
        (datetime.date(2028, 2, 29), datetime.date(2031, 2, 28)),
        (datetime.date(2026, 12, 31), datetime.date(2029, 12, 31)),
    ],
)
def test_term_of_36_months_ends_on_the_same_day_of_the_month(issued, expires):
    assert papers.expiry_of(issued, 36) == expires


@pytest.mark.parametrize(
    ("day", "prolonged", "state"),
    [
        (datetime.date(2029, 9, 15), None, PublicState.VALID),
        (datetime.date(2029, 9, 16), None, PublicState.EXPIRED),
        (datetime.date(2029, 9, 16), datetime.date(2030, 3, 1), PublicState.PROLONGED),
        (datetime.date(2030, 3, 2), datetime.date(2030, 3, 1), PublicState.EXPIRED),
    ],
)
def test_public_state_follows_the_calendar(day, prolonged, state):
    certificate = Certificate(
        state=CertificateState.VALID,
        issued_on=datetime.date(2026, 9, 15),
        expires_on=datetime.date(2029, 9, 15),
        prolonged_until=prolonged,
    )

    assert certificate.public_state(day) == state


def test_certificate_that_is_not_issued_has_no_public_state():
    assert Certificate(state=CertificateState.DRAFTED).public_state() is None
