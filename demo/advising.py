"""The advisory team of a council: who is on it, what it found in the dossiers, on the spot, and by tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from demo.papers import photo, scan
from demo.people import who
from evaluations import services
from evaluations.enums import AdviceVerdict
from evaluations.models import Council, Entry, EvaluationRound
from registrations.models import DossierItem

# Login, post; the first heads the team.
TEAM = (
    ("tovan1", "Phó Trưởng phòng Phát triển nông thôn, Tổ trưởng"),
    ("tovan2", "Chuyên viên Chi cục Quản lý chất lượng"),
    ("tovan3", "Chuyên viên Sở Công Thương"),
)
AGREES = "Đối chiếu minh chứng trong hồ sơ, phù hợp mức tự chấm."


@dataclass(frozen=True)
class Test:
    """A test that the team asks for: days after the round opened on which it was asked for and came back."""

    name: str
    asked: int
    received: int | None = None
    result: str = ""


@dataclass(frozen=True)
class Report:
    """What the team brings to one product."""

    summary: str
    visit: str = ""
    photos: Sequence[str] = ()
    tests: Sequence[Test] = ()
    differs: str = ""
    unproven: str = ""
    handed: bool = True
    agreed: int = 8


REPORTS: tuple[Report, ...] = (
    Report(
        "Hồ sơ đủ thành phần; cơ sở sản xuất sạch, có sổ ghi chép nguyên liệu từng lô.",
        visit="Xem khu sơ chế, kho nguyên liệu và tem truy xuất; chủ thể giải trình rõ từng công đoạn.",
        photos=("Khu sơ chế", "Kho nguyên liệu"),
        tests=(Test("Dư lượng thuốc bảo vệ thực vật trong nguyên liệu", 0, 2, "Không phát hiện."),),
        differs="Hợp đồng liên kết mới có với một phần vùng nguyên liệu, hợp với mức thấp hơn.",
    ),
    Report(
        "Hồ sơ đủ thành phần; còn thiếu bảng lương chứng minh lao động địa phương.",
        visit="Cơ sở đang sửa mái kho; dây chuyền đóng gói hoạt động bình thường.",
        photos=("Dây chuyền đóng gói",),
        tests=(
            Test("Vi sinh vật trong sản phẩm", 0, 2, "Đạt theo tiêu chuẩn công bố."),
            Test("Độ ẩm và hàm lượng đường", 1),
        ),
        unproven="Chưa có bảng lương hoặc hợp đồng lao động kèm theo.",
    ),
    Report("Đã đối chiếu phần A; còn kiểm tra thực tế cơ sở.", handed=False, agreed=4),
)


def seat(board: Council, *, officer: str) -> None:
    """Put the team on a council."""
    for position, (username, title) in enumerate(TEAM):
        services.add_adviser(council=board, user=who(username), actor=who(officer), title=title, leads=position == 0)


def report(made: EvaluationRound) -> None:
    """Write the team's reports on the first products of a round; the last of them is still a draft."""
    entries = made.entries.filter(in_round=True).select_related("rubric", "dossier__product").order_by("order")
    for position, (entry, told) in enumerate(zip(entries, REPORTS, strict=False)):
        _write(made, entry, told, writer=TEAM[position % len(TEAM)][0])


def _write(made: EvaluationRound, entry: Entry, told: Report, *, writer: str) -> None:
    facts: dict[str, Any] = {"summary": told.summary}
    if told.visit:
        by = f"Tổ tư vấn: {who(TEAM[0][0])}, {who(TEAM[1][0])}; cán bộ xã"
        facts |= {"visited_on": made.opens_on + timedelta(days=1), "visited_by": by, "visit": told.visit}
    actor = who(writer)
    services.save_advice(entry=entry, actor=actor, facts=facts, findings=_findings(entry, told))
    for caption in told.photos:
        services.add_visit_photos(entry=entry, actor=actor, uploads=[photo(caption)], caption=caption)
    for test in told.tests:
        _test(made, entry, test, writer)
    if told.handed:
        services.hand_over_advice(entry=entry, actor=who(TEAM[0][0]))


def _findings(entry: Entry, told: Report) -> Mapping[int, services.Finding]:
    """Return a finding for the first items; of the last two one may differ and one be unproven."""
    items = entry.dossier.items.filter(answered=True, level__isnull=False).order_by("criterion__order")
    chosen: list[DossierItem] = list(items.select_related("criterion")[: told.agreed])
    found = {item.criterion_id: services.Finding(AdviceVerdict.AGREES, AGREES) for item in chosen}
    lower = next((item for item in chosen if _level_below(item)), None)
    if told.differs and lower is not None:
        level = _level_below(lower)
        found[lower.criterion_id] = services.Finding(AdviceVerdict.DIFFERS, told.differs, level)
    if told.unproven and chosen:
        found[chosen[-1].criterion_id] = services.Finding(AdviceVerdict.UNPROVEN, told.unproven)
    return found


def _level_below(item: DossierItem) -> int | None:
    """Return the level under the one that the producer chose; None where there is none."""
    levels = item.criterion.levels.filter(case=item.level.case, order__lt=item.level.order) if item.level else None
    return levels.order_by("-order").values_list("pk", flat=True).first() if levels is not None else None


def _test(made: EvaluationRound, entry: Entry, test: Test, writer: str) -> None:
    """Ask for a test, with its paper where it came back; whoever wrote the report sees to it."""
    received = made.opens_on + timedelta(days=test.received) if test.received is not None else None
    paper = scan(f"Phiếu kết quả: {test.name}"[:60], entry.dossier.producer.name) if received else None
    services.add_test(
        entry=entry,
        actor=who(writer),
        name=test.name,
        asked_on=made.opens_on + timedelta(days=test.asked),
        received_on=received,
        result=test.result,
        upload=paper,
    )
