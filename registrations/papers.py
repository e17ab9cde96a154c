"""What the forms of a dossier say: the receipt (Mẫu 01, official part) and the commune's opinion (Mẫu 03).

Forms are official papers: their words are Vietnamese whatever language the screen has.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import override

from accounts.enums import Role
from accounts.models import Membership, Unit, User
from directives.rendering import CommuneOpinion as OpinionForm
from directives.rendering import HandedIn, Opinion, Receipt, Signature
from foundation import clock
from registrations.models import CommuneOpinion, Dossier

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
        received_on=clock.local(dossier.received_at).date(),
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
    papers = dossier.papers.count()
    return [*found, HandedIn("Minh chứng kèm theo", electronic, f"{papers:02d}")] if papers else found


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
    ]
    return [(label, value) for label, value in rows if value]


def _membership(dossier: Dossier, signer: User) -> Membership | None:
    rows = [m for m in signer.active_memberships if m.role == Role.COMMUNE_LEADER and m.office]
    same = [m for m in rows if m.office and m.office.unit_id == dossier.unit_id]
    return next(iter(same or rows), None)


def _authority(membership: Membership | None) -> list[str]:
    title = (membership.title if membership else "") or "Chủ tịch"
    return ["KT. Chủ tịch", title] if title.casefold().startswith("phó") else ["TM. Ủy ban nhân dân", title]
