"""Writes of the producer in a dossier that is open for writing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock
from registrations import rules
from registrations.editing import changed_elsewhere, fingerprint, marks_in, save_columns
from registrations.enums import WishState
from registrations.models import Dossier, DossierItem, Evidence, Wish
from registrations.models.dossiers import EDITABLE
from registrations.services.behalf import note_writing, on_behalf_of
from registrations.services.carrying import carry_over, still_to_review
from registrations.services.responsible import first_responsible
from registrations.steps import TEXT_STEPS
from rubrics.models import Criterion, Level

STILL_EDITABLE = Q(state__in=EDITABLE)


@transaction.atomic
def start_dossier(*, wish: Wish, actor: User) -> Dossier:
    """Open the dossier of a selected wish with everything carried over that is known; return one that is there."""
    existing = Dossier.objects.filter(wish=wish).first()
    if existing is not None:
        return existing
    if wish.state != WishState.SELECTED:
        raise Refused(_("A dossier opens when the product has been selected."))
    if not (rules.runs_round(actor, wish) or rules.files_for(actor, wish)):
        raise NotAllowed
    dossier = Dossier.objects.create(
        wish=wish,
        round=wish.round,
        producer=wish.producer,
        product=wish.product,
        unit=wish.unit,
        law=wish.round.law,
        rubric=wish.rubric,
        kind=wish.kind,
        created_at=clock.now(),
        created_by=actor,
        responsible=first_responsible(wish),
        saved_at=clock.now(),
    )
    behalf = on_behalf_of(actor, wish.producer)
    event = journal.Event("create", _("Dossier opened"), on_behalf_of=behalf, for_producer=True)
    journal.record(dossier, event, actor=actor)
    carry_over(dossier, actor)
    return dossier


def open_for_writing(dossier: Dossier, actor: User) -> None:
    """Hold the dossier for the rest of the transaction. Raises NotAllowed, and Conflict once it was submitted."""
    if not rules.files_for(actor, dossier):
        raise NotAllowed
    if Dossier.objects.filter(STILL_EDITABLE, pk=dossier.pk).update(saved_at=clock.now()) != 1:
        raise Conflict(_("The dossier has been submitted and cannot be changed now."))
    note_writing(dossier, actor)


@transaction.atomic
def save_fields_of_dossier(*, dossier: Dossier, values: Mapping[str, Any], seen: str | None, actor: User) -> Dossier:
    """Save what the producer wrote in a step. Completeness is asked only when the dossier is submitted.

    Raises ChangedElsewhere when another tab has saved the same fields, Conflict when the dossier was submitted.
    """
    if not rules.files_for(actor, dossier):
        raise NotAllowed
    rubric = values.get("rubric")
    if rubric is not None and rubric.decision_id != dossier.law_id:
        raise Refused(_("The product set belongs to another decision."))
    reviewed = [step.key for step in TEXT_STEPS.values() if set(step.fields) & set(values)]
    also = {"saved_at": clock.now(), "carried": still_to_review(dossier, *reviewed)}
    save_columns(dossier, values, seen=seen, still=STILL_EDITABLE, also=also)
    note_writing(dossier, actor)
    return dossier


def seen_of_item(item: DossierItem | None) -> str:
    """Return what the form of an item carries along; the same for an item that nobody has answered yet."""
    if item is None or item.pk is None:
        return _marks_of_answer(answered=False, level=None, description="", evidence=[])
    return _marks_of_answer(
        answered=item.answered,
        level=item.level_id,
        description=item.description,
        evidence=item.evidence.values_list("pk", flat=True),
    )


def _marks_of_answer(*, answered: bool, level: int | None, description: str, evidence: Iterable[int]) -> str:
    values = {"choice": [answered, level], "description": description, "evidence": sorted(evidence)}
    return fingerprint(values)


@transaction.atomic
def save_item(
    *,
    dossier: Dossier,
    criterion: Criterion,
    answered: bool,
    level: Level | None,
    description: str,
    evidence: Iterable[Evidence],
    seen: str | None,
    actor: User,
) -> DossierItem:
    """Save the producer's answer to one item of the rubric; ``answered`` without level is "không đạt".

    Papers named here go with the dossier. Raises ChangedElsewhere, Conflict as ``save_fields_of_dossier``, and
    NotAllowed for a level, item or paper that is not of this dossier.
    """
    papers = list(evidence)
    foreign = criterion.rubric_id != dossier.rubric_id or not criterion.is_leaf
    foreign = foreign or (level is not None and level.criterion_id != criterion.pk)
    if foreign or any(paper.producer_id != dossier.producer_id for paper in papers):
        raise NotAllowed
    open_for_writing(dossier, actor)
    item = _item(dossier, criterion)
    if seen is not None:
        new = _marks_of_answer(
            answered=answered,
            level=level.pk if level and answered else None,
            description=description,
            evidence=[paper.pk for paper in papers],
        )
        _refuse_stale(seen_of_item(item), seen, new)
    moved = DossierItem.objects.filter(pk=item.pk, version=item.version).update(
        answered=answered, level=level if answered else None, description=description, version=F("version") + 1
    )
    if moved != 1:
        raise changed_elsewhere()
    item.refresh_from_db()
    item.evidence.set(papers)
    dossier.papers.add(*papers)
    dossier.refresh_from_db(fields=["saved_at"])
    return item


def _item(dossier: Dossier, criterion: Criterion) -> DossierItem:
    try:
        with transaction.atomic():
            return DossierItem.objects.get_or_create(dossier=dossier, criterion=criterion)[0]
    except IntegrityError as error:
        raise changed_elsewhere() from error


def _refuse_stale(now: str, seen: str, new: str) -> None:
    """Raise ChangedElsewhere for what is neither as its writer has seen it nor as the writer wants it."""
    had, wanted = marks_in(seen), marks_in(new)
    stale = [name for name, each in marks_in(now).items() if not each & (had.get(name, set()) | wanted[name])]
    if stale:
        raise changed_elsewhere(stale)
