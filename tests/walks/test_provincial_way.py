"""One coffee product under 26/2026/QĐ-TTg: from the letter to the leader's page, each step on its screen."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from activity import verify
from demo.people import COUNCIL
from directives.models import Document
from evaluations.models import Certificate
from foundation import clock
from tests.factories.rubrics import CODE_2026, coffee_rubric
from tests.live_worker import LiveWorker
from tests.walks import councils, dossiers, intake, letters
from tests.walks.people import Crowd, downloaded

pytestmark = [pytest.mark.browser, pytest.mark.worker]

PRODUCT = "Cà phê bột Ngọc Hải"
CALL = "Đăng ký đánh giá, phân hạng sản phẩm OCOP, đợt thử"
REASON = "Ghi rõ bao nhiêu lao động là người trong xã."
OPINIONS = {
    "Nguồn gốc, nguyên liệu": "Cà phê trồng tại xã, đúng như chủ thể khai.",
    "Lao động": "Mười hai trên mười lăm người là người trong xã.",
    "Nguồn gốc ý tưởng": "Ý tưởng của hợp tác xã.",
    "Bản sắc": "Cách rang bằng chảo gang là của địa phương.",
}
TOTALS = (84, 80, 82, 84, 81, 83, 85)
MEAN = "82,71"


def test_coffee_product_goes_the_whole_way(crowd: Crowd, live_worker: LiveWorker) -> None:
    letter = the_letter_is_issued(crowd, live_worker)
    round_ = the_letter_opens_a_round(crowd, letter)
    the_wish_is_registered_listed_and_selected(crowd, round_)
    dossier = the_producer_fills_and_submits_the_dossier(crowd)
    the_commune_returns_it_and_the_producer_corrects_it(crowd, dossier)
    the_commune_sends_it_up_and_the_province_accepts_it(crowd, dossier)
    evaluation, entry = a_council_of_seven_gets_it(crowd)
    seven_members_score_and_nobody_sees_points(crowd, evaluation, entry)
    the_council_agrees_and_closes(crowd, evaluation, entry)
    the_papers_are_issued(crowd, evaluation)
    everybody_sees_the_result(crowd, dossier, entry)

    assert verify.problems() == []


def the_letter_is_issued(crowd: Crowd, worker: LiveWorker) -> int:
    before = clock.today() + timedelta(days=40)
    letter = letters.writes_the_letter(
        crowd["province"],
        law=CODE_2026,
        abstract="đăng ký đánh giá, phân hạng sản phẩm OCOP",
        task="Hướng dẫn chủ thể đăng ký nhu cầu",
        offices=["Ủy ban nhân dân xã Bờ Y", "Ủy ban nhân dân xã Sa Loong"],
        before=before,
    )
    letters.take_to_the_leader(crowd, letter, "province")
    worker.kill()
    letters.approves(crowd["leader"], letter)
    crowd["leader"].sees(re.compile("Tệp PDF (đang được tạo|đang chờ)"))
    worker.start()
    worker.wait_until(lambda: Document.objects.filter(pk=letter).exclude(pdf=None).exists())
    expect(crowd["leader"].main.get_by_role("link", name="Tải tệp PDF")).to_be_visible()  # the page asks by itself
    letters.issues(crowd["clerk"], letter)
    crowd["commune"].goes_to("dashboards:home").sees("Nhiệm vụ của đơn vị", "Hướng dẫn chủ thể đăng ký nhu cầu")
    return letter


def the_letter_opens_a_round(crowd: Crowd, letter: int) -> int:
    officer = crowd["province"].goes_to("directives:detail", letter).follows("Mở đợt đăng ký")
    due = clock.today() + timedelta(days=40)
    return intake.opens_the_round(officer, CALL, law=CODE_2026, due=due)


def the_wish_is_registered_listed_and_selected(crowd: Crowd, round_: int) -> None:
    rubric = "13. Sản phẩm cà phê, ca cao"
    intake.registers_a_wish(crowd["producer"], round_name=CALL, product=PRODUCT, rubric=rubric, stars=4)
    intake.sends_the_list_with_a_letter(crowd, round_, [PRODUCT])
    intake.selects(crowd["province"], round_, PRODUCT, support="Hỗ trợ thiết kế bao bì")


def the_producer_fills_and_submits_the_dossier(crowd: Crowd) -> int:
    producer = crowd["producer"]
    dossier = dossiers.opens_own_dossier(producer, PRODUCT)
    dossiers.writes_the_texts(producer)
    dossiers.writes_the_local_roots(producer, labour="Mười lăm người.")
    dossiers.assesses(producer, dossiers.choices_for(coffee_rubric(), 84))
    producer.goes_to("registrations:dossier", dossier).follows("Minh chứng", exact=True)
    dossiers.adds_a_paper(producer, "Đăng ký kinh doanh", "Giấy chứng nhận đăng ký kinh doanh")
    dossiers.checks_and_submits(producer, dossier)
    return dossier


def the_commune_returns_it_and_the_producer_corrects_it(crowd: Crowd, dossier: int) -> None:
    slip = dossiers.receives(crowd["commune"], dossier)
    assert re.fullmatch(r"\d+/PĐK-[\d-]+", slip)
    assert crowd["commune"].value_of("Đến ngày")[:10] == dossiers.answer_day()
    dossiers.returns(crowd["commune"], dossier, place="Yếu tố địa phương", reason=REASON)
    dossiers.answers_and_resubmits(crowd["producer"], dossier, reason=REASON, labour="Mười hai người trong xã.")
    assert dossiers.receives(crowd["commune"], dossier) == slip
    dossiers.settles(crowd["commune"], dossier)


def the_commune_sends_it_up_and_the_province_accepts_it(crowd: Crowd, dossier: int) -> None:
    dossiers.writes_the_opinion(crowd["commune"], dossier, OPINIONS, "Đề nghị đánh giá, phân hạng sản phẩm.")
    leader = crowd["commune_leader"].goes_to("dashboards:home").follows(PRODUCT).sees(*OPINIONS.values())
    leader.asks_for_and_confirms("Phê duyệt ý kiến đánh giá")
    crowd["commune"].goes_to("registrations:dossier", dossier).asks_for_and_confirms("Chuyển hồ sơ lên")
    officer = crowd["province"].goes_to("dashboards:home").follows(PRODUCT)
    officer.asks_for_and_confirms("Tiếp nhận để đánh giá").sees("đã tiếp nhận để đánh giá")


def a_council_of_seven_gets_it(crowd: Crowd) -> tuple[int, int]:
    officer, board = crowd["province"], "Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh"
    councils.sets_up_a_council(officer, board, [name for _login, name, _title in COUNCIL])
    stage = f"{CODE_2026} · Cấp tỉnh"
    evaluation = councils.prepares_a_round(
        officer, "Đánh giá đợt thử", stage=stage, council=board, meeting=clock.today() + timedelta(days=3)
    )
    entry = councils.opens_scoring(officer, evaluation, [PRODUCT])[0]
    return evaluation, entry


def seven_members_score_and_nobody_sees_points(crowd: Crowd, evaluation: int, entry: int) -> None:
    first = crowd["council1"]
    councils.fills_the_sheet_by_hand(first, entry, dossiers.choices_for(coffee_rubric(), TOTALS[0]))
    councils.hands_in(first, total=TOTALS[0])
    for number, total in enumerate(TOTALS[1:], start=2):
        # The last one saw less of the contracts with growers than the others did: an item that decides stars.
        seen = {"1.5": 1} if number == len(TOTALS) else None
        councils.fills_the_sheet_quickly(
            crowd[f"council{number}"], entry, dossiers.choices_for(coffee_rubric(), total, fixed=seen)
        )
        councils.hands_in(crowd[f"council{number}"], total=total)
    for login in ("council1", "council3", "province", "leader"):
        assert crowd[login].is_refused("evaluations:results", evaluation)
        crowd[login].goes_to("evaluations:entry", entry).does_not_see("Các phiếu đặt cạnh nhau", MEAN)
    crowd["province"].goes_to("evaluations:round", evaluation).sees("7/7")


def the_council_agrees_and_closes(crowd: Crowd, evaluation: int, entry: int) -> None:
    officer = crowd["province"].asks_for_and_confirms("Mở thảo luận").sees("Thảo luận", "1.5")
    officer.follows("Đóng đợt").sees("cần thống nhất mức")
    councils.agrees(crowd["council3"], entry, item="1.5. ", level="2 – ")
    officer.goes_to("evaluations:discussion", evaluation).asks_for_and_confirms("Đóng đợt")
    expect(officer.row(PRODUCT)).to_contain_text(MEAN)
    expect(officer.row(PRODUCT)).to_contain_text("được công nhận")


def the_papers_are_issued(crowd: Crowd, evaluation: int) -> None:
    officer = crowd["province"].goes_to("evaluations:round", evaluation).asks_for_and_confirms("Trình kết quả")
    officer.goes_to("evaluations:papers", evaluation)
    papers = [councils.paper(officer, words) for words in ("Họp Hội đồng", "Phê duyệt kết quả")]
    for paper in papers:
        letters.take_to_the_leader(crowd, paper, "province")
        letters.approves(crowd["leader"], paper)
    for paper in papers:
        letters.issues(crowd["clerk"], paper)


def everybody_sees_the_result(crowd: Crowd, dossier: int, entry: int) -> None:
    producer = crowd["producer"].goes_to("registrations:dossier", dossier).sees("đã có kết quả", "4 sao")
    producer.goes_to("activity:notifications").sees("Kết quả đánh giá", REASON)
    producer.goes_to("evaluations:entry", entry).sees(MEAN, "4 sao").does_not_see(COUNCIL[0][1])
    producer.follows("Giấy chứng nhận sản phẩm OCOP 4 sao")
    assert downloaded(producer, "Tải tệp PDF").startswith(b"%PDF-")
    buyer = crowd.stranger().goes_to("catalogue:certificate", Certificate.objects.get().token)
    buyer.sees("Giấy chứng nhận này còn hiệu lực", PRODUCT, "4 sao", intake.PRODUCER)
    buyer.goes_to("catalogue:products", q="ca phe").sees(PRODUCT)
    leader = crowd["leader"].goes_to("dashboards:leader")
    leader.follows("1", exact=True, within=leader.row("Tổng cộng").first.get_by_role("cell").last).sees(PRODUCT)
