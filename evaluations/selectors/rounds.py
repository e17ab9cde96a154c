"""Reads about rounds, their entries and how far the council is. Nothing here shows points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.enums import Role
from accounts.selectors import office_ids
from activity.models import Job
from evaluations.enums import (
    OPEN_STATES,
    RECUSED_STATES,
    TEAM_STATES,
    CouncilRole,
    RecusalState,
    RoundState,
    SheetState,
)
from evaluations.models import (
    Council,
    CouncilMember,
    Entry,
    EvaluationRound,
    Recusal,
    RoundPaper,
    Sheet,
    TeamRecusal,
)
from evaluations.seats import own_councils, own_teams, recused_entry_ids
from evaluations.selectors.doors import councils_visible_to, entries_visible_to, rounds_visible_to
from rubrics.models import Stage

_SUBMITTED = (SheetState.SEALED, SheetState.ABSTAINED)


def all_rounds() -> QuerySet[EvaluationRound]:
    """Return every round for the commands of the operator, who sees the database anyway."""
    return EvaluationRound.objects.select_related("law", "stage").order_by("pk")


def round_by_id(text: str) -> EvaluationRound | None:
    """Return the round of an id as it was typed; None where there is none."""
    return all_rounds().filter(pk=int(text)).first() if text.isdecimal() and len(text) < 19 else None


def stages_for_rounds() -> QuerySet[Stage]:
    """Return the stages under which a round can be held: they score or screen, and the decision's sets are held."""
    rows = Stage.objects.filter(decision__published_at__isnull=False, decision__rubrics__isnull=False).distinct()
    rows = rows.filter(Q(scores=True) | Q(screens=True)).select_related("decision")
    return rows.order_by("-decision__valid_from", "order", "valid_from")


def rounds_list(user: Any) -> QuerySet[EvaluationRound]:
    """Return the rounds of the list page with the number of entries that the person may see, newest first."""
    shown = Q(entries__in_round=True) & ~Q(entries__in=recused_entry_ids(user))
    return rounds_visible_to(user).annotate(entry_count=Count("entries", filter=shown, distinct=True))


def entries_of(evaluation_round: EvaluationRound, user: Any) -> QuerySet[Entry]:
    """Return the entries of a round that a person may see, in the order of the round."""
    return entries_visible_to(user).filter(round=evaluation_round).order_by("order", "pk")


def councils_list(user: Any) -> QuerySet[Council]:
    """Return the councils of the list page with their number of members, newest first."""
    return councils_visible_to(user).annotate(member_count=Count("members", distinct=True))


def council_is_changeable(council: Council) -> bool:
    """Tell whether members may still come and go: none of its rounds has begun to score."""
    return not council.rounds.exclude(state__in=(RoundState.PREPARING, RoundState.DOSSIERS_FIXED)).exists()


def rounds_taking_over(council: Council) -> QuerySet[EvaluationRound]:
    """Return the rounds that a new regulation of the council changes: those that have not begun to score."""
    return council.rounds.filter(state__in=(RoundState.PREPARING, RoundState.DOSSIERS_FIXED)).order_by("-pk")


def rounds_of_council(user: Any) -> QuerySet[EvaluationRound]:
    """Return the rounds on whose council or advisory team the person is, newest first."""
    places = [*own_councils(user), *own_teams(user)]
    return rounds_visible_to(user).filter(council_id__in=places).order_by("-year", "-ordinal", "-pk")


def sheets_to_reopen(user: Any) -> QuerySet[Sheet]:
    """Return the submitted sheets that a person may open again as secretary, by name only: no points come along."""
    return sheets_kept_by(user).filter(state__in=_SUBMITTED, entry__round__state__in=OPEN_STATES)


def sheets_kept_by(user: Any) -> QuerySet[Sheet]:
    """Return the sheets of the rounds that a person keeps as secretary, by name only: no points come along."""
    offices = office_ids(user, Role.ROUND_OFFICER)
    secretary = CouncilMember.objects.filter(user=user, role=CouncilRole.SECRETARY).values("council_id")
    kept = Q(entry__round__office_id__in=offices) | Q(entry__round__council_id__in=secretary)
    rows = Sheet.objects.filter(kept).exclude(entry_id__in=recused_entry_ids(user)).defer("total", "sha256", "opinion")
    return rows.select_related("entry__round__council", "entry__dossier__product", "member__user")


# -- A member's own work ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class OwnEntry:
    """An entry with the member's own sheet: not begun, draft, submitted, abstained."""

    entry: Entry
    sheet: Sheet | None
    done: int
    items: int

    @property
    def is_submitted(self) -> bool:
        """Whether the member has nothing left to do here."""
        return self.sheet is not None and self.sheet.state in _SUBMITTED


def own_entries(evaluation_round: EvaluationRound, user: Any) -> list[OwnEntry]:
    """Return the entries that a member scores, with the state of the member's own sheets."""
    entries = list(entries_of(evaluation_round, user).filter(withdrawn_at=None, set_aside_reason=""))
    mine = Sheet.objects.filter(entry__in=entries, member__user=user).annotate(
        answered=Count("items", filter=Q(items__answered=True))
    )
    sheets = {sheet.entry_id: sheet for sheet in mine}
    leaves = _item_counts(entries)
    return [
        OwnEntry(entry, sheets.get(entry.pk), getattr(sheets.get(entry.pk), "answered", 0), leaves[entry.rubric_id])
        for entry in entries
    ]


def _item_counts(entries: list[Entry]) -> dict[int, int]:
    rubrics = {entry.rubric_id for entry in entries}
    rows = Entry.objects.filter(pk__in=[entry.pk for entry in entries], rubric__criteria__is_leaf=True)
    counts = dict(rows.values_list("rubric_id").annotate(n=Count("rubric__criteria", distinct=True)).order_by())
    return {rubric: counts.get(rubric, 0) for rubric in rubrics}


def open_work_of(user: Any) -> list[tuple[EvaluationRound, int, int]]:
    """Return the rounds in which a member fills sheets, with how many are submitted of how many."""
    seats = CouncilMember.objects.filter(user=user, counted=True).values("council_id")
    rounds = rounds_visible_to(user).filter(state__in=OPEN_STATES, council_id__in=seats)
    found = []
    for evaluation_round in rounds.order_by("meeting_on", "pk"):
        own = own_entries(evaluation_round, user)
        found.append((evaluation_round, sum(row.is_submitted for row in own), len(own)))
    return found


def advice_work_of(user: Any) -> list[tuple[EvaluationRound, int, int]]:
    """Return the rounds in which an advisory team writes reports, with how many are handed over of how many."""
    found = []
    rounds = rounds_visible_to(user).filter(state__in=TEAM_STATES, council_id__in=own_teams(user))
    for evaluation_round in rounds.order_by("meeting_on", "pk"):
        entries = entries_of(evaluation_round, user).filter(withdrawn_at=None, set_aside_reason="")
        written = entries.filter(advice__handed_over_at__isnull=False)
        found.append((evaluation_round, written.count(), entries.count()))
    return found


# -- The secretary's view --------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Presence:
    """For one entry, who has submitted a sheet and who has not. Never more than that."""

    entry: Entry
    submitted: tuple[CouncilMember, ...]
    waiting: tuple[CouncilMember, ...]
    recused: tuple[CouncilMember, ...]

    @property
    def expected(self) -> int:
        """From how many members a sheet is expected."""
        return len(self.submitted) + len(self.waiting)


def presence(evaluation_round: EvaluationRound, user: Any) -> list[Presence]:
    """Return for each entry that the secretary may see who has submitted a sheet.

    An abstention shows as submitted: before the discussion nobody learns more than that something came.
    """
    members = list(evaluation_round.council.members.filter(counted=True).select_related("user"))
    entries = list(entries_of(evaluation_round, user).filter(in_round=True))
    sheets = Sheet.objects.filter(entry__in=entries, state__in=_SUBMITTED).values_list("entry_id", "member_id")
    recusals = Recusal.objects.filter(entry__in=entries, state__in=RECUSED_STATES).values_list("entry_id", "member_id")
    submitted, recused = set(sheets), set(recusals)
    rows = []
    for entry in entries:
        out = tuple(m for m in members if (entry.pk, m.pk) in recused)
        came = tuple(m for m in members if (entry.pk, m.pk) in submitted and m not in out)
        rows.append(Presence(entry, came, tuple(m for m in members if m not in out and m not in came), out))
    return rows


def waiting_recusals(evaluation_round: EvaluationRound) -> int:
    """Return how many declarations of a conflict of interest wait for the secretary."""
    asked = {"entry__round": evaluation_round, "state": RecusalState.DECLARED}
    return Recusal.objects.filter(**asked).count() + TeamRecusal.objects.filter(**asked).count()


# -- Papers ----------------------------------------------------------------------------------------------------------
def papers_of(evaluation_round: EvaluationRound, visible_documents: Any) -> QuerySet[RoundPaper]:
    """Return the papers of a round whose documents a person may see; certificates and notices come last."""
    rows = RoundPaper.objects.filter(round=evaluation_round, document__in=visible_documents.values("pk"))
    return rows.select_related("document", "unit", "producer", "entry__dossier__product").order_by("pk")


def papers_about(entry: Entry, visible_documents: Any) -> QuerySet[RoundPaper]:
    """Return the papers about an entry whose documents a person may see: the decision, notices, the certificate."""
    about = Q(entry=entry) | Q(producer=entry.dossier.producer_id) | Q(unit=entry.dossier.unit_id) | Q(kind="decision")
    rows = RoundPaper.objects.filter(about, round=entry.round_id)
    if not rows.exists():
        return rows.none()
    return rows.filter(document__in=visible_documents.values("pk")).select_related("document").order_by("pk")


def papers_job(evaluation_round: EvaluationRound) -> Job | None:
    """Return the newest job that drafts the papers of a round."""
    return Job.objects.filter(
        kind="evaluations_papers", key__startswith=f"evaluations_papers:{evaluation_round.pk}:"
    ).first()


def is_open(evaluation_round: EvaluationRound) -> bool:
    """Tell whether sheets can change."""
    return evaluation_round.state in (RoundState.SCORING, RoundState.DISCUSSION)
