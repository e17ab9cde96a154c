"""Uploads, and files that the portal makes of a dossier: asked for in the act's transaction, made by a job."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from activity import jobs
from activity.errors import NotAllowed, Refused
from foundation import clock, files
from foundation.files import CheckedUpload
from foundation.models import StoredFile
from registrations.enums import FileKind
from registrations.filed import compose
from registrations.models import Dossier, DossierFile
from registrations.selectors import dossiers_visible_to
from registrations.selectors.files import MAKE_FORM, files_to_show, making_key


def keep_upload(upload: CheckedUpload, actor: User) -> StoredFile:
    """Store what somebody has uploaded, in the caller's transaction. Raises Refused where there is no room for it."""
    try:
        return files.store_upload(upload=upload, by=actor)
    except files.NotStored as error:
        raise Refused(str(error.strerror)) from error


def ask_for_file(*, dossier: Dossier, kind: str, context: dict[str, Any], actor: User) -> DossierFile:
    """Fix what a form says and queue the job that makes its PDF. Runs in the caller's transaction."""
    file = DossierFile.objects.create(dossier=dossier, kind=kind, context=context, asked_at=clock.now())
    return queued(file, actor)


@transaction.atomic
def ask_for_copy(*, dossier: Dossier, kind: str, actor: User) -> DossierFile:
    """Ask for the whole dossier as one PDF, or with its papers as a ZIP (which holds that PDF).

    Asking again while nothing has changed returns the copy that is there. Raises NotAllowed for whoever does not see
    the dossier.
    """
    if not dossiers_visible_to(actor).filter(pk=dossier.pk).exists():
        raise NotAllowed
    context = compose(dossier)
    whole = _copy(dossier, FileKind.WHOLE, context, actor)
    if kind == FileKind.WHOLE:
        return whole
    return _copy(dossier, FileKind.PACKAGE, context | {"whole": whole.pk}, actor)


@transaction.atomic
def make_file_again(*, file: DossierFile, actor: User) -> DossierFile:
    """Queue once more the job of a form that could not be made; what it says stays as it was fixed.

    Raises NotAllowed for whoever does not see the form.
    """
    if file not in files_to_show(file.dossier, actor):
        raise NotAllowed
    return file if file.stored_id is not None else queued(file, actor)


def _copy(dossier: Dossier, kind: str, context: dict[str, Any], actor: User) -> DossierFile:
    last = DossierFile.objects.filter(dossier=dossier, kind=kind).order_by("pk").last()
    if last is None or last.context != context:
        return ask_for_file(dossier=dossier, kind=kind, context=context, actor=actor)
    return last if last.stored_id is not None else queued(last, actor)


def queued(file: DossierFile, actor: User) -> DossierFile:
    """Queue the job that makes a file; one that has failed is tried again. Runs in the caller's transaction."""
    jobs.enqueue(MAKE_FORM, key=making_key(file), payload={"file": file.pk}, requested_by=actor)
    return file
