"""Conflicts of interest that the portal knows of: people on council or team with a tie to a product.

A person who is named as supporting a product, who acts for its producer, or who has declared a tie to the producer, has
a conflict in it, which must be answered before the sheets open: declared by the member, or settled by the secretary.
That a member works at an office that supports a product is shown, and left to the member and the secretary.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership, User
from evaluations.enums import COUNCIL_STATES
from evaluations.models import (
    AdvisoryMember,
    CouncilMember,
    DeclaredTie,
    Entry,
    EvaluationRound,
    Recusal,
    TeamRecusal,
)
from evaluations.seats import own_councils, own_teams, recused_entry_ids
from foundation import clock
from foundation.formatting import day
from registrations.models import Producer, ProducerMember
from registrations.selectors import Supporter, supporters_of_products


@dataclass(frozen=True)
class KnownConflict:
    """A member, a product of the round to which the member has a tie, and what was said about it so far.

    ``support`` says which tie; ``personal``: the member is named; otherwise the member works at the office that
    supports the product. ``ties``: it is one to the producer (kinship, work for it), not support of the product.
    """

    entry: Entry
    member: CouncilMember | AdvisoryMember
    support: str
    personal: bool
    recusal: Recusal | TeamRecusal | None
    ties: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it must still be answered before a sheet counts or the team's report does."""
        matters = self.of_team or self.member.counted  # type: ignore[union-attr]
        return self.personal and matters and self.recusal is None

    @property
    def of_team(self) -> bool:
        """Whether it is one of an adviser who does not sit on the council."""
        return isinstance(self.member, AdvisoryMember)


def known_conflicts(evaluation_round: EvaluationRound) -> list[KnownConflict]:
    """Return every conflict of a round that follows from support, in the order of entries and members."""
    rows = evaluation_round.entries.filter(in_round=True).select_related("dossier__product", "round__council")
    return _conflicts(list(rows.order_by("order", "pk")), evaluation_round)


def conflicts_of_entry(entry: Entry) -> list[KnownConflict]:
    """Return the conflicts in one product."""
    return _conflicts([entry], entry.round)


def open_conflicts(evaluation_round: EvaluationRound) -> list[KnownConflict]:
    """Return the conflicts that keep the sheets from opening and the round from closing."""
    return [conflict for conflict in known_conflicts(evaluation_round) if conflict.is_open]


def conflict_sentences(conflicts: Iterable[KnownConflict]) -> list[str]:
    """Return one sentence for each conflict that is not answered."""
    support = _("%(member)s supports %(product)s (%(support)s): recuse the member, or give a reason.")
    tie = _("%(member)s has a tie to the producer of %(product)s (%(support)s): recuse the member, or give a reason.")
    return [
        (tie if c.ties else support)
        % {"member": c.member, "product": c.entry.dossier.product.name, "support": c.support}
        for c in conflicts
    ]


def support_of_member(entry: Entry, member: CouncilMember | AdvisoryMember) -> str:
    """Return which tie a member, by name, has to a product or its producer; empty where nothing is known."""
    supporters = supporters_of_products([entry.dossier.product_id])
    said = _said(one for one in supporters if one.user_id == member.user_id)
    ties = _ties({member.user_id}, {entry.dossier.producer_id})
    return "; ".join(part for part in (said, ties.get((member.user_id, entry.dossier.producer_id), "")) if part)


def _conflicts(entries: list[Entry], evaluation_round: EvaluationRound) -> list[KnownConflict]:
    supporters = supporters_of_products([entry.dossier.product_id for entry in entries])
    council = evaluation_round.council_id
    on_either = Q(council_seats__council=council) | Q(advisory_seats__council=council)
    seated = User.objects.filter(on_either).order_by().values("pk")
    ties = _ties(seated, {entry.dossier.producer_id for entry in entries})
    if not supporters and not ties:
        return []
    members = _people(evaluation_round)
    staff = _staff({m.user_id for m in members}, {s.office_id for s in supporters if s.office_id})
    answered = _answered(entries)
    found = []
    for entry in entries:
        about = [one for one in supporters if one.product_id == entry.dossier.product_id]
        for member in members:
            recusal = answered.get((entry.pk, member.user_id, isinstance(member, AdvisoryMember)))
            own = [one for one in about if one.user_id == member.user_id]
            at_work = [one for one in about if (member.user_id, one.office_id) in staff]
            tie = ties.get((member.user_id, entry.dossier.producer_id), "")
            if own or tie:
                said = "; ".join(part for part in (_said(own), tie) if part)
                found.append(KnownConflict(entry, member, said, personal=True, recusal=recusal, ties=not own))
            elif at_work:
                found.append(KnownConflict(entry, member, _said(at_work), personal=False, recusal=recusal))
    return found


def _people(evaluation_round: EvaluationRound) -> list[CouncilMember | AdvisoryMember]:
    """Return the members of the council, then the advisers who do not sit on it."""
    members = list(evaluation_round.council.members.select_related("user").order_by("order"))
    seated = {member.user_id for member in members}
    advisers = evaluation_round.council.advisers.select_related("user").order_by("order")
    return [*members, *(adviser for adviser in advisers if adviser.user_id not in seated)]


def _answered(entries: list[Entry]) -> dict[tuple[int, int, bool], Recusal | TeamRecusal]:
    """Return what was declared or answered, by entry, person, and whether as an adviser.

    That somebody may advise says nothing on whether the same person may judge.
    """
    found: dict[tuple[int, int, bool], Recusal | TeamRecusal] = {}
    for row in TeamRecusal.objects.filter(entry__in=entries):
        found[row.entry_id, row.user_id, True] = row
    for seat in Recusal.objects.filter(entry__in=entries).select_related("member"):
        found[seat.entry_id, seat.member.user_id, False] = seat
    return found


def _ties(user_ids: Collection[int] | QuerySet[Any, Any], producer_ids: Collection[int]) -> dict[tuple[int, int], str]:
    """Return by person and producer what ties them: what the person declared, or that they act for the producer."""
    about = {"user_id__in": user_ids, "producer_id__in": producer_ids}
    declared = DeclaredTie.objects.filter(ended_at=None, **about).order_by()
    acting = ProducerMember.objects.filter(**about).order_by()
    nothing = Value("", output_field=CharField())
    rows = declared.values_list("user_id", "producer_id", "relation").union(
        acting.values_list("user_id", "producer_id", nothing)
    )
    found: dict[tuple[int, int], list[str]] = {}
    for user, producer, relation in rows:
        found.setdefault((user, producer), []).append(relation or _("acts for the producer"))
    return {pair: "; ".join(sorted(words)) for pair, words in found.items()}


def _staff(user_ids: Collection[int], office_ids: Collection[int]) -> set[tuple[int, int | None]]:
    """Return who of these people works at which of these offices today; a seat on a council is no work there."""
    today = clock.today()
    rows = Membership.objects.filter(user_id__in=user_ids, office_id__in=office_ids, starts_on__lte=today)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=today)).exclude(role=Role.COUNCIL_MEMBER)
    return set(rows.values_list("user_id", "office_id"))


def _said(supporters: Iterable[Supporter]) -> str:
    """Say with what somebody supports a product: "Thiết kế bao bì, 04/10/2026"."""
    named = (
        f"{one.support.given}, {day(one.support.on)}" if one.support.on else one.support.given for one in supporters
    )
    return "; ".join(dict.fromkeys(named))


def conflicts_shown_to(user: Any, conflicts: Iterable[KnownConflict], *, keeps: bool) -> list[KnownConflict]:
    """Return the conflicts that a person gets to see: whoever keeps the round all, a member their own.

    Of an entry from which the person is recused nothing is shown but their own part.
    """
    hidden = set(recused_entry_ids(user)) if keeps else set()
    return [c for c in conflicts if c.member.user_id == user.pk or (keeps and c.entry.pk not in hidden)]


# -- Ties that a person has declared ---------------------------------------------------------------------------------
def ties_visible_to(user: Any) -> QuerySet[DeclaredTie]:
    """Return the person's own declared ties that still hold: nobody else reads the list."""
    if not user or not user.is_authenticated:
        return DeclaredTie.objects.none()
    return DeclaredTie.objects.filter(user=user, ended_at=None).select_related("producer__unit").order_by("pk")


def producers_before_councils_of(user: Any) -> QuerySet[Producer]:
    """Return the producers whose products stand in rounds that the person may see as council or team."""
    entries = Entry.objects.filter(
        round__council_id__in=[*own_councils(user), *own_teams(user)], round__state__in=COUNCIL_STATES
    )
    declared = DeclaredTie.objects.filter(user=user, ended_at=None).values("producer_id")
    rows = Producer.objects.filter(pk__in=entries.values("dossier__producer_id")).exclude(pk__in=declared)
    return rows.select_related("unit").order_by("name", "pk")
