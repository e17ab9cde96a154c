"""New versions of papers, and papers that go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock, files
from foundation.files import CheckedUpload
from foundation.models import StoredFile
from registrations import rules, selectors
from registrations.models import Dossier, Evidence, EvidenceFile
from registrations.models.dossiers import EDITABLE
from registrations.services.behalf import on_behalf_of
from registrations.services.dossiers import STILL_EDITABLE, open_for_writing
from registrations.services.evidence import may_change, store_files, stream_of


@files.nothing_left_behind()
@transaction.atomic
def replace_evidence(
    *,
    evidence: Evidence,
    values: Mapping[str, Any],
    uploads: Iterable[CheckedUpload],
    keep: Iterable[EvidenceFile],
    actor: User,
) -> Evidence:
    """Put a new version of a paper in the place of the current one, which stays as it is with its date.

    Dossiers that are being written go over to the new version; submitted ones stay with the old one.

    Args:
        values: what the new version says about itself.
        uploads: its new files.
        keep: files of the old version that belong to the new one too.

    Raises Refused without any file or when they cannot be stored, Conflict when somebody else was first.
    """
    if not rules.may_edit_evidence(actor, evidence):
        raise NotAllowed
    now = clock.now()
    if Evidence.objects.filter(pk=evidence.pk, superseded_at=None).update(superseded_at=now) != 1:
        raise Conflict(_("There is a newer version of this paper already. Look at it before you add another one."))
    new = Evidence(
        producer=evidence.producer,
        first_id=evidence.first_id_or_own,
        ordinal=evidence.ordinal + 1,
        created_by=actor,
        created_at=now,
        **values,
    )
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError as error:
        raise Conflict from error
    _take_over(new, keep, evidence)
    store_files(new, uploads, actor)
    if not new.files.exists():
        raise Refused(_("Choose at least one file."))
    _move_drafts(evidence, new)
    facts = ("title", "number", "expires_on")
    before, after = ({name: getattr(row, name) for name in facts} for row in (evidence, new))
    behalf = on_behalf_of(actor, new.producer)
    label = _("New version of the paper")
    event = journal.Event("replace", label, before, after, on_behalf_of=behalf, for_producer=True)
    journal.record(stream_of(new), event, actor=actor)
    return new


@transaction.atomic
def use_current_version(*, dossier: Dossier, evidence: Evidence, actor: User) -> None:
    """Let a returned dossier go with the newest version of a paper instead of the one that it was submitted with."""
    open_for_writing(dossier, actor)
    newest = Evidence.objects.filter(first=evidence.first_id_or_own, superseded_at=None).first()
    if newest is not None and newest.producer_id == dossier.producer_id:
        _swap(dossier, evidence, newest)


@transaction.atomic
def remove_file(*, file: EvidenceFile, actor: User) -> None:
    """Take a scan out of a paper that no submitted dossier uses. Raises Refused for its last one."""
    may_change(file.evidence, actor)
    if not file.evidence.files.exclude(pk=file.pk).exists():
        raise Refused(_("A paper needs a file. Add the better one first, then take this one out."))
    stored, name = file.stored, file.stored.original_name
    file.delete()
    _discard_unused([stored])
    behalf = on_behalf_of(actor, file.evidence.producer)
    label = _("File taken out")
    event = journal.Event("remove_file", label, before={"file": name}, on_behalf_of=behalf, for_producer=True)
    journal.record(stream_of(file.evidence), event, actor=actor)


@transaction.atomic
def remove_evidence(*, evidence: Evidence, actor: User) -> None:
    """Remove a paper with all its versions and files, also from dossiers that are being written.

    Raises Refused when a dossier was submitted with any of them: what was submitted stays as it was.
    """
    if not rules.may_edit_evidence(actor, evidence):
        raise NotAllowed
    first = evidence.first_id_or_own
    versions = list((Evidence.objects.filter(pk=first) | Evidence.objects.filter(first=first)).order_by("-ordinal"))
    for version in versions:
        refuse_if_submitted(version)
    behalf = on_behalf_of(actor, evidence.producer)
    before = {"title": evidence.title}
    event = journal.Event("remove", _("Paper removed"), before=before, on_behalf_of=behalf, for_producer=True)
    journal.record(stream_of(evidence), event, actor=actor)
    stored = list(StoredFile.objects.filter(pk__in=EvidenceFile.objects.filter(evidence__in=versions).values("stored")))
    for version in versions:
        version.delete()
    _discard_unused(stored)


def refuse_if_submitted(evidence: Evidence) -> None:
    """Raise Refused when a dossier was submitted with this version of the paper."""
    dossier = selectors.submitted_with(evidence)
    if dossier is not None:
        raise Refused(
            _("The paper “%(title)s” cannot be removed: it belongs to the dossier “%(product)s”, which was submitted.")
            % {"title": evidence.title, "product": dossier.product.name}
        )


def _take_over(new: Evidence, keep: Iterable[EvidenceFile], old: Evidence) -> None:
    for file in keep:
        if file.evidence_id != old.pk:
            raise NotAllowed
        EvidenceFile.objects.create(evidence=new, stored=file.stored)


def _move_drafts(old: Evidence, new: Evidence) -> None:
    """Let dossiers that are being written go with the new version; one that is submitted meanwhile keeps the old."""
    carrying = Dossier.objects.filter(papers=old) | Dossier.objects.filter(items__evidence=old)
    for pk in set(carrying.filter(state__in=EDITABLE).values_list("pk", flat=True)):
        if Dossier.objects.filter(STILL_EDITABLE, pk=pk).update(saved_at=clock.now()) == 1:
            _swap(Dossier.objects.get(pk=pk), old, new)


def _swap(dossier: Dossier, old: Evidence, new: Evidence) -> None:
    dossier.papers.remove(old)
    dossier.papers.add(new)
    for item in dossier.items.filter(evidence=old):
        item.evidence.remove(old)
        item.evidence.add(new)


def _discard_unused(stored: Iterable[StoredFile]) -> None:
    for row in stored:
        if not EvidenceFile.objects.filter(stored=row).exists():
            files.discard(row)
