"""Trade promotion of recognised products: noted by the office, product by product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import NotAllowed, Refused
from evaluations import after_rules
from evaluations.models import PromotedProduct, Promotion
from evaluations.selectors.recognised import recognised_now
from registrations.models import Product


@dataclass(frozen=True)
class PromotionFacts:
    """What a promotion is; both days are included, an open end is None."""

    kind: str
    name: str
    partner: str
    starts_on: date
    ends_on: date | None = None
    place: str = ""
    public: bool = True
    note: str = ""


@transaction.atomic
def create_promotion(*, office: Office, facts: PromotionFacts, actor: User) -> Promotion:
    """Note a promotion. Raises NotAllowed for anybody but the office's officers, Refused where it ends too early."""
    if not after_rules.starts_campaign_for(actor, office):
        raise NotAllowed
    _check(facts)
    made = Promotion.objects.create(office=office, created_by=actor, **facts.__dict__)
    journal.record(made, journal.Event("create", _("Promotion noted"), after=dict(facts.__dict__)), actor=actor)
    return made


@transaction.atomic
def update_promotion(*, promotion: Promotion, facts: PromotionFacts, actor: User) -> Promotion:
    """Change what a promotion is. Raises as ``create_promotion``."""
    if not after_rules.keeps_promotion(actor, promotion):
        raise NotAllowed
    _check(facts)
    before = {name: getattr(promotion, name) for name in facts.__dict__}
    Promotion.objects.filter(pk=promotion.pk).update(**facts.__dict__)
    event = journal.Event("edit", _("Promotion changed"), before=before, after=dict(facts.__dict__))
    journal.record(promotion, event, actor=actor)
    promotion.refresh_from_db()
    return promotion


def _check(facts: PromotionFacts) -> None:
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        raise Refused(_("It cannot end before it begins."))


@transaction.atomic
def promote_product(
    *, promotion: Promotion, product: Product, contracts: int | None, revenue: int | None, actor: User
) -> PromotedProduct:
    """Note a product in a promotion, or its newer figures; ``revenue`` in đồng for the whole period.

    Raises NotAllowed; Refused for a new product of fewer than three stars today, or of another area.
    """
    if not after_rules.keeps_promotion(actor, promotion):
        raise NotAllowed
    there = promotion.products.filter(product=product).first()
    if there is None and not recognised_now(actor).filter(pk=product.pk).exists():
        raise Refused(_("Only products of your area with three stars or more today are promoted."))
    figures = {"contracts": contracts, "revenue": revenue}
    before = {name: getattr(there, name) for name in figures} if there else {}
    row, _created = PromotedProduct.objects.update_or_create(
        promotion=promotion,
        product=product,
        defaults=figures,
        create_defaults={**figures, "stars": product.current_stars or 0},
    )
    event = journal.Event("figures", _("Figures of a product noted"), before=before, after=figures)
    journal.record(promotion, event, actor=actor)
    return row


@transaction.atomic
def drop_promoted(*, row: PromotedProduct, actor: User) -> None:
    """Take a product out of a promotion. Raises NotAllowed."""
    if not after_rules.keeps_promotion(actor, row.promotion):
        raise NotAllowed
    before = {"product": row.product_id, "contracts": row.contracts, "revenue": row.revenue}
    journal.record(row.promotion, journal.Event("drop", _("Product taken out"), before=before), actor=actor)
    row.delete()
