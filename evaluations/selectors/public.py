"""What is known to everybody: recognitions and certificates of issued decisions. Training counts nowhere."""

from __future__ import annotations

import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from evaluations.enums import CertificateState
from evaluations.models import Certificate, Recognition
from foundation import clock
from registrations.models import Product


def recognitions_public() -> QuerySet[Recognition]:
    """Return every recognition that was ever published, newest first, with product, producer and certificate."""
    rows = Recognition.objects.filter(certificate__isnull=False, certificate__training=False)
    return rows.select_related("product__producer__unit", "certificate", "issuer", "decision", "entry__dossier__unit")


def recognitions_in_force(on: datetime.date | None = None) -> QuerySet[Recognition]:
    """Return the recognitions that are good on a day (today by default): not withdrawn, not replaced, not expired."""
    day = on or clock.today()
    good = Q(certificate__state__in=(CertificateState.VALID, CertificateState.PROLONGED))
    lasting = Q(expires_on__gte=day) | Q(certificate__prolonged_until__gte=day)
    return recognitions_public().filter(good & lasting, recognised_on__lte=day)


def products_of_older_lists(on: datetime.date | None = None, *, ended: bool = False) -> QuerySet[Product]:
    """Return the products whose newest recognition came with an imported register, not from a round of the portal.

    Args:
        on: the day on which it must be good (today by default).
        ended: with those that have expired.
    """
    day = on or clock.today()
    here = recognitions_public().filter(product=OuterRef("pk"), recognised_on__gte=OuterRef("recognised_on"))
    rows = Product.objects.filter(~Exists(here), current_stars__range=(3, 5), recognised_on__lte=day)
    return rows if ended else rows.filter(Q(expires_on__gte=day) | Q(prolonged_until__gte=day))


def certificate_by_token(token: str) -> Certificate | None:
    """Return the issued certificate behind a QR code, a training one included: its page says that it has no value."""
    rows = Certificate.objects.exclude(state=CertificateState.DRAFTED).select_related(
        "recognition__product__producer__unit",
        "recognition__issuer",
        "recognition__decision",
        "entry__dossier__product__producer__unit",
        "entry__round__law",
        "entry__round__issuing_office",
        "document",
        "replaced_by",
    )
    return rows.filter(token=token).first()


def certificates_ending(first: datetime.date, last: datetime.date) -> QuerySet[Certificate]:
    """Return the certificates in force whose last day lies between two days, soonest first."""
    rows = Certificate.objects.filter(state=CertificateState.VALID, training=False, expires_on__range=(first, last))
    return (
        rows.annotate(ends=F("expires_on"))
        .select_related("recognition__product__producer")
        .order_by("expires_on", "pk")
    )
