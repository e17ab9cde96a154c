"""Who was there: the parts of the minutes about time and place, attendance, quorum, and opinions given in writing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from directives.rendering import Align, Bullet, Column, Paragraph, Section, Table
from directives.rendering.blocks import Block
from directives.selectors import letterhead
from evaluations.enums import AttendanceMark, CouncilRole
from evaluations.models import CouncilMember, Entry, Meeting
from evaluations.papers.facts import PaperFacts
from evaluations.selectors.meetings import MemberAt, Quorum, attendance_of, quorum_of
from foundation import clock

ROLES = {
    CouncilRole.CHAIR: "Chủ tịch Hội đồng",
    CouncilRole.DEPUTY: "Phó Chủ tịch Hội đồng",
    CouncilRole.SECRETARY: "Ủy viên, Thư ký",
    CouncilRole.MEMBER: "Ủy viên",
}
_MARKS = {AttendanceMark.PRESENT: "có mặt", AttendanceMark.EXCUSED: "vắng, có lý do", AttendanceMark.ABSENT: "vắng"}
_NOT_NOTED = "chưa ghi"


@dataclass(frozen=True)
class Sitting:
    """A meeting at which somebody noted who was there; ``people`` by member id."""

    meeting: Meeting
    people: dict[int, MemberAt]

    @property
    def short_day(self) -> str:
        """The day, to tell several sittings apart in a narrow column."""
        return f"{self.meeting.local_day:%d/%m}"


def sittings_of(facts: PaperFacts) -> list[Sitting]:
    """Return the meetings of the round with noted attendance, in their order."""
    rows = facts.round.meetings.select_related("round__council").order_by("starts_at")
    found = [Sitting(row, {one.member.pk: one for one in attendance_of(row)}) for row in rows]
    return [one for one in found if any(person.mark for person in one.people.values())]


def in_writing(facts: PaperFacts) -> list[Entry]:
    """Return the entries that the council judged by written opinions, without a meeting."""
    return [entry for entry in facts.entries if _written(entry) and not _written(entry).get("met")]


def _written(entry: Entry) -> dict:  # type: ignore[type-arg]
    return (entry.result or {}).get("written") or {}


def without_meeting(facts: PaperFacts) -> bool:
    """Tell whether the whole round was judged by written opinions."""
    judged = [entry for entry in facts.entries if entry.is_judged]
    return bool(judged) and len(in_writing(facts)) == len(judged)


def time_and_place(facts: PaperFacts, sittings: list[Sitting]) -> Iterator[Block]:
    """Section I: when and where the council met, or from when to when it gave its opinions in writing."""
    found = facts.round
    yield Section("Thời gian, địa điểm", "I")
    never_met = without_meeting(facts)
    if entries := in_writing(facts):
        first = min(_day(_written(entry)["asked_on"]) for entry in entries)
        last = max(_day(_written(entry)["until"]) for entry in entries)
        what = "không tổ chức họp" if never_met else f"đối với {len(entries)} sản phẩm đánh giá lại"
        yield Paragraph(
            f"Hội đồng cho ý kiến bằng văn bản từ ngày {first:%d/%m/%Y} đến hết ngày {last:%d/%m/%Y}, {what}."
        )
    if never_met:
        return
    usual = found.place or letterhead(found.office).place
    for one in sittings:
        at = clock.local(one.meeting.starts_at)
        yield Paragraph(
            f"Cuộc họp tổ chức lúc {at:%H} giờ {at:%M} ngày {at:%d/%m/%Y} tại {one.meeting.place or usual}."
        )
    if not sittings:
        met_on = found.meeting_on or clock.local(found.closed_at or clock.now()).date()
        yield Paragraph(f"Cuộc họp tổ chức ngày {met_on:%d/%m/%Y} tại {usual}.")


def _day(text: str) -> date:
    return date.fromisoformat(text)


def attendance(facts: PaperFacts, sittings: list[Sitting], took_part: set[int]) -> Iterator[Block]:
    """Section II: the council, who attended where that was noted, and the quorum, also after recusals."""
    yield Section("Thành phần", "II")
    noted = bool(sittings) and not without_meeting(facts)
    columns = [
        Column("TT", 6, Align.CENTER),
        Column("Họ và tên", 24 if noted else 26),
        Column("Chức vụ, cơ quan", 28 if noted else 38),
        Column("Vai trò", 16 if noted else 18),
        *([Column("Dự họp", 16)] if noted else []),
        Column("Phiếu", 10 if noted else 12),
    ]
    rows = []
    for number, member in enumerate(facts.members, start=1):
        row = _member_row(number, member, took_part)
        rows.append([*row[:4], _presence(member, sittings), row[4]] if noted else row)
    yield Table(columns=columns, rows=rows)
    if noted:
        for one in sittings:
            yield from _of_sitting(one, facts, several=len(sittings) > 1)


def _member_row(number: int, member: CouncilMember, took_part: set[int]) -> list[str]:
    post = ", ".join(part for part in (member.title, member.office_name) if part)
    has_sheet = "có" if member.pk in took_part else ("không" if member.counted else "không biểu quyết")
    return [str(number), str(member), post, ROLES[CouncilRole(member.role)], has_sheet]


def _presence(member: CouncilMember, sittings: list[Sitting]) -> str:
    marks = [(one.short_day, _mark(one.people.get(member.pk))) for one in sittings]
    if len(marks) == 1:
        return marks[0][1]
    return "; ".join(f"{day}: {mark}" for day, mark in marks)


def _mark(person: MemberAt | None) -> str:
    return _MARKS[AttendanceMark(person.mark)] if person is not None and person.mark else _NOT_NOTED


def _of_sitting(one: Sitting, facts: PaperFacts, *, several: bool) -> Iterator[Block]:
    which = f" (họp ngày {one.meeting.local_day:%d/%m/%Y})" if several else ""
    away = [person for person in one.people.values() if person.mark and person.mark != AttendanceMark.PRESENT]
    names = [f"{person.member} ({_absence(person)})" for person in away]
    yield Paragraph(f"{'; '.join(names) or 'không có'}.", lead=f"Vắng mặt{which}:")
    judged = [entry for entry in facts.entries if entry.is_judged]
    recused = {entry.pk for entry in judged if _has_recusal(entry)}
    whole, *each = quorum_of(one.meeting, [entry for entry in judged if entry.pk in recused])
    voters = sum(person.member.counted for person in one.people.values())
    yield Paragraph(
        f"{whole.present}/{voters} thành viên có quyền biểu quyết có mặt; số cần có để họp là {whole.needed}: "
        f"{_verdict(whole)}.",
        lead=f"Điều kiện họp{which}:",
    )
    for row in each:
        if row.entry is not None:
            yield Bullet(
                f"{row.entry.dossier.product.name}: sau khi trừ thành viên không tham gia do có xung đột lợi ích còn "
                f"{row.present} thành viên có mặt, số cần có là {row.needed}: {_verdict(row)}"
            )


def _has_recusal(entry: Entry) -> bool:
    return any(row["why"] == "recused" for row in (entry.result or {}).get("not_counted", []))


def _absence(person: MemberAt) -> str:
    words = _MARKS[AttendanceMark(person.mark)]
    return f"{words}: {person.note}" if person.note else words


def _verdict(one: Quorum) -> str:
    if one.reached:
        return "bảo đảm"
    return "không bảo đảm" if one.present < one.needed else "không bảo đảm, vắng cả Chủ tịch và Phó Chủ tịch Hội đồng"


def written_lines(entry: Entry) -> Iterator[str]:
    """Say in words what the members answered in writing about an entry."""
    one = _written(entry)
    if not one:
        return
    given = one["agree"] + one["disagree"]
    said = f"{given}/{one['asked']} thành viên cho ý kiến bằng văn bản, {one['agree']} đồng ý"
    if one["disagree"]:
        why = "; ".join(
            f"{row['member']}: {row['reason'].rstrip('. ')}" for row in one["opinions"] if not row["agrees"]
        )
        said += f", {one['disagree']} không đồng ý ({why})"
    yield f"{said}; Hội đồng đã họp về sản phẩm này" if one["met"] else f"{said}; không tổ chức họp"
