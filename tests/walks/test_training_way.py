"""A training round of the old district procedure (1048/QĐ-TTg): every page says so, and nothing of it counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from demo.people import COUNCIL
from foundation import clock
from registrations.models import Dossier
from tests.factories.registrations import fill_dossier
from tests.factories.rubrics import CODE_2019, coffee_rubric_2019
from tests.walks import councils, dossiers, intake
from tests.walks.people import Crowd

pytestmark = pytest.mark.browser

BANNER = "TẬP HUẤN"
PRODUCT = "Cà phê hạt tập huấn"
CALL = "Đăng ký thử theo quy trình cấp huyện"
TOTALS = (61, 60, 62, 61, 63, 60, 61)
MEAN = "61,14"
CONFIRMATION = "Hội đồng đã xét yêu cầu tối thiểu của từng hạng sao trên hồ sơ giấy."


@pytest.mark.parametrize("crowd", [BANNER], indirect=True)
def test_training_round_says_so_on_every_page_and_counts_nowhere(crowd: Crowd) -> None:
    round_ = a_training_round_opens(crowd)
    dossier = a_product_is_selected_and_filed(crowd, round_)
    the_commune_screens_it_and_the_office_accepts_it(crowd, dossier)
    evaluation = a_council_scores_it(crowd)
    the_round_closes_with_a_confirmation(crowd, evaluation)
    nothing_of_it_counts(crowd)


def a_training_round_opens(crowd: Crowd) -> int:
    officer = crowd["district"].goes_to("registrations:rounds").follows("Chuẩn bị đợt đăng ký")
    due = clock.today() + timedelta(days=20)
    return intake.opens_the_round(officer, CALL, law=CODE_2019, due=due, training=True)


def a_product_is_selected_and_filed(crowd: Crowd, round_: int) -> int:
    producer = crowd["producer"]
    rubric = str(coffee_rubric_2019())
    intake.registers_a_wish(producer, round_name=CALL, product=PRODUCT, rubric=rubric, stars=3)
    intake.sends_the_list(crowd["commune"], round_, [PRODUCT])
    intake.selects(crowd["district"], round_, PRODUCT, support="Hướng dẫn lập hồ sơ")
    producer.goes_to("registrations:start").sees(BANNER)
    dossier = dossiers.opens_own_dossier(producer, PRODUCT)
    dossiers.names_the_organisation(producer)
    producer.goes_to("registrations:dossier", dossier)
    dossiers.writes_the_product(producer)
    fill_dossier(Dossier.objects.get(pk=dossier))  # the other pages are those of the first walk
    dossiers.checks_and_submits(producer, dossier)
    return dossier


def the_commune_screens_it_and_the_office_accepts_it(crowd: Crowd, dossier: int) -> None:
    officer = crowd["commune"].goes_to("registrations:queue").sees(BANNER)
    dossiers.receives(officer, dossier)
    dossiers.screens(officer, dossier, "Hồ sơ đủ theo danh mục; đề nghị đánh giá.")
    leader = crowd["commune_leader"].goes_to("registrations:approvals").sees(BANNER).follows(PRODUCT)
    leader.asks_for_and_confirms("Phê duyệt ý kiến đánh giá")
    officer.goes_to("registrations:dossier", dossier).asks_for_and_confirms("Chuyển hồ sơ lên")
    office = crowd["district"].goes_to("registrations:office_dossiers").sees(BANNER).follows(PRODUCT)
    office.asks_for_and_confirms("Tiếp nhận để đánh giá")


def a_council_scores_it(crowd: Crowd) -> int:
    officer, board = crowd["district"], "Hội đồng tập huấn"
    councils.sets_up_a_council(officer, board, [name for _login, name, _title in COUNCIL], training=True)
    evaluation = councils.prepares_a_round(
        officer,
        "Chấm thử",
        stage=f"{CODE_2019} · Cấp huyện",
        council=board,
        meeting=clock.today() + timedelta(days=3),
        training=True,
    )
    [entry] = councils.opens_scoring(officer, evaluation, [PRODUCT])
    for number, total in enumerate(TOTALS, start=1):
        member = crowd[f"council{number}"]
        councils.fills_the_sheet_quickly(member, entry, dossiers.choices_for(coffee_rubric_2019(), total))
        councils.hands_in(member, total=total)
    return evaluation


def the_round_closes_with_a_confirmation(crowd: Crowd, evaluation: int) -> None:
    officer = crowd["district"].goes_to("evaluations:round", evaluation).asks_for_and_confirms("Mở thảo luận")
    officer.follows("Đóng đợt", exact=True).presses("Đóng đợt").sees("Hãy điền mục này")
    officer.fills("Xác nhận của hội đồng", CONFIRMATION).presses("Đóng đợt")
    expect(officer.row(PRODUCT)).to_contain_text(MEAN)
    officer.sees("chưa xét yêu cầu tối thiểu", CONFIRMATION)


def nothing_of_it_counts(crowd: Crowd) -> None:
    crowd.stranger().goes_to("catalogue:products").sees("Sản phẩm được công nhận").does_not_see(PRODUCT)
    for login in ("leader", "district"):
        crowd[login].goes_to("dashboards:leader").sees("Chưa có đăng ký").does_not_see(PRODUCT)
