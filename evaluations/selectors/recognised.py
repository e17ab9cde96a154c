"""Recognised products of those who look after them, and what was made of their recognition."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from accounts.enums import Role
from accounts.selectors import office_ids, office_unit_ids, unit_ids_reached_by
from evaluations.enums import CertificateState
from evaluations.models import PromotedProduct, Promotion, RecheckCampaign, RecheckItem, Recognition, Withdrawal
from foundation import clock
from foundation.text import search_key
from registrations.models import Product
from registrations.selectors import products_visible_to


def _knows(user: Any) -> bool:
    return bool(user and user.is_authenticated)


def in_force_on_products() -> Q:
    """Return the condition of products that carry stars today: three and more, not withdrawn, not ended."""
    today = clock.today()
    lasting = Q(expires_on__gte=today) | Q(prolonged_until__gte=today)
    return Q(current_stars__range=(3, 5)) & lasting


def recognised_visible_to(user: Any) -> QuerySet[Product]:
    """Return the products that a person may see and that are recognised or once were."""
    once = Q(current_stars__isnull=False) | Q(pk__in=Recognition.objects.order_by().values("product_id"))
    return products_visible_to(user).filter(once)


def recognised_now(user: Any) -> QuerySet[Product]:
    """Return the products that a person may see and that carry stars today."""
    return products_visible_to(user).filter(in_force_on_products())


def recognition_to_withdraw(product: Product) -> Recognition | None:
    """Return the recognition of the portal behind a product's stars; None where these came with an older list."""
    if product.recognised_on is None:
        return None
    good = (CertificateState.VALID, CertificateState.PROLONGED)
    rows = Recognition.objects.filter(product=product, certificate__state__in=good, recognised_on=product.recognised_on)
    return rows.select_related("certificate", "issuer", "decision").first()


def _area(user: Any, prefix: str) -> Q:
    """Return the condition of what an office's people may see: their own office's, and below what leaders lead."""
    condition = Q(**{f"{prefix}_id__in": office_ids(user, Role.ROUND_OFFICER)})
    if units := office_unit_ids(user, Role.LEADER):
        condition |= Q(**{f"{prefix}__unit_id__in": unit_ids_reached_by(units)})
    return condition


def withdrawals_visible_to(user: Any) -> QuerySet[Withdrawal]:
    """Return the withdrawals that a person may see: the offices' that propose and decide; decided ones also others."""
    rows = Withdrawal.objects.select_related("product__producer__unit", "document", "office", "drafting_office")
    if not _knows(user):
        return rows.none()
    inside = _area(user, "drafting_office") | _area(user, "office")
    decided = Q(decided_on__isnull=False, product__in=products_visible_to(user).values("pk"))
    return rows.filter(inside | decided)


def rechecks_visible_to(user: Any) -> QuerySet[RecheckCampaign]:
    """Return the re-checks of the person's office, and those at or below a unit that the person leads."""
    rows = RecheckCampaign.objects.select_related("office", "directive")
    return rows.filter(_area(user, "office")) if _knows(user) else rows.none()


def promotions_visible_to(user: Any) -> QuerySet[Promotion]:
    """Return the trade promotion of the person's office, and that at or below a unit that the person leads."""
    rows = Promotion.objects.select_related("office")
    return rows.filter(_area(user, "office")) if _knows(user) else rows.none()


def search_recognised(
    user: Any, *, q: str | None = "", stars: int | None = None, until: date | None = None
) -> QuerySet[Product]:
    """Return the products with stars today that a person may see, narrowed by words, stars and the day of the end."""
    rows = recognised_now(user)
    if q:
        key = search_key(q)
        rows = rows.filter(Q(search__contains=key) | Q(producer__search__contains=key))
    if stars:
        rows = rows.filter(current_stars=stars)
    return rows.filter(expires_on__lte=until) if until else rows


def recheck_items(campaign: RecheckCampaign) -> QuerySet[RecheckItem]:
    """Return the products of a re-check with what the page of it shows."""
    return campaign.items.select_related("product__producer__unit", "withdrawal__document", "checked_by")


def promoted_of(promotions: QuerySet[Promotion]) -> QuerySet[PromotedProduct]:
    """Return the products of these promotions with their promotion and producer."""
    rows = PromotedProduct.objects.filter(promotion__in=promotions.values("pk"))
    return rows.select_related("promotion__office", "product__producer__unit").order_by(
        "-promotion__starts_on", "-promotion_id", "pk"
    )


def promotion_totals(promotions: QuerySet[Promotion]) -> dict[str, int]:
    """Return over these promotions: how many, products (each once), contracts, revenue in đồng."""
    figures = PromotedProduct.objects.filter(promotion__in=promotions.values("pk")).aggregate(
        products=Count("product", distinct=True), contracts=Sum("contracts"), revenue=Sum("revenue")
    )
    return {"promotions": promotions.count()} | {name: value or 0 for name, value in figures.items()}
