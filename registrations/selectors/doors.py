"""The doors: which rows a person may see. List, detail, file, export and count all go through them."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import Role, UnitLevel
from accounts.selectors import office_ids, unit_ids_reached_by
from registrations import visibility
from registrations.enums import RoundState
from registrations.models import Dossier, Evidence, Producer, ProducerMember, Product, RegistrationRound, Wish

NOTHING = Q(pk__in=[])
COMMUNE_STAFF = (Role.COMMUNE_OFFICER, Role.COMMUNE_LEADER)


def _knows(user: Any) -> bool:
    return bool(user and user.is_authenticated)


def _own_producers(user: Any) -> Any:
    """Return, as a subquery, the producers for which the person acts."""
    return ProducerMember.objects.filter(user=user).values("producer_id")


def _commune_units(user: Any) -> Any | None:
    """Return, as a subquery, the communes (with those merged into them) that the person works for."""
    tops = [
        m.office.unit_id
        for m in user.active_memberships
        if m.role in COMMUNE_STAFF and m.office and m.office.unit.level == UnitLevel.COMMUNE
    ]
    return unit_ids_reached_by(tops) if tops else None


def _leader_units(user: Any) -> Any | None:
    """Return, as a subquery, the units below those that the person leads."""
    tops = [m.office.unit_id for m in user.active_memberships if m.role == Role.LEADER and m.office]
    return unit_ids_reached_by(tops) if tops else None


def helped_by(user: Any, prefix: str = "") -> Q:
    """Producers of the officer's commune for whom the commune may write (``rules.helps``)."""
    tops = [
        m.office.unit_id
        for m in user.active_memberships
        if m.role == Role.COMMUNE_OFFICER and m.office and m.office.unit.level == UnitLevel.COMMUNE
    ]
    if not tops:
        return NOTHING
    unclaimed = Q(**{f"{prefix}entered_by__isnull": False, f"{prefix}claimed_at": None})
    helped = Q(**{f"{prefix}commune_helps": True}) | unclaimed
    return Q(**{f"{prefix}unit_id__in": unit_ids_reached_by(tops)}) & helped


def of_the_office(user: Any, prefix: str) -> Q:
    """Rows of rounds that the person's office runs, and of rounds run at or below a unit that the person leads."""
    condition = NOTHING
    if offices := office_ids(user, Role.ROUND_OFFICER):
        condition |= Q(**{f"{prefix}office_id__in": offices})
    if (units := _leader_units(user)) is not None:
        condition |= Q(**{f"{prefix}office__unit_id__in": units})
    return condition


def rounds_visible_to(user: Any) -> QuerySet[RegistrationRound]:
    """Return the rounds that a person may see.

    The running office and its leaders see all of theirs; communes and producers see rounds once they are opened:
    communes those that they take part in, producers the open ones and those in which they have registered.
    """
    rows = RegistrationRound.objects.select_related("office__unit", "law")
    if not _knows(user):
        return rows.none()
    opened = ~Q(state=RoundState.PREPARING)
    condition = of_the_office(user, "")
    if (units := _commune_units(user)) is not None:
        taking_part = RegistrationRound.units.through.objects.filter(unit_id__in=units).values("registrationround_id")
        condition |= opened & Q(pk__in=taking_part)
    if Role.PRODUCER in user.roles:
        own = Wish.objects.filter(producer_id__in=_own_producers(user)).values("round_id")
        condition |= Q(state=RoundState.OPEN) | (opened & Q(pk__in=own))
    return rows.filter(condition)


def producers_visible_to(user: Any) -> QuerySet[Producer]:
    """Return the producers that a person may see: own ones, those of the commune, of the office's or leader's area."""
    rows = Producer.objects.select_related("unit")
    if not _knows(user):
        return rows.none()
    condition = Q(pk__in=_own_producers(user))
    if (units := _commune_units(user)) is not None:
        condition |= Q(unit_id__in=units)
    tops = [
        m.office.unit_id for m in user.active_memberships if m.role in (Role.ROUND_OFFICER, Role.LEADER) and m.office
    ]
    if tops:
        condition |= Q(unit_id__in=unit_ids_reached_by(tops))
    return rows.filter(condition)


def products_visible_to(user: Any) -> QuerySet[Product]:
    """Return the products of the producers that a person may see."""
    return Product.objects.filter(producer__in=producers_visible_to(user)).select_related("producer__unit")


def wishes_visible_to(user: Any) -> QuerySet[Wish]:
    """Return the wishes that a person may see: own ones, and at once those of the commune and of the running office."""
    rows = Wish.objects.select_related("round__office", "round__law", "producer", "product", "unit", "rubric")
    if not _knows(user):
        return rows.none()
    condition = Q(producer_id__in=_own_producers(user)) | of_the_office(user, "round__")
    if (units := _commune_units(user)) is not None:
        condition |= Q(unit_id__in=units)
    return rows.filter(condition)


def dossiers_visible_to(user: Any) -> QuerySet[Dossier]:
    """Return the dossiers that a person may see.

    Own ones always; a commune's once they were submitted (before, too, where its officer writes on behalf of the
    producer); the running office's and its leaders' once they were sent up; what upper storeys grant, less what they
    deny.
    """
    rows = Dossier.objects.select_related("round__office__unit", "law", "producer", "product", "unit", "rubric")
    if not _knows(user):
        return rows.none()
    condition = Q(producer_id__in=_own_producers(user)) | visibility.granted(user)
    condition |= of_the_office(user, "round__") & Q(forwarded_at__isnull=False)
    if (units := _commune_units(user)) is not None:
        helped = Producer.objects.filter(helped_by(user)).values("pk")
        condition |= Q(unit_id__in=units) & (Q(submitted_at__isnull=False) | Q(producer_id__in=helped))
    rows = rows.filter(condition)
    for hidden in visibility.denied(user):
        rows = rows.exclude(hidden)
    return rows


def dossiers_shared_with(user: Any) -> QuerySet[Dossier]:
    """Return the visible dossiers about which the person reads what office and commune say to each other."""
    rows = dossiers_visible_to(user)
    if not _knows(user):
        return rows
    inside = Q(round__office_id__in=office_ids(user, Role.ROUND_OFFICER))
    if (units := _commune_units(user)) is not None:
        inside |= Q(unit_id__in=units)
    return rows.filter(inside, forwarded_at__isnull=False)


def evidence_visible_to(user: Any) -> QuerySet[Evidence]:
    """Return the evidence that a person may see: own papers, those of dossiers that they may see, and the versions
    that came before those."""
    rows = Evidence.objects.select_related("producer").prefetch_related("files__stored")
    if not _knows(user):
        return rows.none()
    seen = dossiers_visible_to(user).values("pk")
    with_dossiers = Dossier.papers.through.objects.filter(dossier_id__in=seen).values("evidence_id")
    with_items = Evidence.items.through.objects.filter(dossieritem__dossier_id__in=seen).values("evidence_id")
    own = Q(producer_id__in=_own_producers(user)) | helped_by(user, "producer__")
    shown = own | Q(pk__in=with_dossiers) | Q(pk__in=with_items)
    later = Evidence.objects.filter(shown, first__isnull=False, ordinal__gt=OuterRef("ordinal")).filter(
        Q(first=OuterRef("pk")) | Q(first=OuterRef("first"))
    )
    return rows.filter(shown | (Q(superseded_at__isnull=False) & Exists(later)))


def dossiers_followed_by(user: Any) -> QuerySet[Dossier]:
    """Return the dossiers whose way a person may follow: the visible ones, and those that a commune is still checking.

    The running office and its leaders know from the submission on that a dossier exists, where it is and until when;
    what it says opens to them when the commune has sent it up (``dossiers_visible_to``).
    """
    rows = Dossier.objects.select_related("round__office__unit", "law", "producer", "product", "unit", "rubric", "wish")
    if not _knows(user):
        return rows.none()
    checking = of_the_office(user, "round__") & Q(submitted_at__isnull=False, forwarded_at=None)
    rows = rows.filter(Q(pk__in=dossiers_visible_to(user).values("pk")) | checking)
    for hidden in visibility.denied(user):
        rows = rows.exclude(hidden)
    return rows
