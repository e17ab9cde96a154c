"""An open round may be widened at any time; narrowing it must not cut off what people have filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Unit
from activity.errors import Refused
from foundation import clock
from foundation.calendar import describe_due
from foundation.formatting import moment
from registrations.deadlines import Standing, moment_that_counts, standing
from registrations.enums import DossierKind, DossierState, WishState
from registrations.models import Dossier, RegistrationRound, Wish

_WORSE = {Standing.ON_TIME: 0, Standing.LATE: 1, Standing.CLOSED: 2}
Moments = Iterable[tuple[datetime | None, datetime | None]]


def refuse_what_cuts_off(row: RegistrationRound, columns: Mapping[str, Any], units: Sequence[Unit]) -> None:
    """Raise Refused, with the reason, when new values of an open round would cut off what was filed in it.

    Args:
        row: the round as it stands.
        columns: the new values of its columns, with the dates as they would be in force.
        units: the communes that would take part.
    """
    wishes = Wish.objects.filter(round=row).exclude(state=WishState.WITHDRAWN)
    dossiers = Dossier.objects.filter(round=row).exclude(state=DossierState.WITHDRAWN)
    _kinds(row, columns, wishes, dossiers)
    _units(row, units, wishes, dossiers)
    if columns["opens_on"] != row.opens_on and columns["opens_on"] > clock.today() and wishes.exists():
        raise Refused(_("The round has begun and wishes are in: its first day cannot lie in the future."))
    for name in ("hard_due_at", "dossier_hard_due_at"):
        _not_into_the_past(getattr(row, name), columns[name])
    _dates(row, columns, ("due_at", "hard_due_at"), wishes.values_list("created_at", "listed_at"))
    filed = dossiers.filter(submitted_at__isnull=False).values_list("submitted_at", "forwarded_at")
    _dates(row, columns, ("dossier_due_at", "dossier_hard_due_at"), filed)


def _kinds(row: RegistrationRound, columns: Mapping[str, Any], wishes: Any, dossiers: Any) -> None:
    for kind in set(row.kinds) - set(columns["kinds"]):
        count = wishes.filter(kind=kind).count() or dossiers.filter(kind=kind).count()
        if count:
            text = ngettext(
                "This kind cannot be taken out: %(kind)s. %(n)s registration of this kind is in.",
                "This kind cannot be taken out: %(kind)s. %(n)s registrations of this kind are in.",
                count,
            )
            raise Refused(text % {"kind": DossierKind(kind).label, "n": count})


def _units(row: RegistrationRound, units: Sequence[Unit], wishes: Any, dossiers: Any) -> None:
    for unit in row.units.exclude(pk__in=[unit.pk for unit in units]).order_by("search", "pk"):
        count = wishes.filter(unit=unit).count() or dossiers.filter(unit=unit).count()
        if count:
            text = ngettext(
                "%(unit)s cannot be taken out: %(n)s registration is in.",
                "%(unit)s cannot be taken out: %(n)s registrations are in.",
                count,
            )
            raise Refused(text % {"unit": unit.name, "n": count})


def _not_into_the_past(old: datetime | None, new: datetime | None) -> None:
    """A hard date that has passed already would shut people out without a word."""
    if new is not None and new <= clock.now() and (old is None or new < old):
        raise Refused(
            _("A hard date of an open round cannot be moved into the past (%(due)s).") % {"due": describe_due(new)}
        )


def _dates(row: RegistrationRound, columns: Mapping[str, Any], names: tuple[str, str], filed: Moments) -> None:
    """Refuse dates or an event by which something would be later than it is now."""
    soft, hard = names
    now = (row.meets_event, getattr(row, soft), getattr(row, hard))
    then = (columns["meets_event"], columns[soft], columns[hard])
    if now == then:
        return
    worse = [at for at in filed if _rank(then, at) > _rank(now, at)]
    if not worse:
        return
    text = ngettext(
        "%(n)s registration that was in time would become late or be cut off (filed %(at)s).",
        "%(n)s registrations that were in time would become late or be cut off (the last was filed %(at)s).",
        len(worse),
    )
    raise Refused(text % {"n": len(worse), "at": moment(max(at[0] for at in worse if at[0]))})


def _rank(dates: tuple[str, datetime | None, datetime | None], at: tuple[datetime | None, datetime | None]) -> int:
    event, soft, hard = dates
    counted = moment_that_counts(event, filed_at=at[0], sent_at=at[1])
    return _WORSE[standing(counted, soft, hard)] if counted is not None else 0
