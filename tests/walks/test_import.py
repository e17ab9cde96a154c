"""A commune's messy list, from the officer's file to wishes of a round, and back: each step on its screen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from demo import people
from demo.places import Places
from foundation import clock
from registrations import services
from registrations.models import ImportBatch, Producer, RegistrationRound, Wish
from rubrics.models import Decision
from tests.factories.rubrics import CODE_2026
from tests.live_worker import LiveWorker
from tests.registrations import workbooks
from tests.walks.people import Crowd, Person, downloaded

pytestmark = [pytest.mark.browser, pytest.mark.worker]
ROUND = "Đợt đăng ký thử, nhập từ Excel"


def test_messy_list_becomes_wishes_and_is_undone(
    crowd: Crowd, ground: Places, live_worker: LiveWorker, tmp_path: Path
) -> None:
    registration_round = an_open_round(ground)
    file = tmp_path / "Danh sách đăng ký xã Bờ Y.xlsx"
    file.write_bytes(workbooks.messy_list("xã Bờ Y"))
    officer = crowd["commune"].goes_to("registrations:rounds").follows(ROUND).follows("Nhập danh sách từ Excel")

    uploads(officer, file)
    confirms_the_columns(officer)
    sees_every_row_with_its_errors(officer)
    takes_the_ready_rows_over(officer, live_worker)
    the_office_sees_the_wishes(crowd, registration_round)
    undoes_it(officer)

    assert not Wish.objects.exists()
    assert not Producer.objects.exists()


def an_open_round(ground: Places) -> RegistrationRound:
    """Open a round of the province in which the commune takes part."""
    actor = people.who("province")
    facts = services.RoundFacts(
        name=ROUND,
        law=Decision.objects.get(code=CODE_2026),
        year=clock.today().year,
        opens_on=clock.today(),
        due_at=clock.start_of(clock.today() + timedelta(days=30)),
        units=[ground.units["mới/xã Bờ Y"]],
        training=True,
    )
    made = services.create_round(office=actor.active_memberships[0].office, facts=facts, actor=actor)
    return services.move_round(registration_round=made, action="open", actor=actor)


def uploads(officer: Person, file: Path) -> None:
    officer.sees("Tải danh sách lên")
    officer.field("Tệp Excel").set_input_files(file)
    officer.presses("Tiếp tục: xem các cột")


def confirms_the_columns(officer: Person) -> None:
    officer.sees("Ý nghĩa của các cột", "Trang tính ẩn không được đọc: Nháp", "Cà phê bột · Cà phê hạt")
    expect(officer.field("H Điện thoại").locator("option:checked")).to_have_text("Điện thoại")
    officer.presses("Đọc các dòng")


def sees_every_row_with_its_errors(officer: Person) -> None:
    expect(officer.main.get_by_role("link", name="Nhập 3 dòng")).to_be_visible(timeout=60_000)
    expect(officer.row("Măng khô")).to_contain_text("Điện thoại: “12345” không phải là số điện thoại")
    expect(officer.row("Mật ong")).to_contain_text("#REF!")
    expect(officer.row("Cà phê hạt")).to_contain_text("HTX Nông nghiệp Bờ Y")  # its cell is merged with the one above
    expect(officer.row("6 sản phẩm")).to_contain_text("bỏ qua")
    officer.presses("Bỏ qua dòng 10")
    expect(officer.main.get_by_role("link", name="Nhập 2 dòng")).to_be_visible()
    officer.presses("Lấy lại dòng 10")
    expect(officer.main.get_by_role("link", name="Nhập 3 dòng")).to_be_visible()
    officer.presses("Tạo tệp ghi lỗi")
    expect(officer.main.get_by_role("link", name="Tải tệp có ghi lỗi")).to_be_visible(timeout=60_000)
    marked = workbooks.cells(downloaded(officer, "Tải tệp có ghi lỗi"))
    assert marked[7][12].startswith("Điện thoại")


def takes_the_ready_rows_over(officer: Person, worker: LiveWorker) -> None:
    worker.kill()
    officer.follows("Nhập 3 dòng").sees("3 dòng được nhập", "6 dòng không được nhập").presses("Nhập các dòng")
    officer.sees("Đang nhập các dòng")
    assert not Wish.objects.exists()
    worker.start()
    worker.wait_until(lambda: ImportBatch.objects.get().state == "accepted")
    expect(officer.main.get_by_role("link", name="đã nhập")).to_be_visible()  # the page asks by itself
    officer.follows("đã nhập").sees("Cà phê chồn")
    officer.does_not_see("Măng khô")


def the_office_sees_the_wishes(crowd: Crowd, registration_round: RegistrationRound) -> None:
    office = crowd["province"].goes_to("registrations:selection", registration_round.pk)
    office.sees("Cà phê bột", "Cà phê hạt", "Cà phê chồn")


def undoes_it(officer: Person) -> None:
    officer.asks_for_and_confirms("Hoàn tác lần nhập")
    expect(officer.main.get_by_text("đã hoàn tác").first).to_be_visible(timeout=60_000)
