"""Writes about the communes' outreach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock, files
from foundation.files import CheckedUpload
from registrations import rules
from registrations.editing import save_columns
from registrations.models import Outreach


@transaction.atomic
def add_outreach(
    *, office: Office, values: Mapping[str, Any], actor: User, upload: CheckedUpload | None = None
) -> Outreach:
    """Log what a commune did. Raises NotAllowed for another commune's officer, Refused for a day to come."""
    row = Outreach(office=office, unit=office.unit, noted_by=actor, noted_at=clock.now(), **values)
    if not rules.may_edit_outreach(actor, row):
        raise NotAllowed
    _check(values)
    row.file = _store(upload, actor)
    row.save()
    journal.record(row, journal.Event("create", _("Outreach logged"), after=_plain(values)), actor=actor)
    return row


@transaction.atomic
def update_outreach(
    *,
    outreach: Outreach,
    values: Mapping[str, Any],
    seen: str | None,
    actor: User,
    upload: CheckedUpload | None = None,
) -> Outreach:
    """Change an entry; a new picture takes the place of the old one. Raises NotAllowed, Refused, ChangedElsewhere."""
    if not rules.may_edit_outreach(actor, outreach):
        raise NotAllowed
    _check(values)
    also = {"file": _store(upload, actor)} if upload else {}
    before = save_columns(outreach, values, seen=seen, also=also)
    if before or upload:
        after = {name: values[name] for name in before} | ({"file": upload.name} if upload else {})
        journal.record(
            outreach, journal.Event("change", _("Outreach changed"), _plain(before), _plain(after)), actor=actor
        )
    return outreach


@transaction.atomic
def delete_outreach(*, outreach: Outreach, actor: User) -> None:
    """Take an entry out of the log; the journal keeps what it said. Conflict where it is gone already."""
    if not rules.may_edit_outreach(actor, outreach):
        raise NotAllowed
    names = ("form", "on", "place", "topic", "people", "note")
    before = {name: getattr(outreach, name) for name in names} | {"commune": outreach.unit.name}
    journal.record(outreach, journal.Event("delete", _("Outreach deleted"), before=before), actor=actor)
    if Outreach.objects.filter(pk=outreach.pk).delete()[0] != 1:
        raise Conflict


def _check(values: Mapping[str, Any]) -> None:
    if values["on"] > clock.today():
        raise Refused(_("This day lies in the future."))


def _store(upload: CheckedUpload | None, actor: User) -> Any:
    if upload is None:
        return None
    try:
        return files.store_upload(upload=upload, by=actor)
    except OSError as error:
        raise Refused(_("The file could not be stored. Your text was not lost: try again in a moment.")) from error


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Model) else value for name, value in values.items()}
