"""What happens to recognised products: a recognised one, and its withdrawal by letter."""

from __future__ import annotations

from activity import jobs
from directives import services as directives
from evaluations import services
from evaluations.enums import RoundState
from evaluations.models import Withdrawal
from foundation import clock
from registrations.models import Product
from tests.factories.evaluations import Hall, make_round

GROUND = "ngung-san-xuat"
FACTS = "Cơ sở đã ngừng sản xuất từ tháng 6, biên bản kiểm tra ngày 10/9."


def make_recognised(hall: Hall, *, products: int = 1) -> list[Product]:
    """Publish a round whose products are recognised with four stars; return them in the order of the round."""
    found = make_round(hall, entries=products, state=RoundState.PUBLISHED)
    entries = found.entries.order_by("order")
    return [Product.objects.get(pk=entry.dossier.product_id) for entry in entries.select_related("dossier")]


def propose_withdrawal(hall: Hall, product: Product, **facts: object) -> Withdrawal:
    """Propose to withdraw a product's recognition."""
    values = {"ground": GROUND, "facts": FACTS, "known_on": clock.today()} | facts
    return services.propose_withdrawal(product=product, actor=hall.officer, **values)


def decide_withdrawal(hall: Hall, withdrawal: Withdrawal, *actions: str) -> Withdrawal:
    """Take the decision on a withdrawal along its route; by default up to its issue."""
    people = {"check": hall.head, "form_check": hall.clerk, "approve": hall.leader, "issue": hall.clerk}
    withdrawal.refresh_from_db()
    for action in actions or tuple(people):
        directives.act(document=withdrawal.document, action=action, actor=people[action])
        jobs.run_waiting()
        withdrawal.document.refresh_from_db()
    withdrawal.refresh_from_db()
    return withdrawal
