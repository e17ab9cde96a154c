"""Sending what was issued: to offices of the portal, by e-mail with a link, onto the public announcements page.

The codes under "Nơi nhận" act: (t/h) makes a task, (p/h) lets an office cooperate in the tasks, (đăng tải) orders the
publication. Mail leaves by a job, one for each address; an address that was mailed is never mailed again.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing as tokens
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import jobs, journal
from activity.errors import NotAllowed, Refused
from activity.models import Job
from directives import dispatch, rules
from directives.drafts import TaskDraft
from directives.enums import SENT, Purpose
from directives.models import Delivery, Document
from directives.selectors.sending import reader_office
from directives.services.tasks import write_tasks
from foundation import clock

SALT = "directives.delivery"


def send_out(document: Document, actor: User | None) -> None:
    """Carry out the list of recipients of a document that is being issued, in its transaction."""
    lines = _lines(document)
    offices: dict[int, tuple[Office, str]] = {o.pk: (o, Purpose.COPY) for o in document.sent_to.select_related("unit")}
    for line in lines:
        for office in line.offices:
            if office.pk not in offices or offices[office.pk][1] == Purpose.COPY:
                offices[office.pk] = (office, line.purpose)
    for office, purpose in offices.values():
        Delivery.objects.get_or_create(
            document=document, office=office, defaults={"purpose": purpose, "at": clock.now()}
        )
    document.sent_to.add(*offices)
    _give_tasks(document, lines)
    for address in dict.fromkeys(document.mail_to):
        _mail_later(document, address, actor)
    if any(line.purpose == Purpose.PUBLISH for line in lines) and not document.training:
        jobs.enqueue(
            "publish_document",
            key=f"publish_document:{document.pk}",
            payload={"document": document.pk},
            requested_by=actor,
        )


def _lines(document: Document) -> list[dispatch.Line]:
    content = document.content
    return dispatch.lines_of(content.get("recipients", []), content.get("addressees", []), document.office)


def _give_tasks(document: Document, lines: list[dispatch.Line]) -> None:
    """Give a task to each office that is to carry the document out and has none in it; let the others cooperate."""
    doing = [office for line in lines if line.purpose == Purpose.CARRY_OUT for office in line.offices]
    helping = [office for line in lines if line.purpose == Purpose.COOPERATE for office in line.offices]
    busy = set(document.tasks.values_list("assignee_id", flat=True))
    fresh = {office.pk: office for office in doing if office.pk not in busy}
    write_tasks(document, [TaskDraft(assignee=office, summary=_task_of(document)) for office in fresh.values()])
    if helping:
        for task in document.tasks.all():
            task.cooperating.add(*[office for office in helping if office.pk != task.assignee_id])


def _task_of(document: Document) -> str:
    return f"Thực hiện {document.get_type_display().lower()} số {document.full_number}: {document.abstract}"


def _mail_later(document: Document, address: str, actor: User | None) -> None:
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


@transaction.atomic
def note_opening(*, document: Document, user: User) -> None:
    """Note that somebody of an office that a document was sent to has opened it; the first opening is the receipt."""
    office = reader_office(user, document)
    if office is None:
        return
    rows = Delivery.objects.filter(document=document, office_id=office, opened_at=None)
    if rows.update(opened_at=clock.now(), opened_by=user) == 1:
        event = journal.Event("opened", _("Opened by a recipient"), after={"office": office})
        journal.record(document, event, actor=user)


# -- Publication -----------------------------------------------------------------------------------------------------
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
