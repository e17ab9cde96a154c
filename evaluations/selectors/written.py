"""Written opinions on re-evaluations: what the law's data allow, who answered, and where the council has to meet.

26/2026/QĐ-TTg: on a re-evaluation the council gives its opinion in writing and meets only where opinions differ.
"""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from evaluations.enums import DecidedBy, RoundState, SheetState
from evaluations.models import CouncilMember, Entry, EvaluationRound, Sheet, WrittenOpinion, WrittenRequest
from evaluations.results import Candidate, Regulation, deciding_levels, needed_for_quorum, spread_is_wide
from evaluations.selectors.tally import regulation_of, round_input
from foundation import clock
from foundation.formatting import day
from registrations.enums import DossierKind


def may_be_written(evaluation_round: EvaluationRound) -> bool:
    """Tell whether decision and regulation of the round let the council judge re-evaluations in writing."""
    return evaluation_round.law.reevaluation_in_writing and evaluation_round.written_opinions


def written_entries(evaluation_round: EvaluationRound) -> list[Entry]:
    """Return the re-evaluations of a round that the council may judge in writing, asked about or not."""
    if not may_be_written(evaluation_round):
        return []
    rows = evaluation_round.entries.filter(
        dossier__kind=DossierKind.AGAIN, in_round=True, withdrawn_at=None, set_aside_reason=""
    )
    return list(rows.select_related("dossier__product", "dossier__producer", "rubric", "round").order_by("order"))


@dataclass(frozen=True)
class Standing:
    """A member who is asked, and the opinion. ``counts`` is False where sheet or opinion is not there, or not anew."""

    member: CouncilMember
    opinion: WrittenOpinion | None
    counts: bool
    abstained: bool = False

    @property
    def waits(self) -> bool:
        """Whether this member can still answer: has neither given an opinion nor abstained."""
        return not self.counts and not self.abstained


@dataclass(frozen=True)
class Written:
    """Where the written opinions on an entry stand. ``differ``: the council has to meet about it."""

    request: WrittenRequest
    standings: tuple[Standing, ...]
    needed: int
    led: bool
    differ: bool

    @property
    def given(self) -> tuple[Standing, ...]:
        """The opinions that count."""
        return tuple(one for one in self.standings if one.counts)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The members who have not answered."""
        return tuple(str(one.member) for one in self.standings if one.waits)

    @property
    def disagreeing(self) -> int:
        """How many do not agree with what was put to them."""
        return sum(one.opinion is not None and not one.opinion.agrees for one in self.given)

    @property
    def is_open(self) -> bool:
        """Whether members can still answer."""
        return self.request.to_meeting_at is None and clock.today() <= self.request.answers_by

    @property
    def reached(self) -> bool:
        """Whether as many answered as the quorum asks for, the chair or a deputy among them where that is needed."""
        return len(self.given) >= self.needed and self.led

    @property
    def met(self) -> bool:
        """Whether the council judges the product at a meeting."""
        return self.request.to_meeting_at is not None or self.differ


def written_of(evaluation_round: EvaluationRound, entries: Iterable[Entry] | None = None) -> dict[int, Written]:
    """Return where the written opinions stand, by entry; entries about which nobody was asked are left out."""
    rows = WrittenRequest.objects.filter(entry__round=evaluation_round, entry__in_round=True)
    if entries is not None:
        rows = rows.filter(entry__in=list(entries))
    asked = {row.entry_id: row for row in rows.select_related("entry__dossier__product").prefetch_related("opinions")}
    if not asked:
        return {}
    chosen = Entry.objects.filter(pk__in=asked).select_related("rubric__decision", "dossier__product")
    candidates = {one.key: one for one in round_input(evaluation_round, chosen.order_by("order", "pk")).candidates}
    members = list(evaluation_round.council.members.select_related("user").order_by("order"))
    sheets = Sheet.objects.filter(entry__in=asked, state=SheetState.SEALED)
    sealed = {(row[0], row[1]): row[2] for row in sheets.values_list("entry_id", "member_id", "sha256")}
    regulation = regulation_of(evaluation_round)
    return {
        pk: _written(request, candidates[pk], members, sealed, regulation)
        for pk, request in asked.items()
        if candidates[pk].is_judged
    }


def _written(
    request: WrittenRequest,
    candidate: Candidate,
    members: list[CouncilMember],
    sealed: dict[tuple[int, int], str],
    regulation: Regulation,
) -> Written:
    asked = {ballot.member: ballot for ballot in candidate.ballots if ballot.votes and not ballot.recused}
    opinions = {row.member_id: row for row in request.opinions.all()}
    standings = []
    for member in members:
        if member.pk in asked:
            one = opinions.get(member.pk)
            counts = one is not None and one.sheet_sha256 == sealed.get((request.entry_id, member.pk))
            standings.append(Standing(member, one, counts, asked[member.pk].sheet == SheetState.ABSTAINED))
    given = [one for one in standings if one.counts]
    return Written(
        request=request,
        standings=tuple(standings),
        needed=needed_for_quorum(candidate, regulation),
        led=not regulation.chair_required or any(one.member.leads for one in given),
        differ=_differ(given, candidate, regulation),
    )


def _differ(given: list[Standing], candidate: Candidate, regulation: Regulation) -> bool:
    """Opinions differ where somebody does not agree, totals lie too far apart, or a gate needs an agreed level."""
    if any(one.opinion is not None and not one.opinion.agrees for one in given):
        return True
    if spread_is_wide(candidate, regulation):
        return True
    by_talk = (DecidedBy.OPEN, DecidedBy.AGREED)
    return any(one.by in by_talk for one in deciding_levels(candidate, regulation))


def open_questions(evaluation_round: EvaluationRound) -> list[str]:
    """Return a sentence for each product on which members may still answer; the discussion opens after that."""
    found = [one for one in written_of(evaluation_round).values() if one.is_open and one.waiting]
    text = _("%(product)s: written opinions are awaited until the end of %(day)s from %(names)s.")
    return [
        text
        % {
            "product": one.request.entry.dossier.product,
            "day": day(one.request.answers_by),
            "names": ", ".join(one.waiting),
        }
        for one in found
    ]


def unsettled(written: Mapping[int, Written], at_meetings: Container[int]) -> list[str]:
    """Return why products asked about in writing cannot be closed; ``at_meetings``: entries of a noted meeting."""
    whys = [_why(one) for pk, one in written.items() if not (one.met and pk in at_meetings)]
    return [why for why in whys if why]


def _why(one: Written) -> str:
    product = one.request.entry.dossier.product
    if one.met:
        text = _("%(product)s: written opinions differ, or a meeting was called; note who attended the meeting on it.")
        return text % {"product": product}
    values = {"product": product, "given": len(one.given), "needed": one.needed}
    if len(one.given) < one.needed:
        return _("%(product)s: %(given)s written opinions, the quorum is %(needed)s.") % values
    return "" if one.led else _("%(product)s: neither the chair nor a deputy gave a written opinion.") % values


def facts_of_written(one: Written) -> dict[str, Any]:
    """Return what a result keeps of its written opinions, as plain values."""
    return {
        "asked_on": clock.local(one.request.asked_at).date().isoformat(),
        "until": one.request.answers_by.isoformat(),
        "asked": len(one.standings),
        "agree": len(one.given) - one.disagreeing,
        "disagree": one.disagreeing,
        "met": one.met,
        "opinions": [
            {"member": str(row.member), "agrees": row.opinion.agrees, "reason": row.opinion.reason}
            for row in one.given
            if row.opinion is not None
        ],
    }


def own_request(entry: Entry, user: Any) -> tuple[WrittenRequest | None, WrittenOpinion | None]:
    """Return the request about an entry and the person's own opinion; nothing is asked of the database in vain."""
    if entry.dossier.kind != DossierKind.AGAIN or not entry.round.written_opinions:
        return None, None
    request = WrittenRequest.objects.filter(entry=entry).first()
    if request is None:
        return None, None
    return request, request.opinions.filter(member__user=user).first()


def answers_awaited(on: datetime.date, *, until: datetime.date) -> list[WrittenRequest]:
    """Return the requests whose term ends from one day to the other while the council scores, soonest first."""
    rows = WrittenRequest.objects.filter(
        to_meeting_at=None,
        answers_by__range=(on, until),
        entry__in_round=True,
        entry__round__state=RoundState.SCORING,
    )
    related = ("entry__round__council", "entry__round__law", "entry__round__stage", "entry__dossier__product")
    return list(rows.select_related(*related).order_by("answers_by", "pk"))
