"""Records for people without a computer: entered by the commune, handed over on paper, and helped afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import services as accounts
from accounts.models import User
from accounts.selectors import account_named, accounts_visible_to
from activity import journal
from activity.errors import NotAllowed, Refused
from activity.notifications import notify
from registrations import people_notices, rules
from registrations.enums import MemberRole
from registrations.models import Invitation, Producer, ProducerMember
from registrations.services.behalf import on_behalf_of
from registrations.services.invitations import renew_claim
from registrations.services.producers import check_commune


@dataclass(frozen=True)
class Slip:
    """What the commune prints: a one-time code for a new account, or a link for somebody who has one already."""

    producer: Producer
    account: User | None = None
    code: str = ""
    invitation: Invitation | None = None


@transaction.atomic
def enter_producer(*, values: Mapping[str, Any], actor: User) -> Producer:
    """Set up a record for somebody without a computer; it has no people until somebody takes it over.

    Raises NotAllowed outside the officer's own commune, Refused for a commune that has ended.
    """
    if not rules.may_enter_producer_in(actor, values["unit"]):
        raise NotAllowed
    check_commune(values["unit"])
    producer = Producer.objects.create(created_by=actor, entered_by=actor, **values)
    event = journal.Event(
        "create", _("Producer's record set up"), on_behalf_of=on_behalf_of(actor, producer), for_producer=True
    )
    journal.record(producer, event, actor=actor)
    return producer


@transaction.atomic
def hand_over(*, producer: Producer, actor: User) -> Slip:
    """Return what the commune prints for the person for whom it entered a record; slips printed before end.

    Without an account the person gets one, named by the phone, with a one-time code. Somebody who uses an account
    already gets a link with which that account takes the record over.
    Raises NotAllowed outside the commune, Refused once the record was taken over.
    """
    producer.refresh_from_db()
    if not rules.may_hand_over_record(actor, producer):
        if producer.claimed_at is not None:
            raise Refused(_("The record has been taken over already."))
        raise NotAllowed
    account = _account_to_hand_over(producer, actor)
    event = journal.Event("slip", _("Slip printed for taking over the record"), for_producer=True)
    journal.record(producer, event, actor=actor)
    if account is None:
        return Slip(producer, invitation=renew_claim(producer, actor))
    return Slip(producer, account, accounts.make_one_time_code(user=account, actor=actor))


def _account_to_hand_over(producer: Producer, actor: User) -> User | None:
    """Return the account that waits for its person, made now where there is none; None where it is in use already."""
    owner = ProducerMember.objects.filter(producer=producer, is_owner=True).select_related("user").first()
    if owner is not None:
        return owner.user
    found = account_named(producer.phone)
    if found is None:
        found = accounts.prepare_producer_account(
            full_name=producer.representative, phone=producer.phone, home_unit=producer.unit, actor=actor
        )
    elif found.has_usable_password() or not accounts_visible_to(actor).filter(pk=found.pk).exists():
        return None
    ProducerMember.objects.create(user=found, producer=producer, role=MemberRole.EDIT, is_owner=True)
    return found


@transaction.atomic
def allow_help(*, producer: Producer, allowed: bool, actor: User) -> Producer:
    """Let the commune's officers write on behalf of the producer, or no longer; only its owner decides."""
    if not rules.owns(actor, producer):
        raise NotAllowed
    if Producer.objects.filter(pk=producer.pk).exclude(commune_helps=allowed).update(commune_helps=allowed) == 1:
        producer.refresh_from_db()
        label = _("The commune may write on behalf") if allowed else _("The commune may no longer write on behalf")
        event = journal.Event("help", label, after={"commune_helps": allowed}, for_producer=True)
        entry = journal.record(producer, event, actor=actor)
        for notice in people_notices.help_allowed(producer):
            notify(producer, notice, occasion=str(entry.seq))
    return producer
