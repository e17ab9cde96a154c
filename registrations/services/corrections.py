"""Returning a dossier with reasons, the producer's answers, and settling them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal, transitions
from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock
from registrations import rules
from registrations.enums import DOSSIER_TRANSITIONS, DossierState, FileKind, ReturnedFrom, SettledAs, Verdict
from registrations.models import CommuneOpinion, Correction, Dossier
from registrations.papers import completion_slip_of
from registrations.services.behalf import note_writing
from registrations.services.files import ask_for_file
from registrations.services.findings import write_finding
from registrations.services.letters import drop_letter
from registrations.services.numbers import issuing_office
from registrations.steps import places_of


@dataclass(frozen=True)
class CorrectionDraft:
    """One thing that is to be corrected: a place of ``steps.places_of`` and the reason."""

    place: str
    reason: str


@transaction.atomic
def return_dossier(*, dossier: Dossier, corrections: Sequence[CorrectionDraft], actor: User) -> Dossier:
    """Return a dossier to the producer with what is to be corrected: by the commune, or by the office once it is there.

    A place has one open correction at a time: reasons for the same place become one, and an answered correction that is
    asked again ends with that. The producer gets a written slip, made by a job. An approval of the commune's opinion,
    and a letter that has not gone out, fall with a return by the commune. Raises Refused without a correction, and
    Conflict when somebody else was first.
    """
    if not corrections:
        raise Refused(_("Say what is to be corrected, and why."))
    by_office = dossier.state == DossierState.FORWARDED
    action = "send_back" if by_office else "return"
    if not DOSSIER_TRANSITIONS[action].rule(actor, dossier):
        raise NotAllowed
    hold_as_read(dossier)
    asked_from = ReturnedFrom.OFFICE if by_office else ReturnedFrom.COMMUNE
    asked = _write(dossier, _by_place(corrections), asked_from, actor)
    changes = {"returned_from": asked_from, "returned_at": clock.now()}
    told = "\n".join(f"{row.label}: {row.reason}" for row in asked)
    dossier = transitions.apply(DOSSIER_TRANSITIONS, action, dossier, actor=actor, changes=changes, reason=told)
    if not by_office:
        CommuneOpinion.objects.filter(dossier=dossier).update(approved_by=None, approved_at=None)
        drop_letter(dossier=dossier, reason=_("The dossier was returned for correction."))
    office = dossier.round.office if by_office else issuing_office(dossier, actor)
    slip = completion_slip_of(dossier, office, actor, asked)
    ask_for_file(dossier=dossier, kind=FileKind.COMPLETION, context=slip.to_dict(), actor=actor)
    return dossier


def hold_as_read(dossier: Dossier) -> None:
    """Hold the row for the rest of the transaction. Raises Conflict when it is no longer in the state that was read."""
    if Dossier.objects.filter(pk=dossier.pk, state=dossier.state).update(version=F("version")) != 1:
        raise Conflict


def _by_place(corrections: Sequence[CorrectionDraft]) -> dict[str, str]:
    reasons: dict[str, list[str]] = {}
    for draft in corrections:
        reasons.setdefault(draft.place, []).append(draft.reason.strip())
    return {place: "\n".join(dict.fromkeys(found)) for place, found in reasons.items()}


def _write(dossier: Dossier, reasons: dict[str, str], asked_from: str, actor: User) -> list[Correction]:
    """Write the corrections and what the check of each place says with them."""
    labels, now = places_of(dossier), clock.now()
    open_rows = dossier.corrections.filter(settled_at=None, place__in=reasons)
    if open_rows.filter(answered_at=None).exists():
        raise Refused(_("One of these points is with the producer already."))
    open_rows.update(settled_at=now, settled_by=actor, settled_as=SettledAs.ASKED_AGAIN)
    asked = []
    for place, reason in reasons.items():
        facts = {"place": place, "label": labels.get(place, place), "reason": reason, "asked_from": asked_from}
        asked.append(Correction.objects.create(dossier=dossier, asked_at=now, asked_by=actor, **facts))
        if asked_from == ReturnedFrom.COMMUNE and place in labels:
            write_finding(dossier, place, Verdict.TO_CORRECT, reason, actor)
    return asked


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
    note_writing(dossier, actor)
    return correction


@transaction.atomic
def settle_correction(*, correction: Correction, actor: User) -> Correction:
    """Note that a point has been put right. Raises Refused before it is answered and the dossier is back."""
    if not rules.may_settle(actor, correction):
        raise NotAllowed
    if correction.answered_at is None or correction.dossier.state in (DossierState.RETURNED, DossierState.SUBMITTED):
        raise Refused(_("The dossier has not come back yet."))
    changes: dict[str, Any] = {"settled_at": clock.now(), "settled_by": actor, "settled_as": SettledAs.MET}
    if Correction.objects.filter(pk=correction.pk, settled_at=None).update(**changes) != 1:
        raise Conflict(_("This point is settled already."))
    correction.refresh_from_db()
    if correction.asked_from == ReturnedFrom.COMMUNE:
        write_finding(correction.dossier, correction.place, Verdict.ACCEPTED, "", actor)
    event = journal.Event("settle", _("Correction settled: %(label)s") % {"label": correction.label}, for_producer=True)
    journal.record(correction.dossier, event, actor=actor)
    return correction
