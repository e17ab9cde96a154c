"""Offices with their people, letters in every state, tasks.

Letters go through the services but for the PDF: laying one out is slow, and the tests of the job do it; here a few
bytes stand for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.enums import OfficeKind, Role, UnitLevel
from accounts.models import Office, User
from activity.enums import JobState
from activity.models import Job
from activity.transitions import apply
from directives import selectors, services
from directives.drafts import TaskDraft
from directives.enums import TRANSITIONS, DocumentAction, DocumentState, DocumentType
from directives.models import Document, Task
from directives.rendering import Bullet, Certificate, Clause, OfficialDocument, Paragraph, Signature
from foundation import clock, files
from tests.factories.accounts import make_office, make_person, make_unit


@dataclass
class House:
    """A district: People's Committee with leader and clerk, agriculture office that writes, commune that works."""

    committee: Office
    agriculture: Office
    commune: Office
    officer: User
    head: User
    clerk: User
    leader: User
    commune_officer: User
    commune_leader: User


def make_house(*, with_head: bool = True) -> House:
    """Make a district with everybody whom the route of a letter needs; ``head`` is the officer where there is none."""
    province = make_unit(level=UnitLevel.PROVINCE)
    district = make_unit(level=UnitLevel.DISTRICT, parent=province)
    committee = make_office(unit=district)
    agriculture = make_office(
        unit=district,
        kind=OfficeKind.AGRICULTURE,
        name="Phòng Nông nghiệp và Phát triển nông thôn",
        abbreviation="NN",
        parent=committee,
        runs_rounds=True,
    )
    commune = make_office(unit=make_unit(parent=district))
    officer = make_person(Role.ROUND_OFFICER, agriculture)
    return House(
        committee=committee,
        agriculture=agriculture,
        commune=commune,
        officer=officer,
        head=make_person(Role.LEADER, agriculture, title="Trưởng phòng") if with_head else officer,
        clerk=make_person(Role.CLERK, committee, title="Văn thư"),
        leader=make_person(Role.LEADER, committee, title="Chủ tịch"),
        commune_officer=make_person(Role.COMMUNE_OFFICER, commune),
        commune_leader=make_person(Role.COMMUNE_LEADER, commune, title="Chủ tịch"),
    )


def make_content(
    office: Office,
    type: str = DocumentType.CONG_VAN,  # noqa: A002 -- the word of the decree for it
    *,
    abstract: str = "",
    training: bool = False,
    **given: Any,
) -> OfficialDocument:
    """Make the content of a document of an office; ``given`` replaces any of its fields."""
    head = selectors.letterhead(office)
    values: dict[str, Any] = {
        "type": type,
        "issuer": head.issuer,
        "parent_issuer": head.parent_issuer,
        "symbol": selectors.symbol_of(office, type),
        "place": head.place,
        "abstract": abstract or "đăng ký sản phẩm OCOP",
        "addressees": ["Ủy ban nhân dân các xã"] if type == DocumentType.CONG_VAN else [],
        "body": [Paragraph("Đề nghị các đơn vị triển khai:"), Clause("1", title="Đối với các xã"), Bullet("Rà soát.")],
        "signature": selectors.signature_block(office, type),
        "training": training,
    }
    if type == DocumentType.BIEN_BAN:
        values["second_signature"] = Signature(["Thư ký"], name="Y Bích")
        values["signature"] = Signature(["Chủ tọa"], name="A Đrin")
    return OfficialDocument(**(values | given))


def make_certificate_content(office: Office, *, training: bool = False, **given: Any) -> Certificate:
    """Make the content of a certificate whose decision is not numbered yet."""
    values: dict[str, Any] = {
        "issuer": selectors.letterhead(office).issuer,
        "product": "Cà phê bột Bờ Y",
        "producer": "Hợp tác xã Thử",
        "address": "xã Bờ Y",
        "stars": 4,
        "decision_number": "…",
        "decision_date": clock.today(),
        "certificate_number": "…",
        "place": office.seat,
        "issued_on": clock.today(),
        "expires_on": date(2099, 1, 1),
        "signature": Signature(["Chủ tịch"]),
        "verify_url": "https://ocop.example/giay-chung-nhan/abc",
        "training": training,
    }
    return Certificate(**(values | given))


def make_document(
    house: House | None = None,
    *,
    state: str = DocumentState.DRAFT,
    type: str = DocumentType.CONG_VAN,  # noqa: A002 -- the word of the decree for it
    abstract: str = "đăng ký sản phẩm OCOP",
    training: bool = False,
    content: Any = None,
    **given: Any,
) -> Document:
    """Make a document and bring it to a state along the route, with the people of the house."""
    house = house or make_house()
    if content is None and type == DocumentType.GIAY_CHUNG_NHAN:
        content = make_certificate_content(house.committee, training=training)
    document = services.create_document(
        office=house.committee,
        drafting_office=house.agriculture,
        type=type,
        abstract=abstract,
        content=content or make_content(house.committee, type, abstract=abstract, training=training),
        created_by=given.pop("created_by", house.officer),
        training=training,
        **given,
    )
    return bring_to(house, document, state)


_ROUTE = (
    (DocumentState.CHECKED, DocumentAction.CHECK, "head"),
    (DocumentState.FORM_CHECKED, DocumentAction.FORM_CHECK, "clerk"),
    (DocumentState.APPROVED, DocumentAction.APPROVE, "leader"),
    (DocumentState.RENDERED, None, ""),
    (DocumentState.ISSUED, DocumentAction.ISSUE, "clerk"),
)


def bring_to(house: House, document: Document, state: str) -> Document:
    """Move a draft along the route up to a state."""
    if state == DocumentState.DRAFT:
        return document
    if state == DocumentState.VOIDED:
        return services.act(document=document, action=DocumentAction.VOID, actor=house.officer, reason="Không cần nữa.")
    for reached, action, who in _ROUTE:
        if action is None:
            store_pdfs(document)
        else:
            services.act(document=document, action=action, actor=getattr(house, who))
        if reached == state:
            return document
    raise ValueError(f"the route does not lead to {state}")


def store_pdfs(document: Document) -> None:
    """Do what the job does for an approved document and what is attached to it, with a few bytes in place of PDFs."""
    _store_pdf(document)
    for attached in document.attached.all():
        _store_pdf(attached)


def _store_pdf(document: Document) -> None:
    content = f"%PDF-1.4 {document.pk}".encode()
    stored = files.store(name="van-ban.pdf", content_type="application/pdf", content=content)
    changes = {"pdf": stored, "pdf_sha256": stored.sha256, "template_version": "0"}
    apply(TRANSITIONS, DocumentAction.RENDER, document, actor=None, changes=changes)
    Job.objects.filter(key=f"render_document:{document.pk}").update(state=JobState.DONE)


def make_task(
    house: House | None = None,
    *,
    due_at: datetime | None = None,
    assignee: Office | None = None,
    summary: str = "Lập danh sách sản phẩm đăng ký",
    state: str = DocumentState.ISSUED,
    **given: Any,
) -> Task:
    """Make a letter with one task, issued by default; without ``due_at`` the task is regular."""
    house = house or make_house()
    draft = TaskDraft(assignee=assignee or house.commune, summary=summary, due_at=due_at)
    return make_document(house, state=state, tasks=[draft], **given).tasks.get()
