"""What the public reads about a certificate: the facts, and one plain statement of how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue import places
from evaluations.enums import PublicState
from evaluations.models import Certificate

TONES = {
    PublicState.VALID: "good",
    PublicState.PROLONGED: "good",
    PublicState.EXPIRED: "late",
    PublicState.WITHDRAWN: "late",
    PublicState.REPLACED: "waiting",
    PublicState.TRAINING: "late",
}
HEADLINES: dict[str, str | Promise] = {
    PublicState.VALID: _("This certificate is valid"),
    PublicState.PROLONGED: _("This certificate is valid: it was prolonged"),
    PublicState.EXPIRED: _("This certificate has expired"),
    PublicState.WITHDRAWN: _("This certificate was withdrawn"),
    PublicState.REPLACED: _("This certificate was replaced by a newer one"),
    PublicState.TRAINING: _("This is no certificate: it was made in a training round"),
}
ADVICE: dict[str, str | Promise] = {
    PublicState.VALID: _(
        "Compare product, producer and stars with the label in your hand. If they differ, the label is not right."
    ),
    PublicState.PROLONGED: _("The product is being evaluated again; until the last day below it keeps its stars."),
    PublicState.EXPIRED: _("The product may no longer be sold with the OCOP stars of this certificate."),
    PublicState.WITHDRAWN: _("The product may no longer be sold with OCOP stars."),
    PublicState.REPLACED: _("What counts is the newer certificate. It may carry other stars."),
    PublicState.TRAINING: _(
        "It has no legal value and recognises nothing. A product sold with it is not an OCOP product."
    ),
}


@dataclass(frozen=True)
class Facts:
    """A certificate as the public sees it. Of the producer it names name and place, nothing else."""

    state: PublicState
    product: str
    product_id: int | None
    producer: str
    place: str
    group: str
    stars: int
    number: str
    token: str
    issued_on: date | None
    first_end: date | None
    last_day: date | None
    withdrawn_on: date | None
    decision_number: str
    decision_date: date | None
    issuer: str
    law: str
    newer_token: str

    @property
    def tone(self) -> str:
        """The colour of the statement."""
        return TONES[self.state]

    @property
    def headline(self) -> str | Promise:
        """How the certificate stands, in one sentence."""
        return HEADLINES[self.state]

    @property
    def advice(self) -> str | Promise:
        """What that means for somebody who holds the product."""
        return ADVICE[self.state]

    @property
    def is_good(self) -> bool:
        """Whether the product may carry the stars today."""
        return self.state in (PublicState.VALID, PublicState.PROLONGED)


def facts_of(certificate: Certificate) -> Facts | None:
    """Return the public facts of a certificate; None while its decision is not issued.

    Names are those printed on the certificate where its document is at hand, so that page and paper agree.
    """
    state = certificate.public_state()
    if state is None:
        return None
    recognition, dossier = certificate.recognition, certificate.entry.dossier
    printed: dict[str, Any] = certificate.document.content if certificate.document else {}
    decision = recognition.decision if recognition else None
    issuer = recognition.issuer if recognition else certificate.entry.round.issuing_office
    newer = certificate.replaced_by
    return Facts(
        state=state,
        product=printed.get("product") or dossier.product.name,
        product_id=recognition.product_id if recognition else None,
        producer=printed.get("producer") or dossier.producer.name,
        place=places.place(dossier.unit),
        group=certificate.entry.rubric.industry,
        stars=certificate.stars,
        number=certificate.number,
        token=certificate.token,
        issued_on=certificate.issued_on,
        first_end=certificate.expires_on,
        last_day=certificate.last_day,
        withdrawn_on=certificate.withdrawn_on,
        decision_number=decision.full_number if decision else "",
        decision_date=decision.dated if decision else None,
        issuer=issuer.name,
        law=certificate.entry.round.law.code,
        newer_token=newer.token if newer else "",
    )
