"""What the forms of a dossier say: the receipt (Mẫu 01, official part) and the commune's opinion (Mẫu 03).

Forms are official papers: their words are Vietnamese whatever language the screen has.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import override

from accounts.enums import Role
from accounts.models import Membership, Office, Unit, User
from directives.rendering import (
    Align,
    Block,
    Column,
    HandedIn,
    OfficeSlip,
    Opinion,
    Paragraph,
    Receipt,
    Signature,
    Table,
    paragraphs,
)
from directives.rendering import CommuneOpinion as OpinionForm
from directives.selectors import letterhead
from foundation import clock
from registrations.models import CommuneOpinion, CompletionRequest, Correction, Dossier, Reception

# Codes of the dossier lists that the portal writes from what the producer has filled in.
WRITTEN_BY_PORTAL = ("mau-01", "mau-02", "01", "02", "03")
CONTENTS = (
    ("origin", "Nguồn gốc, nguyên liệu địa phương"),
    ("labour", "Lao động địa phương"),
    ("idea", "Nguồn gốc ý tưởng sản phẩm"),
    ("identity", "Bản sắc, tri thức địa phương"),
)


def receipt_of(dossier: Dossier, commune: Unit, receiver: User) -> Receipt:
    """Return the receipt of a dossier that has just been received."""
    if dossier.received_at is None or dossier.due_on is None:
        raise ValueError("a dossier without receipt has no receipt form")
    producer = dossier.producer
    return Receipt(
        office=["Ủy ban nhân dân", commune.name],
        slip_number=dossier.slip_number,
        received_on=min(clock.local(dossier.received_at).date(), dossier.due_on),
        received_at=clock.local(dossier.received_at).strftime("%H:%M"),
        receiver=str(receiver),
        product=dossier.product.name,
        producer=producer.name,
        representative=producer.representative,
        phone=producer.phone,
        address=f"{producer.address}, {producer.unit.name}",
        handed_in=_handed_in(dossier),
        answer_due=dossier.due_on,
        working_days=dossier.round.answer_days,
        place=commune.bare_name,
        decision=dossier.law.code,
        verify_url=f"{settings.PUBLIC_BASE_URL}{dossier.get_absolute_url()}",
        training=dossier.training,
    )


def _handed_in(dossier: Dossier) -> list[HandedIn]:
    electronic = "bản điện tử"
    written = [item["title"] for item in dossier.law.dossier_items if item["code"] in WRITTEN_BY_PORTAL]
    found = [HandedIn(title, electronic) for title in written or ["Hồ sơ đăng ký sản phẩm OCOP"]]
    if dossier.entered_by and (signed := dossier.signed_papers.count()):
        title = f"Giấy tờ chủ thể đã ký (bản quét), hồ sơ do {dossier.entered_by} nhập thay"
        found.append(HandedIn(title, electronic, f"{signed:02d}"))
    if papers := dossier.papers.count():
        found.append(HandedIn("Minh chứng kèm theo", electronic, f"{papers:02d}"))
    noted = Reception.objects.filter(dossier=dossier).first()
    if noted and noted.paper_on:
        found.append(HandedIn("Hồ sơ giấy", f"bản giấy, nhận ngày {noted.paper_on:%d/%m/%Y}"))
    if noted and noted.samples_on:
        found.append(HandedIn("Mẫu sản phẩm", f"nhận ngày {noted.samples_on:%d/%m/%Y}", f"{noted.samples:02d}"))
    return found


def opinion_form_of(dossier: Dossier, opinion: CommuneOpinion, signer: User) -> OpinionForm:
    """Return Mẫu 03 with the producer's words beside the commune's, as its leader approves it."""
    membership = _membership(dossier, signer)
    commune = membership.office.unit if membership and membership.office else dossier.unit
    contents = [Opinion(title, getattr(dossier, f"local_{name}"), getattr(opinion, name)) for name, title in CONTENTS]
    return OpinionForm(
        issuer=["Ủy ban nhân dân", commune.name],
        place=commune.bare_name,
        date=clock.today(),
        product=dossier.product.name,
        facts=_facts(dossier),
        opinions=contents,
        request=opinion.proposal,
        signature=Signature(_authority(membership), name=str(signer)),
        decision=dossier.law.code,
        training=dossier.training,
    )


def refusal_slip_of(dossier: Dossier, office: Office, officer: User, reason: str) -> OfficeSlip:
    """Return the slip with which the commune refuses a dossier in writing."""
    return _slip(
        dossier,
        office,
        officer,
        title=["Phiếu từ chối tiếp nhận", "hồ sơ sản phẩm OCOP"],
        body=[
            Paragraph(f"{office.name} từ chối tiếp nhận, giải quyết hồ sơ nêu trên với lý do:"),
            *paragraphs(reason),
            Paragraph("Chủ thể có quyền nộp lại hồ sơ khi đủ điều kiện, hoặc khiếu nại theo quy định của pháp luật"),
        ],
    )


def completion_slip_of(dossier: Dossier, office: Office, officer: User, asked: Sequence[Correction]) -> OfficeSlip:
    """Return the slip with which commune or office asks the producer for completion: each point with its reason."""
    columns = [Column("TT", 8, Align.CENTER), Column("Nội dung", 37), Column("Yêu cầu bổ sung, hoàn thiện", 55)]
    rows = [[str(number), row.label, row.reason] for number, row in enumerate(asked, start=1)]
    return _slip(
        dossier,
        office,
        officer,
        title=["Phiếu yêu cầu bổ sung, hoàn thiện", "hồ sơ sản phẩm OCOP"],
        body=[
            Paragraph(f"{office.name} đề nghị chủ thể bổ sung, hoàn thiện các nội dung sau:"),
            Table(columns, rows),
            Paragraph("Chủ thể sửa, trả lời từng nội dung và gửi lại hồ sơ trên cổng"),
        ],
    )


def commune_slip_of(
    dossier: Dossier, office: Office, officer: User, asked: Sequence[CompletionRequest], due_on: date
) -> OfficeSlip:
    """Return the slip with which the office asks the commune to complete a dossier, with the day and each point."""
    columns = [Column("TT", 8, Align.CENTER), Column("Nội dung", 37), Column("Việc xã cần làm", 55)]
    with override("vi"):
        rows = [[str(number), str(row.get_lack_display()), row.text] for number, row in enumerate(asked, start=1)]
    commune = f"Ủy ban nhân dân {dossier.unit.name}"
    return _slip(
        dossier,
        office,
        officer,
        title=["Phiếu đề nghị hoàn thiện", "hồ sơ sản phẩm OCOP"],
        body=[
            Paragraph(f"{office.name} đề nghị {commune} hoàn thiện các nội dung sau:"),
            Table(columns, rows),
            Paragraph(f"{commune} trả lời từng nội dung và gửi lại hồ sơ trên cổng chậm nhất ngày {due_on:%d/%m/%Y}"),
        ],
    )


def _slip(dossier: Dossier, office: Office, officer: User, *, title: list[str], body: list[Block]) -> OfficeSlip:
    head = letterhead(office)
    return OfficeSlip(
        issuer=head.issuer,
        parent_issuer=head.parent_issuer,
        place=head.place,
        date=clock.today(),
        title=title,
        subtitle=f"(Thực hiện Quyết định số {dossier.law.code} của Thủ tướng Chính phủ)",
        facts=[("Sản phẩm", dossier.product.name), *_facts(dossier)],
        body=body,
        signature=Signature(["Người tiếp nhận"], name=str(officer)),
        training=dossier.training,
    )


def _facts(dossier: Dossier) -> list[tuple[str, str]]:
    producer = dossier.producer
    with override("vi"):
        legal_form = str(producer.get_legal_form_display())
    rows = [
        ("Tên chủ thể", producer.name),
        ("Loại hình", legal_form),
        ("Địa chỉ", f"{producer.address}, {producer.unit.name}"),
        ("Người đại diện", " – ".join(filter(None, (producer.representative, producer.representative_post)))),
        ("Điện thoại", producer.phone),
        ("Bộ sản phẩm", str(dossier.rubric) if dossier.rubric else dossier.product.group),
        ("Số phiếu tiếp nhận", dossier.slip_number),
        ("Số phiếu của cơ quan tổ chức đợt", dossier.office_slip_number),
    ]
    return [(label, value) for label, value in rows if value]


def _membership(dossier: Dossier, signer: User) -> Membership | None:
    rows = [m for m in signer.active_memberships if m.role == Role.COMMUNE_LEADER and m.office]
    same = [m for m in rows if m.office and m.office.unit_id == dossier.unit_id]
    return next(iter(same or rows), None)


def _authority(membership: Membership | None) -> list[str]:
    title = (membership.title if membership else "") or "Chủ tịch"
    return ["KT. Chủ tịch", title] if title.casefold().startswith("phó") else ["TM. Ủy ban nhân dân", title]
