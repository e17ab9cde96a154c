"""Meetings of councils: planned with an agenda, attended; and the advisory team's reports."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from demo.people import who
from evaluations import services
from evaluations.enums import CouncilRole
from evaluations.models import EvaluationRound, Meeting
from evaluations.selectors.meetings import short_notice
from evaluations.services import MeetingFacts

_EACH = timedelta(minutes=20)


def plan(made: EvaluationRound, *, officer: str, at: datetime, place: str) -> Meeting:
    """Plan the meeting, with twenty minutes for each product one after the other."""
    subject = "Nghe chủ thể giới thiệu sản phẩm, thảo luận và thống nhất kết quả chấm điểm."
    facts = MeetingFacts(at, place, subject)
    meeting = services.plan_meeting(evaluation_round=made, facts=facts, actor=who(officer))
    begin = datetime.combine(meeting.local_day, time(8, 30))
    entries = made.entries.filter(in_round=True).order_by("order")
    times = {entry.pk: (begin + _EACH * place).time() for place, entry in enumerate(entries)}
    services.set_agenda(meeting=meeting, times=times, actor=who(officer))
    made.refresh_from_db()
    return meeting


def all_attend(meeting: Meeting, *, officer: str) -> None:
    """Note that every member of the council is there."""
    marks = dict.fromkeys(meeting.round.council.members.values_list("pk", flat=True), ("present", ""))
    services.note_attendance(meeting=meeting, marks=marks, actor=who(officer))


def answer_if_late(made: EvaluationRound) -> None:
    """Where dossiers reached the members late, the chair says why the council meets all the same."""
    late = short_notice(made)
    if late is not None and not late.answered:
        chair = made.council.members.select_related("user").get(role=CouncilRole.CHAIR)
        reason = "Thành viên đã nhận hồ sơ điện tử từ khi xã kiểm tra, đủ thời gian nghiên cứu."
        services.accept_short_notice(evaluation_round=made, actor=chair.user, reason=reason)
        made.refresh_from_db()


def report(made: EvaluationRound, *, officer: str) -> None:
    """Write the advisory team's report on the first product of a round and hand it to the council."""
    entry = made.entries.filter(in_round=True).select_related("rubric", "dossier").order_by("order").first()
    if entry is None:
        return
    items = entry.dossier.items.filter(answered=True).order_by("criterion__order")[:3]
    findings = {
        item.criterion_id: services.Finding("agrees", "Đối chiếu minh chứng trong hồ sơ, phù hợp mức tự chấm.")
        for item in items
    }
    facts = {
        "summary": "Hồ sơ đủ thành phần; cơ sở sản xuất sạch, có sổ ghi chép nguyên liệu từng lô.",
        "visited_on": made.opens_on,
        "visited_by": "Tổ tư vấn và cán bộ xã",
        "visit": "Xem khu sơ chế, kho nguyên liệu và tem truy xuất; chủ thể giải trình rõ từng công đoạn.",
    }
    services.save_advice(entry=entry, actor=who(officer), facts=facts, findings=findings, version=0)
    services.hand_over_advice(entry=entry, actor=who(officer))
