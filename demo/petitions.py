"""Petitions and support policies: a district's year 2021, answered and reported, and the province's today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from demo import correspondence, ngoc_hoi, quang_ngai
from demo.correspondence import Desk
from demo.ngoc_hoi import at
from demo.people import leader_of, officer_of, who
from demo.places import Places
from directives.models import Petition, PetitionGroup
from directives.petitions import services
from directives.petitions.services import PetitionText
from directives.policies import services as policies
from directives.policies.services import Money, PolicyText, Served
from foundation import clock


@dataclass(frozen=True)
class Asked:
    """What one commune asks for."""

    commune: str
    title: str
    content: str
    wish: str = ""


@dataclass(frozen=True)
class Matter:
    """Petitions about one matter, and the answer to all of them."""

    title: str
    asked: Sequence[Asked]
    outcome: str
    answer: str


LABELS = Matter(
    "Kinh phí in tem, nhãn, bao bì",
    [
        Asked(
            "ubnd ngọc hồi/xã Bờ Y",
            "Hỗ trợ kinh phí in tem, nhãn cho sản phẩm mới",
            "Năm chủ thể của xã có sản phẩm đạt yêu cầu nhưng chưa có kinh phí thiết kế, in tem, nhãn theo quy định.",
            "Hỗ trợ 50 % chi phí thiết kế và in lần đầu.",
        ),
        Asked(
            "ubnd ngọc hồi/xã Đắk Xú",
            "Hỗ trợ bao bì cho sản phẩm cà phê bột",
            "Hộ sản xuất còn dùng túi ni lông, khách đặt mua xa khó vận chuyển, bảo quản.",
            "Hỗ trợ 5.000 túi có van cho đợt bán cuối năm.",
        ),
    ],
    "accepted",
    "Đưa vào chính sách hỗ trợ sản phẩm OCOP của huyện; xã lập danh sách chủ thể, gửi về Phòng Nông nghiệp và PTNT.",
)
TRAINING = Matter(
    "Tập huấn, hướng dẫn hồ sơ",
    [
        Asked(
            "ubnd ngọc hồi/xã Sa Loong",
            "Mở lớp tập huấn lập hồ sơ tại xã",
            "Cán bộ phụ trách mới nhận việc, các chủ thể chưa biết tự đánh giá theo bộ tiêu chí.",
            "Mở 01 lớp tại xã trước đợt đánh giá.",
        ),
    ],
    "explained",
    "Phòng Nông nghiệp và PTNT cử cán bộ hướng dẫn trực tiếp tại xã trong tháng 11; không mở lớp riêng.",
)


def of_ngoc_hoi(places: Places) -> None:
    """2021: the communes of the district ask, the leader decides, report and policy go out at the end of the year."""
    desk = ngoc_hoi.desk(places)
    with clock.frozen(at(2021, 10, 12)):
        filed = [(matter, [_file(places, desk, one) for one in matter.asked]) for matter in (LABELS, TRAINING)]
    for matter, petitions in filed:
        with clock.frozen(at(2021, 10, 26)):
            group = _group(desk, petitions, matter.title)
            services.propose_for_group(
                group=group, outcome=matter.outcome, answer=matter.answer, actor=who(desk.author)
            )
        with clock.frozen(at(2021, 11, 1)):
            for petition in group.petitions.order_by("pk"):
                services.decide_petition(
                    petition=petition, outcome=matter.outcome, answer=matter.answer, actor=who(desk.leader)
                )
    with clock.frozen(at(2021, 12, 22)):
        report = services.report_petitions(
            office=desk.drafting, issuing=desk.office, since=date(2021, 10, 1), until=date(2021, 12, 20),
            actor=who(desk.author),
        )  # fmt: skip
        correspondence.send(desk, report.document)
    _policy_of_ngoc_hoi(desk)


def _policy_of_ngoc_hoi(desk: Desk) -> None:
    """The district's policy, issued by its own decision; it ran to the end of 2023."""
    text = PolicyText(
        title="Hỗ trợ thiết kế, in tem nhãn và bao bì sản phẩm OCOP huyện Ngọc Hồi giai đoạn 2022 - 2023",
        content="Hỗ trợ 50 % chi phí thiết kế và in lần đầu.\nMức hỗ trợ tối đa 15 triệu đồng cho một sản phẩm.",
        legal_grounds="Căn cứ Luật Tổ chức chính quyền địa phương\nCăn cứ Luật Ngân sách nhà nước",
        budget=[
            Money("local", 2022, 180_000_000),
            Money("local", 2023, 220_000_000),
            Money("programme", 2022, 150_000_000),
            Money("own", 2022, 120_000_000),
        ],
        beneficiaries=[Served("cooperative", count=4), Served("household", count=11)],
    )
    with clock.frozen(at(2021, 12, 28)):
        policy = policies.save_policy(office=desk.drafting, text=text, actor=who(desk.author))
        policies.propose_policy(policy=policy, actor=who(desk.author))
        decision = policies.draft_decision(policy=policy, issuing=desk.office, actor=who(desk.author))
        correspondence.send(desk, decision)
    with clock.frozen(at(2023, 12, 29)):
        policy.refresh_from_db()
        policies.end_policy(policy=policy, actor=who(desk.author), reason="Hết thời gian thực hiện, đã quyết toán.")


# -- The province's today --------------------------------------------------------------------------------------------
MONEY = [
    Asked(
        "ubnd mới/xã Bờ Y",
        "Hỗ trợ phí kiểm nghiệm chất lượng sản phẩm",
        "Phí kiểm nghiệm mỗi sản phẩm cao so với doanh thu của hộ, nhiều chủ thể chậm nộp hồ sơ vì lý do này.",
        "Hỗ trợ toàn bộ phí kiểm nghiệm lần đầu cho chủ thể là hộ kinh doanh.",
    ),
    Asked(
        "ubnd mới/xã Sa Loong",
        "Bố trí kinh phí tham gia hội chợ ngoài tỉnh",
        "Ba chủ thể được mời dự hội chợ cuối năm nhưng không đủ kinh phí thuê gian hàng, vận chuyển.",
        "Hỗ trợ tiền thuê gian hàng chung của tỉnh.",
    ),
]
ALONE = Asked(
    "ubnd mới/xã Dục Nông",
    "Hướng dẫn xử lý hồ sơ của chủ thể trước sáp nhập xã",
    "Một số giấy tờ của chủ thể còn ghi tên xã cũ, chủ thể lo phải làm lại toàn bộ.",
    "Có văn bản hướng dẫn thống nhất trong toàn tỉnh.",
)
RETURNED = Asked(
    "ubnd mới/xã Bờ Y",
    "Bổ sung cán bộ phụ trách chương trình",
    "Xã chỉ có một công chức kiêm nhiều việc, đợt cao điểm không kịp thẩm tra hồ sơ.",
)
NEW = Asked(
    "ubnd mới/xã Dục Nông",
    "Hỗ trợ kết nối tiêu thụ sản phẩm dệt thổ cẩm",
    "Các nhóm dệt làm ra sản phẩm nhưng chỉ bán tại làng, chưa tiếp cận được cửa hàng ở thành phố.",
    "Giới thiệu sản phẩm tại điểm bán hàng OCOP của tỉnh.",
)
DRAFT = Asked(
    "ubnd mới/xã Bờ Y",
    "Mở điểm giới thiệu sản phẩm OCOP tại cửa khẩu Bờ Y",
    "Lượng khách qua cửa khẩu tăng nhưng chưa có nơi trưng bày, bán sản phẩm OCOP của các xã.",
    "Bố trí một gian trưng bày chung tại khu vực cửa khẩu.",
)


def of_quang_ngai(places: Places, today: date) -> None:
    """These weeks: one petition waits for the leader, one for the office, one came back, one is being written."""
    desk, start = quang_ngai.desk(places), clock.start_of(today - timedelta(days=16)) + timedelta(hours=9)
    with clock.frozen(start - timedelta(days=1)):
        services.set_term(office=desk.drafting, days=15, actor=who(desk.head))
    with clock.frozen(start):
        waiting = [_file(places, desk, one) for one in MONEY]
        answered, returned = _file(places, desk, ALONE), _file(places, desk, RETURNED)
    _answer(desk, waiting, answered, start + timedelta(days=4))
    with clock.frozen(start + timedelta(days=5)):
        services.return_petition(
            petition=returned, reason="Ghi rõ số hồ sơ đã thẩm tra và số người cần thêm.", actor=who(desk.author)
        )
    with clock.frozen(start + timedelta(days=8)):
        _file(places, desk, NEW)
        _file(places, desk, DRAFT, send=False)
        services.report_petitions(
            office=desk.drafting, issuing=desk.office, since=clock.today() - timedelta(days=30), until=clock.today(),
            actor=who(desk.author),
        )  # fmt: skip
    _policies_of_quang_ngai(desk, start)


def _answer(desk: Desk, waiting: list[Petition], answered: Petition, moment: datetime) -> None:
    with clock.frozen(moment):
        _group(desk, waiting, "Kinh phí hỗ trợ chủ thể")
        answer = {
            "outcome": "accepted",
            "answer": "Giấy tờ ghi tên xã cũ còn thời hạn vẫn có giá trị; Sở có văn bản hướng dẫn gửi các xã trong tháng.",
        }
        services.propose_answer(petition=answered, actor=who(desk.author), **answer)
        services.propose_answer(
            petition=waiting[0],
            outcome="partly",
            answer="Đưa phí kiểm nghiệm lần đầu vào chính sách hỗ trợ của tỉnh, mức hỗ trợ 70 %.",
            actor=who(desk.author),
        )
    with clock.frozen(moment + timedelta(days=2)):
        services.decide_petition(petition=answered, actor=who(desk.leader), **answer)


def _policies_of_quang_ngai(desk: Desk, start: datetime) -> None:
    year = start.year
    with clock.frozen(start):
        issued = policies.save_policy(
            office=desk.drafting,
            actor=who(desk.author),
            text=PolicyText(
                title="Hỗ trợ phát triển sản phẩm OCOP tỉnh Quảng Ngãi",
                content="Thưởng một lần cho sản phẩm được công nhận từ 3 sao.\nHỗ trợ tham gia hội chợ, xúc tiến thương mại.",
                legal_grounds="Căn cứ Luật Tổ chức chính quyền địa phương\nCăn cứ Luật Ngân sách nhà nước",
                budget=[
                    Money("province", year, 2_400_000_000),
                    Money("province", year + 1, 3_100_000_000),
                    Money("programme", year + 1, 1_250_000_000),
                ],
                beneficiaries=[
                    Served("cooperative", count=18),
                    Served("enterprise", count=6),
                    Served("household", count=40),
                ],
            ),
        )
        policies.propose_policy(policy=issued, actor=who(desk.author))
    with clock.frozen(start + timedelta(days=6)):
        policies.record_issue(
            policy=issued, number=f"41/{year}/NQ-HĐND", issuer="Hội đồng nhân dân tỉnh Quảng Ngãi",
            issued_on=clock.today(), actor=who(desk.author),
        )  # fmt: skip
        proposed = policies.save_policy(
            office=desk.drafting,
            actor=who(desk.author),
            text=PolicyText(
                title="Hỗ trợ phí kiểm nghiệm lần đầu cho hộ kinh doanh",
                content="Hỗ trợ 70 % phí kiểm nghiệm lần đầu của mỗi sản phẩm, chi trả theo hóa đơn.",
                legal_grounds="Căn cứ Luật Tổ chức chính quyền địa phương",
                budget=[Money("province", year + 1, 600_000_000)],
                beneficiaries=[Served("household", count=60)],
            ),
        )
        policies.propose_policy(policy=proposed, actor=who(desk.author))


def _file(places: Places, desk: Desk, asked: Asked, *, send: bool = True) -> Petition:
    text = PetitionText(desk.drafting, asked.title, asked.content, asked.wish)
    petition = services.save_petition(
        office=places.offices[asked.commune], text=text, actor=officer_of(places, asked.commune)
    )
    return services.send_petition(petition=petition, actor=leader_of(places, asked.commune)) if send else petition


def _group(desk: Desk, petitions: list[Petition], title: str) -> PetitionGroup:
    return services.group_petitions(office=desk.drafting, petitions=petitions, title=title, actor=who(desk.author))
