"""A valid form whose act is refused, or overtaken by a colleague: the page comes again with every word that was typed.

Each case gives who types, the page, what is sent, and what happens between opening and sending.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from evaluations import services
from evaluations.enums import RoundState
from evaluations.models import AdvisoryTest, EvaluationRound, Recusal, Sheet
from evaluations.results import differing_items
from evaluations.selectors.tally import round_input
from foundation import clock
from registrations.enums import DossierKind
from tests.factories.evaluations import (
    DAY,
    Hall,
    bring_to,
    entry_of,
    fill_sheet,
    make_hall,
    make_round,
    submit_all,
    submit_sheet,
)
from tests.factories.rubrics import CODE_2019, publish_law
from tests.typed import TYPED, Case, check

MONTH = DAY + timedelta(days=30)


def page(name: str, *args: Any) -> str:
    return reverse(f"evaluations:{name}", args=args)


def move(found: EvaluationRound, state: str) -> None:
    closed_at = clock.now() if state == RoundState.CLOSED else None
    EvaluationRound.objects.filter(pk=found.pk).update(state=state, closed_at=closed_at)


# -- The council's work ----------------------------------------------------------------------------------------------
def _discussed(hall: Hall) -> Any:
    found = make_round(hall)
    submit_all(hall, found)
    return entry_of(bring_to(hall, found, RoundState.DISCUSSION))


def agreed_levels(hall: Hall) -> Case:
    found = make_round(hall)
    entry = entry_of(found)
    for member, total in zip(hall.members, (60, 80, 95), strict=True):
        submit_sheet(entry, member, total)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    data = {"reason": TYPED}
    for row in differing_items(round_input(found, [entry]).candidates[0]):
        criterion = entry.rubric.criteria.get(key=row.key)
        data[f"c{criterion.pk}"] = str(criterion.levels.first().pk)
    return Case(hall.officer, page("entry_agree", entry.pk), data, lambda: move(found, RoundState.CLOSED))


def knocked_out(hall: Hall) -> Case:
    entry = _discussed(hall)

    def quicker() -> None:
        services.knock_out(entry=entry, reason="Không đạt an toàn thực phẩm.", actor=hall.officer)

    return Case(hall.officer, page("entry_act", entry.pk, "knock-out"), {"reason": TYPED}, quicker)


def dossiers_released(hall: Hall) -> Case:
    found = make_round(hall, state=RoundState.DOSSIERS_FIXED)

    def quicker() -> None:
        services.release_dossiers(evaluation_round=found, actor=hall.officer, reason="Bổ sung hồ sơ.")

    return Case(hall.officer, page("round_act", found.pk, "release_dossiers"), {"reason": TYPED}, quicker)


def sheet_reopened(hall: Hall) -> Case:
    sheet = submit_sheet(entry_of(make_round(hall)), hall.members[0], 80)

    def quicker() -> None:
        services.reopen_sheet(sheet=sheet, actor=hall.officer, reason="Thành viên đề nghị.")

    return Case(hall.officer, page("sheet_reopen", sheet.pk), {"reason": TYPED}, quicker)


def abstained(hall: Hall) -> Case:
    entry = entry_of(make_round(hall))
    return Case(
        hall.members[0],
        page("sheet_abstain", entry.pk),
        {"reason": TYPED},
        lambda: move(entry.round, RoundState.CLOSED),
    )


def sheet_of_a_closed_round(hall: Hall) -> Case:
    entry = entry_of(make_round(hall))
    fill_sheet(entry, hall.members[0], 80)
    return Case(
        hall.members[0],
        page("sheet", entry.pk),
        {"seen": "", "opinion": TYPED},
        lambda: move(entry.round, RoundState.CLOSED),
    )


def sheet_submitted_in_another_window(hall: Hall) -> Case:
    entry = entry_of(make_round(hall))
    sheet = fill_sheet(entry, hall.members[0], 80)

    def quicker() -> None:
        services.seal_sheet(sheet=Sheet.objects.get(pk=sheet.pk), actor=hall.members[0], version=sheet.version)

    return Case(hall.members[0], page("sheet", entry.pk), {"seen": "", "opinion": TYPED}, quicker)


def round_moved_on(hall: Hall) -> Case:
    found = make_round(hall, state=RoundState.PREPARING)
    return Case(hall.officer, page("round_edit", found.pk), {"name": TYPED}, lambda: bring_to_fixed(hall, found))


def bring_to_fixed(hall: Hall, found: EvaluationRound) -> None:
    services.fix_dossiers(evaluation_round=found, actor=hall.officer)


def council_begun_to_score(hall: Hall) -> Case:
    hall.council.members.filter(user=hall.members[2]).delete()
    data = {"user": hall.members[2].pk, "role": "member", "title": TYPED, "counted": "on"}
    return Case(hall.officer, page("council", hall.council.pk), data, lambda: make_round(hall))


# -- Conflicts of interest -------------------------------------------------------------------------------------------
def recusal_answered(hall: Hall) -> Case:
    entry = entry_of(make_round(hall))
    recusal = services.declare_recusal(entry=entry, actor=hall.members[1], reason="Em ruột của giám đốc.")

    def quicker() -> None:
        services.answer_recusal(recusal=Recusal.objects.get(pk=recusal.pk), actor=hall.officer, accepted=True)

    data = {"accepted": "no", "answer": TYPED}
    return Case(hall.officer, page("recusal_answer", recusal.pk), data, quicker)


def conflict_declared(hall: Hall) -> Case:
    entry = entry_of(make_round(hall))
    seat = hall.council.members.get(user=hall.members[1])
    services.declare_tie(user=seat.user, producer=entry.dossier.producer, relation="Anh họ")

    def quicker() -> None:
        services.declare_recusal(entry=entry, actor=seat.user, reason="Anh họ của giám đốc.")

    data = {"recuse": "no", "reason": TYPED}
    return Case(hall.officer, page("conflict_settle", entry.pk, seat.pk), data, quicker)


# -- Written opinions ------------------------------------------------------------------------------------------------
def _asked(hall: Hall) -> Any:
    found = make_round(hall, written_opinions=True)
    entry = entry_of(found)
    entry.dossier.kind = DossierKind.AGAIN
    entry.dossier.save()
    return services.ask_opinions(
        evaluation_round=found, entries=[entry], answers_by=MONTH, proposal="Giữ hạng 4 sao?", actor=hall.officer
    )[0]


def _to_meeting(hall: Hall, asked: Any) -> None:
    services.take_to_meeting(request=asked, reason="Ý kiến khác nhau.", actor=hall.officer)


def taken_to_a_meeting(hall: Hall) -> Case:
    asked = _asked(hall)
    address = page("opinions_to_meeting", asked.entry_id)
    return Case(hall.officer, address, {"reason": TYPED}, lambda: _to_meeting(hall, asked))


def opinion_after_all(hall: Hall) -> Case:
    asked = _asked(hall)
    submit_sheet(asked.entry, hall.members[0], 80)
    data = {"opinion": "disagree", "reason": TYPED}
    return Case(hall.members[0], page("opinion", asked.entry_id), data, lambda: _to_meeting(hall, asked))


def opinions_asked_for_too_late(hall: Hall) -> Case:
    asked = _asked(hall)
    found = asked.entry.round
    data = {"entries": [asked.entry_id], "proposal": TYPED, "answers_by": MONTH.isoformat()}
    return Case(hall.officer, page("opinions", found.pk), data, lambda: move(found, RoundState.DISCUSSION))


# -- The advisory team -----------------------------------------------------------------------------------------------
def _report(hall: Hall) -> Any:
    entry = entry_of(make_round(hall))
    services.save_advice(entry=entry, actor=hall.officer, facts={"summary": "Hồ sơ tốt."}, findings={}, version=0)
    return entry


def _hand_over(hall: Hall, entry: Any) -> None:
    services.hand_over_advice(entry=entry, actor=hall.officer)


def report_taken_back(hall: Hall) -> Case:
    entry = _report(hall)
    _hand_over(hall, entry)

    def quicker() -> None:
        services.take_advice_back(entry=entry, actor=hall.officer, reason="Bổ sung ảnh.")

    return Case(hall.officer, page("advice_take_back", entry.pk), {"reason": TYPED}, quicker)


def report_handed_over(hall: Hall) -> Case:
    entry = _report(hall)
    data = {"seen": "", "summary": TYPED, "visited_on": "", "visited_by": "", "visit": ""}
    return Case(hall.officer, page("advice_write", entry.pk), data, lambda: _hand_over(hall, entry))


def laboratory_asked(hall: Hall) -> Case:
    entry = _report(hall)
    data = {"name": TYPED, "asked_on": DAY.isoformat()}
    return Case(hall.officer, page("advice_test", entry.pk), data, lambda: _hand_over(hall, entry))


def laboratory_result(hall: Hall) -> Case:
    entry = _report(hall)
    services.add_test(entry=entry, actor=hall.officer, name="Kim loại nặng", asked_on=DAY)
    test = AdvisoryTest.objects.get()
    data = {"received_on": DAY.isoformat(), "result": TYPED}
    return Case(hall.officer, page("advice_result", entry.pk, test.pk), data, lambda: _hand_over(hall, entry))


CASES = [
    agreed_levels, knocked_out, dossiers_released, sheet_reopened, abstained, sheet_of_a_closed_round,
    sheet_submitted_in_another_window, round_moved_on, council_begun_to_score,
    recusal_answered, conflict_declared, taken_to_a_meeting, opinion_after_all, opinions_asked_for_too_late,
    report_taken_back, report_handed_over, laboratory_asked, laboratory_result,
]  # fmt: skip


@pytest.mark.parametrize("make", CASES)
def test_words_stay_on_the_page_with_the_reason(client, hall, make):
    check(client, make(hall))


def test_words_of_the_chair_stay_where_the_deputy_was_quicker(client, db):
    with clock.frozen(date(2021, 9, 6)):
        old = make_hall(law=publish_law(CODE_2019), level="district", members=3)
        found = make_round(old, state=RoundState.DOSSIERS_FIXED, meeting_on=date(2021, 9, 7), year=2021)
        chair = old.members[0]

        def quicker() -> None:
            fresh = EvaluationRound.objects.get(pk=found.pk)
            services.accept_short_notice(evaluation_round=fresh, actor=chair, reason="Đã gửi bản giấy từ trước.")

        check(client, Case(chair, page("short_notice", found.pk), {"reason": TYPED}, quicker))


def test_confirmation_of_the_council_stays_where_the_round_cannot_be_closed(client, db):
    old = make_hall(law=publish_law(CODE_2019), level="district", training=True, members=3)
    found = make_round(old)
    submit_sheet(entry_of(found), old.members[0], 72)
    services.open_discussion(evaluation_round=found, actor=old.officer)
    address = page("round_act", found.pk, "close")

    check(client, Case(old.officer, address, {"confirmation": TYPED}, lambda: None))
    check(client, Case(old.officer, address, {"confirmation": TYPED}, lambda: move(found, RoundState.CLOSED)))


def test_sheet_submitted_in_another_window_is_not_said_to_be_open_again(client, hall):
    case = sheet_submitted_in_another_window(hall)
    client.force_login(case.person)
    case.meanwhile()

    answer = client.post(case.page, case.data)

    assert list(answer.context["versions"]) == []
    assert "Phiếu này được mở lại" not in answer.content.decode()
