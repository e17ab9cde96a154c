"""Facts that evaluations pushes down. Its services have checked who may; these keep the states right."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal, transitions
from foundation import clock
from registrations.enums import SCORING_TRANSITIONS
from registrations.models import Dossier, Product
from registrations.rules import GOES_ON


@transaction.atomic
def fix_for_scoring(*, dossier: Dossier, actor: User | None) -> Dossier:
    """Take an accepted dossier into an evaluation round: from now on nobody changes or withdraws it.

    One that another level has sent up, or left its result of, goes on from that. Raises Conflict where it is neither.
    """
    action = "take_up" if dossier.outcome in GOES_ON else "fix"
    return transitions.apply(SCORING_TRANSITIONS, action, dossier, actor=actor)


@transaction.atomic
def release_from_scoring(*, dossier: Dossier, actor: User | None, reason: str = "") -> Dossier:
    """Give a dossier back to "accepted", or to its result below, when it leaves an evaluation round without one."""
    action = "let_go" if dossier.outcome in GOES_ON else "release"
    return transitions.apply(SCORING_TRANSITIONS, action, dossier, actor=actor, reason=reason)


@transaction.atomic
def record_outcome(*, dossier: Dossier, stars: int | None, outcome: str, actor: User | None) -> Dossier:
    """Record what the evaluation came to and tell producer and commune; ``outcome`` is a value of evaluations."""
    changes = {"outcome": outcome, "outcome_stars": stars, "decided_at": clock.now()}
    facts = {"outcome": outcome, "stars": stars}
    return transitions.apply(SCORING_TRANSITIONS, "decide", dossier, actor=actor, changes=changes, facts=facts)


@transaction.atomic
def record_recognition(
    *,
    product: Product,
    dossier: Dossier | None,
    stars: int,
    recognised_on: date,
    expires_on: date,
    decision_number: str,
    issuer: str,
    actor: User | None = None,
) -> Product:
    """Write a product's newest recognition. An older one than the product already has changes nothing.

    Recognitions of training rounds must never be pushed down: they count nowhere.
    """
    if dossier is not None and dossier.training:
        return product
    newest = Product.objects.filter(pk=product.pk).exclude(recognised_on__gt=recognised_on)
    facts = {
        "current_stars": stars,
        "recognised_on": recognised_on,
        "expires_on": expires_on,
        "prolonged_until": None,
        "recognition_number": decision_number,
        "recognition_issuer": issuer,
    }
    before = {"current_stars": product.current_stars, "recognised_on": product.recognised_on}
    if newest.update(**facts) == 1:
        product.refresh_from_db()
        event = journal.Event("recognised", _("Recognition recorded"), before=before, after=facts, for_producer=True)
        journal.record(product, event, actor=actor)
    return product


@transaction.atomic
def prolong_recognition(
    *, product: Product, decision_number: str, until: date | None, actor: User | None, reason: str = ""
) -> Product:
    """Note until when a product's newest recognition is prolonged, None for not at all any more.

    A recognition of another decision changes nothing.
    """
    before = {"expires_on": product.expires_on, "prolonged_until": product.prolonged_until}
    newest = Product.objects.filter(pk=product.pk, recognition_number=decision_number)
    if newest.update(prolonged_until=until) == 1:
        product.refresh_from_db()
        event = journal.Event(
            "prolonged",
            _("Recognition prolonged") if until else _("Prolongation dropped"),
            before=before,
            after={"prolonged_until": until},
            reason=reason,
            for_producer=True,
        )
        journal.record(product, event, actor=actor)
    return product


@transaction.atomic
def end_recognition(*, product: Product, decision_number: str, actor: User | None, reason: str) -> Product:
    """Take a product's newest recognition back because it was withdrawn; one of another decision changes nothing."""
    nothing = {
        "current_stars": None,
        "recognised_on": None,
        "expires_on": None,
        "prolonged_until": None,
        "recognition_number": "",
        "recognition_issuer": "",
    }
    before = {"current_stars": product.current_stars, "recognition_number": product.recognition_number}
    if Product.objects.filter(pk=product.pk, recognition_number=decision_number).update(**nothing) == 1:
        product.refresh_from_db()
        label = _("Recognition withdrawn")
        event = journal.Event("recognition_ended", label, before=before, reason=reason, for_producer=True)
        journal.record(product, event, actor=actor)
    return product
