"""The minutes say who was there as it was noted: absences with their reason, the quorum, and that after recusals."""

from __future__ import annotations

from datetime import timedelta

from evaluations import services
from evaluations.enums import RoundState
from evaluations.papers import facts_of, minutes_content
from evaluations.services import MeetingFacts
from foundation import clock
from tests.factories.evaluations import DAY, bring_to, close, entry_of, make_round, submit_sheet


def minutes_of(found) -> str:
    return str(minutes_content(facts_of(found), secretary="Thư ký").to_dict())


def note(hall, found, *, hours=8, days=0, away=()):
    at = clock.start_of(DAY + timedelta(days=days)) + timedelta(hours=hours)
    meeting = services.plan_meeting(evaluation_round=found, facts=MeetingFacts(at, "Hội trường A"), actor=hall.officer)
    marks = {seat.pk: ("present", "") for seat in hall.seats} | dict(away)
    services.note_attendance(meeting=meeting, marks=marks, actor=hall.officer)
    return meeting


def test_minutes_carry_the_noted_attendance_with_reasons_and_quorum(seven):
    found = make_round(seven, entries=2)
    entry, other = entry_of(found), entry_of(found, 1)
    recusal = services.declare_recusal(entry=entry, actor=seven.members[1], reason="Em ruột của giám đốc.")
    services.answer_recusal(recusal=recusal, actor=seven.officer, accepted=True)
    for member in (*seven.members[:2], *seven.members[3:]):
        for one in (entry, other):
            if not (one == entry and member == seven.members[1]):
                submit_sheet(one, member, 80)
    found.quorum_percent = 70
    found.save()
    note(seven, found, away={seven.seats[2].pk: ("excused", "đi công tác")}.items())
    bring_to(seven, found, RoundState.DISCUSSION)

    close(seven, found, count_missing=True)

    text = minutes_of(found)
    assert "Cuộc họp tổ chức lúc 08 giờ 00 ngày 15/09/2026 tại Hội trường A" in text
    assert "Thành viên 3 (vắng, có lý do: đi công tác)." in text
    assert "6/7 thành viên có quyền biểu quyết có mặt; số cần có để họp là 5: bảo đảm" in text
    assert (
        f"{entry.dossier.product.name}: sau khi trừ thành viên không tham gia do có xung đột lợi ích còn 5 thành "
        "viên có mặt, số cần có là 5: bảo đảm"
    ) in text
    assert f"{other.dossier.product.name}: sau khi trừ" not in text


def test_minutes_of_two_meetings_tell_them_apart(hall):
    found = make_round(hall)
    note(hall, found, hours=8, away={hall.seats[1].pk: ("absent", "")}.items())
    note(hall, found, hours=14)
    bring_to(hall, found, RoundState.CLOSED)

    text = minutes_of(found)

    assert "Vắng mặt (họp ngày 15/09/2026)" in text
    assert "15/09: vắng; 15/09: có mặt" in text
    assert "2/3 thành viên có quyền biểu quyết có mặt; số cần có để họp là 3: không bảo đảm" in text


def test_minutes_without_noted_attendance_claim_none(hall):
    found = make_round(hall, state=RoundState.CLOSED)

    text = minutes_of(found)

    assert "Dự họp" not in text
    assert "Điều kiện họp" not in text
    assert "Cuộc họp tổ chức ngày" in text
