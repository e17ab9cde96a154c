"""Forms that the portal makes of a dossier: asked for in the act's transaction, made by a job."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from activity import jobs
from foundation import clock
from registrations.models import Dossier, DossierFile

MAKE_FORM = "registrations.make_form"


def ask_for_file(*, dossier: Dossier, kind: str, context: dict[str, Any], actor: User) -> DossierFile:
    """Fix what a form says and queue the job that makes its PDF. Runs in the caller's transaction."""
    file = DossierFile.objects.create(dossier=dossier, kind=kind, context=context, asked_at=clock.now())
    jobs.enqueue(MAKE_FORM, key=f"{MAKE_FORM}:{file.pk}", payload={"file": file.pk}, requested_by=actor)
    return file
