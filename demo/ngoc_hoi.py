"""Huyện Ngọc Hồi, 2021, under 1048/QĐ-TTg with 781/QĐ-TTg: letters, registrations, dossiers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from accounts import services as accounts
from accounts.enums import Role
from demo import correspondence, filing, helping, people
from demo.correspondence import Desk, Letter
from demo.helping import Help
from demo.ngoc_hoi_products import PRODUCERS, PRODUCTS, DemoProduct
from demo.people import leader_of, officer_of, who
from demo.places import LONG_AGO, Places
from directives.drafts import TaskDraft
from directives.rendering import Bullet, Clause, Paragraph
from foundation import calendar, clock
from registrations import services as registrations
from registrations.models import Dossier, Producer, RegistrationRound, Wish
from registrations.services.rounds import RoundFacts
from rubrics import selectors as rubrics

LAW = "1048/QĐ-TTg"
KEY = "ngọc hồi"


# Which product gets what from whom: kind, words, budget line, đồng, given already.
HELP = [
    Help("mat-ong", "packaging", "Thiết kế và in 2.000 túi đợt đầu", "Chương trình xây dựng nông thôn mới", 15_000_000),
    Help("ca-phe-bot", "testing", "Kiểm nghiệm ba chỉ tiêu an toàn", "Sự nghiệp nông nghiệp", 4_500_000),
    Help("tho-cam", "story", "Viết câu chuyện sản phẩm, chụp ảnh", "Chương trình xây dựng nông thôn mới", 6_000_000),
    Help("mang-kho", "trademark", "Hướng dẫn đăng ký nhãn hiệu", "Khuyến công", 8_000_000, given=False),
]


@dataclass
class Story:
    """What the later parts of the story go on with."""

    producers: dict[str, Producer] = field(default_factory=dict)
    logins: dict[str, str] = field(default_factory=dict)
    wishes: dict[str, Wish] = field(default_factory=dict)
    dossiers: dict[str, Dossier] = field(default_factory=dict)


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    """Return a moment in Vietnam."""
    return clock.start_of(date(year, month, day)) + timedelta(hours=hour)


def desk(places: Places) -> Desk:
    """Return the desk of the district's People's Committee with its agriculture office as drafter."""
    return Desk(
        office=places.offices[f"ubnd {KEY}"],
        drafting=places.offices[f"phòng nn {KEY}"],
        author="district",
        head="truongphong_nn",
        clerk="clerk",
        leader="leader",
    )


def communes(places: Places) -> dict[str, filing.Commune]:
    """Return the eight communes with their people."""
    found = {}
    for key, office in places.offices.items():
        if key.startswith(f"ubnd {KEY}/"):
            people = (officer_of(places, key).username, leader_of(places, key).username)
            found[office.unit.name] = filing.Commune(office.unit, *people)
    return found


def tell(places: Places) -> Story:
    """Tell the year from the letter in August to the dossiers in November."""
    story = Story()
    with clock.frozen(at(2021, 7, 20)):
        _producers(places, story)
    round_ = _call(places)
    for number, commune in enumerate(communes(places).values()):
        helping.outreach(commune, at(2021, 8, 6 + number), people=32 + 7 * number, round_=round_)
    _wishes(story, round_)
    _lists_and_selection(places, story, round_)
    _dossiers(places, story)
    _order_of_november(places)
    return story


def _producers(places: Places, story: Story) -> None:
    for number, person in enumerate(PRODUCERS, start=1):
        login = "producer" if person.key == "boy" else f"chuthe{number:02}"
        if login != "producer":
            user = people.login(login, person.representative, phone=person.phone)
            accounts.grant(user=user, role=Role.PRODUCER, starts_on=LONG_AGO)
        unit = places.units[f"{KEY}/{person.commune}"]
        story.producers[person.key] = filing.producer(person, unit, login)
        story.logins[person.key] = login


def _call(places: Places) -> RegistrationRound:
    """Issue the letter that calls for registrations, and open its round."""
    law = rubrics.decision_by_code(LAW)
    units = [unit for key, unit in places.units.items() if key.startswith(f"{KEY}/")]
    offices = [office for key, office in places.offices.items() if key.startswith(f"ubnd {KEY}/")]
    due = calendar.due_before(date(2021, 9, 30))
    tasks = [
        TaskDraft(
            assignee=office,
            section="1",
            summary="Vận động, hướng dẫn chủ thể đăng ký sản phẩm; gửi danh sách về Phòng Nông nghiệp và Phát triển nông thôn",
            due_at=due,
            due_text="trước ngày 30/9/2021",
        )
        for office in offices
    ]
    letter = Letter(
        type="cong_van",
        abstract="đăng ký sản phẩm tham gia đánh giá, phân hạng OCOP lần thứ 2 năm 2021",
        addressees=["Phòng Nông nghiệp và Phát triển nông thôn", "Ủy ban nhân dân các xã, thị trấn"],
        body=[
            Paragraph(
                "Để chuẩn bị đợt đánh giá, phân hạng sản phẩm OCOP lần thứ 2 năm 2021, Ủy ban nhân dân huyện đề nghị:"
            ),
            Clause("1", title="Ủy ban nhân dân các xã, thị trấn"),
            Bullet("Thông tin đến các tổ chức, hộ sản xuất trên địa bàn; hướng dẫn đăng ký sản phẩm và lập hồ sơ."),
            Bullet("Gửi danh sách đăng ký về Phòng Nông nghiệp và Phát triển nông thôn trước ngày 30/9/2021."),
            Clause("2", title="Phòng Nông nghiệp và Phát triển nông thôn"),
            Bullet("Rà soát, lựa chọn sản phẩm, hỗ trợ chủ thể hoàn thiện hồ sơ."),
        ],
        recipients=["Như trên (t/h)", "Chủ tịch, các Phó Chủ tịch UBND huyện (b/c)"],
        tasks=tasks,
        sent_to=offices,
    )
    document = correspondence.issue(desk(places), letter, at(2021, 8, 2), law=law)
    with clock.frozen(at(2021, 8, 3)):
        facts = RoundFacts(
            name="Đăng ký sản phẩm OCOP đợt 2 năm 2021",
            law=law,
            year=2021,
            opens_on=date(2021, 8, 3),
            due_at=due,
            dossier_due_at=calendar.due_until(date(2021, 11, 15)),
            commune_list_due=calendar.due_until(date(2021, 10, 5)),
            units=units,
            place="Phòng Nông nghiệp và Phát triển nông thôn huyện Ngọc Hồi",
        )
        made = registrations.create_round(
            office=places.offices[f"phòng nn {KEY}"], facts=facts, actor=who("district"), directive=document
        )
        return registrations.move_round(registration_round=made, action="open", actor=who("district"))


def _wishes(story: Story, round_: RegistrationRound) -> None:
    for number, product in enumerate(PRODUCTS):
        with clock.frozen(at(2021, 8, 10 + number % 18, 8 + number % 8)):
            story.wishes[product.key] = filing.wish(
                round_,
                story.producers[product.producer],
                {"name": product.name, "group": rubric_of(product).name},
                username=story.logins[product.producer],
                year=2021,
                stars=product.expected,
                rubric=rubric_of(product),
            )


def rubric_of(product: DemoProduct) -> object:
    """Return the product set of a product under this decision."""
    return rubrics.rubric_by_number(rubrics.decision_by_code(LAW), product.rubric)


def _lists_and_selection(places: Places, story: Story, round_: RegistrationRound) -> None:
    for commune in communes(places).values():
        waiting = [wish for wish in story.wishes.values() if wish.unit_id == commune.unit.pk]
        if waiting:
            with clock.frozen(at(2021, 9, 27)):
                registrations.list_wishes_of_commune(
                    registration_round=round_, unit=commune.unit, wishes=waiting, actor=who(commune.officer)
                )
    with clock.frozen(at(2021, 10, 4)):
        for product in PRODUCTS:
            wish = story.wishes[product.key]
            wish.refresh_from_db()
            if product.key == "bo-sap":
                reason = "Chưa có đăng ký kinh doanh cho sơ chế, hẹn đợt sau."
                registrations.decline_wish(wish=wish, actor=who("district"), reason=reason)
                continue
            story.dossiers[product.key] = registrations.select_wish(wish=wish, actor=who("district"))
        helping.support(story.wishes, HELP, office=places.offices[f"phòng nn {KEY}"], actor=who("district"))
    with clock.frozen(at(2021, 11, 20)):
        registrations.move_round(registration_round=_fresh(round_), action="close", actor=who("district"))


def _fresh(round_: RegistrationRound) -> RegistrationRound:
    round_.refresh_from_db()
    return round_


def _dossiers(places: Places, story: Story) -> None:
    """Every product with scores gets a dossier that its commune sends up; the other selected ones stay drafts."""
    people = communes(places)
    for number, product in enumerate(PRODUCTS):
        if not product.totals:
            continue
        login, dossier = story.logins[product.producer], story.dossiers[product.key]
        commune = people[dossier.unit.name]
        start = at(2021, 10, 8 + number % 10)
        with clock.frozen(start):
            dossier = filing.fill(dossier, username=login, story=product.story, total=max(product.totals))
        with clock.frozen(start + timedelta(days=3)):
            dossier = filing.submit(dossier, username=login)
        with clock.frozen(start + timedelta(days=4)):
            dossier = filing.receive(dossier, commune)
        if number % 5 == 0:
            dossier = filing.return_once(dossier, commune, username=login, moment=start + timedelta(days=5))
        with clock.frozen(start + timedelta(days=9)):
            dossier = filing.give_opinion(dossier, commune)
        with clock.frozen(start + timedelta(days=10)):
            dossier = filing.send_up(dossier, commune)
        with clock.frozen(start + timedelta(days=12)):
            story.dossiers[product.key] = registrations.accept_dossier(dossier=dossier, actor=who("district"))


def _order_of_november(places: Places) -> None:
    """Issue the letter that orders the programme to go on: four groups of addressees, one task with a day."""
    offices = places.offices
    letter = Letter(
        type="cong_van",
        abstract="tiếp tục thực hiện Chương trình mỗi xã một sản phẩm trên địa bàn huyện",
        addressees=[
            "Các cơ quan, đơn vị thuộc Ủy ban nhân dân huyện",
            "Văn phòng điều phối nông thôn mới huyện",
            "Ủy ban nhân dân các xã, thị trấn",
        ],
        body=_body_of_november(),
        recipients=["Như trên (t/h)", "Chủ tịch, các Phó Chủ tịch UBND huyện", "Trang thông tin điện tử huyện"],
        tasks=_tasks_of_november(places),
        sent_to=[office for key, office in offices.items() if key.endswith(KEY) or key.startswith(f"ubnd {KEY}/")],
    )
    correspondence.issue(desk(places), letter, at(2021, 11, 8), law=rubrics.decision_by_code(LAW))


def _body_of_november() -> list[object]:
    return [
        Paragraph("Căn cứ chỉ đạo của Ủy ban nhân dân tỉnh tháng 11 năm 2021, Ủy ban nhân dân huyện yêu cầu:"),
        Clause("1", title="Các cơ quan, đơn vị thuộc huyện; Ủy ban nhân dân các xã, thị trấn"),
        Bullet("Làm tiếp những việc đã giao trong kế hoạch OCOP của huyện và các văn bản hướng dẫn của cấp trên."),
        Clause("2", title="Văn phòng điều phối nông thôn mới huyện"),
        Bullet("Khơi dậy thế mạnh nguyên liệu, lao động, nghề và du lịch của từng xã; vận động chủ thể tham gia."),
        Bullet("Hướng dẫn các xã tổ chức đánh giá sản phẩm năm 2021 ở cấp xã."),
        Clause("3", title="Phòng Nông nghiệp và Phát triển nông thôn"),
        Bullet("Nâng chất lượng đánh giá ở cấp huyện; tham mưu tổ chức đánh giá lần thứ 2 năm 2021."),
        Bullet("Tham mưu chính sách hỗ trợ sản phẩm OCOP năm 2021 và các năm sau."),
        Bullet(
            "Cùng Phòng Kinh tế và Hạ tầng đề ra cách quảng bá, đưa sản phẩm từ 3 sao vào siêu thị; xong trước ngày 17/11/2021."
        ),
        Bullet("Kiểm tra lại các sản phẩm đã được xếp hạng; sản phẩm không còn đủ điều kiện thì đề xuất xử lý."),
        Bullet("Tổng hợp kiến nghị của các đơn vị, địa phương và đề xuất hướng giải quyết."),
        Paragraph("Đề nghị các cơ quan, đơn vị, địa phương thực hiện."),
    ]


def _tasks_of_november(places: Places) -> list[TaskDraft]:
    offices = places.offices
    agriculture, economy = offices[f"phòng nn {KEY}"], offices[f"phòng kt {KEY}"]
    coordination = offices[f"vpđp {KEY}"]
    go_on = "Tiếp tục thực hiện các nội dung đã giao trong kế hoạch OCOP của huyện"
    tasks = [
        TaskDraft(assignee=office, section="1", summary=go_on)
        for key, office in offices.items()
        if key.startswith(f"ubnd {KEY}/") or office in (economy, offices[f"văn phòng {KEY}"])
    ]
    tasks += [
        TaskDraft(assignee=coordination, section="2", summary=text)
        for text in (
            "Phát huy thế mạnh địa phương, vận động chủ thể kinh tế tham gia OCOP",
            "Hướng dẫn các xã tổ chức đánh giá, phân hạng năm 2021 tại cấp xã",
        )
    ]
    tasks += [
        TaskDraft(assignee=agriculture, section="3", summary=text)
        for text in (
            "Nâng cao chất lượng đánh giá cấp huyện; tham mưu tổ chức đánh giá lần thứ 2 năm 2021",
            "Tham mưu chính sách hỗ trợ sản phẩm OCOP năm 2021 và các năm tiếp theo",
            "Rà soát, kiểm tra sản phẩm đã phân hạng; đề xuất xử lý nơi không còn đủ điều kiện",
            "Tổng hợp kiến nghị của các đơn vị, địa phương",
        )
    ]
    return [
        *tasks,
        TaskDraft(
            assignee=agriculture,
            section="3",
            summary="Đề ra giải pháp xúc tiến thương mại, quảng bá, kết nối tiêu thụ sản phẩm OCOP từ 3 sao",
            due_at=calendar.due_before(date(2021, 11, 17)),
            due_text="trước ngày 17/11/2021",
            cooperating=[economy],
        ),
    ]
