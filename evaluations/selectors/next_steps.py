"""What the secretary has to do in each state of a round, and what of it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.enums import CouncilRole, RoundState
from evaluations.models import AdvisoryReport, EvaluationRound
from evaluations.selectors.conflicts import open_conflicts
from evaluations.selectors.meetings import short_notice
from evaluations.selectors.rounds import waiting_recusals
from evaluations.selectors.written import written_entries, written_of
from foundation.components import TaskItem


def next_steps(evaluation_round: EvaluationRound) -> list[TaskItem]:
    """Return the secretary's list for the state in which the round is; empty once its papers are on their way."""
    build = _LISTS.get(RoundState(evaluation_round.state))
    return list(build(evaluation_round)) if build else []


def _task(title: str, *, done: bool, url: str = "", hint: str = "") -> TaskItem:
    status, tone = (_("done"), "good") if done else (_("to do"), "waiting")
    return TaskItem(title, url, status, tone, hint)


def _page(name: str, pk: int) -> str:
    return reverse(f"evaluations:{name}", args=[pk])


def _preparing(found: EvaluationRound) -> Iterator[TaskItem]:
    members = list(found.council.members.all())
    chaired = any(one.role == CouncilRole.CHAIR for one in members)
    council = _page("council", found.council_id)
    yield _task(_("The council has a chair and members with a vote"), done=chaired and bool(members), url=council)
    entries = found.entries.count()
    yield _task(_("Dossiers are chosen"), done=entries > 0, url=_page("round_dossiers", found.pk), hint=str(entries))
    yield _meeting(found)


def _meeting(found: EvaluationRound) -> TaskItem:
    first = found.meetings.order_by("starts_at").first()
    url = _page("meeting", first.pk) if first else _page("meeting_plan", found.pk)
    return _task(_("A meeting is planned"), done=first is not None, url=url, hint=str(first or ""))


def _fixed(found: EvaluationRound) -> Iterator[TaskItem]:
    yield from _conflicts(found)
    yield _meeting(found)
    yield from _invitations(found)
    yield from _late(found)


def _conflicts(found: EvaluationRound) -> Iterator[TaskItem]:
    waiting = waiting_recusals(found)
    known = len(open_conflicts(found))
    hint = _("%(n)s wait for an answer") % {"n": waiting + known} if waiting + known else ""
    url = _page("recusals", found.pk)
    yield _task(_("Conflicts of interest are answered"), done=not waiting + known, url=url, hint=hint)


def _invitations(found: EvaluationRound) -> Iterator[TaskItem]:
    for meeting in found.meetings.order_by("starts_at"):
        title = _("Invitations to %(meeting)s are sent") % {"meeting": meeting}
        yield _task(title, done=meeting.invited_at is not None, url=_page("meeting_invite", meeting.pk))


def _late(found: EvaluationRound) -> Iterator[TaskItem]:
    late = short_notice(found)
    if late is not None:
        yield _task(_("The chair has answered for late dossiers"), done=late.answered)


def _scoring(found: EvaluationRound) -> Iterator[TaskItem]:
    yield from _conflicts(found)
    judged = found.entries.filter(in_round=True).count()
    reports = AdvisoryReport.objects.filter(entry__round=found, entry__in_round=True, handed_over_at__isnull=False)
    handed = reports.count()
    values = {"n": handed, "all": judged}
    hint = _("%(n)s of %(all)s handed over") % values
    yield _task(_("The advisory team's reports are with the council"), done=handed >= judged, hint=hint)
    yield from _opinions(found)
    yield _meeting(found)
    yield from _invitations(found)
    yield from _late(found)


def _opinions(found: EvaluationRound) -> Iterator[TaskItem]:
    entries = written_entries(found)
    if entries:
        asked = written_of(found)
        done = all(entry.pk in asked and not asked[entry.pk].waiting for entry in entries)
        values = {"n": sum(not one.waiting for one in asked.values()), "all": len(entries)}
        hint = _("%(n)s of %(all)s answered by all") % values
        yield _task(_("Re-evaluations: written opinions"), done=done, url=_page("opinions", found.pk), hint=hint)


def _discussion(found: EvaluationRound) -> Iterator[TaskItem]:
    for meeting in found.meetings.order_by("starts_at"):
        title = _("Attendance of %(meeting)s is noted") % {"meeting": meeting}
        done = meeting.attendance.exists()
        yield _task(title, done=done, url=_page("meeting_attendance", meeting.pk))
    yield from _opinions(found)
    yield from _conflicts(found)
    yield TaskItem(_("Settle spreads, gated items and missing sheets"), _page("discussion", found.pk))


def _closed(found: EvaluationRound) -> Iterator[TaskItem]:
    yield TaskItem(_("Read the results once more, then propose them"), _page("results", found.pk))


def _proposed(found: EvaluationRound) -> Iterator[TaskItem]:
    yield TaskItem(_("Take minutes and decision to the leader"), _page("papers", found.pk))


_LISTS: dict[RoundState, Callable[[EvaluationRound], Iterator[TaskItem]]] = {
    RoundState.PREPARING: _preparing,
    RoundState.DOSSIERS_FIXED: _fixed,
    RoundState.SCORING: _scoring,
    RoundState.DISCUSSION: _discussion,
    RoundState.CLOSED: _closed,
    RoundState.PROPOSED: _proposed,
}
