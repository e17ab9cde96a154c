"""Workbooks that members have filled elsewhere: kept, read, and written as a whole or not at all."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity.errors import Conflict, NotAllowed, Refused
from evaluations import rules
from evaluations.enums import OPEN_STATES
from evaluations.marks import NONE, OPINION, choice_field, note_field
from evaluations.models import EvaluationRound, SheetUpload
from evaluations.selectors.workbooks import read_upload
from evaluations.services.guard import hold
from evaluations.services.sheets import Answer, save_sheet
from evaluations.workbooks import FilledSheet
from foundation import clock, files


@files.nothing_left_behind()
@transaction.atomic
def upload_workbook(*, evaluation_round: EvaluationRound, actor: User, upload: files.CheckedUpload) -> SheetUpload:
    """Keep a workbook; nothing of it is written yet.

    Raises NotAllowed for whoever has no vote in the round, Conflict where its sheets are closed, NotStored.
    """
    member = rules.seat_of(actor, evaluation_round)
    if member is None or not member.counted:
        raise NotAllowed
    hold(evaluation_round, *OPEN_STATES)
    stored = files.store_upload(upload=upload, by=actor)
    return SheetUpload.objects.create(round=evaluation_round, member=member, stored=stored)


@transaction.atomic
def write_workbook(*, upload: SheetUpload, actor: User) -> int:
    """Write all worksheets of a workbook into the member's drafts and return how many were changed.

    The file is read again at this moment: what was right on the page before may be wrong by now.

    Raises:
        NotAllowed: it is somebody else's workbook.
        Conflict: it was written already, or the round is closed.
        Refused: something in it is wrong; nothing at all was written.
    """
    if upload.member.user_id != actor.pk:
        raise NotAllowed
    hold(upload.round, *OPEN_STATES)
    if SheetUpload.objects.filter(pk=upload.pk, written_at=None).update(written_at=clock.now()) != 1:
        raise Conflict(_("This workbook was written already."))
    found = read_upload(upload)
    if found.faults:
        raise Refused(_("The workbook has faults. Nothing was written."))
    changed = [filled for filled in found.sheets if filled.values]
    for filled in changed:
        save_sheet(
            entry=filled.form.entry,
            actor=actor,
            answers=answers_of(filled),
            opinion=filled.values.get(OPINION),
            seen=filled.seen,
        )
    return len(changed)


def answers_of(filled: FilledSheet) -> dict[int, Answer]:
    """Return the changed fields of a worksheet as ``save_sheet`` takes them."""
    found = {}
    for line in filled.form.form.items:
        pk = line.criterion.pk
        choice, note = filled.values.get(choice_field(pk), ""), filled.values.get(note_field(pk))
        if choice or note is not None:
            found[pk] = Answer(int(choice) if choice not in ("", NONE) else None, note, given=bool(choice))
    return found
