"""The synthesis report (báo cáo tổng hợp kiến nghị, đề xuất) as a draft. Official documents are Vietnamese.

Everything is written so that the editor of letters can hold it as text: sections and rows of tables, to be changed
before the approval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from accounts.models import Office
from directives.body import LONGEST_ANNEX, LONGEST_SECTION, SectionText, blocks_of, blocks_of_lines
from directives.models import Petition
from directives.petitions.enums import PetitionOutcome, PetitionState
from directives.rendering import Annex, OfficialDocument
from directives.rendering import DocumentType as Kind
from directives.selectors import letterhead, signature_block, symbol_of
from foundation.text import one_line

# What a cell or a list holds of a longer text; the whole of it stands in the portal.
_CELL = 400
_ANNEX = "Các kiến nghị, đề xuất và ý kiến trả lời"
_HEAD = "| TT | Đơn vị | Nội dung kiến nghị | Đề xuất của đơn vị | Ý kiến trả lời | Kết quả |"
_MORE = "Các nhóm vấn đề khác được tổng hợp tại Phụ lục kèm theo."
UNGROUPED = "Chưa phân nhóm"
_OUTCOMES = {
    PetitionOutcome.ACCEPTED: "Tiếp thu, thực hiện",
    PetitionOutcome.PARTLY: "Tiếp thu một phần",
    PetitionOutcome.EXPLAINED: "Giải trình, hướng dẫn",
    PetitionOutcome.UPWARD: "Chuyển cấp có thẩm quyền",
    PetitionOutcome.DECLINED: "Chưa có cơ sở giải quyết",
}


@dataclass(frozen=True)
class Span:
    """The days of a report, both included."""

    since: date
    until: date

    @property
    def words(self) -> str:
        """As it stands in the report."""
        return f"từ ngày {self.since:%d/%m/%Y} đến ngày {self.until:%d/%m/%Y}"


def report_content(
    petitions: Sequence[Petition], *, office: Office, issuing: Office, deciding: Office, span: Span
) -> OfficialDocument:
    """Return the draft: ``office`` has handled the petitions, ``issuing`` is in whose name the report goes out."""
    head = letterhead(issuing)
    grouped = _by_group(petitions)
    return OfficialDocument(
        type=Kind.BAO_CAO,
        issuer=head.issuer,
        parent_issuer=head.parent_issuer,
        symbol=symbol_of(issuing, Kind.BAO_CAO, office),
        place=head.place,
        abstract=f"Tổng hợp kiến nghị, đề xuất của các đơn vị, địa phương {span.words}",
        addressees=[deciding.name] if deciding != issuing else [],
        body=blocks_of(_sections(grouped, petitions, office, span), Kind.BAO_CAO),
        signature=signature_block(issuing, Kind.BAO_CAO),
        recipients=["Như trên"] if deciding != issuing else [],
        archive=f"VT, {office.abbreviation}" if issuing != office else "VT",
        annexes=_annexes(grouped),
    )


def _by_group(petitions: Sequence[Petition]) -> list[tuple[str, list[Petition]]]:
    found = groupby(petitions, key=lambda row: (row.group_id, row.group.title if row.group else UNGROUPED))
    return [(title, list(rows)) for (_pk, title), rows in found]


def _sections(
    grouped: Sequence[tuple[str, list[Petition]]], petitions: Sequence[Petition], office: Office, span: Span
) -> list[SectionText]:
    done = sum(row.state == PetitionState.ANSWERED for row in petitions)
    proposed = sum(row.state == PetitionState.PROPOSED for row in petitions)
    units = len({row.office_id for row in petitions})
    summary = (
        f"{span.words[:1].upper()}{span.words[1:]}, {office.name} nhận được {len(petitions):02d} kiến nghị, đề xuất "
        f"của {units:02d} đơn vị, địa phương."
    )
    counts = [
        ("đã trả lời", done),
        ("đã dự thảo trả lời, chờ quyết định", proposed),
        ("đang xem xét", len(petitions) - done - proposed),
    ]
    progress = "; ".join(f"{words} {count:02d} kiến nghị" for words, count in counts if count)
    closing = ["Nội dung từng kiến nghị, đề xuất và ý kiến trả lời được tổng hợp tại Phụ lục kèm theo."]
    if done < len(petitions):
        closing.append("Kính đề nghị xem xét, quyết định đối với các kiến nghị đang chờ trả lời")
    return [
        SectionText(
            "Tình hình tiếp nhận, giải quyết",
            _fitting([summary, f"{progress[:1].upper()}{progress[1:]}.", *_summary(grouped)]),
        ),
        SectionText("Nội dung kiến nghị và đề xuất trả lời theo nhóm vấn đề", _fitting(_matters(grouped))),
        SectionText("Đề xuất" if len(closing) > 1 else "Phụ lục", "\n".join(closing)),
    ]


def _summary(grouped: Sequence[tuple[str, list[Petition]]]) -> list[str]:
    lines = ["| TT | Nhóm vấn đề | Số kiến nghị | Đã trả lời | Chờ trả lời |"]
    for number, (title, rows) in enumerate(grouped, start=1):
        done = sum(row.state == PetitionState.ANSWERED for row in rows)
        lines.append(_row(str(number), title, str(len(rows)), str(done), str(len(rows) - done)))
    return lines


def _matters(grouped: Sequence[tuple[str, list[Petition]]]) -> list[str]:
    """Write each group as a clause: who asks, and the answers, each once."""
    lines = []
    for number, (title, rows) in enumerate(grouped, start=1):
        offices = "; ".join(dict.fromkeys(row.office.name for row in rows))
        lines += [f"{number}. {_plain(title)}", f"- Đơn vị kiến nghị: {_short(offices)}."]
        answers = dict.fromkeys(_short(answer_of(row)) for row in rows if answer_of(row))
        lines += [f"- Ý kiến trả lời: {answer}" for answer in answers] or ["- Ý kiến trả lời: đang xem xét."]
    return lines


def _annexes(grouped: Sequence[tuple[str, list[Petition]]]) -> list[Annex]:
    """Return the table of all petitions, in as many annexes as the editor needs to hold it."""
    parts: list[list[str]] = [[_HEAD]]
    number = 0
    for title, rows in grouped:
        heading = f"| | {_plain(title)} | | | | |"
        for place, row in enumerate(rows):
            number += 1
            matter = f"{row.title}: {row.content}"
            line = _row(str(number), row.office.name, matter, row.wish, answer_of(row), result_of(row))
            lines = [line] if place else [heading, line]
            if _length([*parts[-1], *lines]) > LONGEST_ANNEX:
                parts.append([_HEAD])
                lines = [heading, line]
            parts[-1] += lines
    titles = [_ANNEX, *(f"{_ANNEX} (tiếp theo)" for _part in parts[1:])]
    return [Annex(title, blocks_of_lines(lines), landscape=True) for title, lines in zip(titles, parts, strict=True)]


def _fitting(lines: Sequence[str]) -> str:
    """Return the text of a section: as many lines as the editor holds, and that the rest is found in the annex."""
    kept = list(lines)
    while _length([*kept, _MORE]) > LONGEST_SECTION:
        kept.pop()
    return "\n".join(kept if len(kept) == len(lines) else [*kept, _MORE])


def _length(lines: Sequence[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def answer_of(petition: Petition) -> str:
    """Return the answer that was decided, or the one that is proposed; empty before."""
    return petition.answer or (petition.proposed_answer if petition.state == PetitionState.PROPOSED else "")


def result_of(petition: Petition) -> str:
    """Return in a few words what a petition has come to, as reports and registers say it."""
    if petition.state == PetitionState.ANSWERED:
        return _OUTCOMES[PetitionOutcome(petition.outcome)]
    if petition.state == PetitionState.PROPOSED:
        return f"Đề xuất: {_OUTCOMES[PetitionOutcome(petition.proposed_outcome)].lower()}"
    return "Trả lại để bổ sung" if petition.state == PetitionState.RETURNED else "Đang xem xét"


def _row(*cells: str) -> str:
    return f"| {' | '.join(_short(cell) or '–' for cell in cells)} |"


def _short(text: str) -> str:
    """Return the beginning of a text that fits a cell, whole words only where there are words."""
    plain = _plain(text)
    if len(plain) <= _CELL:
        return plain
    begun = plain[: _CELL - 1]
    return f"{begun.rpartition(' ')[0] or begun}…"


def _plain(text: str) -> str:
    """Return a text on one line that no cell and no open place can be made of."""
    return one_line(text).replace("|", "/").replace("[[", "[").replace("]]", "]")
