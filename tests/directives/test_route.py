"""What happens along the route: numbers, signatures, law in force, attachments, hooks, returns, notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Unit
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import JournalEntry, Notification
from directives import hooks, selectors, services
from directives.drafts import TaskDraft
from directives.enums import DocumentAction, DocumentState, DocumentType, Register
from directives.models import Document, RegisterCounter
from directives.rendering import OfficialDocument, Signature
from foundation import clock
from tests.factories.directives import bring_to, make_certificate_content, make_content, make_document, make_house
from tests.factories.rubrics import CODE_2019, CODE_2026, publish_law

pytestmark = pytest.mark.django_db

S, A = DocumentState, DocumentAction


@pytest.fixture
def own_hooks(monkeypatch):
    """A registry of hooks of its own, so that no test leaves one behind."""
    registry: dict[str, hooks.Hook] = {}
    monkeypatch.setattr(hooks, "_hooks", registry)
    return registry


def test_approval_allocates_number_date_and_signer():
    house = make_house()
    with clock.frozen(date(2026, 3, 5)):
        document = make_document(house, state=S.APPROVED)

    content = selectors.content_of(document)
    assert (document.full_number, document.dated, document.year) == ("01/UBND", date(2026, 3, 5), 2026)
    assert (content.number, content.date, content.signature.name) == (1, date(2026, 3, 5), house.leader.full_name)
    assert document.signer_membership.title == "Chủ tịch"


def test_numbers_run_by_office_series_and_year():
    house, other = make_house(), make_house()
    with clock.frozen(date(2026, 12, 31)):
        letters = [make_document(house, state=S.APPROVED) for _n in range(2)]
        decision = make_document(house, state=S.APPROVED, type=DocumentType.QUYET_DINH)
        council = make_document(house, state=S.APPROVED, series="Hội đồng OCOP")
        elsewhere = make_document(other, state=S.APPROVED)
    with clock.frozen(date(2027, 1, 1)):
        next_year = make_document(house, state=S.APPROVED)

    assert [letter.number for letter in letters] == [1, 2]
    assert (decision.full_number, council.number, elsewhere.number, next_year.number) == ("01/QĐ-UBND", 1, 1, 1)


def test_training_letter_never_takes_a_number_of_the_real_register():
    house = make_house()

    training = make_document(house, state=S.APPROVED, training=True)
    real = make_document(house, state=S.APPROVED)

    assert (training.series, training.number, real.number) == (Register.TRAINING, 1, 1)
    assert RegisterCounter.objects.filter(series=Register.LETTERS).get().last == 1


def test_database_refuses_a_number_twice_and_a_number_on_a_draft():
    house = make_house()
    first, second = make_document(house, state=S.APPROVED), make_document(house, state=S.APPROVED)
    draft = make_document(house)

    for pk, values in (
        (second.pk, {"number": first.number}),
        (draft.pk, {"number": 7}),
        (first.pk, {"state": "draft"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=pk).update(**values)


def test_refused_approval_leaves_no_gap():
    house = make_house()
    content = replace(make_content(house.committee), signature=Signature(["Chủ tịch"], name="Người Khác"))
    refused = make_document(house, state=S.FORM_CHECKED, content=content)

    with pytest.raises(Refused, match="Người Khác"):
        services.act(document=refused, action=A.APPROVE, actor=house.leader)

    assert make_document(house, state=S.APPROVED).number == 1


def test_stale_approval_conflicts_and_leaves_no_gap():
    house = make_house()
    document = make_document(house, state=S.FORM_CHECKED)
    stale = Document.objects.get(pk=document.pk)
    services.act(document=document, action=A.APPROVE, actor=house.leader)

    with pytest.raises(Conflict):
        services.act(document=stale, action=A.APPROVE, actor=house.leader)

    assert RegisterCounter.objects.get().last == 1


def test_minutes_keep_the_names_of_chair_and_secretary():
    document = make_document(state=S.APPROVED, type=DocumentType.BIEN_BAN)

    content = selectors.content_of(document)
    assert (content.signature.name, content.second_signature.name) == ("A Đrin", "Y Bích")


def test_step_on_another_version_than_the_one_seen_conflicts():
    house = make_house()
    document = make_document(house)
    seen = document.version
    services.update_document(
        document=document, content=make_content(house.committee), abstract="khác", actor=house.officer, version=seen
    )

    with pytest.raises(Conflict):
        services.act(document=document, action=A.CHECK, actor=house.head, version=seen)


# -- Law and unit ----------------------------------------------------------------------------------------------------
def test_letter_under_a_decision_out_of_force_is_not_signed():
    house = make_house()
    law = publish_law(CODE_2026, sets=())
    document = make_document(house, state=S.FORM_CHECKED, law=law)

    with clock.frozen(law.valid_from - timedelta(days=1)), pytest.raises(Refused, match=law.code):
        services.act(document=document, action=A.APPROVE, actor=house.leader)
    with clock.frozen(law.valid_from):
        services.act(document=document, action=A.APPROVE, actor=house.leader)

    assert document.number == 1


def test_letter_of_a_unit_that_is_gone_is_not_signed():
    house = make_house()
    document = make_document(house, state=S.FORM_CHECKED)
    Unit.objects.filter(pk=house.committee.unit_id).update(valid_to=clock.today() - timedelta(days=1))
    document = Document.objects.get(pk=document.pk)

    with pytest.raises(Refused, match=house.committee.unit.name):
        services.act(document=document, action=A.APPROVE, actor=house.leader)


def test_training_letter_is_signed_under_any_decision():
    house = make_house()
    law = publish_law(CODE_2019, sets=())

    document = make_document(house, state=S.APPROVED, training=True, law=law)

    assert document.number == 1


# -- Drafts ----------------------------------------------------------------------------------------------------------
def test_draft_changed_by_another_meanwhile_conflicts():
    house = make_house()
    document = make_document(house)
    content = make_content(house.committee)
    services.update_document(document=document, content=content, abstract="một", actor=house.officer, version=0)

    with pytest.raises(Conflict):
        services.update_document(document=document, content=content, abstract="hai", actor=house.head, version=0)

    assert Document.objects.get().abstract == "một"


def test_approved_letter_is_never_changed():
    house = make_house()
    document = make_document(house, state=S.APPROVED)
    content = make_content(house.committee)

    with pytest.raises(Conflict):
        services.update_document(
            document=document, content=content, abstract="x", actor=house.officer, version=document.version
        )


def test_letter_for_an_office_above_is_written_and_for_others_refused():
    house, other = make_house(), make_house()
    content = make_content(other.committee)

    with pytest.raises(NotAllowed):
        services.create_document(
            office=other.committee,
            drafting_office=house.agriculture,
            type=DocumentType.CONG_VAN,
            abstract="x",
            content=content,
            created_by=house.officer,
        )


def test_content_of_another_type_or_without_the_training_mark_is_refused():
    house = make_house()

    with pytest.raises(Refused):
        make_document(house, type=DocumentType.THONG_BAO, content=make_content(house.committee))
    with pytest.raises(Refused):
        make_document(house, training=True, content=make_content(house.committee))


def test_returned_draft_carries_the_reason_until_it_moves_again():
    house = make_house()
    document = make_document(house, state=S.CHECKED)

    services.act(document=document, action=A.RETURN, actor=house.clerk, reason="Sai ký hiệu.")

    entry = selectors.returned_with(document)
    assert (document.state, entry.reason, entry.actor) == (S.DRAFT, "Sai ký hiệu.", house.clerk)
    assert Notification.objects.filter(recipient=house.officer, kind="document_back").count() == 1
    services.act(document=document, action=A.SUBMIT, actor=house.officer)
    assert selectors.returned_with(document) is None


def test_return_without_reason_is_refused():
    house = make_house()
    document = make_document(house, state=S.CHECKED)

    with pytest.raises(Refused):
        services.act(document=document, action=A.RETURN, actor=house.clerk, reason="  ")


def test_every_step_is_journalled_and_tells_the_next_person():
    house = make_house()
    document = make_document(house)
    services.act(document=document, action=A.SUBMIT, actor=house.officer)
    bring_to(house, document, S.ISSUED)

    actions = JournalEntry.objects.filter(stream=document.stream).order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["create", "submit", "check", "form_check", "approve", "render", "issue"]
    told = set(Notification.objects.filter(subject=document.stream).values_list("recipient", "kind"))
    assert told == {
        (house.head.pk, "document_to_check"),
        (house.clerk.pk, "document_to_form_check"),
        (house.leader.pk, "document_to_approve"),
        (house.clerk.pk, "document_approved"),
        (house.officer.pk, "document_approved"),
        (house.officer.pk, "document_issued"),
    }


def test_issue_tells_offices_with_tasks_and_offices_it_is_sent_to(due_soon):
    house, other = make_house(), make_house()
    tasks = [TaskDraft(assignee=house.commune, summary="Lập danh sách", due_at=due_soon)]

    make_document(house, state=S.ISSUED, tasks=tasks, sent_to=[other.committee])

    told = set(Notification.objects.values_list("recipient", "kind"))
    assert {(house.commune_officer.pk, "task_assigned"), (house.commune_leader.pk, "task_assigned")} <= told
    assert {(other.leader.pk, "document_issued"), (other.clerk.pk, "document_issued")} <= told
    assert (other.commune_officer.pk, "document_issued") not in told


# -- Attached documents and hooks ------------------------------------------------------------------------------------
def make_decision_with_certificates(house, count=2, **given):
    decision = make_document(house, type=DocumentType.QUYET_DINH, **given)
    certificates = [
        make_document(house, type=DocumentType.GIAY_CHUNG_NHAN, attached_to=decision, abstract=f"Sản phẩm {n}")
        for n in range(count)
    ]
    return decision, certificates


def test_certificates_go_the_way_of_their_decision():
    house = make_house()
    decision, certificates = make_decision_with_certificates(house)

    bring_to(house, decision, S.ISSUED)

    for number, certificate in enumerate(certificates, start=1):
        certificate.refresh_from_db()
        content = selectors.content_of(certificate)
        assert (certificate.state, certificate.full_number) == (S.ISSUED, f"{number:02d}/GCN-UBND")
        assert (content.decision_number, content.decision_date) == ("01/QĐ-UBND", decision.dated)
        assert (content.certificate_number, content.issued_on) == (certificate.full_number, certificate.dated)
        assert (content.signature.name, certificate.pdf_sha256 != "") == (house.leader.full_name, True)


def test_decision_waits_until_its_certificates_are_made():
    house = make_house()
    decision, certificates = make_decision_with_certificates(house)
    bring_to(house, decision, S.APPROVED)
    services.render_document(document_id=decision.pk)
    decision.refresh_from_db()

    with pytest.raises(Refused):
        services.act(document=decision, action=A.ISSUE, actor=house.clerk)
    for certificate in certificates:
        services.render_document(document_id=certificate.pk)
    services.act(document=decision, action=A.ISSUE, actor=house.clerk)

    assert set(Document.objects.values_list("state", flat=True)) == {S.ISSUED}


def test_returned_or_voided_decision_takes_its_certificates_along():
    house = make_house()
    decision, certificates = make_decision_with_certificates(house, count=1)
    bring_to(house, decision, S.FORM_CHECKED)

    services.act(document=decision, action=A.RETURN, actor=house.leader, reason="Sai tên sản phẩm.")
    certificates[0].refresh_from_db()
    assert certificates[0].state == S.DRAFT
    services.act(document=decision, action=A.VOID, actor=house.officer, reason="Lập lại.")
    certificates[0].refresh_from_db()
    assert certificates[0].state == S.VOIDED


def test_attached_certificate_cannot_be_moved_alone_nor_attached_too_late():
    house = make_house()
    decision, certificates = make_decision_with_certificates(house, count=1)

    with pytest.raises(Refused):
        services.act(document=certificates[0], action=A.CHECK, actor=house.head)
    bring_to(house, decision, S.APPROVED)
    with pytest.raises(Refused):
        make_document(house, type=DocumentType.GIAY_CHUNG_NHAN, attached_to=decision)


def test_hooks_run_in_order_and_may_change_the_content(own_hooks):
    house = make_house()
    seen = []

    def on_approved(document):
        seen.append(("approved", document.full_number, document.attached.get().state))
        return replace(OfficialDocument.from_dict(document.content), proposal="Theo đề nghị của Hội đồng")

    def on_issued(document, actor):
        seen.append(("issued", actor, document.attached.get().state))

    hooks.register("recognise", hooks.Hook(on_approved=on_approved, on_issued=on_issued))
    decision, _certificates = make_decision_with_certificates(house, count=1, purpose="recognise")

    bring_to(house, decision, S.ISSUED)

    assert seen == [("approved", "01/QĐ-UBND", S.FORM_CHECKED), ("issued", house.clerk, S.ISSUED)]
    assert selectors.content_of(decision).proposal == "Theo đề nghị của Hội đồng"


def test_hook_that_fails_undoes_approval_and_number(own_hooks):
    house = make_house()

    def on_approved(document):
        raise Refused("Kết quả chưa được chốt.")

    hooks.register("recognise", hooks.Hook(on_approved=on_approved))
    document = make_document(house, state=S.FORM_CHECKED, purpose="recognise")

    with pytest.raises(Refused, match="chưa được chốt"):
        services.act(document=document, action=A.APPROVE, actor=house.leader)

    stored = Document.objects.get(pk=document.pk)
    assert (stored.state, stored.number, RegisterCounter.objects.count()) == (S.FORM_CHECKED, None, 0)


def test_certificate_that_would_end_before_it_begins_is_refused_with_its_decision():
    house = make_house()
    decision = make_document(house, type=DocumentType.QUYET_DINH)
    past = date(2020, 1, 1)
    content = make_certificate_content(house.committee, issued_on=date(2019, 1, 1), expires_on=past)
    make_document(house, type=DocumentType.GIAY_CHUNG_NHAN, attached_to=decision, content=content)
    bring_to(house, decision, S.FORM_CHECKED)

    with pytest.raises(Refused, match="expires_on"):
        services.act(document=decision, action=A.APPROVE, actor=house.leader)
