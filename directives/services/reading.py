"""Reading the file of a letter that arrived: by a job, in a program with bounds, never inside a request."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import jobs
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import Job
from activity.transitions import apply
from directives import rules, selectors
from directives.extraction import MOST_TEXT, CannotRead, text_of_file
from directives.incoming_states import INCOMING_TRANSITIONS, IncomingAction, IncomingState
from directives.models import IncomingLetter
from foundation import files


def order_reading(letter: IncomingLetter, actor: User) -> None:
    """Order the job that reads the letter's file; a failed one is tried again."""
    jobs.enqueue(selectors.READ, key=selectors.reading_key(letter), payload={"letter": letter.pk}, requested_by=actor)


@jobs.handler(selectors.READ)
def run_job(job: Job, progress: jobs.Progress) -> None:
    """Read the file that the job names."""
    read_file(letter_id=job.payload["letter"])
    progress(1, 1)


def read_file(*, letter_id: int) -> bool:
    """Read the file of a letter and keep its text, or why it has none; return whether this call did it.

    Safe to run twice and at the same time: the file is read outside any transaction, and only the first to come moves
    the letter. A file that the storage does not give raises OSError: the job is tried again.
    """
    letter = IncomingLetter.objects.select_related("file").get(pk=letter_id)
    if letter.state != IncomingState.READING or letter.file is None:
        return False
    try:
        found = text_of_file(files.read(letter.file), letter.file.original_name)
    except CannotRead as error:
        action, changes = IncomingAction.FAIL, {"trouble": str(error)[:500]}
    else:
        action, changes = IncomingAction.READ, {"text": found.text[:MOST_TEXT]}
        if found.remark and not letter.trouble:
            changes["trouble"] = found.remark[:500]
    facts = {name: value for name, value in changes.items() if name == "trouble"}
    try:
        apply(INCOMING_TRANSITIONS, action, letter, actor=None, changes=changes, facts=facts)
    except Conflict:
        return False  # another worker was first, or somebody went on by hand
    return True


@transaction.atomic
def read_again(*, letter: IncomingLetter, actor: User) -> None:
    """Order the reading again after its job has failed.

    Raises NotAllowed for strangers, Conflict where it was read, entered or set aside meanwhile.
    """
    if not rules.may_register_letter(actor, letter):
        raise NotAllowed
    if letter.state != IncomingState.READING:
        raise Conflict(_("This was changed meanwhile by somebody else. Look at it again before you go on."))
    order_reading(letter, actor)


@transaction.atomic
def enter_text(*, letter: IncomingLetter, text: str, actor: User) -> IncomingLetter:
    """Go on with a letter whose file nothing could read: with its text typed or pasted, or with none at all.

    Raises:
        NotAllowed: the person does not handle the office's letters.
        Conflict: it was read, entered or set aside meanwhile.
        Refused: the text is longer than any letter.
    """
    if len(text) > MOST_TEXT:
        raise Refused(_("This text is too long."))
    return apply(INCOMING_TRANSITIONS, IncomingAction.BY_HAND, letter, actor=actor, changes={"text": text})
