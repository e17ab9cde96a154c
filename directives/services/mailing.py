"""Mailing the link of an issued document, once to each address, and opening it."""

from __future__ import annotations

from django.conf import settings
from django.core import signing as tokens
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from activity import jobs
from activity.models import Job
from directives.enums import SENT
from directives.models import Delivery, Document
from foundation import clock

SALT = "directives.delivery"


def mail_later(document: Document, address: str, actor: User | None) -> None:
    """Order the mail to one address, in the transaction of the issue."""
    row, _created = Delivery.objects.get_or_create(document=document, email=address, defaults={"at": clock.now()})
    jobs.enqueue("mail_delivery", key=f"mail_delivery:{row.pk}", payload={"delivery": row.pk}, requested_by=actor)


@jobs.handler("mail_delivery")
def run_mail_job(job: Job, progress: jobs.Progress) -> None:
    """Mail the link that the job asks for. A mail server that is down raises; the job waits and tries again."""
    mail_delivery(delivery_id=job.payload["delivery"])
    progress(1, 1)


def mail_delivery(*, delivery_id: int) -> bool:
    """Mail the link of a document to one address; return whether this call did it.

    The row is claimed before sending, so that two workers never mail twice. A server that is down gives the row back
    with its error, which the document's page shows, and the job is tried again.
    """
    rows = Delivery.objects.filter(pk=delivery_id, mailed_at=None).exclude(email="")
    if rows.update(mailed_at=clock.now(), problem="") != 1:
        return False
    row = Delivery.objects.select_related("document__office").get(pk=delivery_id)
    document = row.document
    text = _("%(office)s sends you %(number)s, “%(abstract)s”.\n\nOpen it here:\n%(link)s\n") % {
        "office": document.office.name,
        "number": document.full_number,
        "abstract": document.abstract,
        "link": settings.PUBLIC_BASE_URL.rstrip("/") + reverse("directives:delivered", args=[token_of(row)]),
    }
    try:
        send_mail(f"{document.office.name}: {document.full_number}"[:200], text, None, [row.email])
    except OSError as error:
        Delivery.objects.filter(pk=row.pk).update(mailed_at=None, problem=str(error)[:500])
        raise
    return True


def token_of(row: Delivery) -> str:
    """Return the token of the link that a recipient by e-mail gets."""
    return tokens.dumps(row.pk, salt=SALT, compress=False)


@transaction.atomic
def open_by_link(*, token: str) -> Document | None:
    """Return the document that a mailed link leads to and note its opening; ``None`` for a bent link."""
    try:
        pk = int(tokens.loads(token, salt=SALT))
    except (tokens.BadSignature, ValueError, TypeError):
        return None
    row = Delivery.objects.select_related("document__pdf", "document__office").filter(pk=pk).first()
    if row is None or row.document.state not in SENT:
        return None
    Delivery.objects.filter(pk=pk, opened_at=None).update(opened_at=clock.now())
    return row.document
