"""Who is told what about the people of a producer, and about what the commune does on a producer's behalf."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import people_for_unit
from activity.notifications import Notice


def _owner(producer: Any) -> QuerySet[User]:
    return User.objects.filter(producer_memberships__producer=producer, producer_memberships__is_owner=True)


def _others(producer: Any, actor: Any) -> list[User]:
    """Everybody who acts for the producer, but whoever does it."""
    people = User.objects.filter(producer_memberships__producer=producer).order_by("pk")
    return [user for user in people if actor is None or user.pk != actor.pk]


def people_page(producer: Any) -> str:
    """Return the page with the people of a producer."""
    return reverse("registrations:people", args=[producer.pk])


def invited(obj: Any) -> Iterator[Notice]:
    """Whoever has an account with the address is told in the portal; nobody else learns that there is one."""
    if obj.recipient is None:
        return
    text = _("You are invited to act for %(producer)s")
    if obj.kind == "owner":
        text = _("You are asked to become the owner of the record of %(producer)s")
    url = reverse("registrations:invitation_mine", args=[obj.pk])
    body = _("Invited by %(name)s.") % {"name": obj.invited_by}
    yield Notice("invited", [obj.recipient], text % {"producer": obj.producer.name}, body=body, url=url)


def invitation_accepted(obj: Any, actor: Any) -> Iterator[Notice]:
    """The owner hears who came; of a new owner everybody hears. A record taken over has a notice of its own."""
    words = {"name": actor, "producer": obj.producer.name}
    if obj.kind == "claim":
        return
    if obj.kind == "owner":
        title = _("%(name)s is now the owner of the record of %(producer)s") % words
        yield Notice("owner_changed", _others(obj.producer, actor), title, url=people_page(obj.producer))
        return
    title = _("%(name)s has accepted your invitation: %(producer)s") % words
    yield Notice("invitation_accepted", [obj.invited_by], title, url=people_page(obj.producer))


def invitation_declined(obj: Any, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """Whoever invited hears that the answer was no."""
    if obj.kind == "claim":
        return
    title = _("An invitation was declined: %(producer)s") % {"producer": obj.producer.name}
    body = obj.address or str(obj.recipient or "")
    yield Notice("invitation_declined", [obj.invited_by], title, body=body, url=people_page(obj.producer))


def role_changed(obj: Any) -> Iterator[Notice]:
    """A co-worker's right has changed."""
    title = _("Your right for %(producer)s is now: %(right)s") % {
        "producer": obj.producer.name,
        "right": obj.get_role_display(),
    }
    yield Notice("member_role", [obj.user], title, url=people_page(obj.producer))


def removed(obj: Any) -> Iterator[Notice]:
    """A co-worker is no longer one; there is no page left that they could open."""
    title = _("You no longer act for %(producer)s") % {"producer": obj.producer.name}
    yield Notice("member_removed", [obj.user], title)


def left(obj: Any) -> Iterator[Notice]:
    """A co-worker has left: the owner is told."""
    title = _("%(name)s no longer acts for %(producer)s") % {"name": obj.user, "producer": obj.producer.name}
    yield Notice("member_left", _owner(obj.producer), title, url=people_page(obj.producer))


def responsible_changed(dossier: Any, before: Any, actor: Any) -> Iterator[Notice]:
    """The new person in charge of a dossier is told, and the one before."""
    words = {"product": dossier.product.name, "name": dossier.responsible}
    url = dossier.get_absolute_url()
    if dossier.responsible != actor:
        title = _("You are now in charge of the dossier: %(product)s") % words
        yield Notice("responsible", [dossier.responsible], title, url=url)
    if before is not None and before != actor:
        title = _("%(name)s is now in charge of the dossier: %(product)s") % words
        yield Notice("responsible_before", [before], title, url=url)


# -- The commune on behalf of a producer -----------------------------------------------------------------------------
def claimed(producer: Any, actor: Any) -> Iterator[Notice]:
    """The person for whom a record was entered has taken it over: the commune can no longer write in it."""
    title = _("%(name)s has taken over the record of %(producer)s") % {"name": actor, "producer": producer.name}
    body = _("The commune writes on behalf from now on only if the producer allows it.")
    people = people_for_unit(producer.unit_id, Role.COMMUNE_OFFICER)
    yield Notice("record_claimed", people, title, body=body, url=producer.get_absolute_url())


def help_allowed(producer: Any) -> Iterator[Notice]:
    """The producer lets the commune write on behalf, or no longer."""
    words = {"producer": producer.name}
    title = _("%(producer)s lets the commune write on behalf") % words
    if not producer.commune_helps:
        title = _("%(producer)s no longer lets the commune write on behalf") % words
    people = people_for_unit(producer.unit_id, Role.COMMUNE_OFFICER)
    yield Notice("commune_helps", people, title, url=producer.get_absolute_url())


def written_on_behalf(obj: Any, actor: Any) -> Iterator[Notice]:
    """The producer's people hear that an officer writes in a wish or dossier of theirs."""
    title = _("%(name)s writes on your behalf: %(product)s") % {"name": actor, "product": obj.product.name}
    yield Notice("on_behalf", _others(obj.producer, actor), title, url=obj.get_absolute_url())
