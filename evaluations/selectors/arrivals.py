"""What taking a received package over would make, product by product: seen before it is confirmed, and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from accounts.enums import UnitLevel
from accounts.models import Unit
from accounts.selectors import unit_ids_reached_by
from activity.models import Job
from evaluations.models import Entry, ReceivedEntry, ReceivedPackage
from evaluations.seats import recused_entry_ids
from foundation.text import search_key
from registrations.models import Dossier, Producer, Product
from registrations.services import arriving
from rubrics.models import Decision

_Communes = dict[str, list[Unit]]


@dataclass(frozen=True)
class Line:
    """A product of a package: the commune it belongs to, what is known of it here, and why it cannot be taken."""

    number: int
    entry: dict[str, Any]
    unit: Unit | None
    producer: Producer | None
    product: Product | None
    problem: str
    row: ReceivedEntry | None

    @property
    def may_be_taken(self) -> bool:
        """Whether taking the package over makes a dossier of it."""
        return not self.problem

    @property
    def files(self) -> list[dict[str, str]]:
        """The files of its papers that the ZIP must hold."""
        papers = (self.entry.get("dossier") or {}).get("papers", [])
        return [file for paper in papers for file in paper["files"]]

    @property
    def dossier(self) -> Dossier | None:
        """The dossier that was made."""
        return self.row.dossier if self.row is not None else None


def lines_of(package: ReceivedPackage) -> list[Line]:
    """Return every product of a package with what would become, or became, of it; always the same few queries."""
    law = Decision.objects.get(code=package.data["law"], published_at__isnull=False)
    entries = list(enumerate(package.data["entries"], start=1))
    rows = {row.number: row for row in package.rows.select_related("dossier__product")}
    here = _known(package, [entry for _number, entry in entries], law)
    return [_line(number, entry, rows.get(number), here) for number, entry in entries]


def lines_shown_to(user: Any, package: ReceivedPackage) -> list[Line]:
    """Return the same without the products from which the person is recused in a round of this level."""
    closed = set(Dossier.objects.filter(entries__in=recused_entry_ids(user)).values_list("pk", flat=True))
    return [line for line in lines_of(package) if line.row is None or line.row.dossier_id not in closed]


@dataclass(frozen=True)
class _Known:
    """What this portal has of a package: communes by the search key of their name, producers and products."""

    communes: _Communes
    producers: dict[tuple[int, str], Producer]
    products: dict[tuple[int, str], Product]
    under_way: set[int]


def _commune(entry: dict[str, Any], communes: _Communes) -> Unit | None:
    """Return the commune by code, where its name fits too, else by a name that only one of the area has."""
    named = entry.get("commune") or {}
    rows = communes.get(search_key(str(named.get("name", ""))), [])
    chosen = [row for row in rows if row.code == named.get("code")] or rows
    return chosen[0] if len(chosen) == 1 else None


def _known(package: ReceivedPackage, entries: list[dict[str, Any]], law: Decision) -> _Known:
    communes: _Communes = {}
    names = {search_key(str((entry.get("commune") or {}).get("name", ""))) for entry in entries}
    for row in _communes_of(package.office.unit).filter(search__in=names):
        communes.setdefault(row.search, []).append(row)
    makers = ((_commune(entry, communes), search_key(entry["producer"]["name"])) for entry in entries)
    producers = arriving.known_producers((unit.pk, maker) for unit, maker in makers if unit is not None)
    products = arriving.known_products(producers.values())
    return _Known(communes, producers, products, arriving.products_under_way(products.values(), law))


def _communes_of(top: Unit) -> QuerySet[Unit]:
    rows = Unit.objects.filter(level=UnitLevel.COMMUNE)
    return rows if top.level == UnitLevel.CENTRE else rows.filter(pk__in=unit_ids_reached_by([top.pk]))


def _line(number: int, entry: dict[str, Any], row: ReceivedEntry | None, here: _Known) -> Line:
    unit = _commune(entry, here.communes)
    producer = here.producers.get((unit.pk, search_key(entry["producer"]["name"]))) if unit is not None else None
    product = here.products.get((producer.pk, search_key(entry["product"]))) if producer is not None else None
    if row is not None:
        return Line(number, entry, unit, producer, product, row.problem, row)
    under_way = product is not None and product.pk in here.under_way
    return Line(number, entry, unit, producer, product, _problem(entry, unit, under_way=under_way), None)


def _problem(entry: dict[str, Any], unit: Unit | None, *, under_way: bool) -> str:
    if unit is None:
        return _("The portal does not know the commune %(name)s in this office's area.") % {
            "name": (entry.get("commune") or {}).get("name", "")
        }
    if under_way:
        return _("A dossier of %(product)s is under way here already.") % {"product": entry["product"]}
    return ""


def result_below(entry: Entry) -> dict[str, Any] | None:
    """Return the result with which a dossier arrived by a package: points, stars, decision; None for others."""
    if entry.dossier.forwarded_at is None or entry.dossier.slip_number:
        return None  # it was filed here: no query for what most entries are
    row = ReceivedEntry.objects.filter(dossier_id=entry.dossier_id).first()
    if row is None:
        return None
    # The database looks the values up: the data of a package are megabytes, and this stands on a page of members.
    place = f"data__entries__{row.number - 1}"
    mean, stars, sender, number = ReceivedPackage.objects.values_list(
        KT(f"{place}__mean"), KT(f"{place}__stars"), "sender", KT("data__decision__number")
    ).get(pk=row.package_id)
    return {"mean": mean, "stars": int(stars), "sender": sender, "decision": number or ""}


def taking_job(package: ReceivedPackage) -> Job | None:
    """Return the job that takes the package over now."""
    return Job.objects.filter(key=package.taking_key).first()
