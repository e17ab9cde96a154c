"""The facts that all papers of a round share, and the words for them. Official documents are written in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.models import Office
from directives.rendering import Align, Column, Table
from directives.selectors import letterhead
from evaluations.enums import Outcome
from evaluations.models import CouncilMember, Entry, EvaluationRound
from evaluations.selectors.results import results_of
from foundation import formatting
from rubrics.models import Decision

NO_GATES = "Kết quả xếp hạng theo điểm; chưa xét yêu cầu tối thiểu theo hạng sao."
_LEVELS = {"commune": "cấp xã", "district": "cấp huyện", "province": "cấp tỉnh", "centre": "cấp trung ương"}


@dataclass(frozen=True)
class PaperFacts:
    """A round with its results in the order of its list, and its council."""

    round: EvaluationRound
    entries: tuple[Entry, ...]
    members: tuple[CouncilMember, ...]

    def with_outcome(self, *outcomes: str) -> tuple[Entry, ...]:
        """Return the entries with these outcomes, in the order of the list."""
        return tuple(entry for entry in self.entries if entry.outcome in outcomes)

    @property
    def issuing(self) -> Office:
        """The office that decides on the result."""
        return self.round.issuing_office

    @property
    def title(self) -> str:
        """What was done: "đánh giá, phân hạng sản phẩm OCOP cấp tỉnh lần thứ 2 năm 2026"."""
        done = "đánh giá, phân hạng" if self.round.gives_stars else "xét chọn"
        level = _LEVELS[self.round.stage.level]
        return f"{done} sản phẩm OCOP {level} lần thứ {self.round.ordinal} năm {self.round.year}"

    @property
    def gates_missing(self) -> bool:
        """Whether stars were given although the decision's minimum requirements are not held as data."""
        return self.round.gives_stars and not self.round.law.holds_gates


def facts_of(evaluation_round: EvaluationRound) -> PaperFacts:
    """Read what the papers of a closed round need."""
    members = evaluation_round.council.members.select_related("user").order_by("order")
    return PaperFacts(evaluation_round, tuple(results_of(evaluation_round)), tuple(members))


def legal_grounds(law: Decision) -> list[str]:
    """Return the grounds of decisions and notices; the drafter adds what else applies on the day of signing."""
    day = f"ngày {law.issued_on:%d} tháng {law.issued_on.month} năm {law.issued_on.year}"
    grounds = [
        "Căn cứ Luật Tổ chức chính quyền địa phương",
        f"Căn cứ {law.title.replace(law.code, f'{law.code} {day}', 1)}",
    ]
    if law.amended_by:
        grounds.append(
            f"Căn cứ Quyết định số {law.amended_by} của Thủ tướng Chính phủ sửa đổi, bổ sung Quyết định số {law.code}"
        )
    return grounds


def points(entry: Entry) -> str:
    """Return the mean as it is written in documents: "89,86"; a dash where there is none."""
    return formatting.points(entry.mean or None, places=6)


def stars(entry: Entry) -> str:
    """Return "4 sao"; a dash where no stars were given."""
    return f"{entry.stars} sao" if entry.stars else formatting.NOTHING


def outcome(entry: Entry, facts: PaperFacts) -> str:
    """Return in words what the round ended with for an entry."""
    up = facts.round.send_up_to or "cấp trên"
    words = {
        Outcome.RECOGNISED: f"Công nhận đạt {entry.stars} sao",
        Outcome.PROPOSED_UP: f"Đề nghị {up} đánh giá, công nhận",
        Outcome.LEFT_BELOW: f"Đạt {entry.stars} sao; chuyển kết quả để cấp dưới sử dụng",
        Outcome.NOTICE: f"Xếp hạng {entry.stars} sao; không thuộc diện cấp giấy chứng nhận",
        Outcome.KNOCKED_OUT: f"Bị loại: {entry.knocked_out_reason}",
        Outcome.LISTED: "Đưa vào danh sách đề nghị",
        Outcome.NOT_LISTED: "Chưa đưa vào danh sách đề nghị",
        Outcome.WITHDRAWN: "Chủ thể rút hồ sơ",
        Outcome.NOT_SCORED: "Chưa đánh giá trong đợt này",
    }
    return words[Outcome(entry.outcome)]


def issuer_lines(office: Office) -> tuple[Sequence[str], Sequence[str], str]:
    """Return issuer, parent issuer and place of an office's letters."""
    head = letterhead(office)
    return head.issuer, head.parent_issuer, head.place


def short_outcome(entry: Entry) -> str:
    """Return the outcome in the few words that fit a column of the summary table."""
    words = {
        Outcome.RECOGNISED: "Công nhận",
        Outcome.PROPOSED_UP: "Đề nghị cấp trên",
        Outcome.LEFT_BELOW: "Chuyển cấp dưới",
        Outcome.NOTICE: "Thông báo",
        Outcome.KNOCKED_OUT: "Bị loại",
        Outcome.LISTED: "Vào danh sách",
        Outcome.NOT_LISTED: "Không vào danh sách",
        Outcome.WITHDRAWN: "Rút hồ sơ",
        Outcome.NOT_SCORED: "Chưa đánh giá",
    }
    return words[Outcome(entry.outcome)]


# Title and width in percent of each column: without outcome, with it, and where all are of one commune.
_COLUMNS = {
    "plain": (("TT", 6), ("Sản phẩm", 32), ("Chủ thể", 28), ("Xã, phường, thị trấn", 16), ("Điểm", 9), ("Hạng", 9)),
    "outcome": (
        ("TT", 5), ("Sản phẩm", 22), ("Chủ thể", 20), ("Xã, phường, thị trấn", 14), ("Điểm", 8), ("Hạng", 8),
        ("Kết quả", 23),
    ),
    "commune": (("TT", 7), ("Sản phẩm", 25), ("Chủ thể", 22), ("Điểm", 11), ("Hạng", 10), ("Kết quả", 25)),
}  # fmt: skip
_CENTRED = ("TT", "Điểm", "Hạng")


def result_table(entries: Iterable[Entry], facts: PaperFacts, *, form: str = "plain", caption: str = "") -> Table:
    """Return the list that decisions and notices carry: product, producer, commune, points, stars; never a place.

    ``form``: "plain", "outcome" (says what each product came to), or "commune" (the same, all of one commune).
    """
    columns = _COLUMNS[form]
    rows = []
    for number, entry in enumerate(entries, start=1):
        dossier = entry.dossier
        cells = {
            "TT": str(number),
            "Sản phẩm": dossier.product.name,
            "Chủ thể": dossier.producer.name,
            "Xã, phường, thị trấn": dossier.unit.name,
            "Điểm": points(entry),
            "Hạng": stars(entry),
            "Kết quả": outcome(entry, facts),
        }
        rows.append([cells[title] for title, _width in columns])
    heads = [Column(title, width, Align.CENTER if title in _CENTRED else Align.LEFT) for title, width in columns]
    return Table(columns=heads, rows=rows, caption=caption)
