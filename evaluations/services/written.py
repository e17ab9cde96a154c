"""Written opinions: asked for by the secretary, given by members with their sheets, or left to a meeting."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from evaluations import notices, rules
from evaluations.enums import OPEN_STATES, RoundState, SheetState
from evaluations.models import Entry, EvaluationRound, Sheet, WrittenOpinion, WrittenRequest
from evaluations.selectors.written import may_be_written
from evaluations.services.guard import hold, judged_entry
from foundation import clock
from foundation.formatting import day
from registrations.enums import DossierKind


@transaction.atomic
def ask_opinions(
    *,
    evaluation_round: EvaluationRound,
    entries: Iterable[Entry],
    answers_by: datetime.date,
    proposal: str,
    actor: User,
) -> list[WrittenRequest]:
    """Ask the members for written opinions on re-evaluations; asked again, the term runs to the new day.

    Args:
        evaluation_round: with sheets open for scoring.
        entries: of this round; each must be a re-evaluation that is still judged.
        answers_by: the last day, inclusive; not before today.
        proposal: what the members agree with or not.
        actor: the secretary.

    Raises:
        NotAllowed: not the secretary, or recused from one of the products.
        Conflict: the round is not open for scoring, or a product has left it or went to a meeting.
        Refused: decision or regulation do not let the council judge in writing, or it is no re-evaluation.
    """
    if not may_be_written(evaluation_round):
        raise Refused(_("Decision or regulation do not let this council judge in writing."))
    if answers_by < clock.today() or not proposal.strip():
        raise Refused(_("Say what the members are asked, and a day that is not over."))
    hold(evaluation_round, RoundState.SCORING)
    made = [_ask(evaluation_round, entry, answers_by, proposal.strip(), actor) for entry in entries]
    if not made:
        raise Refused(_("Choose at least one product."))
    after = {"entries": [row.entry_id for row in made], "until": answers_by.isoformat()}
    seq = journal.record(
        evaluation_round, journal.Event("ask_opinions", _("Written opinions asked for"), after=after), actor=actor
    ).seq
    for row in made:
        notify(evaluation_round, notices.opinion_asked(row, actor), occasion=f"{seq}:{row.entry_id}")
    return made


def _ask(
    evaluation_round: EvaluationRound, entry: Entry, answers_by: datetime.date, proposal: str, actor: User
) -> WrittenRequest:
    if entry.round_id != evaluation_round.pk or not rules.may_keep(actor, entry):
        raise NotAllowed
    judged_entry(entry)
    if entry.dossier.kind != DossierKind.AGAIN:
        raise Refused(_("%(product)s is no re-evaluation.") % {"product": entry.dossier.product})
    defaults = {"answers_by": answers_by, "proposal": proposal, "asked_by": actor}
    row, created = WrittenRequest.objects.get_or_create(entry=entry, defaults=defaults)
    if created:
        return row
    if row.proposal != proposal and row.opinions.exists():
        raise Refused(_("Members have answered already: the term can be changed, what they were asked cannot."))
    rows = WrittenRequest.objects.filter(pk=row.pk, to_meeting_at=None)
    if rows.update(answers_by=answers_by, proposal=proposal) != 1:
        raise Conflict(_("The council meets about this product."))
    row.refresh_from_db()
    return row


@transaction.atomic
def give_opinion(*, request: WrittenRequest, agrees: bool, reason: str, actor: User) -> WrittenOpinion:
    """Give (or change) the member's own opinion. It belongs to the sheet that the member has submitted.

    Raises:
        NotAllowed: no vote here, or recused.
        Conflict: the round is closed, the product left it, or the council meets about it.
        Refused: the term is over, no sheet is submitted, or somebody disagrees without a reason.
    """
    entry = request.entry
    member = rules.seat_of(actor, entry.round)
    if member is None or not rules.scores(actor, entry):
        raise NotAllowed
    hold(entry.round, *OPEN_STATES)
    judged_entry(entry)
    request.refresh_from_db()
    _refuse_late(request)
    sheet = Sheet.objects.filter(entry=entry, member=member, state=SheetState.SEALED).first()
    if sheet is None:
        raise Refused(_("Submit your score sheet first: the opinion belongs to it."))
    if not agrees and not reason.strip():
        raise Refused(_("Give the reason why you do not agree."))
    values = {"agrees": agrees, "reason": reason.strip(), "sheet_sha256": sheet.sha256, "given_at": clock.now()}
    opinion, _created = WrittenOpinion.objects.update_or_create(request=request, member=member, defaults=values)
    # Who answered is known to the secretary; what somebody answered opens with the sheets, so it is not written here.
    event = journal.Event("give_opinion", _("Written opinion given"), after={"entry": entry.pk})
    journal.record(entry.round, event, actor=actor)
    return opinion


def _refuse_late(request: WrittenRequest) -> None:
    if request.to_meeting_at is not None:
        raise Conflict(_("The council meets about this product."))
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
    notify(entry.round, notices.opinions_to_meeting(request, actor), occasion=str(seq))
    return request
