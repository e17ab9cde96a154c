"""Score sheets: saved as drafts, sealed when submitted, opened again by the secretary. Every sealed version is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from activity import transitions
from activity.errors import Conflict, NotAllowed, Refused
from evaluations import rules
from evaluations.enums import OPEN_STATES, SHEET_TRANSITIONS, SheetState
from evaluations.marks import EMPTY, NONE, OPINION, choice_field, fields_of, note_field
from evaluations.models import CouncilMember, Entry, Sheet, SheetItem, SheetVersion
from evaluations.services.guard import hold, judged_entry
from foundation import clock
from registrations.editing import changed_elsewhere, mark, marks_in
from rubrics.models import Criterion
from rubrics.scoring import score
from rubrics.selectors import items_of, spec_for

NOT_REACHED = "Không đạt"


@dataclass(frozen=True)
class Answer:
    """What a member ticked in an item: a level by its row, or None for "không đạt"; and a remark.

    ``given`` is False where only a remark stands so far; ``note`` is None where the stored remark stays.
    """

    level_id: int | None
    note: str | None = ""
    given: bool = True


@transaction.atomic
def save_sheet(
    *,
    entry: Entry,
    actor: User,
    answers: Mapping[int, Answer],
    version: int | None = None,
    opinion: str | None = None,
    seen: str | None = None,
) -> Sheet:
    """Save the member's sheet as a draft. Items (criterion ids) that are not named keep their answer.

    Args:
        version: of the sheet as the person saw it, 0 where there was none; None where ``seen`` says it field by field.
        opinion: stays as it is where None.
        seen: the marks (``marks.seen_of_sheet``) of what the person saw: other fields may have changed since.

    Raises:
        NotAllowed: the person has no vote here or is recused.
        ChangedElsewhere: a field that is being saved holds something that the person has not seen.
        Conflict: the round is not open for sheets, the sheet was submitted, or another device saved it meanwhile.
        Refused: an item or a level does not belong to the product set of the entry.
    """
    member = _member(entry, actor)
    hold_open(entry)  # from here on whoever saves a sheet of this round waits: what is compared below stays
    sheet, _created = Sheet.objects.get_or_create(entry=entry, member=member)
    known = sheet.version if version is None else version
    changes: dict[str, Any] = {"version": known + 1, "saved_at": clock.now()}
    if opinion is not None:
        changes["opinion"] = opinion
    if Sheet.objects.filter(pk=sheet.pk, state=SheetState.DRAFT, version=known).update(**changes) != 1:
        raise _overtaken(sheet)
    stored = {item.criterion_id: item for item in sheet.items.filter(criterion_id__in=answers).order_by()}
    if seen is not None:
        holds = fields_of(stored, answers) | {OPINION: sheet.opinion}
        _refuse_unseen(_typed(answers, opinion), holds, marks_in(seen))
    _write_items(sheet, stored, _rows(entry, answers))
    for name, value in changes.items():
        setattr(sheet, name, value)
    return sheet


def _typed(answers: Mapping[int, Answer], opinion: str | None) -> dict[str, str]:
    """Return the fields that are being saved, as forms name and write them."""
    found = {} if opinion is None else {OPINION: opinion}
    for pk, answer in answers.items():
        if answer.given:
            found[choice_field(pk)] = str(answer.level_id or NONE)
        if answer.note is not None:
            found[note_field(pk)] = answer.note
    return found


def _refuse_unseen(typed: Mapping[str, str], stored: Mapping[str, str], marks: Mapping[str, set[str]]) -> None:
    """Raise ChangedElsewhere for fields that hold neither what was seen, nor nothing, nor what is being saved."""
    known = {name: {EMPTY, mark(value), *marks.get(name, ())} for name, value in typed.items()}
    if stale := [name for name, allowed in known.items() if mark(stored.get(name, "")) not in allowed]:
        raise changed_elsewhere(stale)


def hold_open(entry: Entry) -> None:
    """Raise Conflict unless sheets of this entry can still change; closing the round waits for this transaction."""
    hold(entry.round, *OPEN_STATES)
    judged_entry(entry)


def _member(entry: Entry, actor: User) -> CouncilMember:
    member = rules.seat_of(actor, entry.round)
    if member is None or not rules.scores(actor, entry):
        raise NotAllowed
    return member


def _overtaken(sheet: Sheet) -> Conflict:
    if Sheet.objects.filter(pk=sheet.pk).exclude(state=SheetState.DRAFT).exists():
        return Conflict(_("This sheet is submitted. The secretary can open it again."))
    return Conflict(_("This sheet was saved in another window or on another device meanwhile."))


def _rows(entry: Entry, answers: Mapping[int, Answer]) -> dict[int, dict[str, Any]]:
    """Return the columns of each answer, checked against the product set of the entry."""
    items = items_of(entry.rubric)
    found = {}
    for criterion_id, answer in answers.items():
        levels = items.get(criterion_id)
        level = levels.get(answer.level_id) if levels and answer.level_id is not None else None
        if levels is None or (level is None and answer.level_id is not None):
            raise Refused(_("This level does not belong to the product set of the entry."))
        found[criterion_id] = {
            "answered": answer.given,
            "level_id": level.pk if level else None,
            "label": level.label if level else NOT_REACHED if answer.given else "",
            "points": level.points if level else 0,
            "note": answer.note,
        }
    return found


def _write_items(sheet: Sheet, stored: Mapping[int, SheetItem], rows: Mapping[int, dict[str, Any]]) -> None:
    """Write only the items that differ from what is stored. An answer once given is changed, never taken away."""
    changed = []
    for criterion_id, row in rows.items():
        item = stored.get(criterion_id)
        if item is None:
            if row["answered"] or row["note"]:
                changed.append(SheetItem(sheet=sheet, criterion_id=criterion_id, **row | {"note": row["note"] or ""}))
            continue
        values = {"note": row["note"]} if item.answered and not row["answered"] else dict(row)
        if row["note"] is None:
            del values["note"]
        if any(getattr(item, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(item, name, value)
            item.pk = None  # new rows and old ones go in one statement, which finds old ones by sheet and item
            changed.append(item)
    columns = ["answered", "level", "label", "points", "note"]
    SheetItem.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["sheet", "criterion"], update_fields=columns
    )


# -- Sealing ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def seal_sheet(*, sheet: Sheet, actor: User, version: int) -> Sheet:
    """Submit a sheet: its total is stored, its canonical text and the SHA-256 of it are kept for good.

    Raises:
        NotAllowed: it is somebody else's sheet, or the member is recused.
        Conflict: the round is not open, the sheet is submitted already or was changed since the person looked at it.
        Refused: items are not answered yet; the message names them.
    """
    if not rules.owns_sheet(actor, sheet):
        raise NotAllowed
    hold_open(sheet.entry)
    # The version is taken first: from here on no other device can slip an item in before the text is made.
    mine = Sheet.objects.filter(pk=sheet.pk, state=SheetState.DRAFT, version=version)
    if mine.update(version=F("version") + 1) != 1:
        raise _overtaken(sheet)
    items = list(sheet.items.filter(answered=True).select_related("criterion", "level").order_by("criterion__order"))
    _refuse_gaps(sheet, items)
    spec = spec_for(sheet.entry.rubric)
    total = score(spec, {item.criterion.key: item.level.order if item.level else None for item in items}).total
    number = sheet.versions.count() + 1
    at = clock.now()
    canonical = canonical_text(sheet, items, total=total, number=number, at=at)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    SheetVersion.objects.create(
        sheet=sheet, number=number, canonical=canonical, sha256=digest, total=total, sealed_at=at
    )
    changes = {"total": total, "sealed_at": at, "sha256": digest}
    # The journal gets the digest, never the points: it is read by people who may not see the sheet.
    return transitions.apply(
        SHEET_TRANSITIONS, "seal", sheet, actor=actor, changes=changes, facts={"version": number, "sha256": digest}
    )


def _refuse_gaps(sheet: Sheet, items: list[SheetItem]) -> None:
    answered = {item.criterion_id for item in items}
    leaves = Criterion.objects.filter(rubric_id=sheet.entry.rubric_id, is_leaf=True).order_by("order")
    open_keys = [key for pk, key in leaves.values_list("pk", "key") if pk not in answered]
    if open_keys:
        raise Refused(
            _("%(n)s items are not answered yet: %(items)s.") % {"n": len(open_keys), "items": ", ".join(open_keys)}
        )


def canonical_text(sheet: Sheet, items: list[SheetItem], *, total: int, number: int, at: datetime) -> str:
    """Return the text of a sheet that its digest covers: one JSON object with sorted keys and no spaces."""
    entry = sheet.entry
    content = {
        "round": entry.round_id,
        "round_name": entry.round.name,
        "decision": entry.round.law.code,
        "set": entry.rubric.number,
        "set_hash": entry.rubric.content_hash,
        "entry": entry.pk,
        "product": entry.dossier.product.name,
        "producer": entry.dossier.producer.name,
        "member": str(sheet.member),
        "member_id": sheet.member_id,
        "version": number,
        "sealed_at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "items": [
            {
                "item": item.criterion.key,
                "level": item.level.order if item.level else None,
                "label": item.label,
                "points": str(item.points),
                "note": item.note,
            }
            for item in items
        ],
        "opinion": sheet.opinion,
        "total": str(total),
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@transaction.atomic
def abstain(*, entry: Entry, actor: User, reason: str) -> Sheet:
    """Abstain from an entry: not a zero, the sheet simply does not count. Errors as in ``seal_sheet``."""
    member = _member(entry, actor)
    hold_open(entry)
    sheet, _created = Sheet.objects.get_or_create(entry=entry, member=member)
    return transitions.apply(SHEET_TRANSITIONS, "abstain", sheet, actor=actor, reason=reason)


@transaction.atomic
def reopen_sheet(*, sheet: Sheet, actor: User, reason: str) -> Sheet:
    """Open a submitted sheet, or take an abstention back, so that its member can change it. The old version stays kept.

    Raises NotAllowed for anybody but the secretary, Refused without a reason, Conflict where the round is closed.
    """
    if not rules.may_reopen(actor, sheet):
        raise NotAllowed
    hold_open(sheet.entry)
    changes = {"total": None, "sealed_at": None, "sha256": ""}
    facts = {"version": sheet.versions.count(), "sha256": sheet.sha256}
    return transitions.apply(
        SHEET_TRANSITIONS, "reopen", sheet, actor=actor, reason=reason, changes=changes, facts=facts
    )
