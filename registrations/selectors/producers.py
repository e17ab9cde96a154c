"""What a producer finds on the start page, and the lists of producers."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Unit
from foundation import clock
from registrations.enums import Covers, MemberRole, RoundState, WishState
from registrations.models import Dossier, LateEntry, Producer, Product, RegistrationRound, Wish
from registrations.models.dossiers import EDITABLE
from registrations.selectors.doors import (
    dossiers_visible_to,
    producers_visible_to,
    rounds_visible_to,
    wishes_visible_to,
)

# Of one producer, on pages that show other things too; the list of products has them all.
PRODUCTS_SHOWN = 20


def producers_of(user: Any) -> QuerySet[Producer]:
    """Return the producers for which the person acts, each with its ``first_products`` by name."""
    first = Prefetch("products", Product.objects.order_by("search", "pk")[:PRODUCTS_SHOWN], to_attr="first_products")
    return Producer.objects.filter(members__user=user).select_related("unit").prefetch_related(first)


def producers_with_counts(user: Any) -> QuerySet[Producer]:
    """Return the producers that a person may see, by name, each with ``product_count``."""
    counted = Product.objects.filter(producer=OuterRef("pk")).order_by().values("producer")
    count = Subquery(counted.annotate(n=Count("pk")).values("n"))
    rows = producers_visible_to(user).defer("history", "organisation")
    return rows.annotate(product_count=Coalesce(count, 0)).order_by("search", "pk")


def units_with_producers(user: Any) -> QuerySet[Unit]:
    """Return the communes whose producers a person may see."""
    return Unit.objects.filter(pk__in=producers_visible_to(user).values("unit_id")).order_by("search", "pk")


def editable_producers(user: Any) -> QuerySet[Producer]:
    """Return the producers whose records, wishes and dossiers the person may write."""
    return Producer.objects.filter(members__user=user, members__role=MemberRole.EDIT).select_related("unit")


def dossiers_in_work(user: Any) -> QuerySet[Dossier]:
    """Return the person's own dossiers, last saved first."""
    rows = dossiers_visible_to(user).filter(producer__members__user=user)
    return rows.order_by("-saved_at", "-pk")


def drafts_of(user: Any, most: int = 5) -> list[Dossier]:
    """Return the dossiers that the person can go on writing, last saved first."""
    return list(dossiers_in_work(user).filter(state__in=EDITABLE)[:most])


def wishes_in_work(user: Any) -> QuerySet[Wish]:
    """Return the person's own wishes that have no dossier, newest first."""
    rows = wishes_visible_to(user).filter(producer__members__user=user, dossier=None)
    return rows.exclude(state=WishState.WITHDRAWN).order_by("-pk")


def key_of_row(key: UUID, row: int) -> UUID:
    """Return the key of one product of a form; the first one carries the form's own."""
    return key if row == 0 else uuid5(key, str(row))


def wishes_with_key(user: Any, key: str) -> list[Wish]:
    """Return the wishes that the person has registered with this form already; none for a new or bent key."""
    try:
        form = UUID(key)
    except ValueError:
        return []
    found: list[Wish] = []
    while wish := Wish.objects.filter(created_by=user, key=key_of_row(form, len(found))).first():
        found.append(wish)
    return found


def open_rounds_for(user: Any) -> QuerySet[RegistrationRound]:
    """Return the rounds in which the person can register wishes today, the nearest deadline first.

    A round past its hard date is among them only for whom a late entry holds.
    """
    rows = rounds_visible_to(user).filter(state=RoundState.OPEN, opens_on__lte=clock.today())
    own = editable_producers(user)
    named = Q(producer_id__in=own.values("pk")) | Q(unit_id__in=own.values("unit_id"))
    if user.home_unit_id:
        named |= Q(unit_id=user.home_unit_id)
    leave = LateEntry.objects.filter(named, revoked_at=None, until_at__gt=clock.now()).exclude(covers=Covers.DOSSIERS)
    open_still = Q(hard_due_at=None) | Q(hard_due_at__gt=clock.now()) | Q(pk__in=leave.values("round_id"))
    return rows.filter(open_still).order_by("due_at", "pk")


def rounds_offered_to(user: Any) -> QuerySet[RegistrationRound]:
    """Return the open rounds that somebody who writes for producers is offered for a wish of their own.

    These are the rounds of the producers' communes and of the person's home; whoever writes for none is offered all.
    """
    own = editable_producers(user)
    units = Q(unit_id__in=own.values("unit_id"))
    if user.home_unit_id:
        units |= Q(unit_id=user.home_unit_id)
    theirs = RegistrationRound.units.through.objects.filter(units)
    return open_rounds_for(user).filter(~Exists(own) | Q(pk__in=theirs.values("registrationround_id")))
