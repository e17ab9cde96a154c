"""Certificates after their issue."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import transitions
from activity.errors import NotAllowed, Refused
from evaluations import rules
from evaluations.enums import CERTIFICATE_TRANSITIONS, CertificateState
from evaluations.models import Certificate
from foundation import clock
from foundation.formatting import day
from registrations import services as registrations
from registrations.models import Product
from registrations.selectors import product_waits_for_result
from rubrics.selectors import decision_in_force


def farthest_day(expires_on: date | None) -> date:
    """Return the farthest day to which what ends on this day can be prolonged; raise Refused where no rule says so.

    26/2026/QĐ-TTg: a product whose re-evaluation missed its days keeps its certificate until there is a result, at most
    180 days past its end.
    """
    law = decision_in_force(clock.today())
    longest = law.term("prolonged_at_most_days") if law else None
    if longest is None or expires_on is None:
        raise Refused(_("The decision in force does not say that certificates can be prolonged."))
    return expires_on + timedelta(days=longest)


def refuse_unless_waiting(product: Product, latest: date) -> None:
    """Raise Refused when it is too late, or no re-evaluation is under way whose result could be waited for."""
    if clock.today() > latest:
        raise Refused(_("It ended too long ago: it could be prolonged until %(day)s.") % {"day": day(latest)})
    if not product_waits_for_result(product):
        raise Refused(_("No re-evaluation dossier of the product is under way: there is no result to wait for."))


def refuse_day_outside(until: date, now: date, latest: date) -> None:
    """Raise Refused where a day is past, does not come after the end as it is now, or lies beyond the farthest."""
    if not max(now, clock.today() - timedelta(days=1)) < until <= latest:
        text = _("Choose a day after %(now)s and not after %(latest)s.")
        raise Refused(text % {"now": day(now), "latest": day(latest)})


def check_prolongation(certificate: Certificate) -> date:
    """Return the farthest day; raise Refused where the certificate cannot be prolonged today, saying why."""
    latest = farthest_day(certificate.expires_on)
    if certificate.training or certificate.recognition is None:
        raise Refused(_("A certificate of a training round has nothing to prolong."))
    refuse_unless_waiting(certificate.recognition.product, latest)
    return latest


@transaction.atomic
def prolong_certificate(*, certificate: Certificate, until: date, reason: str, actor: User) -> Certificate:
    """Prolong a certificate while the re-evaluation of its product is under way, within the decision's limit.

    A later recognition replaces it as any other. Raises NotAllowed for anybody but those who recognised, Refused as
    ``check_prolongation`` and for a day outside the limit, Conflict where the certificate is not in force.
    """
    if not rules.may_prolong_certificate(actor, certificate):
        raise NotAllowed
    latest = check_prolongation(certificate)
    now = certificate.last_day or clock.today()
    refuse_day_outside(until, now, latest)
    changes, facts = {"prolonged_until": until}, {"until": until, "first_end": certificate.expires_on}
    transitions.apply(
        CERTIFICATE_TRANSITIONS, "prolong", certificate, actor=actor, reason=reason, changes=changes, facts=facts
    )
    recognition = certificate.recognition
    if recognition is not None:
        registrations.prolong_recognition(
            product=recognition.product,
            decision_number=recognition.decision.full_number,
            until=until,
            actor=actor,
            reason=reason,
        )
    return certificate


def end_prolongations(*, product: Product, actor: User) -> None:
    """End what was prolonged to await a result, because the result is there and recognises nothing.

    Runs in the caller's transaction. Past its own end a certificate holds to the end of this day.
    """
    rows = Certificate.objects.filter(recognition__product=product, state=CertificateState.PROLONGED)
    certificates = list(rows.select_related("recognition__decision"))
    for certificate in certificates:
        until = _end_today(certificate.expires_on, certificate.prolonged_until)
        action = "end_prolongation" if until else "drop_prolongation"
        transitions.apply(CERTIFICATE_TRANSITIONS, action, certificate, actor=actor, changes={"prolonged_until": until})
        if certificate.recognition is not None:
            number = certificate.recognition.decision.full_number
            registrations.prolong_recognition(product=product, decision_number=number, until=until, actor=actor)
    if not certificates and product.prolonged_until is not None:
        # A recognition of an older list stands on the product alone.
        until = _end_today(product.expires_on, product.prolonged_until)
        number = product.recognition_number
        registrations.prolong_recognition(product=product, decision_number=number, until=until, actor=actor)


def _end_today(expires_on: date | None, prolonged_until: date | None) -> date | None:
    """Return the last day of what was prolonged and ends now; None where its own end has not come yet."""
    past = expires_on is not None and clock.today() > expires_on
    return min(clock.today(), prolonged_until or clock.today()) if past else None
