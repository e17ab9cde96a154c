"""Huyện Ngọc Hồi, 2021: a commune round that screens, and round 2/2021 of the district."""

from __future__ import annotations

from datetime import date, timedelta

from accounts import services as accounts
from accounts.enums import Role
from demo import correspondence, filing, judging, people
from demo.correspondence import Desk, Letter
from demo.judging import Session, Verdict
from demo.ngoc_hoi import KEY, LAW, Story, at, communes, desk, rubric_of
from demo.ngoc_hoi_products import PRODUCTS
from demo.people import COUNCIL, who
from demo.places import LAST_DAY_OF_DISTRICTS, LONG_AGO, Places
from directives.rendering import Article, Bullet, Clause, Paragraph
from evaluations.models import EvaluationRound
from foundation import calendar, clock
from registrations import services as registrations
from registrations.services.rounds import RoundFacts
from rubrics import selectors as rubrics

CONFIRMATION = "Hội đồng đã đối chiếu yêu cầu tối thiểu theo hạng sao của Quyết định 781/QĐ-TTg với từng hồ sơ và xác nhận kết quả."
# Five people of a commune sit on its council; the first two work there already.
COMMUNE_SEATS = [
    ("xa_thanhvien1", "A Nhơn", "Ủy viên, Mặt trận Tổ quốc xã"),
    ("xa_thanhvien2", "Y Liên", "Ủy viên, Hội Liên hiệp Phụ nữ xã"),
    ("xa_thanhvien3", "Trương Văn Lộc", "Ủy viên, Hội Nông dân xã"),
]


def commune_round(places: Places, story: Story) -> EvaluationRound:
    """Xã Bờ Y screens two products in June 2021 with the full sheet and proposes a list, no stars."""
    commune = communes(places)["xã Bờ Y"]
    office = places.offices[f"ubnd {KEY}/xã Bờ Y"]
    law = rubrics.decision_by_code(LAW)
    officer = who(commune.officer)
    accounts.grant(
        user=officer,
        role=Role.ROUND_OFFICER,
        office=office,
        title="Công chức",
        starts_on=LONG_AGO,
        ends_on=LAST_DAY_OF_DISTRICTS,
    )
    with clock.frozen(at(2021, 6, 1)):
        facts = RoundFacts(
            name="Rà soát sản phẩm OCOP cấp xã năm 2021, xã Bờ Y",
            law=law,
            year=2021,
            opens_on=date(2021, 6, 1),
            due_at=calendar.due_until(date(2021, 6, 15)),
            units=[commune.unit],
        )
        round_ = registrations.create_round(office=office, facts=facts, actor=who(commune.officer))
        registrations.move_round(registration_round=round_, action="open", actor=who(commune.officer))
    dossiers = []
    for product in [product for product in PRODUCTS if product.key in {"ca-phe-bot", "tui-tho-cam"}]:
        login = story.logins[product.producer]
        with clock.frozen(at(2021, 6, 5)):
            owner = story.producers[product.producer]
            values = {"name": product.name, "group": rubric_of(product).name}
            wish = filing.wish(round_, owner, values, username=login, year=2021, stars=3, rubric=rubric_of(product))
            dossier = registrations.select_wish(wish=wish, actor=who(commune.officer))
            dossier = filing.fill(dossier, username=login, story=product.story, total=60)
            dossier = filing.submit(dossier, username=login)
        with clock.frozen(at(2021, 6, 8)):
            dossier = filing.receive(dossier, commune)
            dossier = filing.give_opinion(dossier, commune)
            dossier = filing.send_up(dossier, commune)
            dossiers.append(registrations.accept_dossier(dossier=dossier, actor=who(commune.officer)))
    with clock.frozen(at(2021, 6, 16)):
        round_.refresh_from_db()
        registrations.move_round(registration_round=round_, action="close", actor=who(commune.officer))
    return _screen(places, commune, dossiers)


def _screen(places: Places, commune: filing.Commune, dossiers: list) -> EvaluationRound:
    meeting = at(2021, 6, 22, 8)
    session = Session(
        name="Đánh giá sản phẩm OCOP cấp xã năm 2021, xã Bờ Y",
        office=places.offices[f"ubnd {KEY}/xã Bờ Y"],
        officer=commune.officer,
        stage=rubrics.stage(rubrics.decision_by_code(LAW), "commune", date(2021, 6, 21)),
        year=2021,
        ordinal=1,
        meeting=meeting,
        opens_on=date(2021, 6, 21),
    )
    with clock.frozen(at(2021, 6, 21)):
        seats = [(commune.leader, "Chủ tịch hội đồng"), (commune.officer, "Phó Chủ tịch hội đồng")]
        for username, name, title in COMMUNE_SEATS:
            people.login(username, name)
            seats.append((username, title))
        board = judging.council(
            session, name="Hội đồng đánh giá sản phẩm OCOP xã Bờ Y", members=seats, officer=commune.officer
        )
        made = judging.prepare(session, board, dossiers)
    verdicts = {dossier.pk: Verdict((62, 61, 63, 62, 60)) for dossier in dossiers}
    judging.meet(session, made, verdicts, [username for username, _title in seats])
    with clock.frozen(meeting + timedelta(hours=4)):
        made.refresh_from_db()
        return judging.close(made, officer=commune.officer, confirmation=CONFIRMATION)


def second_round(places: Places, story: Story) -> EvaluationRound:
    """Round 2/2021: seven full sheets for seventeen products, a tie, three below 50, a recused member, one wide spread."""
    law = rubrics.decision_by_code(LAW)
    meeting = at(2021, 12, 10, 8)
    session = Session(
        name="Đánh giá, phân hạng sản phẩm OCOP huyện Ngọc Hồi lần thứ 2 năm 2021",
        office=places.offices[f"phòng nn {KEY}"],
        officer="district",
        stage=rubrics.stage(law, "district", date(2021, 12, 1)),
        year=2021,
        ordinal=2,
        meeting=meeting,
        opens_on=date(2021, 12, 1),
        send_up_to="Ủy ban nhân dân tỉnh Kon Tum",
    )
    scored = [product for product in PRODUCTS if product.totals]
    with clock.frozen(at(2021, 12, 1)):
        _order_council(places)
        name = "Hội đồng đánh giá, phân hạng sản phẩm OCOP huyện Ngọc Hồi"
        board = judging.council(session, name=name, members=judging.seven(), officer="district")
        made = judging.prepare(session, board, [story.dossiers[product.key] for product in scored])
    verdicts = {
        story.dossiers[product.key].pk: Verdict(
            product.totals, gates_for=0, recused=("council5",) if product.key == "mat-ong" else ()
        )
        for product in scored
    }
    judging.meet(session, made, verdicts, [username for username, _name, _title in COUNCIL])
    with clock.frozen(meeting + timedelta(hours=8)):
        made.refresh_from_db()
        made = judging.close(made, officer="district", confirmation=CONFIRMATION)
    with clock.frozen(at(2021, 12, 13)):
        made = judging.propose(made, officer="district")
    with clock.frozen(at(2021, 12, 15)):
        made = judging.decide(made, desk(places))
    _announce(places)
    return made


def _chairman(places: Places) -> Desk:
    return Desk(**{**desk(places).__dict__, "authority": ("KT. Chủ tịch", "Phó Chủ tịch")})


def _order_council(places: Places) -> None:
    letter = Letter(
        type="quyet_dinh",
        abstract="Thành lập Hội đồng đánh giá, phân hạng sản phẩm OCOP huyện Ngọc Hồi năm 2021",
        authority_line="Chủ tịch Ủy ban nhân dân huyện Ngọc Hồi",
        grounds=[
            "Căn cứ Luật Tổ chức chính quyền địa phương",
            f"Căn cứ Quyết định số {LAW} ngày 21 tháng 8 năm 2019 của Thủ tướng Chính phủ",
        ],
        proposal="Theo đề nghị của Trưởng phòng Nông nghiệp và Phát triển nông thôn",
        body=[
            Article(1, "Thành lập Hội đồng đánh giá, phân hạng sản phẩm OCOP huyện gồm bảy thành viên."),
            Article(
                2,
                "Hội đồng họp khi có ít nhất ba phần tư số thành viên; tổng điểm của các thành viên chênh lệch quá 10 điểm thì thảo luận lại.",
            ),
            Article(3, "Các cơ quan liên quan và các thành viên Hội đồng chịu trách nhiệm thi hành Quyết định này."),
        ],
        recipients=["Như Điều 3", "Ủy ban nhân dân tỉnh (b/c)"],
    )
    at_desk = _chairman(places)
    law = rubrics.decision_by_code(LAW)
    correspondence.send(at_desk, correspondence.write(at_desk, letter, law=law))


def _announce(places: Places) -> None:
    """Issue the notice about the sitting and its result to all communes."""
    offices = [office for key, office in places.offices.items() if key.startswith(f"ubnd {KEY}/")]
    letter = Letter(
        type="thong_bao",
        abstract="Kết luận về việc hoàn thiện sản phẩm sau đánh giá lần thứ 2 năm 2021",
        body=[
            Paragraph("Sau khi có kết quả đánh giá, Ủy ban nhân dân huyện thông báo:"),
            Clause("1", text="Sản phẩm dưới 50 điểm được hướng dẫn hoàn thiện để đăng ký lại."),
            Clause("2", text="Sản phẩm từ 50 điểm được đề nghị tỉnh đánh giá, công nhận."),
            Bullet("Các xã thông tin kết quả đến từng chủ thể."),
        ],
        recipients=["Ủy ban nhân dân các xã, thị trấn (t/h)", "Lãnh đạo UBND huyện (b/c)"],
        sent_to=offices,
    )
    correspondence.issue(desk(places), letter, at(2021, 12, 20), law=rubrics.decision_by_code(LAW))
