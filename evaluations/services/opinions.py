"""A member's written opinion, given with the submitted sheet; and products that go to a meeting all the same."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from evaluations import rules, written_notices
from evaluations.enums import OPEN_STATES, SHEETS_OPEN_STATES, SheetState
from evaluations.models import EvaluationRound, Sheet, WrittenOpinion, WrittenRequest
from evaluations.services.guard import hold, judged_entry
from foundation import clock
from foundation.formatting import day


@transaction.atomic
def give_opinion(*, request: WrittenRequest, agrees: bool, reason: str, actor: User) -> WrittenOpinion:
    """Give (or change) the member's own opinion. It belongs to the sheet that the member has submitted.

    Once the council sees all opinions, one is only given again that fell with its sheet; then the term does not matter,
    and what was answered before is kept in the journal.

    Raises:
        NotAllowed: no vote here, or recused.
        Conflict: the round is closed, the product left it, the council meets about it, or the opinions are open.
        Refused: the term is over, no sheet is submitted, or somebody disagrees without a reason.
    """
    entry = request.entry
    member = rules.seat_of(actor, entry.round)
    if member is None or not rules.scores(actor, entry):
        raise NotAllowed
    hold(entry.round, *OPEN_STATES)
    judged_entry(entry)
    request.refresh_from_db()
    if request.to_meeting_at is not None:
        raise Conflict(_("The council meets about this product."))
    opened = EvaluationRound.objects.filter(pk=entry.round_id, state__in=SHEETS_OPEN_STATES).exists()
    if not opened:
        _refuse_late(request)
    sheet = Sheet.objects.filter(entry=entry, member=member, state=SheetState.SEALED).first()
    if sheet is None:
        raise Refused(_("Submit your score sheet first: the opinion belongs to it."))
    if not agrees and not reason.strip():
        raise Refused(_("Give the reason why you do not agree."))
    earlier = WrittenOpinion.objects.filter(request=request, member=member).first()
    if opened and (earlier is None or earlier.sheet_sha256 == sheet.sha256):
        raise Conflict(_("The opinions are open to the council; yours can no longer be given or changed."))
    values = {"agrees": agrees, "reason": reason.strip(), "sheet_sha256": sheet.sha256, "given_at": clock.now()}
    opinion, _created = WrittenOpinion.objects.update_or_create(request=request, member=member, defaults=values)
    # Who answered is known to the secretary; what somebody answered opens with the sheets and is not written before.
    before = {"agrees": earlier.agrees, "reason": earlier.reason} if opened and earlier is not None else {}
    event = journal.Event("give_opinion", _("Written opinion given"), before=before, after={"entry": entry.pk})
    journal.record(entry.round, event, actor=actor)
    return opinion


def _refuse_late(request: WrittenRequest) -> None:
    if clock.today() > request.answers_by:
        text = _("The term for opinions ended on %(day)s. The secretary can give a longer one.")
        raise Refused(text % {"day": day(request.answers_by)})


@transaction.atomic
def take_to_meeting(*, request: WrittenRequest, reason: str, actor: User) -> WrittenRequest:
    """Take a product to a meeting of the council although written opinions were asked for; they are kept.

    Raises NotAllowed for anybody but chair, deputy and secretary; Refused without a reason; Conflict where it is so.
    """
    entry = request.entry
    if not rules.may_resolve(actor, entry):
        raise NotAllowed
    if not reason.strip():
        raise Refused(_("Give the reason."))
    hold(entry.round, *OPEN_STATES)
    rows = WrittenRequest.objects.filter(pk=request.pk, to_meeting_at=None)
    if rows.update(to_meeting_at=clock.now(), meeting_reason=reason.strip()) != 1:
        raise Conflict(_("The council meets about this product."))
    request.refresh_from_db()
    label = _("The council meets about a product on which opinions were asked for in writing")
    event = journal.Event("opinions_to_meeting", label, after={"entry": entry.pk}, reason=reason)
    seq = journal.record(entry.round, event, actor=actor).seq
    notify(entry.round, written_notices.opinions_to_meeting(request, actor), occasion=str(seq))
    return request
