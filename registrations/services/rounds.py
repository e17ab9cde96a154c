"""Writes about registration rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Office, Unit, User
from activity import journal, transitions
from activity.errors import NotAllowed, Refused
from activity.notifications import notify
from directives.models import Document, IncomingLetter
from foundation import clock
from registrations import round_notices, rules
from registrations.deadlines import ROUND_DATES, in_force_today
from registrations.editing import save_columns
from registrations.enums import ROUND_TRANSITIONS, AfterReturn, MeetsEvent, RestDays, RoundState
from registrations.models import RegistrationRound
from registrations.models.rounds import all_kinds
from registrations.procedure import procedure_day
from registrations.round_words import differences
from registrations.services.narrowing import refuse_what_cuts_off
from rubrics.models import Decision
from rubrics.selectors import is_in_force


@dataclass(frozen=True)
class RoundFacts:
    """What an office says about a round. Every ``…_at`` and ``…_due`` is the first moment that is too late.

    The dates are as the letter writes them; ``rest_days`` says what they do when they fall on a rest day.
    """

    name: str
    law: Decision
    year: int
    opens_on: date
    due_at: datetime
    units: Sequence[Unit]
    hard_due_at: datetime | None = None
    dossier_due_at: datetime | None = None
    dossier_hard_due_at: datetime | None = None
    commune_list_due: datetime | None = None
    meets_event: str = MeetsEvent.RECEIVED
    answer_days: int = 15
    after_return: str = AfterReturn.RESTART
    rest_days: str = RestDays.STAY
    place: str = ""
    contact: str = ""
    kinds: Sequence[str] = field(default_factory=all_kinds)
    training: bool = False

    def columns(self) -> dict[str, Any]:
        """Return the values of the round's own columns, with the dates as they are in force."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "units"}
        values |= {"kinds": list(self.kinds), "written": {}}
        for name in ROUND_DATES:
            written = values[name]
            if written is not None and (moved := in_force_today(written, policy=self.rest_days)) != written:
                values[name] = moved
                values["written"][name] = written.isoformat()
        return values


@transaction.atomic
def create_round(
    *,
    office: Office,
    facts: RoundFacts,
    actor: User,
    directive: Document | None = None,
    incoming: IncomingLetter | None = None,
) -> RegistrationRound:
    """Prepare a round of an office, in practice from an issued letter.

    Raises Refused where the decision is not in force (training rounds may run any), where it gives an office of this
    level nothing to do, where dates do not follow each other, or where the letter is not issued.
    """
    if not rules.may_create_round_for(actor, office):
        raise NotAllowed
    _check(office, facts)
    if directive is not None and directive.issued_at is None and not facts.training:
        raise Refused(_("The letter has not been issued yet."))
    made = RegistrationRound.objects.create(
        office=office,
        directive=directive,
        incoming=incoming,
        level=office.unit.level,
        created_by=actor,
        **facts.columns(),
    )
    made.units.set(facts.units)
    after = {"name": made.name, "law": facts.law.code, "due_at": made.due_at, "training": facts.training}
    journal.record(made, journal.Event("create", _("Registration round prepared"), after=after), actor=actor)
    return made


@transaction.atomic
def update_round(
    *, registration_round: RegistrationRound, facts: RoundFacts, seen: str | None, actor: User, reason: str = ""
) -> RegistrationRound:
    """Change a round until it is closed; the decision and the training mark only while it is prepared.

    What changes after the opening is told to all who are concerned, with the old and the new value, and stays in the
    history of the round. Raises ChangedElsewhere, and Refused for what would cut off something that was filed.
    """
    if not rules.runs_round(actor, registration_round):
        raise NotAllowed
    _check(registration_round.office, facts)
    columns = facts.columns()
    was_open = registration_round.state == RoundState.OPEN
    if was_open:
        if facts.law != registration_round.law or facts.training != registration_round.training:
            raise Refused(_("Decision and training mark cannot change once the round is open."))
        refuse_what_cuts_off(registration_round, columns, facts.units)
    units_before = list(registration_round.units.order_by("search", "pk"))
    still = Q(state__in=(RoundState.PREPARING, RoundState.OPEN))
    before = save_columns(registration_round, columns, seen=seen, still=still)
    registration_round.units.set(facts.units)
    after = {name: columns[name] for name in before}
    if {unit.pk for unit in units_before} != {unit.pk for unit in facts.units}:
        before["units"], after["units"] = _names(units_before), _names(facts.units)
    if before or reason:
        label = _("Registration round changed")
        event = journal.Event("change", label, _plain(before), _plain(after), reason=reason)
        entry = journal.record(registration_round, event, actor=actor)
        if was_open:
            _tell(registration_round, event, units_before, occasion=str(entry.seq))
    return registration_round


def _tell(row: RegistrationRound, event: journal.Event, units_before: list[Unit], *, occasion: str) -> None:
    """Tell all who are concerned what changed about an open round; communes that were taken out, too."""
    if changes := differences(event.before, event.after):
        for notice in round_notices.round_changed(row, changes, event.reason, units_before):
            notify(row, notice, occasion=occasion)


def _names(units: Sequence[Unit]) -> list[str]:
    return sorted(unit.name for unit in units)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Decision) else value for name, value in values.items()}


@transaction.atomic
def move_round(
    *, registration_round: RegistrationRound, action: str, actor: User, reason: str = ""
) -> RegistrationRound:
    """Open, close or reopen a round. Raises Refused when a round without communes would be opened."""
    if action == "open" and not registration_round.units.exists():
        raise Refused(_("Name the communes that take part first."))
    return transitions.apply(ROUND_TRANSITIONS, action, registration_round, actor=actor, reason=reason)


def _check(office: Office, facts: RoundFacts) -> None:
    day = clock.today()
    if not facts.training and not is_in_force(facts.law, day):
        raise Refused(_("%(law)s is not in force. Only a training round may run under it.") % {"law": facts.law.code})
    followed = procedure_day(facts.law, office.unit.level, facts.opens_on)
    if followed is None or (followed != facts.opens_on and not facts.training):
        raise Refused(
            _("Under %(law)s an office of this level has nothing to do. Choose another decision.")
            % {"law": facts.law.code}
        )
    for soft, hard in (("due_at", "hard_due_at"), ("dossier_due_at", "dossier_hard_due_at")):
        first, last = getattr(facts, soft), getattr(facts, hard)
        if last is not None and (first is None or last < first):
            raise Refused(_("A hard date cannot lie before the date that is shown, nor stand without it."))
    if facts.due_at <= clock.start_of(facts.opens_on):
        raise Refused(_("Wishes cannot be due before the round opens."))
