"""Meetings of councils: planned with an agenda, attended."""

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
