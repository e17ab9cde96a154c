"""Returning a dossier with reasons, the producer's answers, and settling them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal, transitions
from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock
from registrations import rules
from registrations.enums import DOSSIER_TRANSITIONS, DossierState, ReturnedFrom
from registrations.models import CommuneOpinion, Correction, Dossier
from registrations.steps import places_of


@dataclass(frozen=True)
class CorrectionDraft:
    """One thing that is to be corrected: a place of ``steps.places_of`` and the reason."""

    place: str
    reason: str


@transaction.atomic
def return_dossier(*, dossier: Dossier, corrections: Sequence[CorrectionDraft], actor: User) -> Dossier:
    """Return a dossier to the producer with what is to be corrected: by the commune, or by the office once it is there.

    An approval of the commune's opinion falls with a return by the commune. Raises Refused without a correction, and
    Conflict when somebody else was first.
    """
    if not corrections:
        raise Refused(_("Say what is to be corrected, and why."))
    by_office = dossier.state == DossierState.FORWARDED
    action = "send_back" if by_office else "return"
    if not DOSSIER_TRANSITIONS[action].rule(actor, dossier):
        raise NotAllowed
    asked_from = ReturnedFrom.OFFICE if by_office else ReturnedFrom.COMMUNE
    labels = places_of(dossier)
    for draft in corrections:
        Correction.objects.create(
            dossier=dossier,
            asked_from=asked_from,
            place=draft.place,
            label=labels.get(draft.place, draft.place),
            reason=draft.reason,
            asked_at=clock.now(),
            asked_by=actor,
        )
    changes = {"returned_from": asked_from, "returned_at": clock.now()}
    told = "\n".join(f"{labels.get(draft.place, draft.place)}: {draft.reason}" for draft in corrections)
    dossier = transitions.apply(DOSSIER_TRANSITIONS, action, dossier, actor=actor, changes=changes, reason=told)
    if not by_office:
        CommuneOpinion.objects.filter(dossier=dossier).update(approved_by=None, approved_at=None)
    return dossier


@transaction.atomic
def answer_correction(*, correction: Correction, answer: str, actor: User) -> Correction:
    """Answer one point of a returned dossier; an answer may be changed until the dossier is submitted again."""
    dossier = correction.dossier
    if not rules.files_for(actor, dossier):
        raise NotAllowed
    if Dossier.objects.filter(pk=dossier.pk, state=DossierState.RETURNED).update(saved_at=clock.now()) != 1:
        raise Conflict(_("The dossier has been submitted and cannot be changed now."))
    rows = Correction.objects.filter(pk=correction.pk, settled_at=None)
    if rows.update(answer=answer, answered_at=clock.now(), answered_by=actor) != 1:
        raise Conflict(_("This point is settled already."))
    correction.refresh_from_db()
    return correction


@transaction.atomic
def settle_correction(*, correction: Correction, actor: User) -> Correction:
    """Note that a point has been put right. Raises Refused before it is answered and the dossier is back."""
    if not rules.may_settle(actor, correction):
        raise NotAllowed
    if correction.answered_at is None or correction.dossier.state in (DossierState.RETURNED, DossierState.SUBMITTED):
        raise Refused(_("The dossier has not come back yet."))
    changes: dict[str, Any] = {"settled_at": clock.now(), "settled_by": actor}
    if Correction.objects.filter(pk=correction.pk, settled_at=None).update(**changes) != 1:
        raise Conflict(_("This point is settled already."))
    correction.refresh_from_db()
    event = journal.Event("settle", _("Correction settled: %(label)s") % {"label": correction.label}, for_producer=True)
    journal.record(correction.dossier, event, actor=actor)
    return correction
