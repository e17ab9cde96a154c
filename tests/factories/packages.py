"""Packages as the level below sends them: the ZIP that its portal makes, and what may have become of it on the way."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

from activity import jobs
from directives import services as directives
from evaluations import services
from evaluations.enums import PaperKind, RoundState
from evaluations.models import EvaluationRound, ReceivedPackage
from evaluations.packages.writing import digest_of
from foundation import files
from registrations.models import Dossier, DossierItem, Evidence, EvidenceFile
from rubrics.models import Level
from tests.factories.evaluations import Hall, bring_to, close, entry_of, make_round, submit_all
from tests.factories.uploads import pdf


def write_dossier(dossier: Dossier) -> None:
    """Give a dossier a text, an answered item and a paper with a file."""
    dossier.story = "Chuyện của nương sâm."
    dossier.revenue = 1_200_000_000
    dossier.save()
    stored = files.store(name="kiem nghiem.pdf", content_type="application/pdf", content=pdf())
    paper = Evidence.objects.create(
        producer=dossier.producer, kind="test_report", title="Phiếu kiểm nghiệm", number="12/KN",
        expires_on=date(2027, 1, 1), created_by=dossier.created_by,
    )  # fmt: skip
    EvidenceFile.objects.create(evidence=paper, stored=stored)
    level = Level.objects.filter(criterion__rubric=dossier.rubric, criterion__is_leaf=True).order_by("pk").first()
    item = DossierItem.objects.create(
        dossier=dossier, criterion=level.criterion, answered=True, level=level, description="Có hợp đồng."
    )
    item.evidence.add(paper)
    dossier.papers.add(paper)


def publish_with_papers(hall: Hall, found: EvaluationRound) -> None:
    """Close and publish a round whose sheets are in, and issue its minutes and its submission."""
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    close(hall, found)
    bring_to(hall, found, RoundState.PUBLISHED)
    people = {"check": hall.head, "form_check": hall.clerk, "approve": hall.leader, "issue": hall.clerk}
    for kind in (PaperKind.MINUTES, PaperKind.SUBMISSION):
        document = found.papers.get(kind=kind).document
        for action, who in people.items():
            directives.act(document=document, action=action, actor=who)
            jobs.run_waiting()
            document.refresh_from_db()


def complete_round(hall: Hall, *, entries: int = 1) -> EvaluationRound:
    """Return a published round that sends its products up, with everything that the decision lists."""
    found = make_round(hall, entries=entries)
    rows = [entry_of(found, index) for index in range(entries)]
    for entry in rows:
        write_dossier(entry.dossier)
    submit_all(hall, found, 92)
    publish_with_papers(hall, found)
    for entry in rows:
        for code in ("bao-cao-to-tu-van", "mau-san-pham"):
            services.tick_item(entry=entry, code=code, note="Giấy", there=True, actor=hall.officer)
    return found


def send(hall: Hall) -> bytes:
    """Return the ZIP of a province, as its own portal makes it, with names that the portal does not know."""
    made = services.ask_for_package(evaluation_round=complete_round(hall), actor=hall.officer)
    jobs.run_waiting()
    made.refresh_from_db()
    return renamed(files.read(made.stored))


def receive(ministry: tuple[Any, Any], content: bytes) -> ReceivedPackage:
    """Receive a package as an officer for an office."""
    actor, office = ministry
    return services.receive_package(office=office, content=content, actor=actor)


def take(ministry: tuple[Any, Any], package: ReceivedPackage) -> ReceivedPackage:
    """Take a package over, with the job that does it."""
    services.take_package(package=package, actor=ministry[0])
    jobs.run_waiting()
    package.refresh_from_db()
    return package


def resealed(content: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return the ZIP with other data, under a digest that fits them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        data = json.loads(old.read("du-lieu.json"))
        change(data)
        data["digest"] = digest_of(data)
        new.writestr("du-lieu.json", json.dumps(data))
        for name in old.namelist():
            if name != "du-lieu.json":
                new.writestr(name, old.read(name))
    return out.getvalue()


def renamed(content: bytes, **changes: Any) -> bytes:
    """Return the ZIP with other names of product and producer, and with other values of its first product."""

    def change(data: dict[str, Any]) -> None:
        entry = data["entries"][0]
        entry["product"] = "Trà sâm dây"
        entry["producer"]["name"] = "Hợp tác xã Mây"
        entry |= changes

    return resealed(content, change)


def data_file(content: bytes) -> bytes:
    """Return the data file that lies in a ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("du-lieu.json")
