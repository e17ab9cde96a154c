"""An office keeps its list of common reasons: adds, rewords, retires."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock
from registrations import rules
from registrations.models import CommonReason
from registrations.reasons import COMMON_REASONS
from registrations.selectors.reasons import stream_of_reasons

MOST = 60


@transaction.atomic
def add_reason(*, office: Office, text: str, actor: User) -> CommonReason:
    """Add a reason. Raises Refused for one that stands there already, and beyond sixty."""
    _begin(office, actor)
    if CommonReason.objects.filter(office=office, retired_at=None).count() >= MOST:
        raise Refused(_("The list has %(most)s reasons. Retire one first.") % {"most": MOST})
    try:
        with transaction.atomic():
            made = CommonReason.objects.create(office=office, text=text, changed_at=clock.now(), changed_by=actor)
    except IntegrityError as error:
        raise _there_already() from error
    _record(office, journal.Event("add", _("Reason added"), after={"text": text}), actor)
    return made


@transaction.atomic
def change_reason(*, office: Office, key: str, text: str, actor: User) -> CommonReason:
    """Reword a reason; what was written with the old words stays. Raises Refused as ``add_reason``, and Conflict."""
    found = _find(office, key, actor)
    try:
        with transaction.atomic():
            _move(found, text=text, changed_at=clock.now(), changed_by=actor)
    except IntegrityError as error:
        raise _there_already() from error
    event = journal.Event("change", _("Reason reworded"), before={"text": found.text}, after={"text": text})
    _record(office, event, actor)
    found.refresh_from_db()
    return found


@transaction.atomic
def retire_reason(*, office: Office, key: str, actor: User) -> None:
    """Offer a reason no more. Raises Conflict where it is retired already."""
    found = _find(office, key, actor)
    _move(found, retired_at=clock.now(), changed_at=clock.now(), changed_by=actor)
    _record(office, journal.Event("retire", _("Reason retired"), before={"text": found.text}), actor)


def _begin(office: Office, actor: User) -> None:
    """Make the defaults the office's own, the first time that it changes anything."""
    if not rules.keeps_reasons(actor, office):
        raise NotAllowed
    if CommonReason.objects.filter(office=office).exists():
        return
    for code, text in COMMON_REASONS:
        CommonReason.objects.get_or_create(office=office, code=code, defaults={"text": text, "changed_at": clock.now()})


def _find(office: Office, key: str, actor: User) -> CommonReason:
    _begin(office, actor)
    rows = CommonReason.objects.filter(office=office, retired_at=None)
    own = key.removeprefix("r")
    found = rows.filter(code=key).first()
    if found is None and key.startswith("r") and own.isdecimal() and len(own) < 19:
        found = rows.filter(code="", pk=int(own)).first()
    if found is None:
        raise _moved()
    return found


def _move(found: CommonReason, **changes: object) -> None:
    same = CommonReason.objects.filter(pk=found.pk, text=found.text, retired_at=None)
    if same.update(**changes) != 1:
        raise _moved()


def _record(office: Office, event: journal.Event, actor: User) -> None:
    journal.record(stream_of_reasons(office), event, actor=actor)


def _there_already() -> Refused:
    return Refused(_("This reason stands in the list already."))


def _moved() -> Conflict:
    return Conflict()
