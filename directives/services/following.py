"""What hangs on a document goes its way: a few at once, many by a job that may be killed and goes on where it stopped.

A decision on five hundred products carries as many certificates. The decision moves in the request; each certificate
then moves in a transaction of its own that gives it its number, so that none is lost, skipped or given twice.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from activity import jobs
from activity.enums import JobState
from activity.errors import Refused
from activity.models import Job
from directives import selectors
from directives.enums import ATTACHED_TRANSITIONS, DocumentAction, NumberState
from directives.models import Document, SetAsideNumber

# What one request moves itself; more than this is the job's.
AT_ONCE = 20
# Taking back stays in one transaction: nothing of it may be half done when the papers are drafted anew.
BY_JOB = (DocumentAction.CHECK, DocumentAction.FORM_CHECK, DocumentAction.APPROVE, DocumentAction.ISSUE)


def followers_of(document: Document, action: str) -> QuerySet[Document]:
    """Return what hangs on a document and has this step still before it, in the order of numbers."""
    if action not in ATTACHED_TRANSITIONS:
        return document.attached.none()
    rows = document.attached.filter(state__in=ATTACHED_TRANSITIONS[action].from_states)
    return rows.select_related("office__unit", "drafting_office", "created_by").order_by("pk")


def goes_by_job(document: Document, action: str) -> bool:
    """Tell whether so much hangs on the document that a job moves it."""
    return action in BY_JOB and followers_of(document, action).count() > AT_ONCE


def order(document: Document, action: str, actor: User | None) -> Job:
    """Order the job, in the transaction of the document's own step."""
    payload = {"document": document.pk, "action": str(action), "actor": actor.pk if actor else None}
    key = f"{selectors.FOLLOW}:{document.pk}:{document.version}:{action}"
    return jobs.enqueue(selectors.FOLLOW, key=key, payload=payload, requested_by=actor)


def refuse_while_following(document: Document, action: str) -> None:
    """Raise Refused while what hangs on the document has not gone along; where the job gave up, voiding is left."""
    job = selectors.following_job(document)
    if job is not None and not (job.state == JobState.FAILED and action == DocumentAction.VOID):
        raise Refused(_("The attached documents still follow the last step. Try again in a moment."))


def refuse_unnumbered_abroad(document: Document) -> None:
    """Raise Refused where another system numbers and has not given numbers to all that hangs on the document."""
    if document.training or not selectors.letter_settings(document.office_id).external_numbers:
        return
    waiting = followers_of(document, DocumentAction.APPROVE).values("pk")
    given = SetAsideNumber.objects.filter(document__in=waiting, state=NumberState.RESERVED).count()
    if given < waiting.count():
        raise Refused(_("The clerk has not entered the number of the office's own document system yet."))
