"""A recognition as lists and pages show it, whether a round of the portal gave it or an older list brought it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalogue import places
from evaluations.enums import PublicState
from evaluations.models import Certificate, Recognition
from foundation import clock
from registrations.models import Product


@dataclass(frozen=True)
class Shown:
    """One recognition of a product.

    ``certificate`` is None for what an older list of the province says: no certificate of the portal stands behind
    it. ``decided_on`` is the day of the decision, where it is known apart from the day of recognition.
    """

    product: Product
    stars: int
    recognised_on: date
    last_day: date
    public_state: PublicState
    group: str
    product_set: str
    issuer: str
    decision: str
    decided_on: date | None
    certificate: Certificate | None = None

    @property
    def place_then(self) -> str:
        """Where the producer was when the product was recognised; the unit may have been merged since."""
        return places.place(self.certificate.entry.dossier.unit) if self.certificate else ""

    @property
    def law(self) -> str:
        """The decision of the Prime Minister under which it was scored; empty for an older list."""
        return self.certificate.entry.round.law.code if self.certificate else ""

    @property
    def product_id(self) -> int:
        """The product's number, for its address."""
        return self.product.pk

    @property
    def place(self) -> str:
        """Where the producer is, in words."""
        return places.place(self.product.producer.unit)

    @property
    def is_good(self) -> bool:
        """Whether the product may carry the stars today."""
        return self.public_state in (PublicState.VALID, PublicState.PROLONGED)


def of_recognition(row: Recognition) -> Shown:
    """Return what is shown of a recognition with its certificate."""
    state, last = row.certificate.public_state(), row.certificate.last_day
    row.certificate.entry = row.entry  # what is read already is not read again
    assert state is not None and last is not None  # noqa: PT018, S101 -- public recognitions are those of issued decisions
    return Shown(
        product=row.product,
        stars=row.stars,
        recognised_on=row.recognised_on,
        last_day=last,
        public_state=state,
        group=row.entry.rubric.industry,
        product_set=row.entry.rubric.name,
        issuer=row.issuer.name,
        decision=row.decision.full_number,
        decided_on=row.decision.dated,
        certificate=row.certificate,
    )


def of_list(product: Product) -> Shown:
    """Return what is shown of the recognition that came with an older list and stands on the product itself."""
    on, first_end = product.recognised_on, product.expires_on
    assert product.current_stars and on and first_end  # noqa: PT018, S101 -- the selector asks for them
    last = product.prolonged_until or first_end
    today = clock.today()
    state = PublicState.EXPIRED if today > last else PublicState.PROLONGED if today > first_end else PublicState.VALID
    return Shown(
        product=product,
        stars=product.current_stars,
        recognised_on=on,
        last_day=last,
        public_state=state,
        group=product.group,
        product_set="",
        issuer=product.recognition_issuer,
        decision=product.recognition_number,
        decided_on=None,
    )
