"""Prolonging a recognition that came with an older list: no certificate of the portal stands behind it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity.errors import NotAllowed, Refused
from activity.notifications import notify
from evaluations import after_notices, after_rules
from evaluations.selectors.recognised import recognition_to_withdraw
from evaluations.services.certificates import farthest_day, refuse_day_outside, refuse_unless_waiting
from foundation import clock
from registrations import services as registrations
from registrations.models import Product


def check_older_prolongation(product: Product) -> date:
    """Return the farthest day; raise Refused where the recognition cannot be prolonged today, saying why.

    The rules are those of certificates (26/2026/QĐ-TTg: while a re-evaluation is under way, at most 180 days).
    """
    if not product.current_stars or product.expires_on is None:
        raise Refused(_("The product is not recognised: there is nothing to prolong."))
    if recognition_to_withdraw(product) is not None:
        raise Refused(_("The product has a certificate of the portal: prolong that."))
    latest = farthest_day(product.expires_on)
    refuse_unless_waiting(product, latest)
    return latest


@transaction.atomic
def prolong_older_recognition(*, product: Product, until: date, reason: str, actor: User) -> Product:
    """Prolong a recognition of an older list while the re-evaluation of its product is under way.

    Raises NotAllowed for anybody but those who look after recognised products of the area, Refused without a reason, as
    ``check_older_prolongation``, and for a day outside the limit.
    """
    if not after_rules.prolongs_older(actor, product):
        raise NotAllowed
    if not reason.strip():
        raise Refused(_("Give the reason."))
    latest = check_older_prolongation(product)
    now = product.prolonged_until or product.expires_on or clock.today()
    refuse_day_outside(until, now, latest)
    registrations.prolong_recognition(
        product=product, decision_number=product.recognition_number, until=until, actor=actor, reason=reason.strip()
    )
    notify(product, after_notices.older_prolonged(product), occasion=f"prolonged:{until.isoformat()}")
    return product
