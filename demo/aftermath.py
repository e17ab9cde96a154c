"""What followed the recognitions of the province: a re-check, ways to the market, a withdrawal, a complaint."""

from __future__ import annotations

from datetime import date, timedelta

from demo.ngoc_hoi import at
from demo.people import who
from demo.places import Places
from evaluations import services
from evaluations.enums import CheckVerdict, Outcome, PromotionKind
from evaluations.models import Entry, EvaluationRound
from evaluations.selectors.recognised import recognised_now
from evaluations.services import Plan, PromotionFacts
from foundation import clock
from registrations.models import Product

CHANNELS = (
    (
        PromotionFacts(
            kind=PromotionKind.FAIR,
            name="Hội chợ sản phẩm OCOP khu vực miền Trung – Tây Nguyên năm 2026",
            partner="Sở Công Thương tỉnh Quảng Ngãi",
            place="Quảng trường Phạm Văn Đồng",
            starts_on=date(2026, 9, 10),
            ends_on=date(2026, 9, 14),
        ),
        ((3, 86_500_000), (1, 24_000_000), (2, 41_200_000)),
    ),
    (
        PromotionFacts(
            kind=PromotionKind.ONLINE,
            name="Gian hàng OCOP trên sàn nông sản của bưu điện",
            partner="Bưu điện tỉnh Quảng Ngãi",
            starts_on=date(2026, 8, 3),
        ),
        ((1, 12_750_000), (None, None)),
    ),
)


def tell(places: Places, closed: EvaluationRound) -> None:
    """Tell what followed; the complaint is about the round whose results were published in July 2026."""
    with clock.frozen(at(2026, 9, 15)):
        products = list(recognised_now(who("province")).order_by("-recognised_on", "search", "pk")[:5])
    _promotions(places, products)
    _recheck(places, products)
    _complaint(closed)


def _promotions(places: Places, products: list[Product]) -> None:
    for facts, figures in CHANNELS:
        with clock.frozen(clock.start_of(facts.starts_on) + timedelta(hours=9)):
            made = services.create_promotion(
                office=places.offices["sở nông nghiệp"], facts=facts, actor=who("province")
            )
            for product, (contracts, revenue) in zip(products, figures, strict=False):
                services.promote_product(
                    promotion=made, product=product, contracts=contracts, revenue=revenue, actor=who("province")
                )


def _recheck(places: Places, products: list[Product]) -> None:
    """A re-check that is running: one product kept, one to be put right, one not looked at yet."""
    plan = Plan(
        name="Rà soát sản phẩm OCOP đã được phân hạng năm 2026",
        scope="Điều kiện sản xuất, chất lượng, nhãn và việc sử dụng nhãn hiệu OCOP của sản phẩm đã được phân hạng.",
        starts_on=date(2026, 10, 12),
        ends_on=date(2026, 12, 15),
    )
    officer = who("province")
    with clock.frozen(at(2026, 10, 12, 9)):
        made = services.plan_recheck(office=places.offices["sở nông nghiệp"], plan=plan, actor=officer)
        services.choose_products(campaign=made, products=products[:3], actor=officer)
        services.start_recheck(campaign=made, actor=officer)
    kept, to_mend, *_later = made.items.order_by("pk")
    with clock.frozen(at(2026, 10, 20, 15)):
        found = "Cơ sở duy trì điều kiện sản xuất; nhãn, tem truy xuất đúng hồ sơ đã công nhận."
        services.record_finding(item=kept, verdict=CheckVerdict.KEEP, finding=found, actor=officer)
        services.record_finding(
            item=to_mend,
            verdict=CheckVerdict.REMEDY,
            finding="Nhãn lô hàng mới chưa ghi ngày hết hạn của giấy chứng nhận; phiếu kiểm nghiệm định kỳ đã quá hạn.",
            remedy_by=date(2026, 12, 5),
            actor=officer,
        )


def _complaint(closed: EvaluationRound) -> None:
    """The producer of a product that was gated down complains; the office has not answered yet."""
    rows = Entry.objects.filter(round=closed, outcome=Outcome.NOTICE).select_related("round", "dossier__producer")
    entry = rows.order_by("order").first()
    if entry is None:
        return
    member = entry.dossier.producer.members.filter(role="edit").select_related("user").order_by("pk").first()
    if member is None:
        return
    with clock.frozen(at(2026, 11, 2, 10)):
        services.file_complaint(
            entry=entry,
            text="Minh chứng về liên kết nguyên liệu và hợp đồng tiêu thụ đã nộp nhưng phần điểm này thấp hơn tự đánh giá.",
            wanted="Đề nghị xem lại phần điểm về tổ chức sản xuất và cho biết minh chứng nào còn thiếu.",
            actor=member.user,
        )
