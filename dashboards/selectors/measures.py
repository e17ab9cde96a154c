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


# -- What is counted ---------------------------------------------------------------------------------------------------
def wishes(scope: Scope) -> QuerySet[Wish]:
    """Wishes of real rounds that were not withdrawn."""
    rows = scope.wishes.exclude(state=WishState.WITHDRAWN)
    rows = scope.of_units(scope.of_rounds(rows), "unit")
    return rows.annotate(group_key=_named("rubric__industry", "group", "product__group"))


def dossiers(scope: Scope) -> QuerySet[Dossier]:
    """Dossiers that were submitted at least once and not withdrawn since."""
    rows = scope.dossiers.filter(submitted_at__isnull=False).exclude(state=DossierState.WITHDRAWN)
    return _grouped(scope.of_units(scope.of_rounds(rows), "unit"))


def _grouped(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    return rows.defer(*_LONG_TEXTS).annotate(group_key=_named("rubric__industry", "wish__group", "product__group"))


def recognitions(scope: Scope) -> QuerySet[Recognition]:
    """Recognitions of forwarded dossiers, of each the newest; withdrawn ones left out, expired ones not."""
    rows = recognitions_public().filter(entry__dossier__in=dossiers(scope).filter(_forwarded()).order_by().values("pk"))
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


def open_tasks(scope: Scope) -> QuerySet[Task]:
    """Tasks that wait for a report, of any year."""
    return scope.of_units(scope.tasks.filter(NOT_TRAINING, state__in=OPEN_TASKS), "assignee__unit")


def with_communes(scope: Scope) -> QuerySet[Dossier]:
    """Dossiers that communes have to answer, of any year."""
    rows = scope.dossiers.filter(state__in=_WITH_COMMUNE, round__training=False)
    return _grouped(scope.of_units(rows, "unit"))


def ending(scope: Scope) -> QuerySet[Recognition]:
    """Recognitions in force whose certificate ends within 180 days, of any year."""
    today = clock.today()
    rows = recognitions_in_force().filter(expires_on__range=(today, today + timedelta(days=DAYS_BEFORE_END)))
    return _dressed(scope.of_units(rows, "entry__dossier__unit"))


# -- Which of them -----------------------------------------------------------------------------------------------------
def _all() -> Q:
    return Q()


def _listed() -> Q:
    """Put on the commune's list, whatever became of it."""
    return Q(listed_at__isnull=False)


def _selected() -> Q:
    return Q(state=WishState.SELECTED)


def _forwarded() -> Q:
    """Sent up by the commune at least once."""
    return Q(forwarded_at__isnull=False)


def _scored() -> Q:
    """A council has come to a result, in a round that is closed."""
    entries = Entry.objects.filter(
        dossier=OuterRef("pk"), round__training=False, round__stage__scores=True, round__state__in=RESULT_STATES
    )
    return _forwarded() & Q(Exists(entries.exclude(outcome__in=_NOT_SCORED)))


def _late_task() -> Q:
    return Q(due_at__lte=clock.now())


def _near_task() -> Q:
    """Due within the next thirty days."""
    now = clock.now()
    return Q(due_at__gt=now, due_at__lte=now + timedelta(days=DAYS_AHEAD + 1))


def _late_answer() -> Q:
    """To be answered before today."""
    return Q(due_on__lt=clock.today())


def _near_answer() -> Q:
    """To be answered within the next thirty days."""
    today = clock.today()
    return Q(due_on__range=(today, today + timedelta(days=DAYS_AHEAD)))


@dataclass(frozen=True)
class Measure:
    """Something that is counted: those of ``of`` for which ``only`` holds.

    Measures of the same rows are counted together. ``unit`` is the column by which they are divided among units (of
    tasks: among offices); ``order`` is the keyset of the rows; ``sheet`` names the columns in which they are shown.
    """

    label: str | Promise
    column: str | Promise
    of: Callable[[Scope], QuerySet[Any]]
    sheet: str
    only: Callable[[], Q] = _all
    unit: str = "unit_id"
    order: tuple[str, ...] = ("product__search", "pk")

    def rows(self, scope: Scope) -> QuerySet[Any]:
        """Return the rows behind the number."""
        return self.of(scope).filter(self.only())


_BY_UNIT_OF_ENTRY = "entry__dossier__unit_id"
FUNNEL: dict[str, Measure] = {
    "wishes": Measure(_("Wishes registered"), _("Wishes"), wishes, "wish"),
    "listed": Measure(_("On the communes' lists"), _("On the list"), wishes, "wish", _listed),
    "selected": Measure(_("Selected"), _("Selected"), wishes, "wish", _selected),
    "submitted": Measure(_("Dossiers submitted"), _("Dossiers"), dossiers, "dossier"),
    "forwarded": Measure(_("Sent up by the commune"), _("Sent up"), dossiers, "dossier", _forwarded),
    "scored": Measure(_("Scored by the council"), _("Scored"), dossiers, "dossier", _scored),
    "recognised": Measure(_("Recognised"), _("Recognised"), recognitions, "recognition", unit=_BY_UNIT_OF_ENTRY),
}
_TASK_ORDER = ("due_sort", "pk")
_ANSWER_ORDER = ("sort_day", "pk")
OTHERS: dict[str, Measure] = {
    "late-tasks": Measure(
        _("Overdue tasks"), _("Overdue"), open_tasks, "task", _late_task, unit="assignee_id", order=_TASK_ORDER
    ),
    "near-tasks": Measure(
        _("Tasks due within 30 days"),
        _("Due soon"),
        open_tasks,
        "task",
        _near_task,
        unit="assignee_id",
        order=_TASK_ORDER,
    ),
    "late-answers": Measure(
        _("Answers of communes that are overdue"),
        _("Overdue"),
        with_communes,
        "dossier",
        _late_answer,
        order=_ANSWER_ORDER,
    ),
    "near-answers": Measure(
        _("Answers of communes due within 30 days"),
        _("Due soon"),
        with_communes,
        "dossier",
        _near_answer,
        order=_ANSWER_ORDER,
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
