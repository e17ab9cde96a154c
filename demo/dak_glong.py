"""Huyện Đắk Glong, 2024, under 148/QĐ-TTg: two rounds of registration, lists, selection, support. No scoring."""

from __future__ import annotations

from datetime import date

from accounts import services as accounts
from accounts.enums import Role
from demo import correspondence, filing, helping, people
from demo.correspondence import Desk, Letter
from demo.helping import Help
from demo.ngoc_hoi import at
from demo.ngoc_hoi_products import DemoProducer
from demo.people import officer_of, who
from demo.places import LONG_AGO, Places
from directives.drafts import TaskDraft
from directives.models import Document
from directives.rendering import Bullet, Clause, Paragraph
from foundation import calendar, clock
from registrations import services as registrations
from registrations.models import RegistrationRound, Wish
from registrations.services.rounds import RoundFacts
from rubrics import selectors as rubrics

LAW = "148/QĐ-TTg"
KEY = "đắk glong"

PRODUCERS = [
    DemoProducer("sau", "HTX Sầu riêng Quảng Khê", "cooperative", "xã Quảng Khê", "K' Brẻo", "0900000301", "thôn 4"),
    DemoProducer(
        "mac", "Công ty TNHH Mắc ca Tà Đùng", "company", "xã Đắk Som", "Trịnh Thị Nga", "0900000302", "thôn 3"
    ),
    DemoProducer(
        "lua", "HTX Dâu tằm Quảng Sơn", "cooperative", "xã Quảng Sơn", "Vương Văn Lợi", "0900000303", "bon N'Ting"
    ),
    DemoProducer(
        "ca", "Hộ kinh doanh Cá hồ Tà Đùng", "household", "xã Đắk Plao", "Giàng A Sùng", "0900000304", "thôn 2"
    ),
    DemoProducer(
        "gao", "Tổ hợp tác Lúa nước Đắk R'Măng", "group", "xã Đắk R'Măng", "H' Yơm", "0900000305", "bon Păng Xuôi"
    ),
    DemoProducer("phe", "HTX Cà phê Quảng Hòa", "cooperative", "xã Quảng Hòa", "Sùng Thị Dợ", "0900000306", "thôn 8"),
]

# producer, product, group, round, what becomes of it
WISHES = [
    ("sau", "Sầu riêng Quảng Khê", "Rau, củ, quả, hạt tươi", 1, "select"),
    ("mac", "Mắc ca sấy nứt vỏ Tà Đùng", "Chế biến từ rau, củ, quả, hạt", 1, "select"),
    ("lua", "Tơ tằm Quảng Sơn", "Vải, may mặc", 1, "decline"),
    ("phe", "Cà phê bột Quảng Hòa", "Cà phê, ca cao", 1, "select"),
    ("ca", "Cá lăng hồ Tà Đùng một nắng", "Chế biến từ thịt, thủy sản", 2, "select"),
    ("gao", "Gạo Đắk R'Măng", "Gạo, ngũ cốc", 2, "list"),
    ("sau", "Sầu riêng sấy thăng hoa", "Chế biến từ rau, củ, quả, hạt", 2, "list"),
    ("mac", "Tinh dầu mắc ca", "Tinh dầu và dược liệu khác", 2, "register"),
]


def tell(places: Places) -> None:
    """Tell the letter of March 2024, its two rounds, the lists, the selection and the support."""
    with clock.frozen(at(2024, 3, 1)):
        producers = _producers(places)
    letter = _letter(places)
    rounds = {1: _round(places, letter, 1, date(2024, 3, 25)), 2: _round(places, letter, 2, date(2024, 6, 25))}
    for number, (key, office) in enumerate(places.offices.items()):
        if key.startswith(f"ubnd {KEY}/"):
            commune = filing.Commune(office.unit, officer_of(places, key).username, "")
            helping.outreach(commune, at(2024, 3, 6 + number % 12), people=25 + number, round_=rounds[1])
    wishes: list[tuple[Wish, str, int]] = []
    for number, (owner, name, group, ordinal, fate) in enumerate(WISHES):
        with clock.frozen(at(2024, 3 if ordinal == 1 else 6, 14 + number % 6)):
            wish = filing.wish(
                rounds[ordinal],
                producers[owner],
                {"name": name, "group": group},
                username=f"dg_{owner}",
                year=2024,
                stars=3,
                group=group,
                help_wanted=("dossier", "packaging"),
            )
        wishes.append((wish, fate, ordinal))
    for ordinal, moment in ((1, at(2024, 3, 22)), (2, at(2024, 6, 24))):
        _lists(
            places, rounds[ordinal], [wish for wish, fate, n in wishes if n == ordinal and fate != "register"], moment
        )
    _select(wishes)
    for ordinal, moment in ((1, at(2024, 4, 30)), (2, at(2024, 7, 31))):
        with clock.frozen(moment):
            rounds[ordinal].refresh_from_db()
            registrations.move_round(registration_round=rounds[ordinal], action="close", actor=who("chuyenvien_dg"))


def desk(places: Places) -> Desk:
    """Return the desk of the district's People's Committee; its vice chairman signs for the chairman."""
    return Desk(
        office=places.offices[f"ubnd {KEY}"],
        drafting=places.offices[f"phòng nn {KEY}"],
        author="chuyenvien_dg",
        head="truongphong_dg",
        clerk="vanthu_dg",
        leader="lanhdao_dg",
        authority=("KT. Chủ tịch", "Phó Chủ tịch"),
    )


def _producers(places: Places) -> dict[str, object]:
    found = {}
    for person in PRODUCERS:
        user = people.login(f"dg_{person.key}", person.representative, phone=person.phone)
        accounts.grant(user=user, role=Role.PRODUCER, starts_on=LONG_AGO)
        found[person.key] = filing.producer(person, places.units[f"{KEY}/{person.commune}"], f"dg_{person.key}")
    return found


def _letter(places: Places) -> Document:
    offices = [office for key, office in places.offices.items() if key.startswith(f"ubnd {KEY}/")]
    agriculture = places.offices[f"phòng nn {KEY}"]
    tasks = [
        TaskDraft(
            assignee=agriculture,
            section="1",
            summary="Rà soát, lựa chọn sản phẩm xây dựng OCOP năm 2024",
            cooperating=offices,
        ),
        TaskDraft(assignee=agriculture, section="1", summary="Hỗ trợ lập hồ sơ từ nguồn vốn xây dựng nông thôn mới"),
    ]
    for office in offices:
        tasks += [
            TaskDraft(assignee=office, section="2", summary="Tuyên truyền, vận động tổ chức, cá nhân đăng ký tham gia"),
            TaskDraft(
                assignee=office, section="2", summary="Hỗ trợ đăng ký, tổng hợp danh sách gửi Phòng Nông nghiệp và PTNT"
            ),
        ]
    letter = Letter(
        type="cong_van",
        abstract="đăng ký xây dựng sản phẩm OCOP năm 2024 trên địa bàn huyện Đắk Glong",
        addressees=[
            "Phòng Nông nghiệp và Phát triển nông thôn",
            "Ủy ban nhân dân các xã",
            "Các tổ chức, cá nhân trên địa bàn huyện",
        ],
        body=[
            Paragraph(
                "Để các sản phẩm có thế mạnh của huyện được hỗ trợ xây dựng thành sản phẩm OCOP, Ủy ban nhân dân huyện đề nghị:"
            ),
            Clause("1", title="Phòng Nông nghiệp và Phát triển nông thôn"),
            Bullet("Cùng các xã rà soát, chọn sản phẩm xây dựng OCOP năm 2024; hỗ trợ lập hồ sơ từ vốn nông thôn mới."),
            Clause("2", title="Ủy ban nhân dân các xã"),
            Bullet("Vận động tổ chức, cá nhân, hộ gia đình đăng ký; tổng hợp danh sách gửi Phòng Nông nghiệp và PTNT."),
            Clause("3", title="Các tổ chức, cá nhân trên địa bàn"),
            Bullet("Đăng ký sản phẩm tại xã và Phòng Nông nghiệp và PTNT để được hỗ trợ."),
            Clause("4", title="Thời gian, địa điểm nhận đăng ký"),
            Bullet("Đợt 1: trước ngày 25/3/2024. Đợt 2: trước ngày 25/6/2024."),
            Bullet("Tại Phòng Nông nghiệp và PTNT huyện, thôn 1, xã Quảng Khê; điện thoại 0900000300."),
        ],
        recipients=["Như trên", "Các phòng, ban, đơn vị trực thuộc (t/h)", "Trang thông tin điện tử huyện (đăng tải)"],
        tasks=tasks,
        sent_to=[agriculture, *offices],
    )
    return correspondence.issue(desk(places), letter, at(2024, 3, 4), law=rubrics.decision_by_code(LAW))


def _round(places: Places, letter: Document, ordinal: int, before: date) -> RegistrationRound:
    """Open a round of the letter; the wish counts when commune or office has it before the named day."""
    opened = at(2024, 3, 5) if ordinal == 1 else at(2024, 4, 1)
    with clock.frozen(opened):
        due = calendar.due_before(before)
        facts = RoundFacts(
            name=f"Đăng ký xây dựng sản phẩm OCOP năm 2024, đợt {ordinal}",
            law=rubrics.decision_by_code(LAW),
            year=2024,
            opens_on=clock.local(opened).date(),
            due_at=due,
            units=[unit for key, unit in places.units.items() if key.startswith(f"{KEY}/")],
            place="Phòng Nông nghiệp và PTNT huyện Đắk Glong, thôn 1, xã Quảng Khê",
            contact="0900000300",
        )
        actor = who("chuyenvien_dg")
        office = places.offices[f"phòng nn {KEY}"]
        made = registrations.create_round(office=office, facts=facts, actor=actor, directive=letter)
        return registrations.move_round(registration_round=made, action="open", actor=actor)


def _lists(places: Places, round_: RegistrationRound, wishes: list[Wish], moment: object) -> None:
    for key, office in places.offices.items():
        mine = [wish for wish in wishes if wish.unit_id == office.unit_id]
        if key.startswith(f"ubnd {KEY}/") and mine:
            with clock.frozen(moment):
                registrations.list_wishes_of_commune(
                    registration_round=round_, unit=office.unit, wishes=mine, actor=officer_of(places, key)
                )


def _select(wishes: list[tuple[Wish, str, int]]) -> None:
    for wish, fate, ordinal in wishes:
        wish.refresh_from_db()
        with clock.frozen(at(2024, 4 if ordinal == 1 else 7, 8)):
            actor = who("chuyenvien_dg")
            if fate == "select":
                registrations.select_wish(wish=wish, actor=actor)
                words = "Hướng dẫn lập hồ sơ, chụp ảnh và viết câu chuyện sản phẩm"
                line = "Chương trình xây dựng nông thôn mới năm 2024"
                given = Help("sản phẩm", "dossier", words, line, 12_000_000)
                more = Help("sản phẩm", "packaging", "In nhãn đợt đầu", "Khuyến công", 7_500_000, given=False)
                office = wish.round.office
                helping.support({"sản phẩm": wish}, [given, more], office=office, actor=actor)
            elif fate == "decline":
                registrations.decline_wish(wish=wish, actor=actor, reason="Chưa có cơ sở ươm tơ riêng; hẹn năm sau.")
