"""Where a dossier is, in plain words: who has it, until when, what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from foundation import calendar
from registrations.enums import DossierState as D
from registrations.models import Dossier


@dataclass(frozen=True)
class Whereabouts:
    """The panel "where is my dossier". ``until`` is the last day for whoever has it; ``yours`` marks the producer."""

    where: str
    who: str
    next: str
    until: date | None = None
    yours: bool = False


def whereabouts_of(dossier: Dossier) -> Whereabouts:
    """Return where a dossier is. ``unit`` and ``round.office`` must have been fetched with it."""
    state = D(dossier.state)
    if state in (D.DRAFT, D.RETURNED):
        return _with_producer(dossier, state)
    if state in _COMMUNE_WORDS:
        where, then = _COMMUNE_WORDS[state]()
        return Whereabouts(where, _commune(dossier), then, until=dossier.due_on)
    office = dossier.round.office.name
    if state in _OFFICE_WORDS:
        where, then = _OFFICE_WORDS[state]()
        return Whereabouts(where, office, then)
    where, then = _END_WORDS[state]()
    return Whereabouts(
        where,
        office if state is D.DECIDED else _commune(dossier) if state is D.REFUSED else dossier.producer.name,
        then,
    )


def _commune(dossier: Dossier) -> str:
    return _("People's Committee of %(commune)s") % {"commune": dossier.unit.name}


def _with_producer(dossier: Dossier, state: D) -> Whereabouts:
    due = dossier.round.dossier_due_at
    until = calendar.last_day(due) if due else None
    if state is D.DRAFT:
        then = _("When it is complete, submit it. The commune then receives it.")
        return Whereabouts(_("You are writing this dossier."), dossier.producer.name, then, until, yours=True)
    who = dossier.round.office.name if dossier.returned_from == "office" else _commune(dossier)
    return Whereabouts(
        _("The dossier came back to you: something has to be corrected."),
        dossier.producer.name,
        _("Answer each point below and submit again. The dossier then goes to: %(who)s.") % {"who": who},
        yours=True,
    )


_COMMUNE_WORDS = {
    D.SUBMITTED: lambda: (
        _("The dossier was sent and waits to be received by the commune."),
        _("The commune receives it and tells you the slip number and the day of its answer."),
    ),
    D.RECEIVED: lambda: (
        _("The commune is checking the dossier."),
        _("The commune asks for corrections, or writes its opinion and sends the dossier up."),
    ),
    D.OPINION_WAITING: lambda: (
        _("The commune's opinion waits for the commune leader."),
        _("After that the commune sends the dossier up."),
    ),
    D.OPINION_APPROVED: lambda: (
        _("The commune's opinion is approved."),
        _("The commune sends the dossier up."),
    ),
}
_OFFICE_WORDS = {
    D.FORWARDED: lambda: (
        _("The commune has sent the dossier up."),
        _("The office checks it and accepts it for evaluation, or asks for corrections."),
    ),
    D.ACCEPTED: lambda: (
        _("The dossier is accepted for evaluation."),
        _("It is taken into the next evaluation round of the council."),
    ),
    D.FIXED: lambda: (
        _("The council is evaluating the product."),
        _("You get the result when the round is closed."),
    ),
}
_END_WORDS = {
    D.DECIDED: lambda: (_("The result is known."), _("See the result below.")),
    D.REFUSED: lambda: (_("The dossier was refused."), _("The reason is in the history below.")),
    D.WITHDRAWN: lambda: (_("You have withdrawn this dossier."), _("Nothing more happens with it.")),
}
