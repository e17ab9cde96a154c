"""Rounds that a confirmed incoming letter calls for: prepared in the same act, opened later by the officer."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors import present_communes_of
from activity.errors import Refused
from directives.models import IncomingLetter
from directives.proposals import Made, RoundProposal
from foundation import calendar
from registrations.services.rounds import RoundFacts, create_round
from rubrics.selectors import decision_in_force

_LONGEST = 200


def create_from_letter(letter: IncomingLetter, proposals: Sequence[RoundProposal], actor: User) -> list[Made]:
    """Prepare one round for each proposal, under the decision in force on the day of receipt, for all communes.

    Runs in the transaction of the confirmation. The officer completes each round before it is opened. Raises Refused
    where no decision is in force or the office has no communes.
    """
    law = decision_in_force(letter.received_on)
    if law is None:
        raise Refused(_("No decision is in force on the day of receipt, so no round can be prepared."))
    units = list(present_communes_of(letter.office.unit))
    if not units:
        raise Refused(_("The office has no communes for which a round could be opened."))
    made = []
    for one in proposals:
        facts = RoundFacts(
            name=_name(one.name, letter),
            law=law,
            year=calendar.last_day(one.due_at).year,
            opens_on=letter.received_on,
            due_at=one.due_at,
            units=units,
        )
        row = create_round(office=letter.office, facts=facts, actor=actor, incoming=letter)
        made.append(Made(row.name, row.get_absolute_url()))
    return made


def _name(name: str, letter: IncomingLetter) -> str:
    return f"{name} – {letter.subject}"[:_LONGEST] if letter.subject else name
