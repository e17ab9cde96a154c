"""The office urges a commune that lags behind (đôn đốc)."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from activity import journal
from activity.errors import NotAllowed, Refused
from activity.notifications import notify
from foundation import clock
from registrations import round_notices, rules
from registrations.enums import RoundState
from registrations.models import CommuneReminder, RegistrationRound
from registrations.selectors.progress import lacks_of_commune


@transaction.atomic
def remind_commune(*, registration_round: RegistrationRound, unit: Unit, actor: User) -> CommuneReminder:
    """Remind the people of a commune of what is still missing in a round: once a day, whoever presses the button.

    Raises Refused when the commune was reminded today, when nothing is missing, when the round is not open, or when
    nobody works for the commune in the portal.
    """
    if not rules.runs_round(actor, registration_round):
        raise NotAllowed
    if registration_round.state != RoundState.OPEN or not registration_round.units.filter(pk=unit.pk).exists():
        raise Refused(_("Communes are reminded while the round is open."))
    lacks = lacks_of_commune(registration_round, unit)
    if not lacks:
        raise Refused(_("Nothing is missing from %(commune)s.") % {"commune": unit.name})
    notice = round_notices.commune_urged(registration_round, unit, lacks)
    if not list(notice.recipients):
        raise Refused(_("Nobody works for %(commune)s in the portal yet. Call them.") % {"commune": unit.name})
    today = clock.today()
    try:
        with transaction.atomic():
            made = CommuneReminder.objects.create(
                round=registration_round, unit=unit, day=today, at=clock.now(), by=actor
            )
    except IntegrityError as error:
        raise Refused(_("%(commune)s was reminded today already.") % {"commune": unit.name}) from error
    event = journal.Event(
        "remind",
        _("Commune reminded: %(commune)s") % {"commune": unit.name},
        after={"commune": unit.name, "lacks": lacks},
    )
    journal.record(registration_round, event, actor=actor)
    notify(registration_round, notice, occasion=f"urge:{unit.pk}:{today:%Y-%m-%d}")
    return made
