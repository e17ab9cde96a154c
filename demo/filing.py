"""What producers, communes and offices do with wishes and dossiers, step by step, through the services."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import Unit, User
from accounts.services import set_home_unit
from demo import papers
from demo.ngoc_hoi_products import DemoProducer
from demo.people import who
from demo.scores import sheet
from foundation import clock
from registrations import services
from registrations.enums import DossierKind, EvidenceKind
from registrations.models import Dossier, Producer, Product, RegistrationRound, Wish
from registrations.renewal import renewal_of
from registrations.services.corrections import CorrectionDraft
from registrations.services.wishes import WishFacts
from rubrics.models import Decision, Rubric
from rubrics.selectors import leaf_criteria, spec_for

# The papers that nearly every dossier holds, and from whom they come.
USUAL_PAPERS = [
    (EvidenceKind.BUSINESS_REGISTRATION, "Giấy chứng nhận đăng ký kinh doanh", "Cơ quan đăng ký kinh doanh"),
    (
        EvidenceKind.PRODUCTION_CONDITIONS,
        "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm",
        "Cơ quan quản lý chất lượng",
    ),
    (EvidenceKind.ORIGIN, "Hợp đồng liên kết vùng nguyên liệu", "Các hộ liên kết"),
    (EvidenceKind.QUALITY_DECLARATION, "Bản tự công bố chất lượng sản phẩm", "Chủ thể"),
    (EvidenceKind.TEST_REPORT, "Phiếu kiểm nghiệm sản phẩm", "Trung tâm kiểm nghiệm"),
]


@dataclass(frozen=True)
class Commune:
    """A commune of a story: its unit and the people who work on dossiers there."""

    unit: Unit
    officer: str
    leader: str


def producer(person: DemoProducer, unit: Unit, username: str) -> Producer:
    """Set up a producer's record by its own account."""
    actor = who(username)
    set_home_unit(user=actor, unit=unit)
    values = {
        "name": person.name,
        "legal_form": person.form,
        "unit": unit,
        "address": person.hamlet,
        "phone": person.phone,
        "representative": person.representative,
        "representative_post": "Giám đốc" if person.form in {"cooperative", "company"} else "Đại diện",
        "registration_no": f"DK-{person.phone[-4:]}",
        "registered_on": date(2018, 5, 15),
        "founded_on": date(2018, 5, 15),
        "history": f"{person.name} được lập năm 2018, do {person.representative} đại diện.",
        "organisation": "Ban giám đốc, tổ sản xuất, tổ bán hàng; hơn một nửa lao động là người trong xã.",
    }
    return services.create_producer(values=values, actor=actor)


def wish(
    round_: RegistrationRound,
    owner: Producer,
    product: Product | dict[str, str],
    *,
    username: str,
    year: int,
    stars: int,
    rubric: Rubric | None = None,
    group: str = "",
    kind: str = "first",
    help_wanted: tuple[str, ...] = ("dossier",),
    note: str = "",
) -> Wish:
    """Register a wish; the key follows from round and product, so that the seed is the same each time."""
    name = product.name if isinstance(product, Product) else product["name"]
    facts = WishFacts(
        target_year=year,
        expected_stars=stars,
        rubric=rubric,
        group=group,
        kind=kind,
        help_wanted=help_wanted,
        note=note,
    )
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"{round_.name}/{owner.name}/{name}")
    return services.register_wish(
        registration_round=round_, producer=owner, product=product, facts=facts, key=key, actor=who(username)
    )


def kind_of(owner: Producer, product: str, law: Decision, *, expected: int) -> tuple[str, int]:
    """Return kind and expected stars of a wish: a product that is recognised today aims higher."""
    known = owner.products.filter(name=product).first()
    renewal = renewal_of(known, law, clock.today()) if known else None
    if renewal is None or not renewal.in_force:
        return DossierKind.FIRST, expected
    return DossierKind.UPGRADE, max(expected, min(5, renewal.stars + 1))


def fill(
    dossier: Dossier, *, username: str, story: str, total: int, gates_for: int = 5, hold: dict[str, int] | None = None
) -> Dossier:
    """Write the whole dossier: texts, papers and the self-assessment with about ``total`` points."""
    actor = who(username)
    name = dossier.product.name
    texts = {
        "story": story,
        "materials": "Nguyên liệu của hợp tác xã và các hộ liên kết trong xã, có sổ ghi chép từng lô.",
        "technology": "Rửa, phân loại, chế biến và đóng gói tại xưởng của chủ thể; quy trình viết sẵn cho từng ca.",
        "quality": f"{name} có bao bì in nhãn đầy đủ theo quy định; kiểm nghiệm định kỳ sáu tháng một lần.",
        "markets": "Bán tại chợ huyện, cửa hàng nông sản ở thành phố và trên mạng.",
        "revenue": 850_000_000,
        "profit": 120_000_000,
        "plan_production": "Mở rộng vùng nguyên liệu thêm 5 ha và mua thêm một máy đóng gói.",
        "plan_market": "Vào hai hệ thống siêu thị trong tỉnh và tham gia hội chợ vùng.",
        "plan_finance": "Vốn tự có và vay ngân hàng chính sách.",
        "local_origin": "Toàn bộ nguyên liệu lấy trong xã.",
        "local_labour": "Mười lăm lao động thường xuyên, mười hai người trong xã.",
        "local_idea": "Ý tưởng từ nghề sẵn có của bà con, hợp tác xã hoàn thiện quy trình và bao bì.",
        "local_identity": "Cách làm truyền lại trong làng, gắn với lễ mừng mùa.",
    }
    if dossier.kind == DossierKind.UPGRADE:
        texts["changed"] = "Đã đăng ký nhãn hiệu, thay bao bì có mã truy xuất và mở thêm hai điểm bán ngoài tỉnh."
    services.save_fields_of_dossier(dossier=dossier, values=texts, seen=None, actor=actor)
    if not dossier.product.description:
        values = {
            "description": story,
            "packing": "Túi giấy nhiều lớp 250 g, thùng 20 túi",
            "group": dossier.product.group,
        }
        services.update_product(product=dossier.product, values=values, seen=None, actor=actor)
    _papers(dossier, actor)
    _assess(dossier, actor, total=total, gates_for=gates_for, hold=hold)
    dossier.refresh_from_db()
    return dossier


def _papers(dossier: Dossier, actor: User) -> None:
    """Let the producer's papers go with the dossier; a paper that is there serves again."""
    held = {paper.kind: paper for paper in dossier.producer.evidence.all()}
    for kind, title, issuer in USUAL_PAPERS:
        if kind in held:
            services.attach_paper(dossier=dossier, evidence=held[kind], actor=actor)
            continue
        values = {
            "kind": kind,
            "title": title,
            "number": f"{dossier.producer.pk:02}/{clock.today().year}",
            "issuer": issuer,
            "issued_on": clock.today() - timedelta(days=200),
            "expires_on": clock.today() + timedelta(days=900) if kind != EvidenceKind.BUSINESS_REGISTRATION else None,
        }
        upload = papers.scan(title, dossier.producer.name)
        services.add_evidence(producer=dossier.producer, values=values, uploads=[upload], actor=actor, dossier=dossier)


def _assess(dossier: Dossier, actor: User, *, total: int, gates_for: int, hold: dict[str, int] | None) -> None:
    if dossier.rubric is None:
        return
    chosen = sheet(spec_for(dossier.rubric), total=total, seed=dossier.product.name, gates_for=gates_for, hold=hold)
    for criterion in leaf_criteria(dossier.rubric).prefetch_related("levels"):
        level = chosen[criterion.key]
        row = next((row for row in criterion.levels.all() if level and row.order == level.order), None)
        services.save_item(
            dossier=dossier,
            criterion=criterion,
            answered=True,
            level=row,
            description="Theo sổ ghi chép và giấy tờ kèm theo." if row and row.points else "",
            evidence=[],
            seen=None,
            actor=actor,
        )


def submit(dossier: Dossier, *, username: str) -> Dossier:
    """Undertake and submit."""
    name = dossier.producer.representative
    return services.submit_dossier(dossier=dossier, undertaken_by=name, actor=who(username))


def receive(dossier: Dossier, commune: Commune) -> Dossier:
    """The commune receives a submitted dossier and gives it a slip number."""
    return services.receive_dossier(dossier=dossier, actor=who(commune.officer))


def return_once(dossier: Dossier, commune: Commune, *, username: str, moment: datetime) -> Dossier:
    """The commune returns a received dossier; the producer answers and submits again; the point is settled."""
    with clock.frozen(moment):
        drafts = [CorrectionDraft(place="papers", reason="Phiếu kiểm nghiệm đã chụp mờ, đề nghị chụp lại cho rõ.")]
        dossier = services.return_dossier(dossier=dossier, corrections=drafts, actor=who(commune.officer))
    with clock.frozen(moment + timedelta(days=2)):
        for correction in dossier.corrections.filter(settled_at=None):
            services.answer_correction(correction=correction, answer="Đã chụp lại và tải lên.", actor=who(username))
        dossier = services.resubmit_dossier(dossier=dossier, actor=who(username))
    with clock.frozen(moment + timedelta(days=3)):
        dossier = receive(dossier, commune)
        for correction in dossier.corrections.filter(settled_at=None):
            services.settle_correction(correction=correction, actor=who(commune.officer))
    return dossier


def give_opinion(dossier: Dossier, commune: Commune) -> Dossier:
    """The officer writes the commune's opinion and asks the leader."""
    values = {
        "origin": "Nguyên liệu có nguồn gốc tại địa phương, đúng như chủ thể khai.",
        "labour": "Lao động chủ yếu là người trong xã.",
        "idea": "Ý tưởng của chủ thể, không trùng với sản phẩm khác trên địa bàn.",
        "identity": "Sản phẩm gắn với nghề và tập quán của địa phương.",
        "proposal": "Đề nghị đánh giá, phân hạng sản phẩm.",
    }
    services.save_opinion(dossier=dossier, values=values, seen=None, actor=who(commune.officer))
    return services.ask_approval(dossier=dossier, actor=who(commune.officer))


def send_up(dossier: Dossier, commune: Commune) -> Dossier:
    """The commune leader approves the opinion and the officer sends the dossier up."""
    dossier = services.approve_opinion(dossier=dossier, actor=who(commune.leader))
    return services.forward_dossier(dossier=dossier, actor=who(commune.officer))
