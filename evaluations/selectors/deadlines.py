"""Deadlines of evaluations for the one reminder engine: sheets that are to be submitted before the council meets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from directives.deadlines import Deadline, horizon
from evaluations.enums import RECUSED_STATES, RoundState, SheetState
from evaluations.models import Entry, EvaluationRound, Recusal, Sheet, WrittenRequest
from evaluations.selectors.written import Written, answers_awaited, written_of
from foundation import calendar, clock

KIND = "sheets"
OPINIONS = "opinions"


def sheets_waiting(now: datetime) -> Iterator[Deadline]:
    """Give the reminder engine the rounds in which members have not submitted all sheets before the meeting."""
    last = clock.local(now + horizon()).date()
    rounds = EvaluationRound.objects.filter(state=RoundState.SCORING, meeting_on__lte=last).select_related("council")
    for found in rounds.order_by("meeting_on", "pk"):
        people = members_owing(found)
        if people and found.meeting_on:
            yield Deadline(
                kind=KIND,
                subject=found.stream,
                occasion="",
                title=_("Submit your score sheets: %(round)s") % {"round": found},
                due_at=calendar.due_before(found.meeting_on),
                url=reverse("evaluations:round", args=[found.pk]),
                recipients=people,
                since=found.state_changed_at,
            )


def opinions_waiting(now: datetime) -> Iterator[Deadline]:
    """Give the reminder engine the requests for written opinions that members have not answered."""
    until = clock.local(now + horizon()).date()
    rounds: dict[EvaluationRound, list[WrittenRequest]] = {}
    for request in answers_awaited(clock.local(now).date(), until=until):
        rounds.setdefault(request.entry.round, []).append(request)
    for found, requests in rounds.items():
        standings = written_of(found, [request.entry for request in requests])
        for request in requests:
            one = standings.get(request.entry_id)
            if one is not None and one.waiting:
                yield _opinions_due(found, request, one)


def _opinions_due(found: EvaluationRound, request: WrittenRequest, one: Written) -> Deadline:
    return Deadline(
        kind=OPINIONS,
        subject=found.stream,
        occasion=f"opinions:{request.entry_id}",
        title=_("Give your written opinion: %(product)s") % {"product": request.entry.dossier.product},
        due_at=calendar.due_until(request.answers_by),
        url=reverse("evaluations:opinion", args=[request.entry_id]),
        recipients=[row.member.user for row in one.standings if row.waits],
        since=request.asked_at,
    )


def members_owing(found: EvaluationRound) -> list[User]:
    """Return the members with a vote who still owe a sheet."""
    entries = Entry.objects.filter(round=found, withdrawn_at=None, set_aside_reason="")
    total = entries.count()
    done: dict[int, int] = {}
    submitted = Sheet.objects.filter(entry__in=entries, state__in=(SheetState.SEALED, SheetState.ABSTAINED))
    recused = Recusal.objects.filter(entry__in=entries, state__in=RECUSED_STATES)
    settled = {*submitted.values_list("entry_id", "member_id"), *recused.values_list("entry_id", "member_id")}
    for _entry, member in settled:
        done[member] = done.get(member, 0) + 1
    seats = found.council.members.filter(counted=True).select_related("user")
    return [seat.user for seat in seats if done.get(seat.pk, 0) < total]
