"""Writes about the producer's papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import NotAllowed, Refused
from foundation import clock, files
from foundation.files import CheckedUpload
from registrations import duplicates, rules, selectors
from registrations.editing import save_columns
from registrations.models import Dossier, Evidence, EvidenceFile, Producer
from registrations.models.evidence import searched_by
from registrations.services.behalf import on_behalf_of
from registrations.services.dossiers import open_for_writing
from registrations.services.files import keep_upload

MAX_FILES = 20


@files.nothing_left_behind()
@transaction.atomic
def add_evidence(
    *,
    producer: Producer,
    values: Mapping[str, Any],
    uploads: Iterable[CheckedUpload],
    actor: User,
    dossier: Dossier | None = None,
) -> Evidence:
    """Add a paper with its files; with ``dossier`` it goes with that dossier at once.

    Raises Refused when the disk is full: then nothing of it is kept.
    """
    if not rules.may_edit_producer(actor, producer):
        raise NotAllowed
    if dossier is not None:
        open_for_writing(dossier, actor)
    evidence = Evidence.objects.create(producer=producer, created_by=actor, created_at=clock.now(), **values)
    store_files(evidence, uploads, actor)
    if dossier is not None:
        dossier.papers.add(evidence)
    after = {"kind": evidence.kind, "title": evidence.title, "number": evidence.number}
    behalf = on_behalf_of(actor, producer)
    event = journal.Event("create", _("Paper added"), after=after, on_behalf_of=behalf, for_producer=True)
    journal.record(stream_of(evidence), event, actor=actor)
    return evidence


@files.nothing_left_behind()
@transaction.atomic
def add_files(*, evidence: Evidence, uploads: Iterable[CheckedUpload], actor: User) -> Evidence:
    """Add scans or photographs to a paper; files that are there stay, and the same file is not stored twice.

    Raises Refused once a dossier with the paper was submitted, when there are too many, and on a full disk.
    """
    may_change(evidence, actor)
    store_files(evidence, uploads, actor)
    return evidence


@files.nothing_left_behind()
@transaction.atomic
def update_evidence(
    *,
    evidence: Evidence,
    values: Mapping[str, Any],
    seen: str | None,
    actor: User,
    uploads: Iterable[CheckedUpload] = (),
) -> Evidence:
    """Change what is said about a paper, and add files to it.

    Raises ChangedElsewhere, and Refused once a dossier was submitted with it or when files cannot be stored.
    """
    may_change(evidence, actor)
    search = searched_by(values.get("title", evidence.title), values.get("number", evidence.number))
    before = save_columns(evidence, values, seen=seen, also={"search": search})
    if before:
        after = {name: values[name] for name in before}
        behalf = on_behalf_of(actor, evidence.producer)
        event = journal.Event("change", _("Paper changed"), before, after, on_behalf_of=behalf, for_producer=True)
        journal.record(stream_of(evidence), event, actor=actor)
    store_files(evidence, uploads, actor)
    return evidence


@transaction.atomic
def attach_paper(*, dossier: Dossier, evidence: Evidence, actor: User) -> None:
    """Let a paper of the producer go with a dossier that is open for writing."""
    if evidence.producer_id != dossier.producer_id:
        raise NotAllowed
    open_for_writing(dossier, actor)
    dossier.papers.add(evidence)


@transaction.atomic
def attach_papers(*, dossier: Dossier, papers: Iterable[Evidence], actor: User) -> None:
    """Let several papers of the producer go with a dossier that is open for writing."""
    chosen = list(papers)
    if any(paper.producer_id != dossier.producer_id for paper in chosen):
        raise NotAllowed
    open_for_writing(dossier, actor)
    dossier.papers.add(*chosen)


@transaction.atomic
def detach_paper(*, dossier: Dossier, evidence: Evidence, actor: User) -> None:
    """Take a paper out of a dossier that is open for writing, and out of its items. The paper itself stays."""
    open_for_writing(dossier, actor)
    dossier.papers.remove(evidence)
    for item in dossier.items.filter(evidence=evidence):
        item.evidence.remove(evidence)


def stream_of(evidence: Evidence) -> str:
    """Return the journal's chain of a paper: all its versions share that of the first."""
    return f"{Evidence._meta.label_lower}:{evidence.first_id_or_own}"


def may_change(evidence: Evidence, actor: User) -> None:
    """Raise NotAllowed, or Refused for a version that was replaced or that a submitted dossier was submitted with."""
    if not rules.may_edit_evidence(actor, evidence):
        raise NotAllowed
    if not Evidence.objects.filter(pk=evidence.pk, superseded_at=None).exists():
        raise Refused(_("There is a newer version of this paper. Look at it before you change anything."))
    if selectors.submitted_with(evidence) is not None:
        raise Refused(_("This paper belongs to a dossier that was submitted. Make a new version of it instead."))


def store_files(evidence: Evidence, uploads: Iterable[CheckedUpload], actor: User) -> None:
    """Store uploads with a version of a paper, in the caller's transaction, without those that it holds already."""
    chosen, _repeated = duplicates.split(uploads, selectors.marks_of_paper(evidence))
    if evidence.files.count() + len(chosen) > MAX_FILES:
        raise Refused(_("A paper holds at most %(limit)s files.") % {"limit": MAX_FILES})
    for upload in chosen:
        EvidenceFile.objects.create(evidence=evidence, stored=keep_upload(upload, actor))
