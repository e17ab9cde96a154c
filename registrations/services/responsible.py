"""Who of the producer's people is in charge of a dossier (người phụ trách hồ sơ)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from registrations import people_notices, rules
from registrations.models import Dossier, Producer, ProducerMember, Wish
from registrations.models.dossiers import ENDED


def first_responsible(wish: Wish) -> User | None:
    """Return who is in charge of a new dossier: whoever of the producer's people registered the wish."""
    return wish.created_by if rules.writes_for_self(wish.created_by, wish.producer) else None


@transaction.atomic
def hand_over_dossier(*, dossier: Dossier, to: ProducerMember, actor: User, note: str = "") -> Dossier:
    """Put another of the producer's people in charge of a dossier.

    Raises Refused for somebody who may only view and for a dossier that has ended, Conflict when somebody else was
    first.
    """
    if not rules.writes_for_self(actor, dossier.producer) or to.producer_id != dossier.producer_id:
        raise NotAllowed
    if not rules.writes_for_self(to.user, dossier.producer):
        raise Refused(_("This person may only view. Give them the right to edit first."))
    if dossier.state in ENDED:
        raise Refused(_("The dossier has ended."))
    if dossier.responsible_id == to.user_id:
        return dossier
    _move(dossier, to.user, actor=actor, note=note)
    return dossier


def pass_on(producer: Producer, leaver: User, *, to: User | None, actor: User) -> None:
    """Put the owner in charge of the dossiers of somebody who no longer acts for the producer."""
    for dossier in Dossier.objects.filter(producer=producer, responsible=leaver).exclude(state__in=ENDED):
        _move(dossier, to, actor=actor, note="")


def _move(dossier: Dossier, to: User | None, *, actor: User, note: str) -> None:
    before = dossier.responsible
    if Dossier.objects.filter(pk=dossier.pk, responsible=before).update(responsible=to) != 1:
        raise Conflict
    dossier.responsible = to
    event = journal.Event(
        "responsible",
        _("Person in charge: %(name)s") % {"name": to or "–"},
        {"responsible": str(before or "")},
        {"responsible": str(to or "")},
        reason=note,
        for_producer=True,
    )
    entry = journal.record(dossier, event, actor=actor)
    if to is not None:
        for notice in people_notices.responsible_changed(dossier, before, actor):
            notify(dossier, notice, occasion=str(entry.seq))
