"""Reads about meetings: the agenda that a person may see, quorum, and dossiers that reached the members late."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from evaluations.enums import RECUSED_STATES, AttendanceMark, QuorumBase
from evaluations.models import AgendaItem, Attendance, CouncilMember, Entry, EvaluationRound, Meeting, Recusal
from evaluations.selectors.doors import entries_visible_to, rounds_visible_to
from evaluations.selectors.written import Written, unsettled, written_of
from foundation import calendar, clock
from foundation.formatting import day

LEAD_TERM = "dossier_lead_working_days"


def meetings_visible_to(user: Any) -> QuerySet[Meeting]:
    """Return the meetings of the rounds that a person may see."""
    rows = Meeting.objects.select_related("round__council", "round__office", "round__law", "round__stage")
    return rows.filter(round__in=rounds_visible_to(user).values("pk"))


def agenda_for(meeting: Meeting, user: Any) -> list[AgendaItem]:
    """Return the agenda without the products that are closed to the person."""
    rows = meeting.agenda.filter(entry__in=entries_visible_to(user).values("pk"))
    return list(rows.select_related("entry__dossier__product", "entry__dossier__producer").order_by("starts_at"))


# -- Dossiers before the meeting -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ShortNotice:
    """Dossiers that reach the members fewer working days before the meeting than the decision says."""

    days: int
    needed: int
    meeting_on: datetime.date
    answered: bool

    @property
    def sentence(self) -> str:
        """Say what is late and who answers for it."""
        text = _(
            "The dossiers reach the members %(days)s working days before the meeting on %(day)s; the decision asks for "
            "%(needed)s. The chair must say why the council meets all the same, or the meeting is moved."
        )
        return text % {"days": self.days, "needed": self.needed, "day": day(self.meeting_on)}


def notice_of(evaluation_round: EvaluationRound) -> int | None:
    """Return how many working days before the meeting the dossiers reached the members; None while one is open."""
    if evaluation_round.meeting_on is None or evaluation_round.dossiers_fixed_at is None:
        return None
    fixed_on = clock.local(evaluation_round.dossiers_fixed_at).date()
    return calendar.working_days_left(fixed_on, evaluation_round.meeting_on)


def short_notice(evaluation_round: EvaluationRound) -> ShortNotice | None:
    """Return what is late; None where the decision sets no term (26/2026), or it was kept."""
    needed = evaluation_round.law.term(LEAD_TERM)
    days = notice_of(evaluation_round) if needed else None
    if days is None or not needed or days >= needed or evaluation_round.meeting_on is None:
        return None
    answered = bool(evaluation_round.short_notice_reason)
    return ShortNotice(max(days, 0), needed, evaluation_round.meeting_on, answered)


def last_day_for_dossiers(evaluation_round: EvaluationRound) -> datetime.date | None:
    """Return the last day on which dossiers can reach the members in time; None without a term or a meeting."""
    needed = evaluation_round.law.term(LEAD_TERM)
    if not needed or evaluation_round.meeting_on is None:
        return None
    last = evaluation_round.meeting_on - datetime.timedelta(days=1)
    while calendar.working_days_left(last, evaluation_round.meeting_on) < needed:
        last -= datetime.timedelta(days=1)
    return last


# -- Attendance and quorum -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Quorum:
    """Who with a vote is there and how many must be. ``entry`` None: of the whole council, before recusals."""

    present: int
    needed: int
    led: bool
    entry: Entry | None = None

    @property
    def reached(self) -> bool:
        """Whether the council can resolve."""
        return self.present >= self.needed and self.led


@dataclass(frozen=True)
class MemberAt:
    """A member and whether they were at the meeting; ``mark`` empty while nobody has said."""

    member: CouncilMember
    mark: str = ""
    label: str = ""
    note: str = ""


def attendance_of(meeting: Meeting) -> list[MemberAt]:
    """Return every member of the council with the mark of this meeting, in the order of the council."""
    marks = {row.member_id: row for row in Attendance.objects.filter(meeting=meeting)}
    found = []
    for member in meeting.round.council.members.select_related("user").order_by("order"):
        row = marks.get(member.pk)
        found.append(MemberAt(member, row.mark, row.get_mark_display(), row.note) if row else MemberAt(member))
    return found


def quorum_of(meeting: Meeting, entries: Iterable[Entry] = ()) -> list[Quorum]:
    """Return the quorum of the whole council, then that of each entry after its recusals; empty while nobody is noted.

    A member who is recused from an entry is not there for it; whether the share is one of the whole council or of those
    who remain, the regulation of the round says (``quorum_base``).
    """
    people = attendance_of(meeting)
    if not any(one.mark for one in people):
        return []
    chosen = list(entries)
    recused = set(
        Recusal.objects.filter(entry__in=chosen, state__in=RECUSED_STATES).values_list("entry_id", "member_id")
    )
    whole = _quorum(meeting.round, people, set(), None)
    return [whole, *(_quorum(meeting.round, people, {m for e, m in recused if e == one.pk}, one) for one in chosen)]


def _quorum(found: EvaluationRound, people: list[MemberAt], out: set[int], entry: Entry | None) -> Quorum:
    voters = [one for one in people if one.member.counted]
    here = [one for one in voters if one.mark == AttendanceMark.PRESENT and one.member.pk not in out]
    remaining = found.quorum_base == QuorumBase.REMAINING
    base = sum(not (remaining and one.member.pk in out) for one in voters)
    needed = max(1, -(-base * found.quorum_percent // 100))
    led = not found.chair_required or any(one.member.leads for one in here)
    return Quorum(len(here), needed, led, entry)


def below_quorum(evaluation_round: EvaluationRound, written: Mapping[int, Written] | None = None) -> list[str]:
    """Return a sentence for each product for which no meeting with noted attendance had a quorum.

    Rounds whose meetings nobody has noted (papers kept elsewhere) are judged by their sheets alone. Products judged by
    written opinions need no meeting, but a quorum of opinions; where these differ, they need the meeting after all.
    ``written``: what ``written_of`` gave, where the caller has it.
    """
    best = best_quorums(evaluation_round)
    written = written_of(evaluation_round) if written is None else written
    in_writing = {pk for pk, one in written.items() if not one.met}
    low = [_sentence(one) for pk, one in best.items() if not one.reached and pk not in in_writing]
    return [*low, *unsettled(written, best), *_fallen(written)]


def _fallen(written: Mapping[int, Written]) -> Iterator[str]:
    """Yield a sentence where an opinion fell with its sheet: what it said may be why the council has to meet."""
    text = _("%(product)s: %(names)s must give the written opinion again, or the product goes to a meeting.")
    for one in written.values():
        names = [str(row.member) for row in one.standings if row.opinion is not None and row.waits]
        if names and not one.met:
            yield text % {"product": one.request.entry.dossier.product, "names": ", ".join(names)}


def best_quorums(evaluation_round: EvaluationRound) -> dict[int, Quorum]:
    """Return by entry the quorum of the last meeting that had one, else of the first; nothing where nobody is noted."""
    noted = [row for row in evaluation_round.meetings.order_by("starts_at") if row.attendance.exists()]
    if not noted:
        return {}
    rows = evaluation_round.entries.filter(in_round=True, withdrawn_at=None, set_aside_reason="")
    entries = list(rows.select_related("dossier__product").order_by("order"))
    best: dict[int, Quorum] = {}
    for meeting in noted:
        for one in quorum_of(meeting, entries)[1:]:
            if one.entry is not None and (one.entry.pk not in best or one.reached):
                best[one.entry.pk] = one
    return best


def _sentence(one: Quorum) -> str:
    product = one.entry.dossier.product.name if one.entry else ""
    values = {"product": product, "present": one.present, "needed": one.needed}
    if one.present < one.needed:
        return _("%(product)s: %(present)s members with a vote were at the meeting, the quorum is %(needed)s.") % values
    return _("%(product)s: neither the chair nor a deputy was at the meeting.") % values


def day_has_come(meeting: Meeting) -> bool:
    """Tell whether the day of a meeting is today or past, so that attendance can be noted."""
    return clock.local(meeting.starts_at).date() <= clock.today()
