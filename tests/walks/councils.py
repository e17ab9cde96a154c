"""A council at work: set up, its round prepared, sheets filled, discussion held, round closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from playwright.sync_api import expect

from tests.walks.dossiers import Choice
from tests.walks.people import Person

ROLES = ("Chủ tịch hội đồng", "Phó chủ tịch hội đồng", "Ủy viên, thư ký")


def sets_up_a_council(officer: Person, name: str, members: Sequence[str], *, training: bool = False) -> None:
    """Set up a council and seat its members: chair, deputy, secretary, then the others."""
    officer.goes_to("evaluations:councils").follows("Lập hội đồng").fills("Tên hội đồng", name)
    if training:
        officer.ticks("Chỉ dùng cho đợt tập huấn")
    officer.presses("Lập")
    for position, member in enumerate(members):
        officer.picks("Người", member)
        if position < len(ROLES):
            officer.picks("Vai trò trong hội đồng", ROLES[position])
        officer.presses("Thêm")
        expect(officer.row(member)).to_be_visible()


def prepares_a_round(
    officer: Person, name: str, *, stage: str, council: str, meeting: date, training: bool = False
) -> int:
    """Prepare a round under a decision and stage with the council's regulation as it stands; return the round's id."""
    officer.goes_to("evaluations:rounds").follows("Tạo đợt đánh giá")
    officer.picks_like("Quyết định và cấp đánh giá", stage).fills("Tên đợt", name).fills("Lần thứ mấy", 1)
    officer.picks("Hội đồng", council).fills("Ngày họp hội đồng", meeting.isoformat())
    if training:
        officer.ticks("Đợt tập huấn")
    officer.presses("Tạo đợt").sees(name)
    return officer.number_in_address()


def opens_scoring(officer: Person, evaluation: int, products: Sequence[str]) -> list[int]:
    """Choose the dossiers of a round, fix them and open the sheets; return the ids of the entries."""
    officer.goes_to("evaluations:round", evaluation).follows("Chọn hồ sơ").ticks(*products).presses("Lưu")
    officer.asks_for_and_confirms("Chốt hồ sơ").asks_for_and_confirms("Mở phiếu chấm điểm").sees("Tình hình nộp phiếu")
    return [officer.id_behind(product) for product in products]


def fills_the_sheet_by_hand(member: Person, entry: int, choices: Choice) -> None:
    """Click the levels of a sheet one after the other; each click saves, and the page counts along."""
    member.goes_to("evaluations:sheet", entry)
    for number, (criterion, level) in enumerate(choices.items(), start=1):
        item = member.main.get_by_role("group", name=f"{criterion.code} {criterion.title}")
        words = f"{level.points} {level.label}" if level else "0 Không đạt"
        item.get_by_role("radio", name=words).first.check()
        if number == 1:
            member.sees("Đã lưu", f"1/{len(choices)}")


def hands_in(member: Person, *, total: int) -> None:
    """Go on from the filled sheet to the page that shows it once more, and submit it for good."""
    member.presses("Lưu và chuyển sang nộp").sees(f"{total}/100").presses("Nộp phiếu").sees("Đã nộp phiếu.")


def fills_the_sheet_quickly(member: Person, entry: int, choices: Choice) -> None:
    """Tick all levels of a sheet at once, as somebody does who has the paper sheet beside the screen."""
    member.goes_to("evaluations:sheet", entry)
    ticked = {f"c{criterion.pk}": str(level.pk if level else 0) for criterion, level in choices.items()}
    member.main.locator("form.score").evaluate(
        "(form, ticked) => { for (const [name, value] of Object.entries(ticked)) form.elements[name].value = value }",
        ticked,
    )


def agrees(secretary: Person, entry: int, *, item: str, level: str) -> None:
    """Write down the level on which the council agreed, where its sheets differ on an item that decides stars."""
    secretary.goes_to("evaluations:entry", entry).sees("Hội đồng cần thống nhất").follows("Ghi mức thống nhất")
    secretary.picks_like(item, level).fills("Lý do", "Hội đồng xem hợp đồng và thống nhất.").presses("Ghi lại")
    secretary.sees("Đã ghi các mức thống nhất").does_not_see("Hội đồng cần thống nhất")


def paper(officer: Person, words: str) -> int:
    """Return the id of a paper of the round, once the worker has drafted it."""
    expect(officer.main.get_by_role("link", name=words)).to_be_visible()
    return officer.id_behind(words)
