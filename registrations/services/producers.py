"""Writes about producers and their products."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.enums import UnitLevel
from accounts.models import Unit, User
from accounts.selectors import units_in_force
from activity import journal
from activity.errors import NotAllowed, Refused
from activity.models import JournalEntry
from foundation import clock
from foundation.text import search_key
from registrations import rules
from registrations.editing import save_columns
from registrations.enums import MemberRole
from registrations.models import Dossier, Producer, ProducerMember, Product
from registrations.models.dossiers import EDITABLE, ENDED
from registrations.services.behalf import on_behalf_of

ONE_STRETCH = timedelta(minutes=10)


def check_commune(unit: Unit) -> None:
    """Refuse a unit that is no commune of today."""
    if unit.level != UnitLevel.COMMUNE or not units_in_force().filter(pk=unit.pk).exists():
        raise Refused(_("%(unit)s is no commune of today. Choose the commune as it is now.") % {"unit": unit.name})


@transaction.atomic
def create_producer(*, values: Mapping[str, Any], actor: User, from_list: bool = False) -> Producer:
    """Set up a producer's record; the person who does so may edit it. Raises Refused for a commune that has ended.

    ``from_list``: an officer takes the record over from a list of their office; it is marked as entered by them.
    """
    if not (rules.may_enter_from_list(actor, values["unit"].pk) if from_list else rules.may_create_producer(actor)):
        raise NotAllowed
    check_commune(values["unit"])
    producer = Producer.objects.create(created_by=actor, entered_by=actor if from_list else None, **values)
    if not from_list:
        ProducerMember.objects.create(user=actor, producer=producer, role=MemberRole.EDIT, is_owner=True)
    journal.record(producer, journal.Event("create", _("Producer's record set up"), for_producer=True), actor=actor)
    return producer


@transaction.atomic
def update_producer(
    *,
    producer: Producer,
    values: Mapping[str, Any],
    seen: str | None,
    actor: User,
    by_itself: bool = False,
) -> Producer:
    """Change a producer's record. Raises ChangedElsewhere, and Refused for a commune that has ended.

    Args:
        by_itself: the form saved itself while somebody wrote; the journal takes one line for one stretch of writing.
    """
    if not rules.may_edit_producer(actor, producer):
        raise NotAllowed
    if "unit" in values and values["unit"] != producer.unit:
        check_commune(values["unit"])
    names = f"{values.get('name', producer.name)} {values.get('representative', producer.representative)}"
    name_search = search_key(values.get("name", producer.name))[:220]
    keys = {"search": search_key(names)[:400], "name_search": name_search}
    before = save_columns(producer, values, seen=seen, also=keys)
    _note(producer, before, values, _("Producer's record changed"), actor, by_itself=by_itself)
    return producer


@transaction.atomic
def create_product(*, producer: Producer, values: Mapping[str, Any], actor: User, from_list: bool = False) -> Product:
    """Add a product, also from a list of the actor's office. Raises Refused when the producer has one of this name."""
    allowed = rules.may_enter_from_list(actor, producer.unit_id) if from_list else False
    if not (allowed or rules.may_edit_producer(actor, producer)):
        raise NotAllowed
    try:
        with transaction.atomic():
            product = Product.objects.create(producer=producer, created_by=actor, **values)
    except IntegrityError as error:
        raise Refused(_same_name(values["name"])) from error
    behalf = on_behalf_of(actor, producer)
    event = journal.Event("create", _("Product added"), on_behalf_of=behalf, for_producer=True)
    journal.record(product, event, actor=actor)
    return product


@transaction.atomic
def update_product(
    *,
    product: Product,
    values: Mapping[str, Any],
    seen: str | None,
    actor: User,
    by_itself: bool = False,
) -> Product:
    """Change a product.

    Raises ChangedElsewhere, and Refused when another product of the producer has the name, or while a dossier of the
    product is being checked or evaluated: what was submitted does not change under its readers. ``by_itself`` as in
    ``update_producer``.
    """
    if not rules.may_edit_product(actor, product):
        raise NotAllowed
    if Dossier.objects.filter(product=product).exclude(state__in=(*EDITABLE, *ENDED)).exists():
        raise Refused(_("A dossier of this product is being checked. It can be changed when the dossier comes back."))
    key = search_key(f"{values.get('name', product.name)} {values.get('group', product.group)}")[:450]
    try:
        with transaction.atomic():
            before = save_columns(product, values, seen=seen, also={"search": key})
    except IntegrityError as error:
        raise Refused(_same_name(values["name"])) from error
    _note(product, before, values, _("Product changed"), actor, by_itself=by_itself)
    return product


def _same_name(name: str) -> str:
    return _("You already have a product named “%(name)s”. Choose it, or give this one another name.") % {"name": name}


def _note(
    obj: Producer | Product,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    label: str,
    actor: User,
    *,
    by_itself: bool,
) -> None:
    if not before or (by_itself and _goes_on_writing(obj, before, actor)):
        return
    after = {name: _plain(values[name]) for name in before}
    event = journal.Event(
        "change",
        label,
        {name: _plain(v) for name, v in before.items()},
        after,
        on_behalf_of=on_behalf_of(actor, obj.producer if isinstance(obj, Product) else obj),
        for_producer=True,
    )
    journal.record(obj, event, actor=actor)


def _goes_on_writing(obj: Producer | Product, before: Mapping[str, Any], actor: User) -> bool:
    """Tell whether the newest line of the journal is about the same person writing in the same fields just now.

    A form that saves itself every second would fill the journal with half sentences. The next line begins with what
    this stretch of writing has come to.
    """
    newest = JournalEntry.objects.filter(stream=journal.stream_of(obj)).order_by("-seq").first()
    if newest is None or newest.action != "change" or newest.actor_id != actor.pk:
        return False
    return newest.at > clock.now() - ONE_STRETCH and set(before) <= set(json.loads(newest.after or "{}"))


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Unit) else value
