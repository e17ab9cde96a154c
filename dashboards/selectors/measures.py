"""What is counted, and the rows behind each number: one function gives both, so that they agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboards.selectors.scope import Scope
from directives.enums import OPEN_TASKS
from directives.models import Task
from directives.selectors import NOT_TRAINING
from evaluations.enums import RESULT_STATES, Outcome
from evaluations.models import Entry, Recognition
from evaluations.selectors import recognitions_in_force, recognitions_public
from foundation import clock
from registrations.enums import DossierState, WishState
from registrations.models import Dossier, Wish

DAYS_AHEAD = 30
# A product is evaluated again between 180 and 120 days before its certificate ends (26/2026/QĐ-TTg).
DAYS_BEFORE_END = 180
NO_GROUP = "-"
_WITH_COMMUNE = (
    DossierState.SUBMITTED,
    DossierState.RECEIVED,
    DossierState.OPINION_WAITING,
    DossierState.OPINION_APPROVED,
)
# What a producer writes is long and no number needs it.
_LONG_TEXTS = (
    "story", "materials", "technology", "quality", "markets", "plan_production", "plan_market", "plan_finance",
    "local_origin", "local_labour", "local_idea", "local_identity",
)  # fmt: skip
_NOT_SCORED = ("", Outcome.WITHDRAWN, Outcome.NOT_SCORED)


def _named(*paths: str) -> Coalesce:
    """Return the product group: the first of these columns that says something, else nothing."""
    return Coalesce(*(NullIf(F(path), Value("")) for path in paths), Value(""), output_field=CharField())


# -- Wishes and dossiers ----------------------------------------------------------------------------------------------
def wishes(scope: Scope) -> QuerySet[Wish]:
    """Wishes of real rounds that were not withdrawn."""
    rows = scope.wishes.exclude(state=WishState.WITHDRAWN)
    rows = scope.of_units(scope.of_rounds(rows), "unit")
    return rows.annotate(group_key=_named("rubric__industry", "group", "product__group"))


def listed(scope: Scope) -> QuerySet[Wish]:
    """Wishes that a commune has put on its list, whatever became of them."""
    return wishes(scope).filter(listed_at__isnull=False)


def selected(scope: Scope) -> QuerySet[Wish]:
    """Wishes that the office has selected."""
    return wishes(scope).filter(state=WishState.SELECTED)


def submitted(scope: Scope) -> QuerySet[Dossier]:
    """Dossiers that were submitted at least once and not withdrawn since."""
    rows = scope.dossiers.filter(submitted_at__isnull=False).exclude(state=DossierState.WITHDRAWN)
    return _grouped(scope.of_units(scope.of_rounds(rows), "unit"))


def _grouped(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    return rows.defer(*_LONG_TEXTS).annotate(group_key=_named("rubric__industry", "wish__group", "product__group"))


def forwarded(scope: Scope) -> QuerySet[Dossier]:
    """Dossiers that the commune has sent up at least once."""
    return submitted(scope).filter(forwarded_at__isnull=False)


def scored(scope: Scope) -> QuerySet[Dossier]:
    """Dossiers for which a council has come to a result, in a round that is closed."""
    entries = Entry.objects.filter(
        dossier=OuterRef("pk"), round__training=False, round__stage__scores=True, round__state__in=RESULT_STATES
    )
    return forwarded(scope).filter(Exists(entries.exclude(outcome__in=_NOT_SCORED)))


def recognised(scope: Scope) -> QuerySet[Recognition]:
    """Recognitions of these dossiers, of each the newest; withdrawn ones left out, expired ones not."""
    rows = recognitions_public().filter(entry__dossier__in=forwarded(scope).order_by().values("pk"))
    later = Q(recognised_on__gt=OuterRef("recognised_on"))
    later |= Q(recognised_on=OuterRef("recognised_on"), pk__gt=OuterRef("pk"))
    newer = recognitions_public().filter(later, entry__dossier=OuterRef("entry__dossier"))
    return _dressed(rows.filter(~Exists(newer)).exclude(certificate__state="withdrawn"))


def _dressed(rows: QuerySet[Recognition]) -> QuerySet[Recognition]:
    rows = rows.select_related(None).select_related(
        "entry__dossier__unit", "entry__rubric", "product__producer", "certificate"
    )
    long = [f"entry__dossier__{name}" for name in _LONG_TEXTS]
    return rows.defer("entry__result", *long).annotate(group_key=_named("entry__rubric__industry"))


# -- What is late, what is near ----------------------------------------------------------------------------------------
def late_tasks(scope: Scope) -> QuerySet[Task]:
    """Tasks past their deadline without a report, of any year."""
    rows = scope.tasks.filter(NOT_TRAINING, state__in=OPEN_TASKS, due_at__lte=clock.now())
    return scope.of_units(rows, "assignee__unit")


def near_tasks(scope: Scope) -> QuerySet[Task]:
    """Open tasks that are due within the next thirty days."""
    now = clock.now()
    rows = scope.tasks.filter(
        NOT_TRAINING, state__in=OPEN_TASKS, due_at__gt=now, due_at__lte=now + timedelta(days=DAYS_AHEAD + 1)
    )
    return scope.of_units(rows, "assignee__unit")


def _with_commune(scope: Scope) -> QuerySet[Dossier]:
    rows = scope.dossiers.filter(state__in=_WITH_COMMUNE, round__training=False)
    return _grouped(scope.of_units(rows, "unit"))


def late_answers(scope: Scope) -> QuerySet[Dossier]:
    """Dossiers that a commune should have answered before today, of any year."""
    return _with_commune(scope).filter(due_on__lt=clock.today())


def near_answers(scope: Scope) -> QuerySet[Dossier]:
    """Dossiers that communes have to answer within the next thirty days."""
    today = clock.today()
    return _with_commune(scope).filter(due_on__range=(today, today + timedelta(days=DAYS_AHEAD)))


def ending(scope: Scope) -> QuerySet[Recognition]:
    """Recognitions in force whose certificate ends within 180 days, of any year."""
    today = clock.today()
    rows = recognitions_in_force().filter(expires_on__range=(today, today + timedelta(days=DAYS_BEFORE_END)))
    return _dressed(scope.of_units(rows, "entry__dossier__unit"))


@dataclass(frozen=True)
class Measure:
    """Something that is counted.

    ``unit`` is the column by which it is divided among units (of tasks: among offices); ``order`` is the keyset of its
    rows; ``sheet`` names the columns in which they are shown.
    """

    label: str | Promise
    column: str | Promise
    rows: Callable[[Scope], QuerySet[Any]]
    sheet: str
    unit: str = "unit_id"
    order: tuple[str, ...] = ("product__search", "pk")


_BY_UNIT_OF_ENTRY = "entry__dossier__unit_id"
FUNNEL: dict[str, Measure] = {
    "wishes": Measure(_("Wishes registered"), _("Wishes"), wishes, "wish"),
    "listed": Measure(_("On the communes' lists"), _("On the list"), listed, "wish"),
    "selected": Measure(_("Selected"), _("Selected"), selected, "wish"),
    "submitted": Measure(_("Dossiers submitted"), _("Dossiers"), submitted, "dossier"),
    "forwarded": Measure(_("Sent up by the commune"), _("Sent up"), forwarded, "dossier"),
    "scored": Measure(_("Scored by the council"), _("Scored"), scored, "dossier"),
    "recognised": Measure(_("Recognised"), _("Recognised"), recognised, "recognition", unit=_BY_UNIT_OF_ENTRY),
}
_TASK_ORDER = ("due_sort", "pk")
_ANSWER_ORDER = ("sort_day", "pk")
OTHERS: dict[str, Measure] = {
    "late-tasks": Measure(_("Overdue tasks"), _("Overdue"), late_tasks, "task", unit="assignee_id", order=_TASK_ORDER),
    "near-tasks": Measure(
        _("Tasks due within 30 days"), _("Due soon"), near_tasks, "task", unit="assignee_id", order=_TASK_ORDER
    ),
    "late-answers": Measure(
        _("Answers of communes that are overdue"), _("Overdue"), late_answers, "dossier", order=_ANSWER_ORDER
    ),
    "near-answers": Measure(
        _("Answers of communes due within 30 days"), _("Due soon"), near_answers, "dossier", order=_ANSWER_ORDER
    ),
    "ending": Measure(
        _("Certificates that end within 180 days"),
        _("Ending"),
        ending,
        "recognition",
        unit=_BY_UNIT_OF_ENTRY,
        order=("expires_on", "pk"),
    ),
}
MEASURES: dict[str, Measure] = FUNNEL | OTHERS


def narrowed(
    rows: QuerySet[Any], measure: Measure, *, at: int | None = None, group: str = "", stars: int | None = None
) -> QuerySet[Any]:
    """Return the rows behind one cell: of one unit or office, one product group, one rank."""
    if at is not None:
        rows = rows.filter(**{measure.unit: at})
    if group and measure.sheet != "task":
        rows = rows.filter(group_key="" if group == NO_GROUP else group)
    if stars is not None and measure.sheet == "recognition":
        rows = rows.filter(stars=stars)
    return rows
