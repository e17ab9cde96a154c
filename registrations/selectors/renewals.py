"""Reads about recognised products and the renewal of their recognition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from foundation import calendar, clock
from registrations.enums import DossierKind, DossierState, WishState
from registrations.models import Dossier, Producer, Product, RegistrationRound, Wish
from registrations.models.dossiers import ENDED
from registrations.renewal import Renewal, renewal_of
from registrations.selectors.doors import products_visible_to
from rubrics.selectors import decision_in_force

# A dossier in one of these states renews nothing any more, or not yet.
NOT_SENT = (DossierState.DRAFT, DossierState.REFUSED, DossierState.WITHDRAWN)
MOST = 50
_WAITING = (WishState.REGISTERED, WishState.LISTED, WishState.SELECTED)
RENEWING_KINDS = (DossierKind.AGAIN, DossierKind.UPGRADE)


def renewal_of_product(product: Product) -> Renewal | None:
    """Return how a product stands today under the decision in force; None where it is not recognised."""
    return renewal_of(product, decision_in_force(clock.today()), clock.today())


def renewal_of_dossier(dossier: Dossier, on: date) -> Renewal | None:
    """Return how a re-evaluation dossier stands on a day to the recognition that it renews; None for other kinds.

    The end of the recognition is the one at which the dossier was opened: a result must not move it. Training dossiers
    renew nothing.
    """
    if dossier.kind != DossierKind.AGAIN or dossier.training or dossier.renews_until is None:
        return None
    found = renewal_of(dossier.product, dossier.law, on)
    if found is None or dossier.product.expires_on == dossier.renews_until:
        return found
    then = Product(current_stars=dossier.product.current_stars, expires_on=dossier.renews_until)
    earlier = renewal_of(then, dossier.law, on)
    return replace(earlier, product=dossier.product) if earlier else None


def last_day_for_dossiers(registration_round: RegistrationRound) -> date | None:
    """Return the last day on which a round takes dossiers: its hard date, else the date that is shown."""
    due = registration_round.dossier_hard_due_at or registration_round.dossier_due_at
    return calendar.last_day(due) if due else None


def renewals_of(user: Any) -> list[Renewal]:
    """Return the person's own recognised products, the recognition that ends first at the top; at most ``MOST``."""
    law, today = decision_in_force(clock.today()), clock.today()
    rows = products_visible_to(user).filter(producer__members__user=user, current_stars__isnull=False)
    found = (renewal_of(row, law, today) for row in rows.order_by("expires_on", "search", "pk")[:MOST])
    return _with_begun([renewal for renewal in found if renewal is not None])


def renewals_of_producer(producer: Producer) -> list[Renewal]:
    """Return a producer's recognised products, the recognition that ends first at the top; at most ``MOST``."""
    law, today = decision_in_force(clock.today()), clock.today()
    rows = producer.products.filter(current_stars__isnull=False).order_by("expires_on", "search", "pk")
    found = (renewal_of(row, law, today) for row in rows[:MOST])
    return _with_begun([renewal for renewal in found if renewal is not None])


def _with_begun(renewals: list[Renewal]) -> list[Renewal]:
    """Give each the dossier that is under way, or else the wish that waits for its dossier. Training renews nothing."""
    pks = [renewal.product.pk for renewal in renewals]
    if not pks:
        return renewals
    wishes = Wish.objects.filter(product__in=pks, round__training=False, dossier=None, state__in=_WAITING)
    dossiers = Dossier.objects.filter(product__in=pks, round__training=False).exclude(state__in=ENDED)
    begun: dict[int, Dossier | Wish] = {wish.product_id: wish for wish in wishes.order_by("pk")}
    begun |= {dossier.product_id: dossier for dossier in dossiers.order_by("pk")}
    return [replace(renewal, begun=begun.get(renewal.product.pk)) for renewal in renewals]


def product_waits_for_result(product: Product) -> bool:
    """Tell whether a re-evaluation dossier of the product has been sent and has no result yet."""
    rows = product.dossiers.filter(kind=DossierKind.AGAIN, round__training=False)
    return rows.exclude(state__in=(*NOT_SENT, DossierState.DECIDED)).exists()


def products_to_renew(today: date) -> Iterator[Renewal]:
    """Go through the recognised products whose renewal lies near: its days have begun, or have just passed.

    Products whose renewal was sent already are left out.
    """
    law = decision_in_force(today)
    opens = law.term("reevaluation_opens_days_before") if law else None
    if law is None or opens is None:
        return
    sent = Dossier.objects.filter(
        product=OuterRef("pk"), round__training=False, kind__in=RENEWING_KINDS, renews_until=OuterRef("expires_on")
    ).exclude(state__in=NOT_SENT)
    rows = Product.objects.filter(
        current_stars__isnull=False, expires_on__range=(today - timedelta(days=31), today + timedelta(days=opens))
    ).filter(~Exists(sent))
    for product in rows.select_related("producer").order_by("pk").iterator():
        renewal = renewal_of(product, law, today)
        if renewal is not None and renewal.window is not None:
            yield renewal
