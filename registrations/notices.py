"""Who is told what when something moves. The words name the product, so that a message is understood by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import people_for_unit, people_of_office
from activity.notifications import Notice
from foundation.calendar import describe_due
from foundation.formatting import day


def people_of_producer_id(producer_id: int) -> QuerySet[User]:
    """Return the active people who act for a producer."""
    return User.objects.filter(producer_memberships__producer_id=producer_id, is_active=True)


def _filers(obj: Any) -> list[User]:
    """The producer's people and, while the commune writes on behalf, the officer who entered it."""
    people = list(people_of_producer_id(obj.producer_id))
    return [*people, obj.entered_by] if obj.entered_by_id and obj.producer.is_helped else people


def _commune(obj: Any, *roles: str) -> Iterable[User]:
    return people_for_unit(obj.unit_id, *(roles or (Role.COMMUNE_OFFICER,)))


def _office(obj: Any) -> Iterable[User]:
    return people_of_office(obj.round.office_id, Role.ROUND_OFFICER)


def _notice(kind: str, people: Iterable[User], title: str, obj: Any, *, body: str = "", page: str = "") -> Notice:
    if obj.round.training:
        title = f"[TẬP HUẤN] {title}"
    return Notice(kind=kind, recipients=list(people), title=title, body=body, url=page or obj.get_absolute_url())


def _named(text: str, obj: Any, **more: Any) -> str:
    return text % {"product": obj.product.name, "producer": obj.producer.name, "commune": obj.unit.name, **more}


# -- Rounds ----------------------------------------------------------------------------------------------------------
def round_opened(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """A round opens: the officers of its communes are told."""
    people = [user for unit in obj.units.all() for user in people_for_unit(unit.pk, Role.COMMUNE_OFFICER)]
    title = _("Registration round opened: %(name)s") % {"name": obj.name}
    if obj.training:
        title = f"[TẬP HUẤN] {title}"
    body = _("Wishes are due %(due)s.") % {"due": describe_due(obj.due_at)}
    yield Notice(kind="round_opened", recipients=people, title=title, body=body, url=obj.get_absolute_url())


def list_sent(obj: Any, unit: Any, count: int) -> Iterator[Notice]:
    """A commune sends its list: the running office is told once, not for every wish."""
    title = _("%(commune)s sent its list: %(count)s products") % {"commune": unit.name, "count": count}
    people = list(people_of_office(obj.office_id, Role.ROUND_OFFICER))
    yield Notice(
        kind="list_sent", recipients=people, title=title, url=reverse("registrations:selection", args=[obj.pk])
    )


# -- Wishes ----------------------------------------------------------------------------------------------------------
def wish_registered(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """A wish comes in: commune and office are told at once."""
    people = [*_commune(obj), *_office(obj)]
    yield _notice("wish_registered", people, _named(_("New wish: %(product)s (%(producer)s, %(commune)s)"), obj), obj)


def wish_selected(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """Selected: the producer can write the dossier, the commune knows."""
    yield _notice(
        "wish_selected",
        people_of_producer_id(obj.producer_id),
        _named(_("Your product %(product)s was selected: write its dossier"), obj),
        obj,
        page=reverse("registrations:start"),
    )
    yield _notice("wish_selected", _commune(obj), _named(_("Product selected: %(product)s (%(producer)s)"), obj), obj)


def wish_declined(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """Declined: producer and commune find the reason on the page."""
    people = [*_filers(obj), *_commune(obj)]
    yield _notice("wish_declined", people, _named(_("Product not selected: %(product)s"), obj), obj)


def wish_withdrawn(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """Withdrawn: commune and office are told."""
    people = [*_commune(obj), *_office(obj)]
    yield _notice("wish_withdrawn", people, _named(_("Wish withdrawn: %(product)s (%(producer)s)"), obj), obj)


# -- Dossiers --------------------------------------------------------------------------------------------------------
def dossier_submitted(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """Submitted: the producer gets the confirmation, the commune officer the work."""
    sent = reverse("registrations:dossier_sent", args=[obj.pk])
    yield _notice("dossier_sent", _filers(obj), _named(_("Your dossier was sent: %(product)s"), obj), obj, page=sent)
    title = _named(_("Dossier to receive: %(product)s (%(producer)s)"), obj)
    yield _notice("dossier_submitted", _commune(obj), title, obj)


def dossier_received(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """Received: the producer learns slip number and answer day."""
    body = _("Slip number %(slip)s. The commune answers by %(day)s.") % {
        "slip": obj.slip_number,
        "day": day(obj.due_on),
    }
    yield _notice(
        "dossier_received", _filers(obj), _named(_("Your dossier was received: %(product)s"), obj), obj, body=body
    )


def dossier_returned(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """Returned: the producer is told what to correct; the commune learns of a return by the office."""
    lines = [f"– {c.label}: {c.reason}" for c in obj.corrections.filter(answered_at=None)]
    title = _named(_("Please correct your dossier: %(product)s"), obj)
    yield _notice("dossier_returned", _filers(obj), title, obj, body="\n".join(lines))
    if obj.returned_from == "office":
        title = _named(_("The office returned a dossier: %(product)s (%(producer)s)"), obj)
        yield _notice("dossier_returned", _commune(obj), title, obj)


def dossier_refused(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """Refused: the producer finds the reason on the page."""
    yield _notice("dossier_refused", _filers(obj), _named(_("Your dossier was refused: %(product)s"), obj), obj)


def opinion_waiting(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """The commune leader has an opinion to approve."""
    title = _named(_("Opinion to approve: %(product)s (%(producer)s)"), obj)
    yield _notice("opinion_waiting", _commune(obj, Role.COMMUNE_LEADER), title, obj)


def opinion_given_back(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """The officer writes the opinion again."""
    yield _notice("opinion_given_back", _commune(obj), _named(_("Opinion given back: %(product)s"), obj), obj)


def opinion_approved(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """The officer can send the dossier up."""
    yield _notice("opinion_approved", _commune(obj), _named(_("Opinion approved: %(product)s"), obj), obj)


def dossier_forwarded(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """Sent up: the office has the work, the producer knows."""
    title = _named(_("Dossier sent up: %(product)s (%(producer)s, %(commune)s)"), obj)
    yield _notice("dossier_forwarded", _office(obj), title, obj)
    yield _notice(
        "dossier_forwarded", _filers(obj), _named(_("The commune sent your dossier up: %(product)s"), obj), obj
    )


def dossier_accepted(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """Accepted: producer and commune know that it will be evaluated."""
    people = [*_filers(obj), *_commune(obj)]
    yield _notice("dossier_accepted", people, _named(_("Dossier accepted for evaluation: %(product)s"), obj), obj)


def dossier_withdrawn(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """Withdrawn: whoever had it is told; nobody hears of a draft that was never sent."""
    people = [*(_commune(obj) if obj.submitted_at else []), *(_office(obj) if obj.forwarded_at else [])]
    yield _notice("dossier_withdrawn", people, _named(_("Dossier withdrawn: %(product)s (%(producer)s)"), obj), obj)


def dossier_decided(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """The result is known: producer and commune are told."""
    people = [*_filers(obj), *_commune(obj)]
    yield _notice("dossier_decided", people, _named(_("Result of the evaluation: %(product)s"), obj), obj)


# -- Lists from Excel -------------------------------------------------------------------------------------------------
def wishes_imported(batch: Any, count: int) -> Iterator[Notice]:
    """A list of wishes was taken over: the other office that works with them is told once, not for every wish."""
    people = [user for user in _office(batch) if user.pk != batch.accepted_by_id]
    title = _("%(office)s has entered %(count)s wishes from a list") % {"office": batch.office.name, "count": count}
    url = reverse("registrations:round", args=[batch.round_id])
    yield _notice("wishes_imported", people, title, batch, body=batch.round.name, page=url)
