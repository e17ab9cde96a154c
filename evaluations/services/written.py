"""Written opinions on re-evaluations, asked for by the secretary."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from evaluations import rules, written_notices
from evaluations.enums import RoundState
from evaluations.models import Entry, EvaluationRound, WrittenRequest
from evaluations.selectors.written import may_be_written
from evaluations.services.guard import hold, judged_entry
from foundation import clock
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
        notify(evaluation_round, written_notices.opinion_asked(row, actor), occasion=f"{seq}:{row.entry_id}")
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
