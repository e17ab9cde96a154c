"""Putting issued documents onto the public announcements page, and taking them off."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import jobs, journal
from activity.errors import NotAllowed, Refused
from activity.models import Job
from directives import rules
from directives.enums import SENT
from directives.models import Document
from foundation import clock


@jobs.handler("publish_document")
def run_publish_job(job: Job, progress: jobs.Progress) -> None:
    """Publish the document that the job asks for."""
    document = Document.objects.get(pk=job.payload["document"])
    _set_published(document, None, published=True)
    progress(1, 1)


@transaction.atomic
def publish(*, document: Document, actor: User, published: bool) -> None:
    """Put an issued document onto the public announcements page, or take it off.

    Raises:
        NotAllowed: the person is neither clerk nor leader of the issuing office.
        Refused: the document is not issued, or for training.
    """
    if not (rules.may_issue(actor, document) or rules.may_approve(actor, document)):
        raise NotAllowed
    if document.state not in SENT or document.training:
        raise Refused(_("Only issued documents are published."))
    _set_published(document, actor, published=published)


def _set_published(document: Document, actor: User | None, *, published: bool) -> None:
    with transaction.atomic():
        rows = Document.objects.filter(pk=document.pk, published_at__isnull=published, state__in=SENT, training=False)
        if rows.update(published_at=clock.now() if published else None) == 1:
            label = _("Published") if published else _("Taken off the announcements page")
            journal.record(document, journal.Event("publish", label), actor=actor)
