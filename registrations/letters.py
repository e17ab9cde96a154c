"""The request letter (công văn đề nghị đánh giá) that a commune sends up with a dossier, as data.

Official text: its words are Vietnamese whatever language the screen has.
"""

from __future__ import annotations

from django.utils.translation import override

from accounts.models import Office
from directives.enums import DocumentType
from directives.models import Document
from directives.rendering import Bullet, OfficialDocument, Paragraph
from directives.rendering import DocumentType as Kind
from directives.selectors import letterhead, signature_block, symbol_of
from registrations.models import Dossier

# Key of ``directives.hooks`` for these letters.
PURPOSE = "registrations.request"


def request_letter(dossier: Dossier, office: Office, *, earlier: Document | None = None) -> OfficialDocument:
    """Return the draft of the letter with which a commune's office asks for the evaluation of a dossier.

    ``earlier`` is the letter with which the dossier went up before it came back.
    """
    head = letterhead(office)
    return OfficialDocument(
        type=Kind.CONG_VAN,
        issuer=head.issuer,
        parent_issuer=head.parent_issuer,
        symbol=symbol_of(office, DocumentType.CONG_VAN),
        place=head.place,
        abstract=abstract_of(dossier),
        addressees=[dossier.round.office.name],
        body=[
            Paragraph(
                f"Thực hiện Quyết định số {dossier.law.code} của Thủ tướng Chính phủ, {office.name} đã tiếp nhận, kiểm "
                "tra thành phần hồ sơ và đánh giá các nội dung thuộc trách nhiệm của cấp xã đối với hồ sơ sau:"
            ),
            *(Bullet(f"{label}: {value}") for label, value in _facts(dossier) if value),
            *_after_return(earlier),
            Paragraph(
                f"{office.name} gửi kèm theo hồ sơ sản phẩm và Báo cáo đánh giá (Mẫu số 03); "
                f"đề nghị {dossier.round.office.name} xem xét, tổ chức đánh giá, phân hạng sản phẩm theo quy định"
            ),
        ],
        signature=signature_block(office, DocumentType.CONG_VAN),
        recipients=["Như trên", dossier.producer.name],
        training=dossier.training,
    )


def _after_return(earlier: Document | None) -> list[Paragraph]:
    if earlier is None or earlier.dated is None:
        return []
    said = f"Công văn số {earlier.full_number} ngày {earlier.dated:%d/%m/%Y}"
    return [Paragraph(f"Hồ sơ đã được gửi kèm theo {said}; sau khi hoàn thiện nay được gửi lại.")]


def abstract_of(dossier: Dossier) -> str:
    """Return what the letter is about ("V/v …")."""
    return f"đề nghị đánh giá, phân hạng sản phẩm OCOP “{dossier.product.name}”"


def _facts(dossier: Dossier) -> list[tuple[str, str]]:
    producer = dossier.producer
    with override("vi"):
        kind = str(dossier.get_kind_display())
    return [
        ("Sản phẩm", dossier.product.name),
        ("Bộ sản phẩm", str(dossier.rubric) if dossier.rubric else dossier.product.group),
        ("Chủ thể OCOP", producer.name),
        ("Địa chỉ", f"{producer.address}, {producer.unit.name}"),
        ("Người đại diện", producer.representative),
        ("Hình thức đăng ký", kind),
        ("Số phiếu tiếp nhận", dossier.slip_number),
    ]
