"""Who is told what about a round: its changes, late entries, urging, and what the office asks of a commune."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Unit, User
from accounts.selectors import people_for_unit, people_of_office
from activity.notifications import Notice
from foundation.calendar import describe_due
from registrations.notices import people_of_producer_id
from registrations.round_words import Difference

STAFF = (Role.COMMUNE_OFFICER, Role.COMMUNE_LEADER)


def _titled(text: str, row: Any, **words: Any) -> str:
    title = text % {"round": row.name, **words}
    return f"[TẬP HUẤN] {title}" if row.training else title


def concerned(row: Any, units: Iterable[Unit]) -> list[User]:
    """Return whom a change of a round concerns.

    These are the officers and leaders of its communes, the people of producers with a wish or a dossier in it that has
    not ended, and the officers and leaders of the office that runs it.
    """
    people = {user.pk: user for unit in units for user in people_for_unit(unit, *STAFF)}
    wishes = row.wishes.exclude(state__in=("withdrawn", "declined")).values("producer_id")
    dossiers = row.dossiers.exclude(state__in=("withdrawn", "refused", "decided")).values("producer_id")
    filing = Q(producer_memberships__producer_id__in=wishes) | Q(producer_memberships__producer_id__in=dossiers)
    filers = User.objects.filter(filing, is_active=True).distinct()
    office = people_of_office(row.office_id, Role.ROUND_OFFICER, Role.LEADER)
    return list((people | {user.pk: user for user in [*filers, *office]}).values())


def round_changed(
    row: Any, changes: Sequence[Difference], reason: str, units_before: Sequence[Unit]
) -> Iterator[Notice]:
    """A date or condition of an open round changes: all who are concerned read the old and the new value."""
    units = {unit.pk: unit for unit in [*units_before, *row.units.all()]}
    lines = [f"– {change}" for change in changes]
    if reason:
        lines.append(_("Reason: %(reason)s") % {"reason": reason})
    yield Notice(
        kind="round_changed",
        recipients=concerned(row, units.values()),
        title=_titled(_("Registration round changed: %(round)s"), row),
        body="\n".join(lines),
        url=row.get_absolute_url(),
    )


def round_closed(row: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """A round closes: its communes, and producers with a wish or a dossier in it, read what that means for them."""
    lines = [_("No more wishes are registered in this round.")]
    if row.dossier_due_at:
        due = describe_due(row.dossier_hard_due_at or row.dossier_due_at)
        lines.append(_("Dossiers that have been begun go on; they can be submitted %(due)s.") % {"due": due})
    else:
        lines.append(_("Dossiers that have been begun go on."))
    yield Notice(
        kind="round_closed",
        recipients=concerned(row, row.units.all()),
        title=_titled(_("Registration round closed: %(round)s"), row),
        body="\n".join(lines),
        url=row.get_absolute_url(),
    )


def late_entry_granted(entry: Any) -> Iterator[Notice]:
    """A late entry is granted: those who may use it read until when, and why."""
    title = _titled(_("Late entry granted (%(due)s): %(round)s"), entry.round, due=describe_due(entry.until_at))
    yield _about_entry("late_entry", title, entry, entry.reason)


def late_entry_revoked(entry: Any) -> Iterator[Notice]:
    """A late entry is taken back: those who had it read why."""
    title = _titled(_("Late entry taken back: %(round)s"), entry.round)
    yield _about_entry("late_entry_revoked", title, entry, entry.revoked_because)


def _about_entry(kind: str, title: str, entry: Any, reason: str) -> Notice:
    unit_id = entry.unit_id or entry.producer.unit_id
    people = list(people_for_unit(unit_id, *STAFF))
    if entry.producer_id:
        people += people_of_producer_id(entry.producer_id)
    body = _("%(who)s; %(what)s. Reason: %(reason)s") % {
        "who": entry.named,
        "what": entry.get_covers_display(),
        "reason": reason,
    }
    return Notice(kind=kind, recipients=people, title=title, body=body, url=entry.round.get_absolute_url())


def commune_urged(row: Any, unit: Unit, lines: Sequence[str]) -> Notice:
    """The office urges a commune: its officers and leaders read what is still missing."""
    words = {"office": row.office.name, "commune": unit.name}
    return Notice(
        kind="commune_urged",
        recipients=list(people_for_unit(unit, *STAFF)),
        title=_titled(_("%(office)s asks %(commune)s to go on: %(round)s"), row, **words),
        body="\n".join(f"– {line}" for line in lines),
        url=reverse("registrations:list_of_round", args=[row.pk]) + f"?unit={unit.pk}",
    )


def taken_in(dossier: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """The office has received a dossier: commune and producer learn its number."""
    people = [*people_for_unit(dossier.unit_id, Role.COMMUNE_OFFICER), *people_of_producer_id(dossier.producer_id)]
    words = {"product": dossier.product.name, "number": dossier.office_slip_number}
    title = _titled(_("The office received the dossier: %(product)s (no. %(number)s)"), dossier.round, **words)
    yield Notice(kind="dossier_taken_in", recipients=people, title=title, url=dossier.get_absolute_url())


def returned_to_commune(dossier: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """The office asks the commune to complete a dossier: its officers read what; the producer knows where it is."""
    asked = dossier.completion_requests.filter(answered_at=None)
    title = _titled(
        _("The office asks the commune to complete: %(product)s"), dossier.round, product=dossier.product.name
    )
    yield Notice(
        kind="dossier_to_complete",
        recipients=list(people_for_unit(dossier.unit_id, *STAFF)),
        title=title,
        body="\n".join(f"– {row.get_lack_display()}: {row.text}" for row in asked),
        url=dossier.get_absolute_url(),
    )
    yield Notice(
        kind="dossier_to_complete",
        recipients=list(people_of_producer_id(dossier.producer_id)),
        title=title,
        body=_("You have nothing to do; the commune completes its part."),
        url=dossier.get_absolute_url(),
    )
