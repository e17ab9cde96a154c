"""Sending what was issued: to offices of the portal, by e-mail with a link, onto the public announcements page.

The codes under "Nơi nhận" act: (t/h) makes a task, (p/h) lets an office cooperate in the tasks, (đăng tải) orders the
publication. Mail leaves by a job, one for each address; an address that was mailed is never mailed again.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import jobs, journal
from directives import dispatch
from directives.drafts import TaskDraft
from directives.enums import Purpose
from directives.models import Delivery, Document
from directives.selectors.sending import reader_office
from directives.services.mailing import mail_later
from directives.services.tasks import write_tasks
from foundation import clock


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
        mail_later(document, address, actor)
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
