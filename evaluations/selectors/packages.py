"""What a package for the next level must hold, and what of it is there: the list comes from the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.selectors import office_ids
from directives.enums import SENT
from directives.models import Document
from evaluations.enums import Outcome, PaperKind, RoundState
from evaluations.models import AdvisoryReport, Entry, EvaluationRound, PackageFile, PackageTick, ReceivedPackage
from evaluations.seats import recused_entry_ids

_PAPERS = {"submission": PaperKind.SUBMISSION, "minutes": PaperKind.MINUTES, "decision": PaperKind.DECISION}
_TICKED = ("by_hand", "advice", "tests")


@dataclass(frozen=True)
class Item:
    """One thing that the decision lists, for one product."""

    code: str
    title: str
    source: str
    required: bool
    there: bool
    note: str = ""
    document: Document | None = None
    ticked: bool = False

    @property
    def may_be_ticked(self) -> bool:
        """Whether people say that it is there: samples, and what was written outside of the portal."""
        return self.ticked or (self.source in _TICKED and not self.there)

    @property
    def is_missing(self) -> bool:
        """Whether the package is not complete without it."""
        return self.required and not self.there


@dataclass(frozen=True)
class EntryPackage:
    """A product that is sent up with its items."""

    entry: Entry
    items: list[Item]

    @property
    def missing(self) -> list[Item]:
        """What is still missing."""
        return [item for item in self.items if item.is_missing]


def sent_up_entries(found: EvaluationRound, user: Any) -> list[Entry]:
    """Return the products of a published round that go up, without those from which the person is recused."""
    if found.state != RoundState.PUBLISHED:
        return []
    rows = found.entries.filter(outcome=Outcome.PROPOSED_UP).exclude(pk__in=recused_entry_ids(user))
    related = ("dossier__product", "dossier__producer", "dossier__unit", "dossier__round", "rubric", "round")
    return list(rows.select_related(*related).order_by("result_order", "pk"))


def checklist(found: EvaluationRound, user: Any) -> list[EntryPackage]:
    """Return for each product that goes up what the decision lists and whether it is there."""
    entries = sent_up_entries(found, user)
    papers = {
        paper.kind: paper.document
        for paper in found.papers.filter(kind__in=_PAPERS.values()).select_related("document")
    }
    reports = {
        row.entry_id: row
        for row in AdvisoryReport.objects.filter(entry__in=entries).prefetch_related("tests")
        if row.handed_over_at is not None
    }
    ticks = {(row.entry_id, row.code): row for row in PackageTick.objects.filter(entry__in=entries)}
    return [EntryPackage(entry, [_item(row, entry, papers, reports, ticks) for row in found.law.package_items])
            for entry in entries]  # fmt: skip


def _item(row: dict[str, Any], entry: Entry, papers: Any, reports: Any, ticks: Any) -> Item:
    source, document, note = row["source"], None, ""
    report = reports.get(entry.pk)
    tick = ticks.get((entry.pk, row["code"]))
    if source in _PAPERS:
        document = papers.get(_PAPERS[source])
        there = document is not None and document.state in SENT
        note = document.full_number if document is not None else ""
    elif source == "advice":
        there = report is not None
    elif source == "tests":
        there = report is not None and any(test.received_on for test in report.tests.all())
    else:
        there = source == "dossier"
    if tick is not None:
        there, note = True, tick.note
    return Item(row["code"], row["title"], source, row["required"], there, note, document, tick is not None)


def newest_package(found: EvaluationRound) -> PackageFile | None:
    """Return the ZIP that was asked for last. The caller has checked who runs the round."""
    return PackageFile.objects.filter(round=found).select_related("stored").defer("data").first()


def received_visible_to(user: Any) -> QuerySet[ReceivedPackage]:
    """Return the packages that the person's office has received; their data are read where they are asked for."""
    if not (user and user.is_authenticated):
        return ReceivedPackage.objects.none()
    offices = office_ids(user, Role.ROUND_OFFICER, Role.LEADER)
    return ReceivedPackage.objects.filter(office_id__in=offices).select_related("office", "received_by").defer("data")
