"""What the minutes say of a round whose regulation is not the council's own. Vietnamese, as official papers are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from directives.rendering import Bullet, Paragraph
from directives.rendering.blocks import Block
from evaluations.enums import GatesMode, QuorumBase
from evaluations.models import EvaluationRound
from evaluations.selectors.deviations import deviations_of

_POINTS = {
    "quorum_percent": "tỷ lệ thành viên tham gia tối thiểu (%)",
    "quorum_base": "cách tính tỷ lệ thành viên tham gia",
    "chair_required": "phải có Chủ tịch hoặc Phó Chủ tịch Hội đồng tham gia",
    "max_spread": "chênh lệch tổng điểm lớn nhất giữa các thành viên",
    "gates_mode": "yêu cầu tối thiểu theo hạng sao xét theo",
    "missing_allowed": "được kết thúc khi còn phiếu chưa nộp",
    "names_to_producer": "chủ thể được biết tên thành viên",
    "written_opinions": "đánh giá lại bằng hình thức lấy ý kiến bằng văn bản",
}
_WORDS: dict[Any, str] = {
    None: "không giới hạn",
    True: "có",
    False: "không",
    GatesMode.AGREED.value: "mức do Hội đồng thống nhất",
    GatesMode.MAJORITY.value: "mức của quá nửa số phiếu",
    QuorumBase.COUNCIL.value: "trên tổng số thành viên Hội đồng",
    QuorumBase.REMAINING.value: "trên số thành viên không có xung đột lợi ích",
}


def deviating(evaluation_round: EvaluationRound) -> Iterator[Block]:
    """Yield what differs from the council's regulation and why; nothing where nothing does."""
    found = deviations_of(evaluation_round)
    if not found:
        return
    reason = evaluation_round.deviation_reason.rstrip(". ") or "không ghi"
    yield Paragraph(f"đợt này áp dụng khác quy chế của Hội đồng; lý do: {reason}.", lead="Điểm khác quy chế:")
    for one in found:
        here, usual = getattr(evaluation_round, one.name), getattr(evaluation_round.council, one.name)
        yield Bullet(f"{_POINTS.get(one.name, one.label)}: {_word(here)} (quy chế: {_word(usual)})")


def _word(value: Any) -> str:
    # Asked by type first: in Python 1 and True are the same key.
    return _WORDS.get(value, str(value)) if value is None or isinstance(value, bool | str) else str(value)
