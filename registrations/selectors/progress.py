"""How far each commune of a round is. Every number is the count of rows that can be shown, by the same condition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Unit
from accounts.selectors import unit_ids_reached_by
from foundation import clock
from registrations import visibility
from registrations.deadlines import Standing, standing
from registrations.enums import DossierState as D
from registrations.enums import MeetsEvent, WishState
from registrations.models import CommuneReminder, Dossier, RegistrationRound, Wish
from registrations.selectors.doors import wishes_visible_to
from registrations.selectors.lists import sees_whole_round
from registrations.selectors.queue import communes_worked_for

# A dossier with which nobody has anything left to do on its way up.
GONE = (D.WITHDRAWN, D.REFUSED)


@dataclass(frozen=True)
class Measure:
    """One column: which rows it counts, of wishes or of dossiers.

    ``late`` marks a column that should stay empty; a ``condition`` may depend on the round.
    """

    key: str
    label: str | Promise
    of_dossiers: bool
    condition: Q | Callable[[RegistrationRound], Q]
    late: bool = False

    def rows_of(self, row: RegistrationRound) -> Q:
        """Return the condition that a row of this round meets."""
        return self.condition if isinstance(self.condition, Q) else self.condition(row)


def _late_wishes(row: RegistrationRound) -> Q:
    event = "listed_at" if row.meets_event == MeetsEvent.SENT else "created_at"
    return ~Q(state=WishState.WITHDRAWN) & Q(**{f"{event}__gte": F("round__due_at")})


def _late_dossiers(row: RegistrationRound) -> Q:
    event = "forwarded_at" if row.meets_event == MeetsEvent.SENT else "submitted_at"
    return ~Q(state=D.WITHDRAWN) & Q(**{f"{event}__gte": F("round__dossier_due_at")})


_UNDER_WAY = Q(dossier=None) | (Q(dossier__forwarded_at=None) & ~Q(dossier__state__in=GONE))
_MISSING = Q(state=WishState.SELECTED) & _UNDER_WAY


MEASURES: dict[str, Measure] = {
    measure.key: measure
    for measure in (
        Measure("registered", gettext_lazy("Registered"), False, ~Q(state=WishState.WITHDRAWN)),
        Measure(
            "listed",
            gettext_lazy("On lists"),
            False,
            Q(listed_in__isnull=False) & ~Q(state=WishState.WITHDRAWN),
        ),
        Measure("selected", gettext_lazy("Selected"), False, Q(state=WishState.SELECTED)),
        Measure("writing", gettext_lazy("Being written"), True, Q(state=D.DRAFT)),
        Measure(
            "submitted",
            gettext_lazy("At the commune"),
            True,
            Q(submitted_at__isnull=False, forwarded_at=None) & ~Q(state__in=GONE),
        ),
        Measure("forwarded", gettext_lazy("Sent up"), True, Q(forwarded_at__isnull=False) & ~Q(state__in=GONE)),
        Measure("missing", gettext_lazy("Missing"), False, _MISSING, late=True),
        Measure("late_wishes", gettext_lazy("Late wishes"), False, _late_wishes, late=True),
        Measure("late_dossiers", gettext_lazy("Late dossiers"), True, _late_dossiers, late=True),
    )
}


@dataclass
class CommuneProgress:
    """A commune's row: the number of each measure, and when the office reminded it last."""

    unit: Unit
    numbers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEASURES, 0))
    reminded: Any = None
    takes_part: bool = True

    @property
    def lags(self) -> bool:
        """Whether there is something to remind the commune of."""
        return self.numbers["registered"] == 0 or bool(self.numbers["missing"]) or self.to_list > 0

    @property
    def to_list(self) -> int:
        """Wishes that are on no list of the commune yet and not decided."""
        return self.numbers.get("to_list", 0)

    @property
    def was_reminded_today(self) -> bool:
        return self.reminded is not None and clock.local(self.reminded).date() == clock.today()


@dataclass(frozen=True)
class Progress:
    """The whole table: the communes by name, and the totals."""

    rows: list[CommuneProgress]
    total: dict[str, int]


def progress_rows(
    user: Any, registration_round: RegistrationRound, key: str, unit: Unit | None = None
) -> QuerySet[Any]:
    """Return the wishes or dossiers behind a number, of one commune or of all that the person may see.

    The running office and its leaders follow every dossier of the round by product, producer and state; what a dossier
    says opens to them with ``dossiers_visible_to`` only.
    """
    measure = MEASURES[key]
    rows: QuerySet[Any] = _wishes(user, registration_round)
    if measure.of_dossiers:
        rows = _followed(user, registration_round)
    if unit is not None:
        rows = rows.filter(unit=unit)
    rows = rows.filter(measure.rows_of(registration_round)).select_related("product", "producer", "unit", "round")
    return rows.order_by("unit__search", "pk")


def _wishes(user: Any, registration_round: RegistrationRound) -> QuerySet[Wish]:
    rows = wishes_visible_to(user).filter(round=registration_round)
    return rows if sees_whole_round(user, registration_round) else rows.filter(unit_id__in=_own_units(user))


def _followed(user: Any, registration_round: RegistrationRound) -> QuerySet[Dossier]:
    rows = Dossier.objects.filter(round=registration_round)
    if not sees_whole_round(user, registration_round):
        rows = rows.filter(unit_id__in=_own_units(user))
    for hidden in visibility.denied(user):
        rows = rows.exclude(hidden)
    return rows


def _own_units(user: Any) -> Any:
    return unit_ids_reached_by([unit.pk for unit in communes_worked_for(user)])


def progress_visible_to(user: Any, registration_round: RegistrationRound) -> Progress:
    """Return the numbers by commune: all for the running office and its leaders, its own for a commune, else none."""
    whole = sees_whole_round(user, registration_round)
    taking_part = registration_round.units.order_by("search", "pk")
    units = taking_part if whole else taking_part.filter(pk__in=_own_units(user))
    found = _count(_wishes(user, registration_round), _followed(user, registration_round), registration_round)
    rows = {unit.pk: CommuneProgress(unit) for unit in units}
    # Communes that have registered and no longer take part under their own name, after a merger.
    for unit in Unit.objects.filter(pk__in=[pk for pk in found if pk not in rows]).order_by("search", "pk"):
        rows[unit.pk] = CommuneProgress(unit, takes_part=False)
    for pk, numbers in found.items():
        rows[pk].numbers |= numbers
    if whole:
        reminders = CommuneReminder.objects.filter(round=registration_round).order_by().values("unit_id")
        for unit_id, at in reminders.annotate(last=Max("at")).values_list("unit_id", "last"):
            if unit_id in rows:
                rows[unit_id].reminded = at
    made = list(rows.values())
    return Progress(made, {key: sum(row.numbers[key] for row in made) for key in MEASURES})


def units_of_progress(progress: Progress) -> QuerySet[Unit]:
    """Return the communes of a table, by name, to be shown page by page; the totals are those of all pages."""
    return Unit.objects.filter(pk__in=[row.unit.pk for row in progress.rows]).order_by("search", "pk")


def _count(
    wishes: QuerySet[Wish], dossiers: QuerySet[Dossier], registration_round: RegistrationRound
) -> dict[int, dict[str, int]]:
    """Count all measures of all communes with one query for wishes and one for dossiers."""
    counted: dict[int, dict[str, int]] = {}
    sources: tuple[tuple[QuerySet[Any], bool], ...] = ((wishes, False), (dossiers, True))
    for rows, of_dossiers in sources:
        wanted = {
            key: Count("pk", filter=measure.rows_of(registration_round))
            for key, measure in MEASURES.items()
            if measure.of_dossiers is of_dossiers
        }
        if not of_dossiers:
            wanted["to_list"] = Count("pk", filter=Q(state=WishState.REGISTERED))
        for unit_id, *numbers in (
            rows.order_by().values_list("unit_id").annotate(**wanted).values_list("unit_id", *wanted)
        ):
            counted.setdefault(unit_id, {}).update(zip(wanted, numbers, strict=True))
    return counted


def lacks_of_commune(registration_round: RegistrationRound, unit: Unit) -> list[str]:
    """Return in words what a commune still owes to a round; empty when nothing is missing."""
    wishes = Wish.objects.filter(round=registration_round, unit_id__in=unit_ids_reached_by([unit.pk]))
    found = wishes.aggregate(
        registered=Count("pk", filter=~Q(state=WishState.WITHDRAWN)),
        to_list=Count("pk", filter=Q(state=WishState.REGISTERED)),
        missing=Count("pk", filter=_MISSING),
    )
    lines = []
    closed = standing(clock.now(), None, registration_round.hard_due_at) is Standing.CLOSED
    if not found["registered"] and not closed:
        lines.append(_("No wish has been registered yet."))
    if found["to_list"]:
        text = ngettext("%(n)s wish is on no list yet.", "%(n)s wishes are on no list yet.", found["to_list"])
        lines.append(text % {"n": found["to_list"]})
    if found["missing"]:
        text = ngettext(
            "%(n)s selected product has no dossier sent up yet.",
            "%(n)s selected products have no dossier sent up yet.",
            found["missing"],
        )
        lines.append(text % {"n": found["missing"]})
    return lines
