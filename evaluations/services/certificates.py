"""Certificates after their issue."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from activity import transitions
from activity.errors import NotAllowed
from evaluations import rules
from evaluations.enums import CERTIFICATE_TRANSITIONS
from evaluations.models import Certificate
from foundation import clock
from registrations import services as registrations


@transaction.atomic
def withdraw_certificate(*, certificate: Certificate, actor: User, reason: str) -> Certificate:
    """Withdraw a certificate in force, on one of the law's grounds, which ``reason`` states.

    Raises NotAllowed for anybody but those who recognised, Refused without a reason, Conflict where it is not in force.
    """
    if not rules.may_withdraw_certificate(actor, certificate):
        raise NotAllowed
    changes = {"withdrawn_on": clock.today(), "withdrawn_reason": reason}
    transitions.apply(CERTIFICATE_TRANSITIONS, "withdraw", certificate, actor=actor, reason=reason, changes=changes)
    recognition = certificate.recognition
    if recognition is not None:
        registrations.end_recognition(
            product=recognition.product,
            decision_number=recognition.decision.full_number,
            actor=actor,
            reason=reason,
        )
    return certificate
