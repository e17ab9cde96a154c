"""Dossiers that reach the members later than the decision says: the chair answers for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from activity.errors import NotAllowed, Refused
from activity.models import JournalEntry, Notification
from evaluations import services
from evaluations.enums import RoundState
from evaluations.selectors.meetings import last_day_for_dossiers, short_notice
from evaluations.services import MeetingFacts
from foundation import clock
from tests.factories.evaluations import DAY, bring_to, make_hall, make_round
from tests.factories.rubrics import CODE_2019, publish_law

WHY = "Hội đồng đã đọc bản điện tử từ trước."


def morning_of(day: date) -> datetime:
    return clock.start_of(day) + timedelta(hours=8)


@pytest.fixture
def old(db):
    """A district council under 1048/QĐ-TTg, which wants dossiers two working days before the meeting."""
    with clock.frozen(date(2021, 9, 6)):
        yield make_hall(law=publish_law(CODE_2019), level="district", members=3)


def fixed_days_before(old, days):
    # 06/09/2021 is a Monday.
    meeting = date(2021, 9, 6) + timedelta(days=days)
    return make_round(old, state=RoundState.DOSSIERS_FIXED, meeting_on=meeting, year=2021)


@pytest.mark.parametrize(("days", "late"), [(0, True), (1, True), (2, False), (4, False)])
def test_dossiers_are_late_below_the_working_days_of_the_decision(old, days, late):
    found = fixed_days_before(old, days)

    assert (short_notice(found) is not None) is late


def test_weekend_does_not_count_as_working_days(old):
    with clock.frozen(date(2021, 9, 10)):  # a Friday; Monday is one working day later
        found = make_round(old, state=RoundState.DOSSIERS_FIXED, meeting_on=date(2021, 9, 13), year=2021)

    assert short_notice(found).days == 1
    assert last_day_for_dossiers(found) == date(2021, 9, 9)


def test_decision_without_term_warns_of_nothing(hall):
    found = make_round(hall, state=RoundState.DOSSIERS_FIXED, meeting_on=DAY)

    assert short_notice(found) is None
    assert last_day_for_dossiers(found) is None


def test_late_dossiers_wait_for_the_chair_before_the_discussion(client, old):
    found = bring_to(old, fixed_days_before(old, 1), RoundState.SCORING)
    told = Notification.objects.filter(kind="short_notice").values_list("recipient_id", flat=True)
    assert list(told) == [old.members[0].pk]

    with pytest.raises(Refused, match="Chủ tịch hội đồng"):
        services.open_discussion(evaluation_round=found, actor=old.officer)

    client.force_login(old.members[0])
    client.post(reverse("evaluations:short_notice", args=[found.pk]), {"reason": WHY})
    found.refresh_from_db()
    assert services.open_discussion(evaluation_round=found, actor=old.officer).state == RoundState.DISCUSSION
    entry = JournalEntry.objects.get(stream=found.stream, action="accept_short_notice")
    assert (entry.actor, entry.reason) == (old.members[0], WHY)


def test_only_chair_and_deputy_answer_for_late_dossiers(client, old):
    found = fixed_days_before(old, 1)

    for user in (old.officer, old.members[1]):
        with pytest.raises(NotAllowed):
            services.accept_short_notice(evaluation_round=found, actor=user, reason=WHY)
        client.force_login(user)
        assert client.get(reverse("evaluations:short_notice", args=[found.pk])).status_code == 403
    with pytest.raises(Refused):
        services.accept_short_notice(evaluation_round=found, actor=old.members[0], reason="  ")


def test_moving_the_meeting_heals_and_another_late_day_asks_again(old):
    found = fixed_days_before(old, 1)
    services.accept_short_notice(evaluation_round=found, actor=old.members[0], reason=WHY)

    facts = MeetingFacts(morning_of(date(2021, 9, 6)))
    meeting = services.plan_meeting(evaluation_round=found, facts=facts, actor=old.officer)
    found.refresh_from_db()
    assert (short_notice(found).answered, found.short_notice_reason) == (False, "")

    later = MeetingFacts(morning_of(date(2021, 9, 8)))
    services.change_meeting(meeting=meeting, facts=later, actor=old.officer, version=meeting.version)
    found.refresh_from_db()
    assert short_notice(found) is None
