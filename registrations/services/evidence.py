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
from registrations import rules
from registrations.editing import save_columns
from registrations.models import Dossier, Evidence, EvidenceFile, Producer
from registrations.models.dossiers import EDITABLE
from registrations.services.dossiers import open_for_writing

MAX_FILES = 20


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
    _store(evidence, uploads, actor)
    if dossier is not None:
        dossier.papers.add(evidence)
    after = {"kind": evidence.kind, "title": evidence.title, "number": evidence.number}
    journal.record(evidence, journal.Event("create", _("Paper added"), after=after, for_producer=True), actor=actor)
    return evidence


@transaction.atomic
def add_files(*, evidence: Evidence, uploads: Iterable[CheckedUpload], actor: User) -> Evidence:
    """Add scans or photographs to a paper; files that are there stay."""
    _may_change(evidence, actor)
    _store(evidence, uploads, actor)
    return evidence


@transaction.atomic
def update_evidence(*, evidence: Evidence, values: Mapping[str, Any], seen: str | None, actor: User) -> Evidence:
    """Change what is said about a paper. Raises ChangedElsewhere, and Refused once a dossier with it was submitted."""
    _may_change(evidence, actor)
    before = save_columns(evidence, values, seen=seen)
    if before:
        after = {name: values[name] for name in before}
        event = journal.Event("change", _("Paper changed"), before, after, for_producer=True)
        journal.record(evidence, event, actor=actor)
    return evidence


@transaction.atomic
def attach_paper(*, dossier: Dossier, evidence: Evidence, actor: User) -> None:
    """Let a paper of the producer go with a dossier that is open for writing."""
    if evidence.producer_id != dossier.producer_id:
        raise NotAllowed
    open_for_writing(dossier, actor)
    dossier.papers.add(evidence)


@transaction.atomic
def detach_paper(*, dossier: Dossier, evidence: Evidence, actor: User) -> None:
    """Take a paper out of a dossier that is open for writing, and out of its items. The paper itself stays."""
    open_for_writing(dossier, actor)
    dossier.papers.remove(evidence)
    for item in dossier.items.filter(evidence=evidence):
        item.evidence.remove(evidence)


def _may_change(evidence: Evidence, actor: User) -> None:
    if not rules.may_edit_evidence(actor, evidence):
        raise NotAllowed
    used = Dossier.objects.filter(papers=evidence) | Dossier.objects.filter(items__evidence=evidence)
    if used.exclude(state__in=EDITABLE).exists():
        raise Refused(
            _("This paper belongs to a dossier that was submitted. Add the new version as a paper of its own.")
        )


def _store(evidence: Evidence, uploads: Iterable[CheckedUpload], actor: User) -> None:
    chosen = list(uploads)
    if evidence.files.count() + len(chosen) > MAX_FILES:
        raise Refused(_("A paper holds at most %(limit)s files.") % {"limit": MAX_FILES})
    for upload in chosen:
        try:
            stored = files.store_upload(upload=upload, by=actor)
        except OSError as error:
            raise Refused(
                _("The file could not be stored: the portal has no space left. Nothing was saved.")
            ) from error
        EvidenceFile.objects.create(evidence=evidence, stored=stored)
