"""Recognised products as the public finds them: rows in the state in which a published round leaves them.

The whole way through council, decision and PDF is walked in the tests of evaluations; these rows make many of its ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from accounts.enums import Role
from accounts.models import Unit
from directives.models import Document
from evaluations.enums import CertificateState, Outcome, RoundState
from evaluations.models import Certificate, Entry, EvaluationRound, Recognition
from foundation import clock
from foundation.models import StoredFile
from registrations.models import Dossier, Producer, RegistrationRound, Wish
from rubrics.models import Rubric
from tests.factories.accounts import make_person
from tests.factories.directives import House
from tests.factories.evaluations import Hall, make_accepted_dossier, make_hall
from tests.factories.registrations import Place, make_wish
from tests.factories.registrations import make_round as make_registration_round

_numbers = count(1)


@dataclass
class Shelf:
    """A hall with one published round, whose products can be put on the public shelf."""

    hall: Hall
    round: EvaluationRound
    decision: Document
    made: list[Certificate] = field(default_factory=list)


def make_shelf(hall: Hall | None = None, *, on: date | None = None) -> Shelf:
    """Make a published round with its issued decision; a training one when the hall is for training."""
    hall = hall or make_hall(members=1)
    day = on or clock.today()
    moment = clock.start_of(day)
    found = EvaluationRound.objects.create(
        name=f"Đợt {next(_numbers)}", office=hall.office, issuing_office=hall.committee, law=hall.law, stage=hall.stage,
        council=hall.council, year=day.year, ordinal=next(_numbers) % 49 + 50, opens_on=day, training=hall.training,
        state=RoundState.PUBLISHED, closed_at=moment, published_at=moment,
    )  # fmt: skip
    return Shelf(hall, found, _issued(hall, day, "quyet_dinh", "QĐ-UBND", {}))


def _issued(hall: Hall, day: date, kind: str, symbol: str, content: dict[str, Any]) -> Document:
    number = next(_numbers)
    pdf = StoredFile.objects.create(
        file=f"{number}.pdf", original_name="a.pdf", content_type="application/pdf", size=1, sha256="0" * 64
    )
    return Document.objects.create(
        office=hall.committee, drafting_office=hall.office, type=kind, state="issued", abstract="công nhận sản phẩm",
        content=content, series="TẬP HUẤN" if hall.training else kind, year=day.year, number=number, symbol=symbol,
        dated=day, signer=hall.leader, pdf=pdf, pdf_sha256="0" * 64, issued_at=clock.start_of(day),
        training=hall.training, created_by=hall.officer,
    )  # fmt: skip


def make_certificate(
    shelf: Shelf | None = None,
    *,
    name: str = "",
    producer: Producer | None = None,
    commune: Unit | None = None,
    rubric: Rubric | None = None,
    dossier: Dossier | None = None,
    stars: int = 4,
    issued_on: date | None = None,
    expires_on: date | None = None,
    state: str = CertificateState.VALID,
    number: str = "",
    **given: Any,
) -> Certificate:
    """Put a product on the shelf with its certificate; a training or drafted one is no recognition."""
    shelf = shelf or make_shelf()
    hall = shelf.hall
    day = issued_on or clock.today()
    dossier = dossier or make_accepted_dossier(hall, name=name, producer=producer, rubric=rubric)
    if commune is not None:
        dossier.unit = dossier.producer.unit = commune
        dossier.save()
        dossier.producer.save()
    entry = Entry.objects.create(
        round=shelf.round, dossier=dossier, rubric=dossier.rubric, order=len(shelf.made) + 1, in_round=False,
        stars=stars, stars_by_points=stars, total_sum=80, counted=1, mean="80", outcome=Outcome.RECOGNISED, result={},
    )  # fmt: skip
    last = expires_on or day + timedelta(days=3 * 365)
    issued = state != CertificateState.DRAFTED
    recognition = None
    if issued and not hall.training:
        recognition = Recognition.objects.create(
            entry=entry, product=dossier.product, stars=stars, issuer=hall.committee, decision=shelf.decision,
            recognised_on=day, expires_on=last,
        )  # fmt: skip
    certificate = Certificate.objects.create(
        entry=entry, recognition=recognition, token=f"token-{next(_numbers)}", stars=stars, training=hall.training,
        state=state, number=(number or f"{next(_numbers):02d}/GCN-UBND") if issued else "",
        issued_on=day if issued else None, expires_on=last if issued else None,
        withdrawn_on=day if state == CertificateState.WITHDRAWN else None, **given,
    )  # fmt: skip
    shelf.made.append(certificate)
    return certificate


# -- An area with a registration round, for the dashboards ------------------------------------------------------------
@dataclass
class Area:
    """A hall whose office also runs a registration round; wishes and dossiers come from its commune."""

    hall: Hall
    place: Place
    registration: RegistrationRound

    def wish(self, state: str = "registered", **given: Any) -> Wish:
        """Make a wish of the round in a state."""
        return make_wish(self.place, registration_round=self.registration, state=state, **given)

    def dossier(self, **columns: Any) -> Dossier:
        """Write an accepted dossier of the round, with other columns where they are given."""
        dossier = make_accepted_dossier(self.hall)
        Dossier.objects.filter(pk=dossier.pk).update(**({"round": self.registration} | columns))
        dossier.refresh_from_db()
        return dossier


def make_area(hall: Hall | None = None, **round_facts: Any) -> Area:
    """Make an area with an open registration round."""
    hall = hall or make_hall(members=1)
    place = Place(
        law=hall.law, area=hall.unit, commune=hall.commune, office=hall.office, commune_office=hall.commune_office,
        round_officer=hall.officer, leader=hall.leader, clerk=hall.clerk, commune_officer=hall.commune_officer,
        commune_leader=make_person(Role.COMMUNE_LEADER, hall.commune_office, title="Chủ tịch"),
    )  # fmt: skip
    return Area(hall, place, make_registration_round(place, training=hall.training, **round_facts))


def house_of(area: Area) -> House:
    """Return the area's offices and people as the factories of directives know them."""
    hall = area.hall
    return House(
        committee=hall.committee,
        agriculture=hall.office,
        commune=hall.commune_office,
        officer=hall.officer,
        head=hall.head,
        clerk=hall.clerk,
        leader=hall.leader,
        commune_officer=hall.commune_officer,
        commune_leader=area.place.commune_leader,
    )
