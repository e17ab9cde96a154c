"""Where a dossier is, in plain words: who has it, until when, what happens next."""

from __future__ import annotations

from collections.abc import Callable
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


# Where it is, and what happens next.
_Words = tuple[str, str]


def whereabouts_of(dossier: Dossier) -> Whereabouts:
    """Return where a dossier is. ``unit`` and ``round.office`` must have been fetched with it.

    The words hold under every decision, whether its communes give opinions or propose; lists of dossiers need no query.
    """
    state = D(dossier.state)
    if state in (D.DRAFT, D.RETURNED):
        return _with_producer(dossier, state)
    if state in _COMMUNE_WORDS:
        where, then = _COMMUNE_WORDS[state](dossier)
        if state is D.RECEIVED and dossier.forwarded_at:
            where = _("The commune is completing the dossier, as the office has asked.")
            then = _("The commune sends the dossier up again.")
        return Whereabouts(where, _commune(dossier), then, until=dossier.due_on)
    office = dossier.round.office.name
    if state in _OFFICE_WORDS:
        where, then = _OFFICE_WORDS[state]()
        return Whereabouts(where, office, then)
    if state is D.DECIDED:
        where, then = _decided(dossier)
        return Whereabouts(where, office, then)
    if state is D.REFUSED:
        return Whereabouts(
            _("The dossier was refused."),
            _commune(dossier),
            _("The reason is in the history below. The product can be registered again in another round."),
        )
    return Whereabouts(
        _("The dossier was withdrawn."),
        dossier.producer.name,
        _("Nothing more happens with it. The product can be registered again in another round."),
    )


def _commune(dossier: Dossier) -> str:
    return _("People's Committee of %(commune)s") % {"commune": dossier.unit.name}


def _with_producer(dossier: Dossier, state: D) -> Whereabouts:
    due = dossier.round.dossier_due_at
    until = calendar.last_day(due) if due else None
    if state is D.DRAFT:
        then = _("When it is complete, submit it. The commune then receives it.")
        return Whereabouts(_("You are writing this dossier."), dossier.producer.name, then, until, yours=True)
    if dossier.returned_from == "office":
        who, where = dossier.round.office.name, _("The office sent the dossier back: something has to be corrected.")
    else:
        who, where = _commune(dossier), _("The commune sent the dossier back: something has to be corrected.")
    then = _("Answer each point below and submit again. The dossier then goes to: %(who)s.") % {"who": who}
    return Whereabouts(where, dossier.producer.name, then, yours=True)


def _submitted(dossier: Dossier) -> _Words:
    if dossier.slip_number:
        return (
            _("The corrected dossier was sent and waits to be received by the commune."),
            _("The commune looks at what you corrected and goes on checking."),
        )
    return (
        _("The dossier was sent and waits to be received by the commune."),
        _("The commune receives it and tells you the slip number and the day of its answer."),
    )


_COMMUNE_WORDS: dict[D, Callable[[Dossier], _Words]] = {
    D.SUBMITTED: _submitted,
    D.RECEIVED: lambda _dossier: (
        _("The commune is checking the dossier."),
        _("The commune asks for corrections, or finishes its check and sends the dossier up."),
    ),
    D.OPINION_WAITING: lambda _dossier: (
        _("The result of the commune's check waits for the commune leader."),
        _("The leader approves, or gives it back to the officer. Then the commune sends the dossier up."),
    ),
    D.OPINION_APPROVED: lambda dossier: (
        _("The commune leader has approved the result of the check."),
        _("The commune sends the dossier up to: %(office)s.") % {"office": dossier.round.office.name},
    ),
}
_OFFICE_WORDS: dict[D, Callable[[], _Words]] = {
    D.FORWARDED: lambda: (
        _("The commune has sent the dossier up; the office has not accepted it yet."),
        _("The office checks it and accepts it for evaluation, or asks for corrections."),
    ),
    D.ACCEPTED: lambda: (
        _("The dossier is accepted for evaluation."),
        _("It is taken into the next evaluation round of the council. Until then it can still be withdrawn."),
    ),
    D.FIXED: lambda: (
        _("The council is evaluating the product."),
        _("You get the result when the round is closed."),
    ),
}


def _decided(dossier: Dossier) -> _Words:
    """What the evaluation came to; its outcomes are values of evaluations, a new one is told in general words."""
    then = {
        "recognised": _("The certificate is issued with the decision. Renew the recognition in time."),
        "proposed_up": _("The level above evaluates it. You are told what it decides."),
        "left_below": _("The level below may use the result. You are told what it decides."),
        "notice": _("Look at what lifts the product to the next star, and register it again."),
        "knocked_out": _("The reason is in the explained result. The product can be registered again."),
    }
    where = {
        "recognised": _("The result is known: the product is recognised."),
        "proposed_up": _("The result is known: the product is proposed to the level above."),
        "left_below": _(
            "The result is known: it does not reach the stars of that level and is left to the level below."
        ),
        "notice": _("The result is known: the stars do not suffice for a recognition."),
        "knocked_out": _("The result is known: the council excluded the dossier."),
    }
    general = (_("The result is known."), _("See the result below."))
    return where.get(dossier.outcome, general[0]), then.get(dossier.outcome, general[1])
