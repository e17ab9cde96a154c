"""The office receives what a commune sent up, and asks the commune to complete it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from activity import journal, transitions
from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock
from registrations import rules
from registrations.enums import DOSSIER_TRANSITIONS, FileKind, Lack
from registrations.models import CommuneOpinion, CompletionRequest, Dossier
from registrations.papers import commune_slip_of
from registrations.services.files import ask_for_file
from registrations.services.office_numbers import office_slip_number


@dataclass(frozen=True)
class CompletionDraft:
    """One thing that the commune is to complete: the kind of lack, and in words what is to be done."""

    lack: str
    text: str


@transaction.atomic
def take_in_dossier(*, dossier: Dossier, actor: User) -> Dossier:
    """Receive at the office a dossier that a commune sent up: it gets the office's own slip number, once.

    Raises Conflict when somebody else has just received it.
    """
    if not rules.runs_round(actor, dossier):
        raise NotAllowed
    free = Dossier.objects.filter(pk=dossier.pk, office_slip_number="")
    if free.update(office_received_by=actor) != 1:
        raise Conflict(_("The office has received this dossier already."))
    number = office_slip_number(dossier.round.office, training=dossier.training)
    changes = {"office_slip_number": number, "office_received_at": clock.now()}
    return transitions.apply(
        DOSSIER_TRANSITIONS, "take_in", dossier, actor=actor, changes=changes, facts={"slip_number": number}
    )


@transaction.atomic
def return_to_commune(*, dossier: Dossier, drafts: Sequence[CompletionDraft], due_on: date, actor: User) -> Dossier:
    """Give a dossier back to the commune with what it has to complete, each point with its kind and reason.

    The commune gets a written slip, made by a job. The approval of its opinion falls, because its leader answers for
    what goes up again.

    Args:
        due_on: the last day on which the commune should send it up again.

    Raises Refused without a point, for a day that has passed, and Conflict when somebody else was first.
    """
    if not rules.runs_round(actor, dossier):
        raise NotAllowed
    if not drafts:
        raise Refused(_("Say what the commune has to complete."))
    if due_on < clock.today():
        raise Refused(_("The day by which the commune completes it has passed already."))
    if not dossier.office_slip_number:
        take_in_dossier(dossier=dossier, actor=actor)
    asked = [
        CompletionRequest.objects.create(
            dossier=dossier, lack=draft.lack, text=draft.text, asked_at=clock.now(), asked_by=actor
        )
        for draft in drafts
    ]
    told = "\n".join(f"{Lack(draft.lack).label}: {draft.text}" for draft in drafts)
    changes = {"due_on": due_on, "sort_day": due_on}
    # The producer reads that the dossier moved; what office and commune say to each other stays between the two.
    facts = {"asked": told, "due_on": due_on}
    dossier = transitions.apply(DOSSIER_TRANSITIONS, "to_commune", dossier, actor=actor, changes=changes, facts=facts)
    CommuneOpinion.objects.filter(dossier=dossier).update(approved_by=None, approved_at=None)
    slip = commune_slip_of(dossier, dossier.round.office, actor, asked, due_on)
    ask_for_file(dossier=dossier, kind=FileKind.TO_COMMUNE, context=slip.to_dict(), actor=actor)
    return dossier


@transaction.atomic
def answer_completion(*, request: CompletionRequest, answer: str, actor: User) -> CompletionRequest:
    """Answer a point for the commune: what was completed. Raises Refused without words, Conflict once answered."""
    if not rules.may_answer_completion(actor, request):
        raise NotAllowed
    if not answer.strip():
        raise Refused(_("Say what was completed."))
    rows = CompletionRequest.objects.filter(pk=request.pk, answered_at=None)
    if rows.update(answer=answer.strip(), answered_at=clock.now(), answered_by=actor) != 1:
        raise Conflict(_("This point is answered already."))
    request.refresh_from_db()
    label = _("Completed: %(what)s") % {"what": request.get_lack_display()}
    journal.record(request.dossier, journal.Event("complete", label, reason=request.answer), actor=actor)
    return request


def check_completed(dossier: Dossier) -> None:
    """Raise Refused while a point that the office asked the commune to complete is not answered."""
    waiting = dossier.completion_requests.filter(answered_at=None).count()
    if waiting:
        text = ngettext(
            "%(n)s point that the office asked for is not answered yet.",
            "%(n)s points that the office asked for are not answered yet.",
            waiting,
        )
        raise Refused(text % {"n": waiting})
