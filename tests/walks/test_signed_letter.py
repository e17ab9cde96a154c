"""A letter from its first line to its two digital signatures, with a real worker, checked by pyHanko and by poppler."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from directives import services, signing
from directives.enums import SigningWay
from directives.models import Document, LetterSettings
from foundation import clock
from tests.factories.directives import make_house
from tests.signing import keys
from tests.walks.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.worker]
STORE_KEY = "khóa kho của chuyến đi"


@pytest.fixture
def store_key(monkeypatch, settings):
    """The same store key here and in the worker."""
    monkeypatch.setenv("SIGNING_STORE_KEY", STORE_KEY)
    settings.SIGNING_STORE_KEY = STORE_KEY


@pytest.fixture
def house(store_key, transactional_db):
    house = make_house()
    LetterSettings.objects.create(office=house.committee, signing=SigningWay.DIGITAL)
    for name, owner in (("Lãnh đạo thử", {"user": house.leader}), ("UBND huyện Thử", {"office": house.committee})):
        services.store_key(content=keys.pkcs12_of(name), passphrase=keys.PASSPHRASE, **owner)
    return house


def test_letter_is_composed_checked_numbered_signed_twice_and_issued(house, live_worker, open_as, tmp_path):
    officer, head, clerk, leader = (
        Person(open_as(user)) for user in (house.officer, house.head, house.clerk, house.leader)
    )
    officer.page.goto(f"{reverse('directives:create')}?office={house.committee.pk}&type=cong_van")
    officer.fills("Trích yếu", "kiểm tra chữ ký số").fills("Kính gửi", "Ủy ban nhân dân các xã")
    officer.fills("Nội dung", "Đề nghị các xã thực hiện.", within=officer.group("Mục 1")).presses("Lưu dự thảo")
    letter = officer.number_in_address()
    officer.presses("Trình kiểm tra")
    head.goes_to("directives:detail", letter).asks_for_and_confirms("Xác nhận nội dung")
    clerk.goes_to("directives:detail", letter).asks_for_and_confirms("Xác nhận thể thức")

    # The leader opens it, ticks it in the list, and signs.
    leader.goes_to("directives:to_sign").sees("chưa mở").goes_to("directives:preview", letter)
    leader.goes_to("directives:to_sign")
    leader.main.get_by_role("checkbox").check()
    leader.presses("Duyệt và ký các văn bản đã chọn").sees("Đã duyệt 1 văn bản.")
    live_worker.wait_until(lambda: Document.objects.get(pk=letter).state == "signed")

    clerk.goes_to("directives:detail", letter).sees("Lãnh đạo thử").presses("Ký số của cơ quan")
    expect(clerk.main).to_contain_text("UBND huyện Thử")
    clerk.goes_to("directives:detail", letter).asks_for_and_confirms("Phát hành").sees("đã phát hành")

    with clerk.page.expect_download() as download:
        clerk.main.get_by_role("link", name="Tải tệp PDF").click()
    path = tmp_path / "van-ban.pdf"
    download.value.save_as(path)
    # pyHanko runs an event loop of its own, which this thread has lent to the browsers.
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(signing.check_signatures, path.read_bytes(), moment=clock.now()).result()
    report = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    assert [entry.signer for entry in found] == ["Lãnh đạo thử", "UBND huyện Thử"]
    assert report.count("Signature is Valid") == 2
