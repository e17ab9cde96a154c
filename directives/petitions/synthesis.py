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
from directives.body import SectionText, blocks_of, blocks_of_lines
from directives.models import Petition
from directives.petitions.enums import PetitionOutcome, PetitionState
from directives.rendering import Annex, OfficialDocument
from directives.rendering import DocumentType as Kind
from directives.selectors import letterhead, signature_block, symbol_of
from foundation.text import one_line

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
    table = blocks_of_lines(_lines_of_all(grouped))
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
        annexes=[Annex("Các kiến nghị, đề xuất và ý kiến trả lời", table, landscape=True)],
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
            "\n".join([summary, f"{progress[:1].upper()}{progress[1:]}.", *_summary(grouped)]),
        ),
        SectionText("Nội dung kiến nghị và đề xuất trả lời theo nhóm vấn đề", "\n".join(_matters(grouped))),
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
        lines += [f"{number}. {_plain(title)}", f"- Đơn vị kiến nghị: {_plain(offices)}."]
        answers = dict.fromkeys(_plain(answer_of(row)) for row in rows if answer_of(row))
        lines += [f"- Ý kiến trả lời: {answer}" for answer in answers] or ["- Ý kiến trả lời: đang xem xét."]
    return lines


def _lines_of_all(grouped: Sequence[tuple[str, list[Petition]]]) -> list[str]:
    lines = ["| TT | Đơn vị | Nội dung kiến nghị | Đề xuất của đơn vị | Ý kiến trả lời | Kết quả |"]
    number = 0
    for title, rows in grouped:
        lines.append(f"| | {_plain(title)} | | | | |")
        for row in rows:
            number += 1
            matter = f"{row.title}: {row.content}"
            lines.append(_row(str(number), row.office.name, matter, row.wish, answer_of(row), result_of(row)))
    return lines


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
    return f"| {' | '.join(_plain(cell) or '–' for cell in cells)} |"


def _plain(text: str) -> str:
    """Return a text on one line that no cell and no open place can be made of."""
    return one_line(text).replace("|", "/").replace("[[", "[").replace("]]", "]")
