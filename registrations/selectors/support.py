"""Reads of support: the plan of a round with its totals, and who stands behind a product."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast

from registrations.enums import HelpKind, SupportState, WishState
from registrations.models import Dossier, Product, RegistrationRound, Support, Wish
from registrations.selectors.doors import wishes_visible_to

_OUT = (WishState.WITHDRAWN, WishState.DECLINED)


def supports_visible_to(user: Any) -> QuerySet[Support]:
    """Return the support of the wishes that a person may see."""
    rows = Support.objects.select_related(
        "wish__round", "wish__product", "wish__producer", "wish__unit", "given_by_office", "given_by_user"
    )
    return rows.filter(wish__in=wishes_visible_to(user).values("pk"))


# -- Who supports what (for conflicts of interest) ---------------------------------------------------------------------
@dataclass(frozen=True)
class Supporter:
    """Somebody who supports a product: a person, an office, or both; ``support`` says with what."""

    product_id: int
    user_id: int | None
    office_id: int | None
    support: Support


def supporters_of_products(product_ids: Collection[int]) -> list[Supporter]:
    """Return who supports these products, as far as the portal knows them; what was cancelled is left out."""
    known = Q(given_by_user__isnull=False) | Q(given_by_office__isnull=False)
    rows = Support.objects.filter(known, wish__product_id__in=product_ids).exclude(state=SupportState.CANCELLED)
    rows = rows.select_related("wish__round", "given_by_user", "given_by_office").order_by("pk")
    return [Supporter(row.wish.product_id, row.given_by_user_id, row.given_by_office_id, row) for row in rows]


def supporters_of(obj: Product | Dossier) -> list[Supporter]:
    """Return who supports a product, in this round or another."""
    return supporters_of_products([obj.product_id if isinstance(obj, Dossier) else obj.pk])


# -- The plan of a round -----------------------------------------------------------------------------------------------
@dataclass
class Total:
    """Support under one heading: how many pieces, planned and given đồng, how many without an amount."""

    name: str
    count: int = 0
    planned: int = 0
    given: int = 0
    open_amounts: int = 0
    asked: int = 0
    unmet: int = 0

    @property
    def sum(self) -> int:
        """Planned and given together, in đồng."""
        return self.planned + self.given


@dataclass
class SupportPlan:
    """The totals of a round's support, all through what the person may see."""

    by_line: list[Total] = field(default_factory=list)
    by_kind: list[Total] = field(default_factory=list)
    by_commune: list[Total] = field(default_factory=list)
    all: Total = field(default_factory=lambda: Total(""))


def plan_wishes(user: Any, registration_round: RegistrationRound) -> QuerySet[Wish]:
    """Return the wishes of a round that ask for help or have support, with their support, by commune."""
    rows = wishes_visible_to(user).filter(round=registration_round)
    rows = rows.filter(~Q(state__in=_OUT) | Exists(Support.objects.filter(wish=OuterRef("pk"))))
    support = Support.objects.select_related("given_by_office", "given_by_user").order_by("pk")
    return rows.prefetch_related(Prefetch("supports", queryset=support))


def unmet_help(wish: Wish) -> list[str]:
    """Return, in words, the help that was asked and is neither planned nor given. Reads prefetched support."""
    there = {row.kind for row in wish.supports.all() if row.state != SupportState.CANCELLED}
    if wish.state in _OUT:
        return []
    return [str(HelpKind(kind).label) for kind in wish.help_wanted if kind in HelpKind.values and kind not in there]


def support_plan(user: Any, registration_round: RegistrationRound) -> SupportPlan:
    """Return the totals per budget line, per kind of help (with what was asked) and per commune."""
    rows = supports_visible_to(user).filter(wish__round=registration_round).exclude(state=SupportState.CANCELLED)
    plan = SupportPlan()
    plan.by_line = _totals(rows, "budget_line")
    plan.by_commune = _totals(rows, "wish__unit__name")
    kinds = {total.name: total for total in _totals(rows, "kind")}
    for kind, (asked, unmet) in _asked(user, registration_round).items():
        total = kinds.setdefault(kind, Total(kind))
        total.asked, total.unmet = asked, unmet
    plan.by_kind = [kinds[kind] for kind in HelpKind.values if kind in kinds]
    for total in plan.by_kind:
        total.name = str(HelpKind(total.name).label)
    for one in plan.by_line:
        plan.all.count += one.count
        plan.all.planned += one.planned
        plan.all.given += one.given
        plan.all.open_amounts += one.open_amounts
    return plan


def _totals(rows: QuerySet[Support], column: str) -> list[Total]:
    found = (
        rows.order_by(column)
        .values_list(column)
        .annotate(
            count=Count("pk"),
            planned=Sum("amount", filter=Q(state=SupportState.PLANNED)),
            given=Sum("amount", filter=Q(state=SupportState.GIVEN)),
            open_amounts=Count("pk", filter=Q(amount=None)),
        )
    )
    return [Total(name, count, planned or 0, given or 0, missing) for name, count, planned, given, missing in found]


def _asked(user: Any, registration_round: RegistrationRound) -> dict[str, tuple[int, int]]:
    """Return for each kind of help how many products ask for it, and for how many of them nothing is noted yet.

    The database counts, in one query: neither it nor the portal hands out a row for each product. The kinds that a wish
    names are compared as text, because SQLite looks into no list.
    """
    wishes = wishes_visible_to(user).filter(round=registration_round).exclude(state__in=_OUT)
    live = Support.objects.filter(wish=OuterRef("pk")).exclude(state=SupportState.CANCELLED)
    wanted: dict[str, Count] = {}
    for kind in HelpKind.values:
        names_it = Q(wanted__contains=f'"{kind}"')
        wanted[f"asked_{kind}"] = Count("pk", filter=names_it)
        wanted[f"unmet_{kind}"] = Count("pk", filter=names_it & Q(~Exists(live.filter(kind=kind))))
    rows = wishes.order_by().annotate(wanted=Cast("help_wanted", TextField()))
    found = rows.aggregate(**wanted)
    kinds = (kind for kind in HelpKind.values if found[f"asked_{kind}"])
    return {kind: (found[f"asked_{kind}"], found[f"unmet_{kind}"]) for kind in kinds}


def budget_lines(registration_round: RegistrationRound) -> list[str]:
    """Return the budget lines that the office of a round has used, to be offered while typing."""
    rows = Support.objects.filter(wish__round__office_id=registration_round.office_id).exclude(budget_line="")
    return sorted(set(rows.order_by().values_list("budget_line", flat=True).distinct()))


def plan_rows(wishes: QuerySet[Wish]) -> Iterator[list[Any]]:
    """Yield the plan as rows of a workbook: a row for each piece of support, one for each product without any."""
    number = 0
    for wish in wishes:
        supports: list[Support | None] = [*wish.supports.all()]
        for support in supports or [None]:
            number += 1
            head = [number, wish.product.name, wish.producer.name, wish.unit.name, "; ".join(wish.help_names)]
            yield [*head, *_support_cells(support), "; ".join(unmet_help(wish))]


def _support_cells(support: Support | None) -> list[Any]:
    if support is None:
        return [""] * 9
    return [
        str(support.get_kind_display()),
        support.given,
        support.given_by_office.name if support.given_by_office else "",
        str(support.given_by_user or ""),
        support.given_by,
        f"{support.on:%d/%m/%Y}" if support.on else "",
        support.budget_line,
        support.amount if support.amount is not None else "",
        str(support.get_state_display()),
    ]
