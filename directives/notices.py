"""Who is told what when a document or a task moves. Used by the tables in ``enums``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import people_of_office
from activity.notifications import Notice
from directives.reach import people_acting_for
from directives.rules import HEADS, OFFICERS, STAFF, WORKERS

if TYPE_CHECKING:
    from directives.models import Document, DocumentSignature, IncomingLetter, Task


def _url(document: Document) -> str:
    return reverse("directives:detail", args=[document.pk])


def _task_url(task: Task) -> str:
    return reverse("directives:task", args=[task.pk])


def _named(document: Document) -> str:
    return f"{document.get_type_display()} {document.full_number}".strip() + f" – {document.abstract}"


def _without(actor: Any, people: Any) -> list[User]:
    return [person for person in people if actor is None or person.pk != actor.pk]


def to_checkers(document: Document, actor: Any) -> Iterator[Notice]:
    """Tell the head of the drafting office, or who stands in, that a draft waits."""
    people = list(people_of_office(document.drafting_office, *HEADS))
    if not people:
        officers = _without(actor, people_of_office(document.drafting_office, *OFFICERS))
        people = [*officers, *people_of_office(document.office, *HEADS)]
    title = _("A draft waits to be checked: %(what)s") % {"what": _named(document)}
    yield Notice("document_to_check", _without(actor, people), title, url=_url(document))


def to_clerks(document: Document, actor: Any) -> Iterator[Notice]:
    """Tell the clerks that the form of a document waits to be checked."""
    title = _("A document waits for the check of its form: %(what)s") % {"what": _named(document)}
    people = people_of_office(document.office, Role.CLERK)
    yield Notice("document_to_form_check", _without(actor, people), title, url=_url(document))


def to_approvers(document: Document, actor: Any) -> Iterator[Notice]:
    """Tell the leader that a document waits to be signed."""
    title = _("A document waits for your approval: %(what)s") % {"what": _named(document)}
    people = people_of_office(document.office, *HEADS)
    yield Notice("document_to_approve", _without(actor, people), title, url=_url(document))


def to_author(document: Document, actor: Any) -> Iterator[Notice]:
    """Tell the author that the draft came back, or will never be issued."""
    text = _("Voided: %(what)s") if document.state == "voided" else _("Returned to you: %(what)s")
    title = text % {"what": _named(document)}
    yield Notice("document_back", _without(actor, [document.created_by]), title, url=_url(document))


def to_author_and_clerks_of_approval(document: Document, actor: Any) -> Iterator[Notice]:
    """Tell the author and the clerks that number and date are allocated."""
    title = _("Approved under number %(number)s: %(what)s") % {
        "number": document.full_number,
        "what": document.abstract,
    }
    people = [document.created_by, *people_of_office(document.office, Role.CLERK)]
    yield Notice("document_approved", _without(actor, people), title, url=_url(document))


def of_issue(document: Document, actor: Any) -> Iterator[Notice]:
    """Tell the offices in charge of its tasks, the offices that it was sent to, and the author."""
    tasks = list(document.tasks.select_related("assignee__unit").prefetch_related("cooperating__unit"))
    in_charge = {task.assignee for task in tasks} | {office for task in tasks for office in task.cooperating.all()}
    assigned = {person.pk: person for office in in_charge for person in people_acting_for(office, *WORKERS)}
    if assigned:
        title = _("New tasks for your office from %(what)s") % {"what": _named(document)}
        yield Notice("task_assigned", _without(actor, assigned.values()), title, url=reverse("directives:tasks"))
    sent_to = set(document.sent_to.select_related("unit")) - in_charge
    readers = {person.pk: person for office in sent_to for person in people_acting_for(office, *STAFF)}
    readers[document.created_by_id] = document.created_by
    others = [person for pk, person in readers.items() if pk not in assigned]
    title = _("Issued: %(what)s") % {"what": _named(document)}
    yield Notice("document_issued", _without(actor, others), title, url=_url(document))


def of_failed_signature(signature: DocumentSignature) -> Notice:
    """Tell who asked for a digital signature that it could not be made, and why."""
    title = _("Digital signature could not be made: %(what)s") % {"what": _named(signature.document)}
    return Notice("signature_failed", [signature.by], title, signature.problem, _url(signature.document))


def of_report(task: Task, actor: Any) -> Iterator[Notice]:
    """Tell the drafting office that a report came in."""
    title = _("%(office)s reported on a task: %(what)s") % {"office": task.assignee, "what": task.summary}
    yield Notice("task_reported", _without(actor, _givers(task)), title, url=_task_url(task))


def of_judgement(task: Task, actor: Any) -> Iterator[Notice]:
    """Tell the office in charge whether its report was accepted."""
    text = _("Report accepted: %(what)s") if task.state == "accepted" else _("Report returned: %(what)s")
    people = people_acting_for(task.assignee, *WORKERS)
    yield Notice("task_judged", _without(actor, people), text % {"what": task.summary}, url=_task_url(task))


def of_incoming(letter: IncomingLetter, tasks: list[Task], actor: Any) -> Iterator[Notice]:
    """Tell the offices that got tasks from a letter, and the unit in charge of it."""
    offices = {task.assignee for task in tasks} | {office for task in tasks for office in task.cooperating.all()}
    assigned = {person.pk: person for office in offices for person in people_acting_for(office, *WORKERS)}
    if assigned:
        title = _("New tasks for your office from %(what)s") % {"what": letter}
        yield Notice("task_assigned", _without(actor, assigned.values()), title, url=reverse("directives:tasks"))
    if letter.in_charge is not None:
        people = [person for person in people_of_office(letter.in_charge, *WORKERS) if person.pk not in assigned]
        title = _("Your unit is in charge of the letter %(what)s") % {"what": letter}
        url = reverse("directives:incoming_detail", args=[letter.pk])
        yield Notice("letter_in_charge", _without(actor, people), title, url=url)


def _one(kind: str, people: Any, actor: Any, title: str, task: Task) -> Notice:
    return Notice(kind, _without(actor, people), title % {"what": task.summary}, url=_task_url(task))


def of_part(task: Task, actor: Any) -> Notice:
    """Tell an office below that a part of a task was handed to it."""
    people = people_acting_for(task.assignee, *WORKERS)
    return _one("task_assigned", people, actor, _("New task for your office: %(what)s"), task)


def of_hand_over(task: Task, actor: Any) -> Notice:
    """Tell a person that a task was handed to them."""
    return _one("task_handed", [task.handler], actor, _("A task was handed to you: %(what)s"), task)


def _givers(task: Task) -> Any:
    if task.parent is not None:
        return people_acting_for(task.parent.assignee, *WORKERS)
    office = task.document.drafting_office if task.document else task.incoming.office  # type: ignore[union-attr]
    return people_of_office(office, *WORKERS)


def of_extension(task: Task, actor: Any) -> Notice:
    """Tell who gave a task that a later deadline is asked for."""
    return _one("task_extension", _givers(task), actor, _("A later deadline is asked for: %(what)s"), task)


def of_extension_answer(task: Task, actor: Any, *, granted: bool) -> Notice:
    """Tell the office in charge whether it has more time."""
    text = _("A later deadline was granted: %(what)s") if granted else _("A later deadline was refused: %(what)s")
    return _one("task_extension_answer", people_acting_for(task.assignee, *WORKERS), actor, text, task)


def of_reporting(task: Task, actor: Any) -> Notice:
    """Tell the office in charge that a regular task wants reports from now on."""
    people = people_acting_for(task.assignee, *WORKERS)
    return _one("task_reporting", people, actor, _("Reports are asked for regularly: %(what)s"), task)
