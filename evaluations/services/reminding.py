"""The secretary reminds members of sheets that they have not submitted."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import NotAllowed, Refused
from activity.notifications import notify
from evaluations import notices, rules
from evaluations.enums import OPEN_STATES
from evaluations.models import EvaluationRound
from evaluations.services.guard import hold


@transaction.atomic
def remind_members(*, evaluation_round: EvaluationRound, actor: User) -> list[User]:
    """Remind every member who owes a sheet; return who was reminded.

    Raises NotAllowed for anybody but the secretary; Refused where nobody owes one; Conflict where the round is closed.
    """
    if not rules.keeps_round(actor, evaluation_round):
        raise NotAllowed
    hold(evaluation_round, *OPEN_STATES)
    notice = notices.sheets_owed(evaluation_round)
    people: list[User] = list(notice.recipients)
    if not people:
        raise Refused(_("Every sheet is submitted."))
    after = {"members": [str(person) for person in people]}
    event = journal.Event("remind_members", _("Members reminded of their sheets"), after=after)
    seq = journal.record(evaluation_round, event, actor=actor).seq
    notify(evaluation_round, notice, occasion=str(seq))
    return people
