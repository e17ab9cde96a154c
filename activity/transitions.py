"""The one way in which anything changes its state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import WorkflowModel
from activity.notifications import Notice, notify
from foundation import clock

T = TypeVar("T", bound=WorkflowModel)


@dataclass(frozen=True)
class Transition:
    """One action of a workflow.

    Attributes:
        from_states: the states in which it may start.
        to_state: the state it leads to.
        rule: ``(user, obj) -> bool``; ``user`` is ``None`` when the system acts.
        label: the words on its button.
        done: the sentence for journal and message, e.g. "Dossier received".
        needs_reason: whether a reason must be given.
        danger: whether it cannot be undone, so that the screen asks first.
        for_producer: whether the producer sees the journal entry.
        notices: ``(obj, actor) -> notices`` that are written in the same transaction and sent after it.
    """

    from_states: tuple[str, ...]
    to_state: str
    rule: Callable[[Any, Any], bool]
    label: str | Promise
    done: str | Promise
    needs_reason: bool = False
    danger: bool = False
    for_producer: bool = False
    notices: Callable[[Any, Any], Iterable[Notice]] | None = None


Table = Mapping[str, Transition]


def may(table: Table, action: str, user: Any, obj: WorkflowModel) -> bool:
    """Tell whether this person may do this to the object as it stands."""
    transition = table[action]
    return obj.state in transition.from_states and transition.rule(user, obj)  # type: ignore[attr-defined]


def available(table: Table, user: Any, obj: WorkflowModel) -> dict[str, Transition]:
    """Return the actions whose buttons this person gets to see on the object, in the order of the table."""
    return {action: table[action] for action in table if may(table, action, user, obj)}


def apply(
    table: Table,
    action: str,
    obj: T,
    *,
    actor: Any,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    on_behalf_of: str = "",
) -> T:
    """Carry out an action: check the rule, move by compare-and-set, write the journal, queue the notices.

    Args:
        table: the TRANSITIONS of the workflow.
        action: a key of the table.
        obj: the object as the caller has read it; it is refreshed on success.
        actor: the user, or ``None`` for the system.
        reason: why; must be given where the table says so.
        changes: further columns to set in the same UPDATE.
        facts: more plain values for the journal entry.
        on_behalf_of: for whom the actor acts, e.g. a producer without a computer.

    Raises:
        NotAllowed: the rule says no.
        Refused: a reason is missing.
        Conflict: the object has moved meanwhile.
    """
    transition = table[action]
    if not transition.rule(actor, obj):
        raise NotAllowed(str(transition.label))
    if transition.needs_reason and not reason.strip():
        raise Refused(_("Give the reason."))
    before = obj.state  # type: ignore[attr-defined]
    if before not in transition.from_states:
        raise Conflict
    changes = dict(changes or {})
    with transaction.atomic():
        _move(obj, before, transition.to_state, changes)
        after = {"state": transition.to_state, **(facts or {})}
        event = journal.Event(
            action=action,
            label=str(transition.done),
            before={"state": before},
            after=after,
            reason=reason,
            on_behalf_of=on_behalf_of,
            for_producer=transition.for_producer,
        )
        entry = journal.record(obj, event, actor=actor)
        if transition.notices:
            for notice in transition.notices(obj, actor):
                notify(obj, notice, occasion=str(entry.seq))
    return obj


def _move(obj: WorkflowModel, from_state: str, to_state: str, changes: dict[str, Any]) -> None:
    """Update the row only if nobody has moved it since it was read."""
    rows = (
        type(obj)
        ._default_manager.filter(pk=obj.pk, state=from_state)
        .update(state=to_state, state_changed_at=clock.now(), version=F("version") + 1, **changes)
    )
    if rows != 1:
        raise Conflict
    _read_again(obj)


def _read_again(obj: WorkflowModel) -> None:
    """Read the row again. What it points to stays as it was read, unless the row now points elsewhere."""
    fields: Any = obj._meta.concrete_fields
    relations = [each for each in fields if each.is_relation and each.is_cached(obj)]
    known = [(each, getattr(obj, each.attname), each.get_cached_value(obj)) for each in relations]
    obj.refresh_from_db()
    for each, pk, related in known:
        if getattr(obj, each.attname) == pk:
            each.set_cached_value(obj, related)
