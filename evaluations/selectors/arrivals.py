"""What taking a received package over would make, product by product: seen before it is confirmed, and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.enums import UnitLevel
from accounts.models import Unit
from accounts.selectors import reaches
from activity.models import Job
from evaluations.models import Entry, ReceivedEntry, ReceivedPackage
from foundation.text import search_key
from registrations.models import Dossier, Producer, Product
from registrations.services import arriving
from rubrics.models import Decision


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
    """Return every product of a package with what would become, or became, of it."""
    law = Decision.objects.get(code=package.data["law"], published_at__isnull=False)
    rows = {row.number: row for row in package.rows.select_related("dossier__product")}
    return [_line(package, law, number, entry, rows) for number, entry in enumerate(package.data["entries"], start=1)]


def _line(
    package: ReceivedPackage, law: Decision, number: int, entry: dict[str, Any], rows: dict[int, ReceivedEntry]
) -> Line:
    row = rows.get(number)
    unit = commune_named(package, entry.get("commune") or {})
    producer = arriving.known_producer(unit, entry["producer"]["name"]) if unit is not None else None
    product = arriving.known_product(producer, entry["product"])
    problem = row.problem if row is not None else ""
    if row is None:
        problem = _problem(entry, unit, arriving.dossier_under_way(product, law))
    return Line(number, entry, unit, producer, product, problem, row)


def _problem(entry: dict[str, Any], unit: Unit | None, under_way: Dossier | None) -> str:
    if unit is None:
        return _("The portal does not know the commune %(name)s in this office's area.") % {
            "name": (entry.get("commune") or {}).get("name", "")
        }
    if under_way is not None:
        return _("A dossier of %(product)s is under way here already.") % {"product": entry["product"]}
    return ""


def commune_named(package: ReceivedPackage, commune: dict[str, Any]) -> Unit | None:
    """Return the commune by code, where its name fits too, else by a name that only one commune of the area has."""
    name = search_key(str(commune.get("name", "")))
    top = package.office.unit
    rows = [row for row in Unit.objects.filter(level=UnitLevel.COMMUNE) if search_key(row.name) == name]
    rows = [row for row in rows if top.level == UnitLevel.CENTRE or reaches(top.pk, row.pk)]
    by_code = [row for row in rows if row.code == commune.get("code")]
    chosen = by_code or rows
    return chosen[0] if len(chosen) == 1 else None


def arrivals_for(office_id: int) -> QuerySet[ReceivedEntry]:
    """Return the arrivals that an office has taken over."""
    return ReceivedEntry.objects.filter(package__office_id=office_id, dossier__isnull=False)


def result_below(entry: Entry) -> dict[str, Any] | None:
    """Return the result with which a dossier arrived by a package: points, stars, decision; None for others."""
    if entry.dossier.forwarded_at is None or entry.dossier.slip_number:
        return None  # it was filed here: no query for what most entries are
    row = ReceivedEntry.objects.filter(dossier_id=entry.dossier_id).select_related("package").first()
    if row is None:
        return None
    data = row.package.data
    facts = data["entries"][row.number - 1]
    return {
        "mean": facts["mean"],
        "stars": facts["stars"],
        "sender": row.package.sender,
        "decision": (data.get("decision") or {}).get("number", ""),
    }


def taking_job(package: ReceivedPackage) -> Job | None:
    """Return the job that takes the package over, newest first."""
    return Job.objects.filter(key__startswith=f"evaluations.take_package:{package.pk}:").order_by("-pk").first()
