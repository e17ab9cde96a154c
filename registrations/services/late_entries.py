"""Late entries: leave for a named producer or commune to come after the hard date of a round."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from foundation import clock
from foundation.calendar import describe_due
from registrations import round_notices, rules
from registrations.enums import Covers, RoundState
from registrations.models import LateEntry, Producer, RegistrationRound


@transaction.atomic
def grant_late_entry(
    *,
    registration_round: RegistrationRound,
    named: Producer | Unit,
    covers: str,
    until_at: datetime,
    reason: str,
    actor: User,
) -> LateEntry:
    """Let one producer, or all of one commune, come after the hard date.

    Args:
        named: the producer or the commune, of those that take part in the round.
        covers: a value of ``Covers``.
        until_at: the first moment that is too late again.

    Raises Refused without reason, in a round that is not open, where no hard date stops anybody, for an end that does
    not lie after the hard date and after now, for somebody who takes no part, or where one holds already.
    """
    if not rules.runs_round(actor, registration_round):
        raise NotAllowed
    if not reason.strip():
        raise Refused(_("Give the reason."))
    if registration_round.state != RoundState.OPEN:
        raise Refused(_("Late entries belong to an open round."))
    _check_end(registration_round, covers, until_at)
    unit = named if isinstance(named, Unit) else named.unit
    known = isinstance(named, Producer) and named.wishes.filter(round=registration_round).exists()
    if not known and not registration_round.units.filter(pk=unit.pk).exists():
        raise Refused(_("%(unit)s does not take part in this round.") % {"unit": unit.name})
    who = {"producer": named} if isinstance(named, Producer) else {"unit": named}
    try:
        with transaction.atomic():
            entry = LateEntry.objects.create(
                round=registration_round,
                covers=covers,
                until_at=until_at,
                reason=reason.strip(),
                granted_at=clock.now(),
                granted_by=actor,
                **who,
            )
    except IntegrityError as error:
        raise Refused(
            _("%(who)s has such a late entry already. Take it back before you grant another one.") % {"who": named}
        ) from error
    _write(entry, "late_entry", _("Late entry granted: %(who)s"), entry.reason, actor)
    for notice in round_notices.late_entry_granted(entry):
        notify(registration_round, notice, occasion=f"late:{entry.pk}")
    return entry


def _check_end(row: RegistrationRound, covers: str, until_at: datetime) -> None:
    hards = {Covers.WISHES: [row.hard_due_at], Covers.DOSSIERS: [row.dossier_hard_due_at]}
    stops = [hard for hard in hards.get(Covers(covers), [row.hard_due_at, row.dossier_hard_due_at]) if hard]
    if not stops:
        raise Refused(_("No hard date stops anybody: what comes late is accepted and marked."))
    if until_at <= min(stops):
        raise Refused(
            _("A late entry ends after the hard date (%(due)s), or it opens nothing.")
            % {"due": describe_due(min(stops))}
        )
    if until_at <= clock.now():
        raise Refused(_("The end of the late entry has passed already."))


@transaction.atomic
def revoke_late_entry(*, entry: LateEntry, reason: str, actor: User) -> LateEntry:
    """Take a late entry back, with the reason; what came by it stays. Raises Conflict when it is taken back already."""
    if not rules.runs_round(actor, entry):
        raise NotAllowed
    if not reason.strip():
        raise Refused(_("Give the reason."))
    rows = LateEntry.objects.filter(pk=entry.pk, revoked_at=None)
    if rows.update(revoked_at=clock.now(), revoked_by=actor, revoked_because=reason.strip()) != 1:
        raise Conflict(_("This late entry has been taken back already."))
    entry.refresh_from_db()
    _write(entry, "late_entry_revoked", _("Late entry taken back: %(who)s"), entry.revoked_because, actor)
    for notice in round_notices.late_entry_revoked(entry):
        notify(entry.round, notice, occasion=f"late:{entry.pk}")
    return entry


def _write(entry: LateEntry, action: str, label: str, reason: str, actor: User) -> None:
    after = {"who": entry.named, "covers": entry.covers, "until_at": entry.until_at, "late_entry": entry.pk}
    event = journal.Event(action, label % {"who": entry.named}, after=after, reason=reason)
    journal.record(entry.round, event, actor=actor)
