"""What is going on today: the province's round in scoring, its next intake, and the training round of the old procedure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from demo import advising, filing, helping, judging, quang_ngai
from demo.helping import Help
from demo.judging import Session, Verdict
from demo.ngoc_hoi import LAW as OLD_LAW
from demo.ngoc_hoi import Story
from demo.ngoc_hoi_products import PRODUCTS
from demo.people import COUNCIL, who
from demo.places import Places
from demo.quang_ngai import SETS, Call
from evaluations.models import EvaluationRound
from foundation import calendar, clock
from registrations import services as registrations
from registrations.models import Dossier, RegistrationRound, Wish
from registrations.services.corrections import CorrectionDraft
from registrations.services.rounds import RoundFacts
from rubrics import selectors as rubrics

# Dossiers reach the province before these days (26/2026/QĐ-TTg); the seed tells the round whose day has passed last.
EARLIEST_TODAY = date(2026, 11, 5)
SCORED = ("ca-phe-hat", "mat-nghe", "sam-kho", "tui-tho-cam", "tieu-so", "banh-nep")
INTAKE = (
    "ruou-ghe",
    "gui",
    "thit-gac-bep",
    "bo-sap",
    "mang-chua",
    "mang-kho",
    "tho-cam",
    "ca-phe-bot",
    "du-lich",
    "mat-ong",
)
TOTALS = (72, 70, 73, 71, 72, 74, 71)
HELP = [
    Help("ruou-ghe", "testing", "Kiểm nghiệm độ cồn và an toàn thực phẩm", "Sự nghiệp nông nghiệp", 6_500_000),
    Help("tho-cam", "trademark", "Hồ sơ đăng ký nhãn hiệu tập thể", "Khuyến công địa phương", 20_000_000, given=False),
    Help("ca-phe-bot", "packaging", "Thiết kế nhãn, in túi đợt đầu", "Chương trình nông thôn mới", 18_000_000),
    Help("du-lich", "market", "Gian hàng tại hội chợ vùng", "Xúc tiến thương mại", 9_000_000, given=False),
]


def tell(places: Places, story: Story, today: date) -> None:
    """Tell what is going on on the day."""
    _scoring(places, story, today)
    _intake(places, story, today)
    _training(places, story, today)


# -- Round 2/2026, in scoring ------------------------------------------------------------------------------------------
def _scoring(places: Places, story: Story, today: date) -> EvaluationRound:
    start = clock.start_of(date(2026, 8, 17)) + timedelta(hours=9)
    plan = Call("Đăng ký đánh giá, phân hạng sản phẩm OCOP đợt 2 năm 2026", 2026, start, date(2026, 10, 30), SCORED)
    round_ = quang_ngai.call(places, plan)
    dossiers = quang_ngai.wish_all(places, story, round_, plan, start + timedelta(days=4))
    for number, key in enumerate(SCORED):
        moment = start + timedelta(days=30 + number)
        dossiers[key] = quang_ngai.file(places, story, dossiers[key], key, moment, 70)
    with clock.frozen(start + timedelta(days=75)):
        round_.refresh_from_db()
        registrations.move_round(registration_round=round_, action="close", actor=who("province"))
    opened = date(2026, 11, 3)
    meeting = clock.start_of(today + timedelta(days=12)) + timedelta(hours=8)
    sitting = quang_ngai.session(places, "Đợt 2 năm 2026", 2026, 2, meeting, opened)
    with clock.frozen(opened):
        name = "Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh, đợt 2 năm 2026"
        board = judging.council(sitting, name=name, members=judging.seven(), officer="province")
        advising.seat(board, officer="province")
        made = judging.prepare(sitting, board, list(dossiers.values()))
    with clock.frozen(opened + timedelta(days=1)):
        _some_sheets(made, Verdict(TOTALS, gates_for=3), sealed=3)
    with clock.frozen(opened + timedelta(days=2)):
        advising.report(made)
        # Noted after the sheets were opened: the secretary finds it on the page of the round and answers it.
        _support_by_a_member(places, dossiers[SCORED[1]])
    return made


def _support_by_a_member(places: Places, dossier: Dossier) -> None:
    if dossier.wish is None:
        return
    member = COUNCIL[5][0]
    help_ = Help("", "testing", "Tư vấn hồ sơ công bố chất lượng", "Sự nghiệp nông nghiệp", 5_000_000, person=member)
    helping.support({"": dossier.wish}, [help_], office=places.offices["sở nông nghiệp"], actor=who("province"))


def _some_sheets(made: EvaluationRound, verdict: Verdict, *, sealed: int) -> None:
    """Fill some sheets: the first members have submitted some, one has a draft, the rest have not begun."""
    entries = list(made.entries.select_related("rubric", "dossier__product").order_by("order"))
    for position, (username, _name, _title) in enumerate(COUNCIL):
        for number, entry in enumerate(entries):
            if position < sealed and number < 3 - position:
                judging.fill_sheet(entry, username, verdict, position)
            elif position == sealed and number == 0:
                judging.fill_sheet(entry, username, verdict, position, seal=False)


# -- The next intake, with a dossier in every state --------------------------------------------------------------------
def _intake(places: Places, story: Story, today: date) -> None:
    year = today.year + 1
    start = clock.start_of(today - timedelta(days=45)) + timedelta(hours=9)
    start = max(start, clock.start_of(date(2026, 10, 5)) + timedelta(hours=9))
    plan = Call(f"Đăng ký đánh giá, phân hạng sản phẩm OCOP đợt 1 năm {year}", year, start, date(year, 4, 30), INTAKE)
    round_ = quang_ngai.call(places, plan)
    dossiers = quang_ngai.wish_all(places, story, round_, plan, start + timedelta(days=2))
    people = quang_ngai.communes(places)
    for number, commune in enumerate(list(people.values())[:2]):
        helping.outreach(commune, start + timedelta(days=1 + number), people=48 - 9 * number, round_=round_)
    wishes = {key: dossier.wish for key, dossier in dossiers.items() if dossier.wish}
    with clock.frozen(start + timedelta(days=9)):
        helping.support(wishes, HELP, office=places.offices["sở nông nghiệp"], actor=who("province"))
    for number, key in enumerate(INTAKE):
        login, commune = _login(story, key), people[dossiers[key].unit.name]
        _go_on(dossiers[key], key, login, commune, start + timedelta(days=10 + number), STEPS[number])
    product = next(product for product in PRODUCTS if product.key == "tra-sam")
    with clock.frozen(start + timedelta(days=20)):
        filing.wish(
            round_,
            story.producers[product.producer],
            {"name": "Trà sâm dây hòa tan", "group": "Sản phẩm trà từ thực vật khác"},
            username=story.logins[product.producer],
            year=year,
            stars=4,
            rubric=rubrics.rubric_by_number(rubrics.decision_by_code(quang_ngai.LAW), SETS["tra-sam"]),
            help_wanted=("packaging", "trademark"),
        )


STEPS = (
    "submitted", "returned", "withdrawn", "refused", "received", "opinion_approved", "forwarded", "draft", "opinion_waiting",
    "accepted",
)  # fmt: skip


def _login(story: Story, key: str) -> str:
    return story.logins[next(product for product in PRODUCTS if product.key == key).producer]


def _go_on(dossier: Dossier, key: str, login: str, commune: filing.Commune, start: datetime, until: str) -> None:
    """Take a dossier as far as the state ``until``."""
    product = next(product for product in PRODUCTS if product.key == key)
    with clock.frozen(start):
        dossier = filing.fill(dossier, username=login, story=product.story, total=68, gates_for=3)
        if until == "draft":
            return
        dossier = filing.submit(dossier, username=login)
        if until == "withdrawn":
            reason = "Chủ thể hoàn thiện lại bao bì, sẽ nộp đợt sau."
            registrations.withdraw_dossier(dossier=dossier, reason=reason, actor=who(login))
        if until in {"submitted", "withdrawn"}:
            return
    with clock.frozen(start + timedelta(days=1)):
        _at_the_commune(filing.receive(dossier, commune), commune, until)


def _at_the_commune(dossier: Dossier, commune: filing.Commune, until: str) -> None:
    officer = who(commune.officer)
    if until == "returned":
        drafts = [
            CorrectionDraft(place="papers", reason="Phiếu kiểm nghiệm thiếu chỉ tiêu kim loại nặng; đề nghị bổ sung.")
        ]
        registrations.return_dossier(dossier=dossier, corrections=drafts, actor=officer)
    elif until == "refused":
        reason = "Chủ thể không còn đăng ký kinh doanh ngành nghề này."
        registrations.refuse_dossier(dossier=dossier, reason=reason, actor=officer)
    elif until != "received":
        dossier = filing.give_opinion(dossier, commune)
        if until == "opinion_waiting":
            return
        dossier = registrations.approve_opinion(dossier=dossier, actor=who(commune.leader))
        if until == "opinion_approved":
            return
        dossier = registrations.forward_dossier(dossier=dossier, actor=officer)
        if until == "accepted":
            registrations.accept_dossier(dossier=dossier, actor=who("province"))


# -- The training round ------------------------------------------------------------------------------------------------
TRAINED = ("ca-phe-bot", "tho-cam", "mang-kho", "ruou-ghe", "thit-gac-bep", "gao-rang", "tieu-den", "bo-sap")
TRAINED_STEPS = ("accepted", "accepted", "accepted", "submitted", "returned", "opinion_waiting", "received", "draft")


def _training(places: Places, story: Story, today: date) -> None:
    """Run the old district procedure as an exercise: wishes, dossiers that wait, one returned, some being scored."""
    start = clock.start_of(today - timedelta(days=14)) + timedelta(hours=9)
    with clock.frozen(start):
        round_ = _training_round(places, today)
    wishes = {
        key: _training_wish(story, round_, key, start + timedelta(days=1)) for key in (*TRAINED, "gui", "mat-nghe")
    }
    listed = [wish for key, wish in wishes.items() if key != "mat-nghe"]
    with clock.frozen(start + timedelta(days=2)):
        for commune in quang_ngai.communes(places).values():
            mine = [wish for wish in listed if wish.unit_id == commune.unit.pk]
            if mine:
                registrations.list_wishes_of_commune(
                    registration_round=round_, unit=commune.unit, wishes=mine, actor=who(commune.officer)
                )
    accepted = _training_dossiers(places, story, wishes, start)
    _training_scores(places, accepted, start, today)


def _training_round(places: Places, today: date) -> RegistrationRound:
    facts = RoundFacts(
        name="TẬP HUẤN – đăng ký sản phẩm theo quy trình cấp huyện",
        law=rubrics.decision_by_code(OLD_LAW),
        year=today.year,
        opens_on=clock.today(),
        due_at=calendar.due_until(today + timedelta(days=30)),
        dossier_due_at=calendar.due_until(today + timedelta(days=30)),
        units=[commune.unit for commune in quang_ngai.communes(places).values()],
        place="Phòng họp tập huấn",
        training=True,
    )
    office = places.offices["phòng nn ngọc hồi"]
    made = registrations.create_round(office=office, facts=facts, actor=who("district"))
    return registrations.move_round(registration_round=made, action="open", actor=who("district"))


def _training_wish(story: Story, round_: RegistrationRound, key: str, moment: datetime) -> Wish:
    product = next(product for product in PRODUCTS if product.key == key)
    rubric = rubrics.rubric_by_number(rubrics.decision_by_code(OLD_LAW), product.rubric)
    with clock.frozen(moment):
        return filing.wish(
            round_,
            story.producers[product.producer],
            {"name": product.name, "group": rubric.name},
            username=story.logins[product.producer],
            year=clock.today().year,
            stars=3,
            rubric=rubric,
        )


def _training_dossiers(places: Places, story: Story, wishes: dict[str, Wish], start: datetime) -> list[Dossier]:
    people = quang_ngai.communes(places)
    made: list[Dossier] = []
    for number, key in enumerate(TRAINED):
        wish = wishes[key]
        wish.refresh_from_db()
        with clock.frozen(start + timedelta(days=3)):
            dossier = registrations.select_wish(wish=wish, actor=who("district"))
        until = TRAINED_STEPS[number]
        step = "forwarded" if until == "accepted" else until
        _go_on(dossier, key, _login(story, key), people[dossier.unit.name], start + timedelta(days=4), step)
        if until == "accepted":
            dossier.refresh_from_db()
            with clock.frozen(start + timedelta(days=7)):
                made.append(registrations.accept_dossier(dossier=dossier, actor=who("district")))
    return made


def _training_scores(places: Places, accepted: list[Dossier], start: datetime, today: date) -> None:
    opened = clock.local(start + timedelta(days=9)).date()
    sitting = Session(
        name="TẬP HUẤN – chấm điểm theo quy trình cấp huyện",
        office=places.offices["phòng nn ngọc hồi"],
        officer="district",
        stage=rubrics.stage(rubrics.decision_by_code(OLD_LAW), "district", date(2021, 12, 1)),
        year=today.year,
        ordinal=1,
        meeting=clock.start_of(today + timedelta(days=3)) + timedelta(hours=8),
        opens_on=opened,
        training=True,
        send_up_to="cấp trên (tập huấn)",
    )
    with clock.frozen(opened):
        board = judging.council(sitting, name="Hội đồng tập huấn", members=judging.seven(), officer="district")
        made = judging.prepare(sitting, board, accepted)
        _some_sheets(made, Verdict((61, 60, 62, 61, 63, 60, 61), gates_for=0), sealed=3)
