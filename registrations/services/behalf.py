"""Writes of the commune on behalf of producers without a computer: the signed paper, and the mark of who wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import JournalEntry
from activity.notifications import notify
from foundation import clock, files
from foundation.files import CheckedUpload
from registrations import people_notices, rules
from registrations.enums import FileKind
from registrations.models import Dossier, Producer, SignedPaper, Wish
from registrations.services.files import keep_upload

MAX_SIGNED = 10


def on_behalf_of(actor: Any, producer: Producer) -> str:
    """Return for whom the actor acts, as the journal keeps it; empty where the producer's own people act."""
    return producer.name if rules.acts_on_behalf(actor, producer) else ""


def keep_signed(obj: Wish | Dossier, uploads: Sequence[CheckedUpload], actor: User) -> None:
    """Store the scans of what the person signed on paper, in the caller's transaction.

    Raises Refused without any, with too many, and when the disk is full.
    """
    if not uploads:
        raise Refused(_("Add the scan of the paper that the producer has signed."))
    if obj.signed_papers.count() + len(uploads) > MAX_SIGNED:
        raise Refused(_("At most %(limit)s scans of signed papers are kept here.") % {"limit": MAX_SIGNED})
    place = {"wish": obj} if isinstance(obj, Wish) else {"dossier": obj}
    for upload in uploads:
        SignedPaper.objects.create(stored=keep_upload(upload, actor), at=clock.now(), by=actor, **place)


@files.nothing_left_behind()
@transaction.atomic
def add_signed(*, dossier: Dossier, uploads: Sequence[CheckedUpload], actor: User) -> None:
    """Add the scans of the dossier as the person has signed it on paper. Raises Conflict once it was submitted."""
    if not rules.acts_on_behalf(actor, dossier.producer):
        raise NotAllowed
    if not Dossier.objects.get(pk=dossier.pk).is_editable:
        raise Conflict(_("The dossier has been submitted and cannot be changed now."))
    keep_signed(dossier, uploads, actor)
    note_writing(dossier, actor)
    event = journal.Event(
        "signed_paper",
        _("Scan of the signed paper added"),
        after={"files": [upload.name for upload in uploads]},
        on_behalf_of=dossier.producer.name,
        for_producer=True,
    )
    journal.record(dossier, event, actor=actor)


def lacks_signed(dossier: Dossier) -> bool:
    """Tell whether nothing signed was added since the dossier was last submitted.

    A scan of a signed paper is, a signed undertaking, and the forms with the producer's digital signature.
    """
    last = dossier.submissions.order_by("-ordinal").first()
    papers, files_signed = dossier.signed_papers.all(), dossier.files.filter(kind__in=_SIGNED)
    if last is not None:
        papers, files_signed = papers.filter(at__gt=last.at), files_signed.filter(asked_at__gt=last.at)
    return not (papers.exists() or files_signed.exists())


_SIGNED = (FileKind.UNDERTAKING, FileKind.E_SIGNED)


def check_signed(dossier: Dossier, actor: User) -> None:
    """Refuse to submit on behalf of a producer without the scan of what was signed for this submission."""
    if rules.acts_on_behalf(actor, dossier.producer) and lacks_signed(dossier):
        raise Refused(_("Add the scan of the paper that the producer has signed."))


def note_writing(dossier: Dossier, actor: User) -> None:
    """Mark a dossier as entered by the officer who writes in it on behalf of the producer.

    Journal and notice come once a day for each officer: the producer's people always know who wrote for them.
    """
    if not rules.acts_on_behalf(actor, dossier.producer):
        return
    if Dossier.objects.filter(pk=dossier.pk, entered_by=None).update(entered_by=actor):
        dossier.entered_by = actor
    today = clock.start_of(clock.today())
    if JournalEntry.objects.filter(stream=dossier.stream, action="enter", actor=actor, at__gte=today).exists():
        return
    event = journal.Event(
        "enter", _("Entered on behalf of the producer"), on_behalf_of=dossier.producer.name, for_producer=True
    )
    entry = journal.record(dossier, event, actor=actor)
    for notice in people_notices.written_on_behalf(dossier, actor):
        notify(dossier, notice, occasion=str(entry.seq))
