"""What the council resolves about an entry, written down by chair, deputy or secretary. Nothing here alters a score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from evaluations import rules
from evaluations.enums import OPEN_STATES, RoundState
from evaluations.models import AgreedLevel, Entry
from evaluations.results import differing_items
from evaluations.selectors.tally import round_input
from evaluations.services.guard import hold, judged_entry
from foundation import clock
from registrations import services as registrations
from rubrics.models import Criterion, Level


@dataclass(frozen=True)
class _Act:
    """What is written into the entry's journal: the act in words, who wrote it down, and why."""

    name: str
    label: str
    actor: User
    reason: str

    def note(self, entry: Entry, **after: Any) -> None:
        """Write it down."""
        event = journal.Event(self.name, self.label, after=after, reason=self.reason)
        journal.record(entry, event, actor=self.actor)


@transaction.atomic
def agree_levels(*, entry: Entry, levels: Mapping[int, int | None], reason: str, actor: User) -> list[AgreedLevel]:
    """Write down the levels on which the council agreed (criterion id → level id, None for "không đạt").

    They decide the gates of their items; the points stay those of the sheets.

    Raises:
        NotAllowed: the person neither leads the council nor is its secretary, or is recused.
        Refused: no reason, a level of another item, or an item on which the sheets do not differ or that has no gate.
        Conflict: the council does not discuss now.
    """
    _check(entry, actor, reason)
    hold(entry.round, RoundState.DISCUSSION)
    judged_entry(entry)
    differ = {item.key for item in differing_items(round_input(entry.round, [entry]).candidates[0])}
    criteria = {row.pk: row for row in Criterion.objects.filter(rubric_id=entry.rubric_id, pk__in=levels)}
    chosen = {row.pk: row for row in Level.objects.filter(pk__in=[pk for pk in levels.values() if pk is not None])}
    for criterion_id, level_id in levels.items():
        level = chosen.get(level_id) if level_id is not None else None
        if criterion_id not in criteria or criteria[criterion_id].key not in differ:
            raise Refused(_("The sheets do not differ on this item, or it decides no star."))
        if level_id is not None and (level is None or level.criterion_id != criterion_id):
            raise Refused(_("This level does not belong to the item."))
    act = _Act("agree_level", _("Agreed level written down"), actor, reason)
    return [_agree(entry, criteria[pk], chosen.get(level or 0), act) for pk, level in levels.items()]


def _agree(entry: Entry, criterion: Criterion, level: Level | None, act: _Act) -> AgreedLevel:
    values = {"level": level, "reason": act.reason, "set_by": act.actor, "set_at": clock.now()}
    agreed, _created = AgreedLevel.objects.update_or_create(entry=entry, criterion=criterion, defaults=values)
    act.note(entry, item=criterion.key, level=level.label if level else None)
    return agreed


@transaction.atomic
def knock_out(*, entry: Entry, reason: str, actor: User) -> Entry:
    """Write down that the council knocked the entry out by resolution: no stars, no place.

    Raises NotAllowed, Refused without a reason, Conflict where the council does not discuss or it is out already.
    """
    _check(entry, actor, reason)
    hold(entry.round, RoundState.DISCUSSION)
    judged_entry(entry)
    act = _Act("knock_out", _("Entry knocked out"), actor, reason)
    return _set(entry, {"knocked_out_reason": ""}, {"knocked_out_reason": reason}, act)


@transaction.atomic
def undo_knock_out(*, entry: Entry, reason: str, actor: User) -> Entry:
    """Take a knock-out back while the council still discusses. Errors as in ``knock_out``."""
    _check(entry, actor, reason)
    hold(entry.round, RoundState.DISCUSSION)
    act = _Act("undo_knock_out", _("Knock-out taken back"), actor, reason)
    return _set(entry, {"knocked_out_reason": entry.knocked_out_reason}, {"knocked_out_reason": ""}, act)


@transaction.atomic
def leave_off_list(*, entry: Entry, reason: str, actor: User) -> Entry:
    """In a screening stage, write down that the council leaves the entry off its list. Errors as in ``knock_out``."""
    _check(entry, actor, reason)
    if entry.round.stage.scores:
        raise Refused(_("Only a screening stage has a list."))
    hold(entry.round, RoundState.DISCUSSION)
    act = _Act("leave_off", _("Left off the list"), actor, reason)
    return _set(entry, {"unlisted_reason": ""}, {"unlisted_reason": reason}, act)


@transaction.atomic
def withdraw_entry(*, entry: Entry, reason: str, actor: User) -> Entry:
    """Take an entry out because its producer withdraws it; the dossier goes back to the producer's side.

    Raises NotAllowed for anybody but the secretary, Refused without a reason, Conflict where the round is closed.
    """
    _check_keeper(entry, actor, reason)
    changes = {"withdrawn_at": clock.now(), "withdrawn_reason": reason, "in_round": False}
    return _leave(entry, changes, _Act("withdraw_entry", _("Entry withdrawn"), actor, reason))


@transaction.atomic
def set_aside(*, entry: Entry, reason: str, actor: User) -> Entry:
    """Leave an entry unscored in this round, by resolution: too many recusals, tests that did not come.

    Errors as in ``withdraw_entry``.
    """
    _check_keeper(entry, actor, reason)
    changes = {"set_aside_reason": reason, "in_round": False}
    return _leave(entry, changes, _Act("set_aside", _("Entry not scored in this round"), actor, reason))


def _leave(entry: Entry, changes: dict[str, Any], act: _Act) -> Entry:
    hold(entry.round, RoundState.DOSSIERS_FIXED, *OPEN_STATES)
    changed = _set(entry, {"in_round": True}, changes, act)
    registrations.release_from_scoring(dossier=entry.dossier, actor=act.actor, reason=act.reason)
    return changed


def _check(entry: Entry, actor: User, reason: str) -> None:
    if not rules.may_resolve(actor, entry):
        raise NotAllowed
    _need(reason)


def _check_keeper(entry: Entry, actor: User, reason: str) -> None:
    if not rules.may_keep(actor, entry):
        raise NotAllowed
    _need(reason)


def _need(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Give the reason."))


def _set(entry: Entry, now: dict[str, Any], changes: dict[str, Any], act: _Act) -> Entry:
    """Change the entry only if it still stands as the person saw it, and write it down."""
    if Entry.objects.filter(pk=entry.pk, **now).update(**changes) != 1:
        raise Conflict
    entry.refresh_from_db(fields=list(changes))
    act.note(entry)
    return entry
