"""The commune's opinion: written by the officer, approved by the commune leader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from activity import journal, transitions
from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock
from registrations import rules
from registrations.editing import changed_elsewhere, save_columns
from registrations.enums import DOSSIER_TRANSITIONS, DossierState, FileKind, Verdict
from registrations.models import CommuneOpinion, Dossier
from registrations.papers import opinion_form_of
from registrations.procedure import asks_opinions
from registrations.selectors import open_corrections
from registrations.services import letters
from registrations.services.files import ask_for_file
from registrations.services.numbers import issuing_office

CONTENTS = ("origin", "labour", "idea", "identity")


@transaction.atomic
def save_opinion(*, dossier: Dossier, values: Mapping[str, Any], seen: str | None, actor: User) -> CommuneOpinion:
    """Save what the commune writes about a dossier that it is checking. Raises ChangedElsewhere and Conflict."""
    if not rules.is_commune_officer_for(actor, dossier):
        raise NotAllowed
    if Dossier.objects.filter(pk=dossier.pk, state=DossierState.RECEIVED).update(saved_at=clock.now()) != 1:
        raise Conflict(_("The opinion can be written while the commune is checking the dossier."))
    opinion = CommuneOpinion.objects.filter(dossier=dossier).first()
    if opinion is None:
        try:
            with transaction.atomic():
                opinion = CommuneOpinion.objects.create(dossier=dossier, drafted_by=actor, drafted_at=clock.now())
        except IntegrityError as error:
            raise changed_elsewhere() from error
    save_columns(opinion, values, seen=seen, also=_anew(actor))
    journal.record(dossier, journal.Event("opinion", _("Opinion written")), actor=actor)
    return opinion


def _anew(actor: User) -> dict[str, Any]:
    """What is written after an approval is no longer what the leader approved: nobody outside reads it yet."""
    return {"drafted_by": actor, "drafted_at": clock.now(), "approved_by": None, "approved_at": None}


@transaction.atomic
def ask_approval(*, dossier: Dossier, actor: User) -> Dossier:
    """Send the opinion to the commune leader.

    Raises Refused while a correction is open, or while the opinion is not complete: the four contents where the
    decision's commune stage gives opinions, else the proposal.
    """
    if not rules.is_commune_officer_for(actor, dossier):
        raise NotAllowed
    if open_corrections(dossier).exists():
        raise Refused(_("A correction is still open. Settle it first."))
    if dossier.checks.filter(verdict=Verdict.TO_CORRECT).exists():
        raise Refused(_("A place is marked to be corrected. Return the dossier, or mark the place as in order."))
    opinion = CommuneOpinion.objects.filter(dossier=dossier).first()
    needed = (*CONTENTS, "proposal") if asks_opinions(dossier) else ("proposal",)
    if opinion is None or any(not getattr(opinion, name).strip() for name in needed):
        raise Refused(_("Write the whole opinion first."))
    dossier = transitions.apply(DOSSIER_TRANSITIONS, "ask_approval", dossier, actor=actor)
    if asks_opinions(dossier):
        letters.ensure_letter(dossier=dossier, office=issuing_office(dossier, actor), actor=actor)
    return dossier


@transaction.atomic
def approve_opinion(*, dossier: Dossier, actor: User) -> Dossier:
    """Approve the opinion as commune leader.

    Where it is Mẫu 03 (26/2026/QĐ-TTg), its PDF is made by a job and stored, and the request letter is signed with it.
    Raises Conflict, and Refused where decision or unit are not in force on the day of signing.
    """
    dossier = approve_with_form(dossier=dossier, actor=actor)
    if asks_opinions(dossier):
        office = issuing_office(dossier, actor, Role.COMMUNE_LEADER)
        letters.sign_letter(dossier=dossier, office=office, actor=actor)
    return dossier


@transaction.atomic
def approve_with_form(*, dossier: Dossier, actor: User) -> Dossier:
    """Approve the opinion and order its form; the letter is signed by the caller."""
    dossier = transitions.apply(DOSSIER_TRANSITIONS, "approve", dossier, actor=actor)
    opinion = CommuneOpinion.objects.get(dossier=dossier)
    CommuneOpinion.objects.filter(pk=opinion.pk).update(approved_by=actor, approved_at=clock.now())
    if asks_opinions(dossier):
        form = opinion_form_of(dossier, opinion, actor)
        ask_for_file(dossier=dossier, kind=FileKind.OPINION, context=form.to_dict(), actor=actor)
    return dossier


@transaction.atomic
def give_back_opinion(*, dossier: Dossier, reason: str, actor: User) -> Dossier:
    """Give the opinion back to the officer with the reason; the draft of the letter stays for the next time."""
    return transitions.apply(DOSSIER_TRANSITIONS, "give_back", dossier, actor=actor, reason=reason)
