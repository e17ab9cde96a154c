"""Writes about the support of products: planned, changed, given, cancelled. Every step stands in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal, transitions
from activity.errors import NotAllowed, Refused
from foundation import clock
from registrations import rules
from registrations.editing import save_columns
from registrations.enums import SUPPORT_TRANSITIONS, SupportState
from registrations.models import Support, Wish


@transaction.atomic
def add_support(*, wish: Wish, values: Mapping[str, Any], actor: User) -> Support:
    """Note help that is planned for a product, or was given to it (``state`` among the values).

    Raises NotAllowed; Refused where nobody is named who gives it, or where it was given on no day or a day to come.
    """
    if not rules.may_support(actor, wish):
        raise NotAllowed
    _check(values, values.get("state", SupportState.PLANNED))
    support = Support.objects.create(wish=wish, noted_by=actor, noted_at=clock.now(), **values)
    event = journal.Event(
        "support", _("Support noted"), after=_plain(values) | {"state": support.state}, for_producer=True
    )
    journal.record(support, event, actor=actor)
    return support


@transaction.atomic
def update_support(*, support: Support, values: Mapping[str, Any], seen: str | None, actor: User) -> Support:
    """Change what is said about support that is not cancelled. Raises NotAllowed, Refused, ChangedElsewhere."""
    if not rules.may_support(actor, support):
        raise NotAllowed
    _check(values, support.state)
    before = save_columns(support, values, seen=seen, still=~Q(state=SupportState.CANCELLED))
    if before:
        after = {name: values[name] for name in before}
        event = journal.Event("change", _("Support changed"), _plain(before), _plain(after), for_producer=True)
        journal.record(support, event, actor=actor)
    return support


@transaction.atomic
def give_support(*, support: Support, on: date, amount: int | None, actor: User) -> Support:
    """Note that planned support was given: on which day, and what it came to."""
    _check({"on": on}, SupportState.GIVEN)
    before = {"on": support.on, "amount": support.amount}
    changes = {"on": on, "amount": amount}
    facts = {"on": on, "amount": amount, "planned": _plain(before)}
    return transitions.apply(SUPPORT_TRANSITIONS, "give", support, actor=actor, changes=changes, facts=facts)


@transaction.atomic
def cancel_support(*, support: Support, actor: User, reason: str) -> Support:
    """Cancel support; it stays visible and counts nowhere."""
    return transitions.apply(SUPPORT_TRANSITIONS, "cancel", support, actor=actor, reason=reason)


@transaction.atomic
def replan_support(*, support: Support, actor: User) -> Support:
    """Plan support again that was cancelled."""
    return transitions.apply(SUPPORT_TRANSITIONS, "replan", support, actor=actor)


def _check(values: Mapping[str, Any], state: str) -> None:
    names = ("given_by", "given_by_office", "given_by_user")
    if any(name in values for name in names) and not any(values.get(name) for name in names):
        raise Refused(_("Say who gives the support."))
    on = values.get("on")
    if state == SupportState.GIVEN and (on is None or on > clock.today()):
        raise Refused(_("Say on which day it was given; a day to come is a plan."))


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Model) else value for name, value in values.items()}
