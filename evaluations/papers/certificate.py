"""The certificate of a recognised product. Number, day and decision are written in when the decision is approved."""

from __future__ import annotations

import calendar
import datetime

from django.conf import settings
from django.urls import reverse

from directives.rendering import Certificate
from directives.rendering import DocumentType as Kind
from directives.selectors import signature_block
from evaluations.models import Entry
from evaluations.papers.facts import PaperFacts, issuer_lines
from rubrics.models import Decision

LEAST_STARS = 3
_PENDING = "…"


def certificate_months(law: Decision) -> int | None:
    """Return for how many months a certificate holds under a decision; None where the decision is silent."""
    return law.term("certificate_months")


def expiry_of(issued_on: datetime.date, months: int) -> datetime.date:
    """Return the last day of a term of whole months: the same day of the month, or the month's last day."""
    month = issued_on.month - 1 + months
    year, month = issued_on.year + month // 12, month % 12 + 1
    return datetime.date(year, month, min(issued_on.day, calendar.monthrange(year, month)[1]))


def certificate_content(facts: PaperFacts, entry: Entry, *, token: str, drafted_on: datetime.date) -> Certificate:
    """Return the draft of a certificate; its dates count from the day of drafting until approval sets the real ones."""
    issuer, parent, place = issuer_lines(facts.issuing)
    dossier = entry.dossier
    address = ", ".join(part for part in (dossier.producer.address, dossier.unit.name) if part)
    return Certificate(
        issuer=issuer,
        parent_issuer=parent,
        product=dossier.product.name,
        producer=dossier.producer.name,
        address=address,
        stars=entry.stars or 0,
        decision_number=_PENDING,
        decision_date=drafted_on,
        certificate_number=_PENDING,
        place=place,
        issued_on=drafted_on,
        expires_on=expiry_of(drafted_on, certificate_months(facts.round.law) or 1),
        signature=signature_block(facts.issuing, Kind.QUYET_DINH),
        verify_url=settings.PUBLIC_BASE_URL + reverse("catalogue:certificate", args=[token]),
        training=facts.round.training,
    )
