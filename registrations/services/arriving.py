"""Dossiers that arrive from the level below with a package: who made what, and taking it back while nobody uses it.

Evaluations has checked the package and who may; what is written here is what the level below says, never a wish or a
submission of the producer in this portal. The ``facts`` of an arrival have the shape of ``snapshot_of``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, Unit, User
from activity import journal
from activity.errors import Refused
from foundation import clock
from foundation.files import CheckedUpload, store_upload
from foundation.text import search_key
from registrations.enums import DossierKind, DossierState, EvidenceKind, FileKind, LegalForm, RoundState
from registrations.models import (
    Dossier,
    DossierItem,
    Evidence,
    EvidenceFile,
    Producer,
    Product,
    RegistrationRound,
    Submission,
)
from registrations.rules import SENT_UP
from registrations.services.hanging import hangs_on
from registrations.snapshot import PRODUCER_FIELDS, PRODUCT_FIELDS, snapshot_of
from registrations.steps import TEXT_STEPS
from rubrics.models import Criterion, Decision, Level, Rubric

TEXTS = tuple(name for step in TEXT_STEPS.values() for name in step.fields)
# Records that were made for an arrival; what was here before is only used.
PRODUCER, PRODUCT = "producer", "product"
_LONGEST_NAME = 220  # of ``Producer.name_search``


@dataclass(frozen=True)
class Arrival:
    """A product as the level below sends it, with its result there. ``kind``, ``facts``: as in a snapshot."""

    product: str
    producer: str
    unit: Unit
    rubric: Rubric
    stars: int
    kind: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Arrived:
    """What became of an arrival: the dossier, and which records were made for it."""

    dossier: Dossier
    made: tuple[str, ...]


def known_producers(named: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Producer]:
    """Return who is known by these communes' ids and search keys of names; of several the first one counts."""
    wanted = set(named)
    rows = Producer.objects.filter(unit__in={unit for unit, _key in wanted}).order_by("-pk")
    rows = rows.filter(name_search__in={key[:_LONGEST_NAME] for _unit, key in wanted})
    by_name = {(row.unit_id, row.name_search): row for row in rows}
    found = {(unit, key): by_name.get((unit, key[:_LONGEST_NAME])) for unit, key in wanted}
    return {key: row for key, row in found.items() if row is not None}


def known_products(producers: Iterable[Producer]) -> dict[tuple[int, str], Product]:
    """Return the products of these producers by producer's id and search key of the name; the first one counts."""
    rows = Product.objects.filter(producer__in=list(producers)).order_by("-pk")
    return {(row.producer_id, search_key(row.name)): row for row in rows}


def products_under_way(products: Iterable[Product], law: Decision) -> set[int]:
    """Return which products have a dossier sent up or judged under this decision already: nothing arrives twice."""
    rows = Dossier.objects.filter(product__in=list(products), law=law, round__training=False)
    sent = rows.filter(state=DossierState.DECIDED, outcome=SENT_UP)
    judged = rows.filter(state__in=(DossierState.ACCEPTED, DossierState.FIXED))
    return set((sent | judged).values_list("product_id", flat=True))


@transaction.atomic
def open_arrivals(*, office: Office, law: Decision, name: str, units: Iterable[Unit], actor: User) -> RegistrationRound:
    """Make the closed round that arriving dossiers belong to: they were registered elsewhere."""
    made = RegistrationRound.objects.create(
        name=name[:200],
        office=office,
        law=law,
        level=office.unit.level,
        year=clock.today().year,
        opens_on=clock.today(),
        due_at=clock.now(),
        state=RoundState.CLOSED,
        created_by=actor,
    )
    made.units.set(units)
    journal.record(made, journal.Event("arrivals", _("Dossiers arrive from the level below")), actor=actor)
    return made


@transaction.atomic
def take_arrival(
    *, registration_round: RegistrationRound, arrival: Arrival, files: Mapping[str, CheckedUpload], actor: User
) -> Arrived:
    """Write producer, product and dossier of an arrival, with papers and self-assessment, decided below.

    Args:
        registration_round: from ``open_arrivals``.
        arrival: what the level below says.
        files: the checked files of its papers by their path in the package; papers whose files are not there stay
            without.
        actor: the officer who takes the package over.

    Raises Refused where a dossier of the product is under way here already.
    """
    made: list[str] = []
    name = (arrival.unit.pk, search_key(arrival.producer))
    producer = known_producers([name]).get(name)
    if producer is None:
        producer = _producer(arrival, actor)
        made.append(PRODUCER)
    product = known_products([producer]).get((producer.pk, search_key(arrival.product)))
    if product is None:
        facts = arrival.facts.get("product", {})
        values = {name: facts.get(name, "") for name in PRODUCT_FIELDS if name != "name"}
        product = Product.objects.create(
            producer=producer, name=arrival.product, created_by=actor, **_cut(Product, values)
        )
        made.append(PRODUCT)
    if products_under_way([product], registration_round.law):
        raise Refused(_("A dossier of %(product)s is under way here already.") % {"product": product})
    dossier = _dossier(registration_round, arrival, product, actor)
    papers = _papers(dossier, arrival, files, actor)
    _items(dossier, arrival, papers)
    Submission.objects.create(dossier=dossier, ordinal=1, by=actor, content=snapshot_of(dossier))
    after = {"stars": arrival.stars, "made": made}
    event = journal.Event("arrive", _("Dossier arrived from the level below"), after=after, for_producer=True)
    journal.record(dossier, event, actor=actor)
    return Arrived(dossier, tuple(made))


def _cut(model: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return texts no longer than their columns."""
    lengths = {name: model._meta.get_field(name).max_length for name in values}
    return {name: str(value or "")[: lengths[name]] for name, value in values.items()}


def _producer(arrival: Arrival, actor: User) -> Producer:
    facts = arrival.facts.get("producer", {})
    values = _cut(Producer, {name: facts.get(name, "") for name in PRODUCER_FIELDS if name not in ("name",)})
    if values["legal_form"] not in LegalForm.values:
        values["legal_form"] = LegalForm.HOUSEHOLD
    dates = {name: _day(facts.get(name)) for name in ("registered_on", "founded_on")}
    return Producer.objects.create(
        name=arrival.producer[:200], unit=arrival.unit, created_by=actor, entered_by=actor, **values, **dates
    )


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _dossier(registration_round: RegistrationRound, arrival: Arrival, product: Product, actor: User) -> Dossier:
    texts = arrival.facts.get("texts", {})
    whole = {"revenue", "profit"}
    now = clock.now()
    return Dossier.objects.create(
        round=registration_round,
        producer=product.producer,
        product=product,
        unit=arrival.unit,
        law=registration_round.law,
        rubric=arrival.rubric,
        kind=arrival.kind if arrival.kind in DossierKind.values else DossierKind.FIRST,
        state=DossierState.DECIDED,
        outcome=SENT_UP,
        outcome_stars=arrival.stars,
        created_by=actor,
        entered_by=actor,
        submitted_at=now,
        forwarded_at=now,
        accepted_at=now,
        decided_at=now,
        **{name: texts.get(name) or (None if name in whole else "") for name in TEXTS if name in texts},
    )


def _papers(dossier: Dossier, arrival: Arrival, files: Mapping[str, CheckedUpload], actor: User) -> dict[str, Evidence]:
    found = {}
    for row in arrival.facts.get("papers", []):
        paper = Evidence.objects.create(
            producer=dossier.producer,
            kind=EvidenceKind(row["kind"]),
            issued_on=_day(row.get("issued_on")),
            expires_on=_day(row.get("expires_on")),
            created_by=actor,
            **_cut(Evidence, {name: row.get(name, "") for name in ("title", "number", "issuer")}),
        )
        for file in row["files"]:
            if (upload := files.get(file["path"])) is not None:
                EvidenceFile.objects.create(evidence=paper, stored=store_upload(upload=upload, by=actor))
        dossier.papers.add(paper)
        found[row["annex"]] = paper
    return found


def _items(dossier: Dossier, arrival: Arrival, papers: Mapping[str, Evidence]) -> None:
    criteria = {row.key: row for row in Criterion.objects.filter(rubric=arrival.rubric, is_leaf=True)}
    levels = {(row.criterion_id, row.order): row for row in Level.objects.filter(criterion__rubric=arrival.rubric)}
    for row in arrival.facts.get("items", []):
        criterion = criteria[row["item"]]
        item = DossierItem.objects.create(
            dossier=dossier,
            criterion=criterion,
            answered=True,
            level=levels.get((criterion.pk, row["level"])),
            description=row.get("description", ""),
        )
        item.evidence.set([papers[annex] for annex in row.get("papers", []) if annex in papers])


@transaction.atomic
def remove_arrival(*, dossier: Dossier, made: Iterable[str], actor: User) -> None:
    """Take an arrival back: the dossier with its papers, and the records that were made for it unless used since.

    Raises Refused where the dossier is in an evaluation round, or another one goes on with it, or it was changed.
    """
    if why := why_it_stays(dossier):
        raise Refused(why % {"product": dossier.product})
    producer, product = dossier.producer, dossier.product
    event = journal.Event("remove_arrival", _("Arrived dossier taken back"), before={"product": product.name})
    journal.record(dossier, event, actor=actor)
    papers = list(dossier.papers.all())
    dossier.delete()
    for paper in papers:
        if not hangs_on_paper(paper):
            paper.delete()
    if PRODUCT in made and not product.version and not hangs_on(product):
        product.delete()
    if PRODUCER in made and not producer.version and not hangs_on(producer):
        producer.delete()


def why_it_stays(dossier: Dossier) -> str:
    """Return why an arrived dossier cannot be taken back, with a place for ``product``; empty where it can.

    Copies that somebody has asked for are made of it and go with it.
    """
    found = hangs_on(dossier, but=_OWN)
    if found == "entries":
        return _("The dossier of %(product)s is used in a round already.")
    if found == "followed_by":
        return _("Another dossier goes on with that of %(product)s.")
    at_rest = dossier.state == DossierState.DECIDED and dossier.outcome == SENT_UP
    if found or not at_rest or dossier.files.exclude(kind__in=_COPIES).exists():
        return _("The dossier of %(product)s was changed after it had arrived.")
    return ""


_COPIES = (FileKind.WHOLE, FileKind.PACKAGE)
# What arrives with a dossier, and the files made of it, which are looked at by their kind.
_OWN = ("items", "submissions", "arrival", "files")


def hangs_on_paper(paper: Evidence) -> bool:
    """Tell whether another dossier or version uses a paper."""
    return paper.dossiers.exists() or paper.items.exists() or paper.later.exists()
