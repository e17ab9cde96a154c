"""Tỉnh Quảng Ngãi, 2026, under 26/2026/QĐ-TTg: a closed round, one in scoring, one that takes dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from demo import correspondence, filing, helping, judging
from demo.correspondence import Desk, Letter
from demo.judging import Session, Verdict
from demo.ngoc_hoi import Story, at
from demo.ngoc_hoi_products import PRODUCERS, PRODUCTS
from demo.people import COUNCIL, leader_of, officer_of, who
from demo.places import NGOC_HOI, Places
from demo.scores import miss_gate
from directives.drafts import TaskDraft
from directives.models import Document
from directives.rendering import Article, Bullet, Clause, Paragraph
from evaluations.models import EvaluationRound
from foundation import calendar, clock
from registrations import services as registrations
from registrations.models import Dossier, RegistrationRound
from registrations.services.rounds import RoundFacts
from rubrics import selectors as rubrics

LAW = "26/2026/QĐ-TTg"

# The product sets under this decision.
SETS = {
    "ca-phe-bot": 13, "ca-phe-hat": 13, "mat-ong": 4, "mat-nghe": 8, "tra-sam": 12, "sam-kho": 20, "tho-cam": 22,
    "tui-tho-cam": 22, "mang-kho": 7, "mang-chua": 7, "du-lich": 26, "gao-rang": 3, "banh-nep": 6, "tieu-den": 10,
    "tieu-so": 10, "ruou-ghe": 15, "gui": 21, "thit-gac-bep": 8, "bo-sap": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Call:
    """A call of the province: its letter, its registration round, and the products that come."""

    name: str
    year: int
    letter: datetime
    before: date
    products: Sequence[str]


def desk(places: Places) -> Desk:
    """Return the desk of the provincial People's Committee with its agriculture office as drafter."""
    return Desk(
        office=places.offices["ubnd tỉnh"],
        drafting=places.offices["sở nông nghiệp"],
        author="province",
        head="giamdoc_snn",
        clerk="clerk",
        leader="leader",
    )


def communes(places: Places) -> dict[str, filing.Commune]:
    """Return the three communes with their people, by name."""
    found = {}
    for name in dict.fromkeys(NGOC_HOI.values()):
        key = f"ubnd mới/{name}"
        people = (officer_of(places, key).username, leader_of(places, key).username)
        found[name] = filing.Commune(places.units[f"mới/{name}"], *people)
    return found


def move_producers(places: Places, story: Story) -> None:
    """After the merger of 2025 every producer names the commune of today; old dossiers keep the unit of their day."""
    for person in PRODUCERS:
        owner = story.producers[person.key]
        unit = places.units[f"mới/{NGOC_HOI[person.commune]}"]
        values = {"unit": unit, "address": person.hamlet}
        registrations.update_producer(producer=owner, values=values, seen=None, actor=who(story.logins[person.key]))


def call(places: Places, plan: Call) -> RegistrationRound:
    """Issue the letter of a call and open its round."""
    law = rubrics.decision_by_code(LAW)
    due = calendar.due_before(plan.before)
    letter = correspondence.issue(desk(places), _letter(places, plan, due), plan.letter, law=law)
    with clock.frozen(plan.letter + timedelta(days=1)):
        facts = RoundFacts(
            name=plan.name,
            law=law,
            year=plan.year,
            opens_on=clock.today(),
            due_at=due,
            dossier_due_at=due,
            units=[commune.unit for commune in communes(places).values()],
            place="Sở Nông nghiệp và Môi trường tỉnh Quảng Ngãi",
            contact="0900000400",
        )
        office = places.offices["sở nông nghiệp"]
        made = registrations.create_round(office=office, facts=facts, actor=who("province"), directive=letter)
        return registrations.move_round(registration_round=made, action="open", actor=who("province"))


def _letter(places: Places, plan: Call, due: datetime) -> Letter:
    offices = [places.offices[f"ubnd mới/{name}"] for name in communes(places)]
    day = plan.before.strftime("%d/%m/%Y")
    tasks = [
        TaskDraft(
            assignee=office,
            section="1",
            summary=f"Hướng dẫn chủ thể lập hồ sơ, kiểm tra và gửi hồ sơ về Sở ({plan.name})",
            due_at=due,
            due_text=f"trước ngày {day}",
        )
        for office in offices
    ]
    return Letter(
        type="cong_van",
        abstract=f"{plan.name[0].lower()}{plan.name[1:]}",
        addressees=["Sở Nông nghiệp và Môi trường", "Ủy ban nhân dân các xã, phường"],
        body=[
            Paragraph(f"Thực hiện Quyết định số {LAW} của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh đề nghị:"),
            Clause("1", title="Ủy ban nhân dân các xã, phường"),
            Bullet("Thông tin đến chủ thể; kiểm tra hồ sơ trong 15 ngày làm việc và đánh giá bốn nội dung của xã."),
            Bullet(f"Gửi hồ sơ về Sở Nông nghiệp và Môi trường trước ngày {day}."),
            Clause("2", title="Sở Nông nghiệp và Môi trường"),
            Bullet("Tiếp nhận hồ sơ, tham mưu tổ chức đánh giá, phân hạng theo quy định."),
        ],
        recipients=["Như trên (t/h)", "Chủ tịch, các Phó Chủ tịch UBND tỉnh (b/c)"],
        tasks=tasks,
        sent_to=offices,
    )


def wish_all(
    places: Places, story: Story, round_: RegistrationRound, plan: Call, start: datetime
) -> dict[str, Dossier]:
    """Register the products of a call, list them by commune and select them; return their dossiers."""
    law = rubrics.decision_by_code(LAW)
    wishes = {}
    for number, key in enumerate(plan.products):
        product = next(product for product in PRODUCTS if product.key == key)
        with clock.frozen(start + timedelta(hours=number)):
            owner = story.producers[product.producer]
            kind, stars = filing.kind_of(owner, product.name, law, expected=product.expected)
            wishes[key] = filing.wish(
                round_,
                owner,
                {"name": product.name, "group": rubrics.rubric_by_number(law, SETS[key]).name},
                username=story.logins[product.producer],
                year=plan.year,
                stars=stars,
                kind=kind,
                rubric=rubrics.rubric_by_number(law, SETS[key]),
            )
    with clock.frozen(start + timedelta(days=5)):
        for commune in communes(places).values():
            mine = [wish for wish in wishes.values() if wish.unit_id == commune.unit.pk]
            if mine:
                helping.send_list(round_, commune, mine)
    dossiers = {}
    with clock.frozen(start + timedelta(days=7)):
        for key, wish in wishes.items():
            wish.refresh_from_db()
            dossiers[key] = registrations.select_wish(wish=wish, actor=who("province"))
    return dossiers


def file(places: Places, story: Story, dossier: Dossier, key: str, start: datetime, total: int) -> Dossier:
    """Take a dossier from its draft to its acceptance by the province."""
    product = next(product for product in PRODUCTS if product.key == key)
    commune, login = communes(places)[dossier.unit.name], story.logins[product.producer]
    with clock.frozen(start):
        dossier = filing.fill(dossier, username=login, story=product.story, total=total)
        dossier = filing.submit(dossier, username=login)
    with clock.frozen(start + timedelta(days=1)):
        dossier = filing.receive(dossier, commune)
    with clock.frozen(start + timedelta(days=4)):
        dossier = filing.give_opinion(dossier, commune)
    with clock.frozen(start + timedelta(days=5)):
        dossier = filing.send_up(dossier, commune)
    with clock.frozen(start + timedelta(days=7)):
        return registrations.accept_dossier(dossier=dossier, actor=who("province"))


# -- The closed round --------------------------------------------------------------------------------------------------
SUPPLEMENTARY = Call(
    name="Đăng ký đánh giá, phân hạng sản phẩm OCOP, đợt bổ sung năm 2026",
    year=2026,
    letter=at(2026, 5, 25),
    before=date(2026, 7, 1),
    products=("ca-phe-bot", "tra-sam", "mat-ong", "tho-cam", "tieu-den", "gao-rang", "mang-kho", "du-lich"),
)


def closed_round(places: Places, story: Story) -> EvaluationRound:
    """Tell the supplementary round: two products lose stars by minimum requirements, one is proposed for five."""
    round_ = call(places, SUPPLEMENTARY)
    dossiers = wish_all(places, story, round_, SUPPLEMENTARY, at(2026, 5, 27))
    verdicts = {key: _verdict(key, dossiers[key]) for key in SUPPLEMENTARY.products}
    for number, (key, dossier) in enumerate(dossiers.items()):
        total = max(verdicts[key].totals)
        dossiers[key] = file(places, story, dossier, key, at(2026, 6, 8 + number), total)
    sitting = session(places, "Đợt bổ sung năm 2026", 2026, 1, at(2026, 7, 15, 8), date(2026, 6, 29))
    with clock.frozen(at(2026, 6, 29)):
        order_council(places)
        board = judging.council(
            sitting, name="Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh", members=judging.seven(), officer="province"
        )
        made = judging.prepare(sitting, board, list(dossiers.values()))
    judging.meet(sitting, made, {dossiers[key].pk: verdict for key, verdict in verdicts.items()}, _logins())
    with clock.frozen(at(2026, 7, 15, 16)):
        made.refresh_from_db()
        made = judging.close(made, officer="province")
    with clock.frozen(at(2026, 7, 17)):
        made = judging.propose(made, officer="province")
    with clock.frozen(at(2026, 7, 20)):
        made = judging.decide(made, desk(places))
    with clock.frozen(at(2026, 7, 2)):
        round_.refresh_from_db()
        registrations.move_round(registration_round=round_, action="close", actor=who("province"))
    return made


def _logins() -> list[str]:
    return [username for username, _name, _title in COUNCIL]


def _verdict(key: str, dossier: Dossier) -> Verdict:
    totals = {
        "ca-phe-bot": (84, 83, 85, 84, 82, 84, 85),
        "tra-sam": (93, 92, 94, 93, 92, 93, 94),
        "mat-ong": (78, 77, 79, 78, 76, 78, 77),
        "tho-cam": (73, 72, 74, 73, 72, 75, 73),
        "tieu-den": (91, 92, 90, 91, 92, 91, 90),
        "gao-rang": (61, 62, 60, 61, 63, 61, 60),
        "mang-kho": (44, 45, 43, 44, 46, 44, 45),
        "du-lich": (66, 65, 67, 66, 68, 66, 65),
    }[key]
    spec = rubrics.spec_for(dossier.rubric)
    if key in {"tho-cam", "tieu-den"}:
        return Verdict(totals, hold=miss_gate(spec, 4))
    return Verdict(
        totals,
        gates_for={"mang-kho": 0, "gao-rang": 3, "du-lich": 3}.get(key, 5 if key == "tra-sam" else 4),
        dissenter="council6" if key == "mat-ong" else "",
    )


def order_council(places: Places) -> Document:
    """Issue the decision that sets up the council and its regulation."""
    letter = Letter(
        type="quyet_dinh",
        abstract="Thành lập Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh Quảng Ngãi năm 2026",
        authority_line="Chủ tịch Ủy ban nhân dân tỉnh Quảng Ngãi",
        grounds=[
            "Căn cứ Luật Tổ chức chính quyền địa phương",
            f"Căn cứ Quyết định số {LAW} ngày 22 tháng 5 năm 2026 của Thủ tướng Chính phủ",
        ],
        proposal="Theo đề nghị của Giám đốc Sở Nông nghiệp và Môi trường",
        body=[
            Article(1, "Thành lập Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh gồm bảy thành viên."),
            Article(2, "Hội đồng làm việc theo quy chế; kết quả tính theo điểm trung bình của các thành viên."),
            Article(3, "Các cơ quan liên quan và các thành viên Hội đồng chịu trách nhiệm thi hành Quyết định này."),
        ],
        recipients=["Như Điều 3", "Bộ Nông nghiệp và Môi trường (b/c)"],
    )
    at_desk = Desk(**{**desk(places).__dict__, "authority": ("KT. Chủ tịch", "Phó Chủ tịch")})
    return correspondence.send(at_desk, correspondence.write(at_desk, letter, law=rubrics.decision_by_code(LAW)))


def session(places: Places, name: str, year: int, ordinal: int, meeting: datetime, opens_on: date) -> Session:
    stage = rubrics.stage(rubrics.decision_by_code(LAW), "province", opens_on)
    return Session(
        name=f"Đánh giá, phân hạng sản phẩm OCOP tỉnh Quảng Ngãi, {name[0].lower()}{name[1:]}",
        office=places.offices["sở nông nghiệp"],
        officer="province",
        stage=stage,
        year=year,
        ordinal=ordinal,
        meeting=meeting,
        opens_on=opens_on,
        send_up_to="Bộ Nông nghiệp và Môi trường",
    )
