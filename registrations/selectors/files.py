"""The door to files: a stored file is seen by whoever sees the paper or the dossier that it belongs to."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from activity.enums import JobState
from activity.models import Job
from foundation.models import StoredFile
from registrations.enums import FileKind
from registrations.models import Dossier, DossierFile, EvidenceFile, SignedPaper
from registrations.selectors.doors import (
    dossiers_shared_with,
    dossiers_visible_to,
    evidence_visible_to,
    wishes_visible_to,
)
from registrations.selectors.dossiers import shares_completion
from registrations.selectors.outreach import outreach_visible_to

MAKE_FORM = "registrations.make_form"


def stored_file_visible_to(user: Any) -> QuerySet[StoredFile]:
    """Return the files of evidence and the forms of dossiers, and the pictures of outreach, that a person may see."""
    evidence = EvidenceFile.objects.filter(evidence__in=evidence_visible_to(user)).values("stored_id")
    seen = Q(dossier__in=dossiers_visible_to(user))
    between = Q(kind=FileKind.TO_COMMUNE) & ~Q(dossier__in=dossiers_shared_with(user).values("pk"))
    forms = DossierFile.objects.filter(seen).exclude(between).values("stored_id")
    of_seen = Q(wish__in=wishes_visible_to(user)) | Q(dossier__in=dossiers_visible_to(user))
    signed = SignedPaper.objects.filter(of_seen).values("stored_id")
    outreach = outreach_visible_to(user).exclude(file=None).values("file_id")
    return StoredFile.objects.filter(Q(pk__in=evidence) | Q(pk__in=forms) | Q(pk__in=signed) | Q(pk__in=outreach))


def files_to_show(dossier: Dossier, user: Any) -> list[DossierFile]:
    """Return the forms of a dossier that a person may see, oldest first; of its copies only the newest of each kind.

    Each tells whether its making failed (``with_failures``). What was given out for signing stays on the page of the
    signature.
    """
    rows = list(with_failures(dossier.files.select_related("stored").defer("context")))
    if not shares_completion(user, dossier):
        rows = [row for row in rows if row.kind != FileKind.TO_COMMUNE]
    newest = {row.kind: row for row in rows}
    rows = [row for row in rows if row.kind != FileKind.TO_SIGN]
    return [row for row in rows if row.kind not in _NEWEST_ONLY or newest[row.kind] is row]


_NEWEST_ONLY = (FileKind.WHOLE, FileKind.PACKAGE, FileKind.E_SIGNED)


def making_key(file: DossierFile) -> str:
    """Return the key of the job that makes a file of a dossier."""
    return f"{MAKE_FORM}:{file.pk}"


def with_failures(rows: QuerySet[DossierFile]) -> QuerySet[DossierFile]:
    """Return files with ``making_failed``: the job has given up, the file is made only if it is asked for again."""
    key = Concat(Value(f"{MAKE_FORM}:"), Cast(OuterRef("pk"), CharField()))
    return rows.annotate(making_failed=Exists(Job.objects.filter(key=key, state=JobState.FAILED)))
