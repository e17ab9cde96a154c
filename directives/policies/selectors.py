"""Reads of support policies and of their money. What a person may see goes through ``policies_visible_to`` alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from accounts.models import Office, Unit, UnitReach
from accounts.selectors import office_ids, office_unit_ids, offices_in_force, units_in_force
from activity.models import JournalEntry
from activity.transitions import Transition, available
from directives.enums import DocumentType
from directives.models import Document, Policy, PolicyBudgetLine
from directives.policies import rules
from directives.policies.enums import POLICY_TRANSITIONS, PUBLISHED, BudgetSource, PolicyAction, PolicyState
from directives.reach import office_ids_acted_for
from directives.rules import HEADS, WORKERS
from directives.selectors.documents import as_choices, documents_visible_to

_GROUNDS = (DocumentType.QUYET_DINH, DocumentType.KE_HOACH)


def policies_visible_to(user: Any) -> QuerySet[Policy]:
    """Return the policies that a person may see, the only door to them.

    Who prepares and who decides see them from the first line on; once issued, everybody who works for an office in the
    area of the office that prepared them.
    """
    rows = Policy.objects.select_related("office__unit", "deciding_office__unit")
    if not rules.sees_policies(user):
        return rows.none()
    mine, led = office_ids_acted_for(user, *WORKERS), office_ids_acted_for(user, *HEADS)
    above = UnitReach.objects.filter(unit_id__in=office_unit_ids(user, *WORKERS)).values("top_id")
    proposed = Q(deciding_office__in=led) & ~Q(state=PolicyState.DRAFT)
    return rows.filter(Q(office__in=mine) | proposed | Q(state__in=PUBLISHED, office__unit_id__in=above))


def policy_actions_for(user: Any, policy: Policy) -> dict[str, Transition]:
    """Return the actions whose buttons the person gets to see."""
    return available(POLICY_TRANSITIONS, user, policy)


def history_of(policy: Policy) -> QuerySet[JournalEntry]:
    """Return what happened to a policy, newest first. The caller has checked who may see it."""
    return JournalEntry.objects.filter(stream=policy.stream).order_by("-seq")


def returned_because(policy: Policy) -> str:
    """Return why a policy came back, as long as it has not been proposed again."""
    entry = history_of(policy).filter(action__in=[PolicyAction.RETURN, PolicyAction.PROPOSE]).first()
    waits = policy.state == PolicyState.DRAFT
    return entry.reason if waits and entry is not None and entry.action == PolicyAction.RETURN else ""


def preparing_offices(user: Any) -> QuerySet[Office]:
    """Return the offices in force for which a person prepares policies."""
    return offices_in_force().filter(pk__in=office_ids(user, *WORKERS), runs_rounds=True).order_by("name", "pk")


def grounds_for(user: Any, policy: Policy | None = None) -> QuerySet[Document]:
    """Return the issued decisions and plans that a policy may rest on, and what it rests on already."""
    rests_on = Q(issued_at__isnull=False, training=False, attached_to=None, type__in=_GROUNDS)
    if policy is not None:
        rests_on |= Q(pk=policy.ground_document_id)
    return as_choices(documents_visible_to(user).filter(rests_on)).order_by("-dated", "-pk")


def units_served(offices: Iterable[Office]) -> QuerySet[Unit]:
    """Return the units in force in the area of some offices."""
    reached = UnitReach.objects.filter(top_id__in=[office.unit_id for office in offices]).values("unit_id")
    return units_in_force().filter(pk__in=reached).order_by("level", "search", "pk")


@dataclass(frozen=True)
class SourceTotal:
    """What one source gives; ``amount`` in đồng."""

    source: str
    amount: int

    @property
    def label(self) -> str:
        """The source in words."""
        return str(BudgetSource(self.source).label)


def totals_by_source(policies: QuerySet[Policy]) -> list[SourceTotal]:
    """Return what each source gives to some policies, in the order of the sources; sources that give nothing left out.

    Amounts are whole numbers, so that the database adds them exactly.
    """
    rows = PolicyBudgetLine.objects.filter(policy__in=policies.order_by().values("pk"))
    sums = dict(rows.order_by().values_list("source").annotate(total=Sum("amount")))
    return [SourceTotal(source, sums[source]) for source in BudgetSource.values if source in sums]
