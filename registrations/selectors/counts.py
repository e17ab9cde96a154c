"""How far each commune of a round is: registered, listed, selected, forwarded, late. Numbers only, no rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, F, Q

from accounts.models import Unit
from registrations.enums import DossierState as D
from registrations.enums import MeetsEvent, WishState
from registrations.models import CommuneList, Dossier, RegistrationRound, Wish


@dataclass
class CommuneCount:
    """A commune's numbers in a round."""

    unit: Unit
    wishes: dict[str, int] = field(default_factory=dict)
    dossiers: dict[str, int] = field(default_factory=dict)
    lists: int = 0
    late: int = 0

    @property
    def registered(self) -> int:
        """All wishes that were not withdrawn."""
        return sum(count for state, count in self.wishes.items() if state != WishState.WITHDRAWN)

    @property
    def to_list(self) -> int:
        return self.wishes.get(WishState.REGISTERED, 0)

    @property
    def to_select(self) -> int:
        return self.wishes.get(WishState.REGISTERED, 0) + self.wishes.get(WishState.LISTED, 0)

    @property
    def selected(self) -> int:
        return self.wishes.get(WishState.SELECTED, 0)

    @property
    def declined(self) -> int:
        return self.wishes.get(WishState.DECLINED, 0)

    @property
    def writing(self) -> int:
        return self.dossiers.get(D.DRAFT, 0)

    @property
    def at_commune(self) -> int:
        return sum(
            self.dossiers.get(s, 0)
            for s in (D.SUBMITTED, D.RECEIVED, D.RETURNED, D.OPINION_WAITING, D.OPINION_APPROVED)
        )

    @property
    def forwarded(self) -> int:
        return sum(self.dossiers.get(s, 0) for s in (D.FORWARDED, D.ACCEPTED, D.FIXED, D.DECIDED))


def counts_by_commune(registration_round: RegistrationRound) -> list[CommuneCount]:
    """Return the numbers of every commune of a round, by name; communes without any wish are there with zeros."""
    counts = {unit.pk: CommuneCount(unit) for unit in registration_round.units.order_by("search", "pk")}
    for unit_id, state, late, number in _wishes(registration_round):
        row = counts.setdefault(unit_id, CommuneCount(Unit(pk=unit_id)))
        row.wishes[state] = row.wishes.get(state, 0) + number
        row.late += late if state != WishState.WITHDRAWN else 0
    for unit_id, state, number in (
        Dossier.objects.filter(round=registration_round)
        .values_list("unit_id", "state")
        .annotate(number=Count("pk"))
        .order_by()
    ):
        counts.setdefault(unit_id, CommuneCount(Unit(pk=unit_id))).dossiers[state] = number
    lists = (
        CommuneList.objects.filter(round=registration_round)
        .values_list("unit_id")
        .annotate(number=Count("pk"))
        .order_by()
    )
    for unit_id, number in lists:
        if unit_id in counts:
            counts[unit_id].lists = number
    _name_units(counts)
    return list(counts.values())


def _wishes(registration_round: RegistrationRound) -> list[tuple[int, str, int, int]]:
    event = "created_at" if registration_round.meets_event == MeetsEvent.RECEIVED else "listed_at"
    late = Count("pk", filter=Q(**{f"{event}__gte": F("round__due_at")}))
    rows = (
        Wish.objects.filter(round=registration_round)
        .values_list("unit_id", "state")
        .annotate(late=late, number=Count("pk"))
    )
    return list(rows.order_by())


def _name_units(counts: dict[int, CommuneCount]) -> None:
    """Fill in communes that registered and are no longer among those of the round."""
    unnamed = [pk for pk, row in counts.items() if not row.unit.name]
    for unit in Unit.objects.filter(pk__in=unnamed):
        counts[unit.pk].unit = unit
