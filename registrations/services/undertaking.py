"""The producer's undertaking (cam kết): given here by name, or signed on paper and scanned."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock
from foundation.files import CheckedUpload
from registrations import rules
from registrations.enums import FileKind
from registrations.models import Dossier, DossierFile
from registrations.models.dossiers import EDITABLE
from registrations.selectors.digital import signed_forms_of
from registrations.services.behalf import on_behalf_of
from registrations.services.files import keep_upload


@transaction.atomic
def undertake(*, dossier: Dossier, undertaken_by: str, actor: User, scan: CheckedUpload | None = None) -> Dossier:
    """Undertake that the dossier is true, by name here or with the scan of the signed paper.

    Raises Refused without a name or when the disk is full, Conflict once the dossier was submitted.
    """
    if not rules.files_for(actor, dossier):
        raise NotAllowed
    name = undertaken_by.strip()
    if not name:
        raise Refused(_("Confirm the undertaking with the name of the representative."))
    words = _("Undertaking signed on paper") if scan is not None else _("Undertaking given by name")
    set_undertaking(dossier, name=name, at=clock.now(), words=words, after={"name": name}, actor=actor)
    if scan is not None:
        _keep_scan(dossier, name, scan, actor)
    return dossier


def set_undertaking(
    dossier: Dossier, *, name: str, at: datetime, words: str, after: dict[str, Any], actor: User
) -> None:
    """Write who undertakes since when, in the caller's transaction. Raises Conflict once the dossier was submitted.

    Args:
        words, after: what the journal says of it.
    """
    rows = Dossier.objects.filter(pk=dossier.pk, state__in=EDITABLE)
    if rows.update(undertaken_by=name, undertaken_at=at) != 1:
        raise Conflict(_("The dossier has been submitted and cannot be changed now."))
    behalf = on_behalf_of(actor, dossier.producer)
    event = journal.Event("undertake", words, after=after, on_behalf_of=behalf, for_producer=True)
    journal.record(dossier, event, actor=actor)
    dossier.refresh_from_db()


def _keep_scan(dossier: Dossier, name: str, scan: CheckedUpload, actor: User) -> None:
    stored = keep_upload(scan, actor)
    DossierFile.objects.create(
        dossier=dossier, kind=FileKind.UNDERTAKING, context={"name": name}, stored=stored, asked_at=clock.now()
    )


def undertaking_holds(dossier: Dossier) -> bool:
    """Tell whether the undertaking was given after the last change: then submitting does not ask for it again."""
    if dossier.undertaken_at is None or dossier.undertaken_at < dossier.saved_at:
        return False
    signed = signed_forms_of(dossier)
    # A digital signature stands for every letter that was signed, records and papers of the producer too.
    return signed is None or signed.file.asked_at != dossier.undertaken_at or not signed.outdated


def since(dossier: Dossier, undertaken_by: str) -> datetime:
    """Return since when the undertaking stands: that of the signed step, or this moment."""
    given = dossier.undertaken_at
    holds = given is not None and undertaking_holds(dossier) and dossier.undertaken_by == undertaken_by.strip()
    return given if holds and given is not None else clock.now()
