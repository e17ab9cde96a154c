"""Meetings of the council: planned, invited to, attended; and dossiers that reached the members late."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from evaluations import notices, rules
from evaluations.enums import OPEN_STATES, AttendanceMark, RoundState
from evaluations.models import AgendaItem, Attendance, EvaluationRound, Meeting
from evaluations.selectors.meetings import day_has_come, notice_of, short_notice
from evaluations.services.guard import hold
from foundation import clock, formatting

PLANNING_STATES = (RoundState.PREPARING, RoundState.DOSSIERS_FIXED, *OPEN_STATES)


@dataclass(frozen=True)
class MeetingFacts:
    """When and where the council meets, and what about."""

    starts_at: datetime.datetime
    place: str = ""
    subject: str = ""


@transaction.atomic
def plan_meeting(*, evaluation_round: EvaluationRound, facts: MeetingFacts, actor: User) -> Meeting:
    """Plan a meeting. The day of the first one is the day on which the council of the round meets.

    Raises NotAllowed for anybody but the secretary; Conflict where the round is closed; Refused where one is planned
    for the same time, or the day is before the round opens.
    """
    _held_by_keeper(evaluation_round, actor)
    _refuse_time(evaluation_round, facts, evaluation_round.meetings.all())
    meeting = Meeting.objects.create(round=evaluation_round, **vars(facts))
    _tell_round(evaluation_round, "plan_meeting", _("Meeting of the council planned"), meeting, actor)
    _follow_first(evaluation_round, actor)
    return meeting


@transaction.atomic
def change_meeting(*, meeting: Meeting, facts: MeetingFacts, actor: User, version: int) -> Meeting:
    """Move a meeting, or change place and subject. What the chair said about late dossiers falls with a new day.

    Raises as ``plan_meeting``; Conflict where somebody else changed it meanwhile.
    """
    _held_by_keeper(meeting.round, actor)
    _refuse_time(meeting.round, facts, meeting.round.meetings.exclude(pk=meeting.pk))
    rows = Meeting.objects.filter(pk=meeting.pk, version=version)
    if rows.update(version=F("version") + 1, **vars(facts)) != 1:
        raise Conflict
    meeting.refresh_from_db()
    _tell_round(meeting.round, "change_meeting", _("Meeting of the council changed"), meeting, actor)
    _follow_first(meeting.round, actor)
    return meeting


@transaction.atomic
def set_agenda(*, meeting: Meeting, times: Mapping[int, datetime.time], actor: User) -> list[AgendaItem]:
    """Set at what time the council takes up which product (entry id → time); products left out are not on the agenda.

    Products that are closed to the secretary keep their times. Raises as ``plan_meeting``; Refused for entries of
    another round, where two products have the same time, or a time is before the meeting begins.
    """
    _held_by_keeper(meeting.round, actor)
    open_to_actor = {entry.pk for entry in meeting.round.entries.all() if not rules.is_recused(actor, entry)}
    if set(times) - open_to_actor:
        raise Refused(_("This product is not in the round."))
    kept = list(meeting.agenda.exclude(entry__in=open_to_actor).values_list("starts_at", flat=True))
    _refuse_agenda(meeting, list(times.values()), kept)
    meeting.agenda.filter(entry__in=open_to_actor).delete()
    items = AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, entry_id=pk, starts_at=at)
        for pk, at in sorted(times.items(), key=lambda row: row[1])
    )
    _tell_round(meeting.round, "set_agenda", _("Agenda of the meeting set"), meeting, actor)
    return items


@transaction.atomic
def invite(*, meeting: Meeting, actor: User) -> Meeting:
    """Tell council, advisory team and producers when and where they are expected. Raises as ``plan_meeting``."""
    _held_by_keeper(meeting.round, actor)
    Meeting.objects.filter(pk=meeting.pk).update(invited_at=clock.now())
    meeting.refresh_from_db()
    seq = _tell_round(meeting.round, "invite", _("Invitations to the meeting sent"), meeting, actor)
    for notice in notices.meeting_invitations(meeting, actor):
        notify(meeting.round, notice, occasion=str(seq))
    return meeting


@transaction.atomic
def note_attendance(*, meeting: Meeting, marks: Mapping[int, tuple[str, str]], actor: User) -> list[Attendance]:
    """Write down who is at the meeting (member id → mark and note); members left out have no mark.

    Raises as ``plan_meeting``; Refused for people of another council, or where a meeting of another day is noted early.
    """
    _held_by_keeper(meeting.round, actor)
    if not day_has_come(meeting):
        raise Refused(_("This meeting has not begun. Note attendance on the day of the meeting."))
    members = set(meeting.round.council.members.values_list("pk", flat=True))
    if set(marks) - members or any(mark not in AttendanceMark.values for mark, _note in marks.values()):
        raise Refused(_("Only members of the council are noted."))
    meeting.attendance.all().delete()
    rows = Attendance.objects.bulk_create(
        Attendance(meeting=meeting, member_id=pk, mark=mark, note=note) for pk, (mark, note) in sorted(marks.items())
    )
    present = sum(row.mark == AttendanceMark.PRESENT for row in rows)
    label = _("Attendance noted: %(present)s of %(all)s") % {"present": present, "all": len(members)}
    _tell_round(meeting.round, "note_attendance", label, meeting, actor)
    return rows


@transaction.atomic
def accept_short_notice(*, evaluation_round: EvaluationRound, actor: User, reason: str) -> EvaluationRound:
    """The chair's answer where dossiers reached the members late: the council meets all the same, and why.

    Raises NotAllowed for anybody but the chair and deputies; Refused without a reason; Conflict where nothing is late.
    """
    if not rules.answers_short_notice(actor, evaluation_round):
        raise NotAllowed
    if not reason.strip():
        raise Refused(_("Give the reason."))
    hold(evaluation_round, RoundState.DOSSIERS_FIXED, *OPEN_STATES)
    if short_notice(evaluation_round) is None:
        raise Conflict(_("The dossiers reached the members in time."))
    rows = EvaluationRound.objects.filter(pk=evaluation_round.pk, short_notice_reason="")
    if rows.update(short_notice_reason=reason.strip(), short_notice_by=actor) != 1:
        raise Conflict(_("This was answered already."))
    evaluation_round.refresh_from_db()
    label = _("The council meets although the dossiers came late")
    event = journal.Event("accept_short_notice", label, reason=reason)
    seq = journal.record(evaluation_round, event, actor=actor).seq
    notify(evaluation_round, notices.short_notice_accepted(evaluation_round, actor), occasion=str(seq))
    return evaluation_round


def warn_of_short_notice(evaluation_round: EvaluationRound, actor: User) -> None:
    """Tell the chair where the dossiers reach the members later than the decision says. In the caller's transaction."""
    if short_notice(evaluation_round) is None:
        return
    notice = notices.short_notice_warning(evaluation_round, actor)
    notify(evaluation_round, notice, occasion=str(evaluation_round.meeting_on))


def refuse_short_notice(evaluation_round: EvaluationRound) -> None:
    """Raise Refused where dossiers came late and the chair has not answered."""
    found = short_notice(evaluation_round)
    if found is not None and not found.answered:
        raise Refused(found.sentence)


def _refuse_time(evaluation_round: EvaluationRound, facts: MeetingFacts, others: QuerySet[Meeting]) -> None:
    if others.filter(starts_at=facts.starts_at).exists():
        raise Refused(_("A meeting is planned for this time already."))
    refuse_before_opening(evaluation_round.opens_on, clock.local(facts.starts_at).date())


def refuse_before_opening(opens_on: datetime.date, meeting_on: datetime.date | None) -> None:
    """Raise Refused where the council would meet before the round opens."""
    if meeting_on is not None and meeting_on < opens_on:
        raise Refused(
            _("The council cannot meet on %(day)s: the round opens on %(opens)s.")
            % {"day": formatting.day(meeting_on), "opens": formatting.day(opens_on)}
        )


def _refuse_agenda(meeting: Meeting, times: Sequence[datetime.time], kept: Sequence[datetime.time]) -> None:
    """Refuse times that cannot be; ``kept`` are those that are closed to whoever sets the others."""
    begins = clock.local(meeting.starts_at).time()
    if early := [at for at in times if at < begins]:
        raise Refused(
            _("%(time)s is before the meeting begins (%(begins)s).")
            % {"time": f"{min(early):%H:%M}", "begins": f"{begins:%H:%M}"}
        )
    if twice := {at for at in times if [*times, *kept].count(at) > 1}:
        raise Refused(
            _("Two products have the same time: %(times)s.")
            % {"times": ", ".join(f"{at:%H:%M}" for at in sorted(twice))}
        )


def _held_by_keeper(evaluation_round: EvaluationRound, actor: User) -> None:
    if not rules.keeps_round(actor, evaluation_round):
        raise NotAllowed
    hold(evaluation_round, *PLANNING_STATES)


def _follow_first(evaluation_round: EvaluationRound, actor: User) -> None:
    """Keep the round's day and place with its first meeting; another day asks the chair anew."""
    first = evaluation_round.meetings.order_by("starts_at").first()
    if first is None:
        return
    day = clock.local(first.starts_at).date()
    values: dict[str, object] = {"meeting_on": day, "place": first.place or evaluation_round.place}
    if day != evaluation_round.meeting_on:
        values |= {"short_notice_reason": "", "short_notice_by": None}
    EvaluationRound.objects.filter(pk=evaluation_round.pk).update(version=F("version") + 1, **values)
    evaluation_round.refresh_from_db()
    if notice_of(evaluation_round) is not None:
        warn_of_short_notice(evaluation_round, actor)


def _tell_round(evaluation_round: EvaluationRound, name: str, label: str, meeting: Meeting, actor: User) -> int:
    event = journal.Event(name, label, after={"meeting": str(meeting), "place": meeting.place})
    return journal.record(evaluation_round, event, actor=actor).seq
