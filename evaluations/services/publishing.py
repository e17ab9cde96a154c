"""What happens to a round when its papers are approved, issued or voided. ``directives.hooks`` calls it."""

from __future__ import annotations

import dataclasses
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from activity import jobs, transitions
from activity.errors import Refused
from activity.notifications import notify
from directives.models import Document
from directives.rendering import Certificate as CertificateContent
from evaluations import notices, papers
from evaluations.enums import (
    CERTIFICATE_TRANSITIONS,
    ROUND_TRANSITIONS,
    CertificateState,
    Outcome,
    PaperKind,
    RoundState,
)
from evaluations.models import Certificate, Entry, EvaluationRound, Recognition, RoundPaper
from evaluations.selectors.transition import out_of_time
from evaluations.services.certificates import end_prolongations
from evaluations.services.papers import plan_of
from foundation import clock
from registrations import services as registrations
from registrations.enums import DossierKind

TELL = "evaluations.tell_dossiers"
# How many dossiers the request that issues the decision tells itself; more are a job's.
TOLD_AT_ONCE = 20
_SHOWN = 6
# What ends a dossier's way here; listed entries are free for the next stage's round, others left the round before.
_DECIDED = (
    Outcome.RECOGNISED,
    Outcome.PROPOSED_UP,
    Outcome.LEFT_BELOW,
    Outcome.NOTICE,
    Outcome.KNOCKED_OUT,
    Outcome.NOT_LISTED,
)
# Its round is over, and the dossier is free for the round of another level.
_GOES_ON = (Outcome.PROPOSED_UP, Outcome.LEFT_BELOW)
_RECOGNISES_NOTHING = (Outcome.NOTICE, Outcome.KNOCKED_OUT, Outcome.NOT_LISTED)


def _paper(document: Document) -> RoundPaper:
    rows = RoundPaper.objects.select_related("round__stage", "round__law", "round__council", "round__issuing_office")
    return rows.get(document=document)


@transaction.atomic
def decision_approved(document: Document) -> None:
    """The decision is signed: the round is approved.

    Raises Refused where the stage is not part of the procedure on the signing date or may not recognise these stars, or
    papers are still being drafted.
    """
    found = _paper(document).round
    if not found.training and document.dated and not found.stage.holds_on(document.dated):
        raise Refused(_("On the day of signing this stage is no longer part of the procedure."))
    _refuse_out_of_time(found, document.dated)
    _refuse_foreign_stars(found)
    planned = {plan.key for plan in plan_of(papers.facts_of(found))}
    missing = planned - set(found.papers.values_list("key", flat=True))
    if missing:
        raise Refused(_("%(n)s papers of this round are still being drafted.") % {"n": len(missing)})
    _refuse_certificates_of_other_stars(found)
    transitions.apply(
        ROUND_TRANSITIONS, "approve", found, actor=document.signer, facts={"decision": document.full_number}
    )


def _refuse_out_of_time(found: EvaluationRound, signed_on: date | None) -> None:
    """A replaced decision decides on a dossier until its transition ends, on re-evaluations until theirs does."""
    rows = found.entries.filter(outcome__in=_DECIDED).select_related("dossier__product")
    if signed_on and (late := out_of_time(found, [entry.dossier for entry in rows], signed_on)):
        raise Refused(" ".join(late[:_SHOWN]))


def _refuse_foreign_stars(found: EvaluationRound) -> None:
    """A stage recognises its own stars only, whatever stands in the rows."""
    own = found.stage.recognises
    foreign = found.entries.filter(outcome=Outcome.RECOGNISED).exclude(stars__in=own)
    if foreign.exists():
        text = _("This stage recognises %(own)s stars only; %(n)s products have others.")
        raise Refused(text % {"own": ", ".join(map(str, own)) or "0", "n": foreign.count()})


def _refuse_certificates_of_other_stars(found: EvaluationRound) -> None:
    """All drafts are looked at before the decision has a number: a job that numbers them must find nothing wrong."""
    if papers.certificate_months(found.law) is None and found.papers.filter(kind=PaperKind.CERTIFICATE).exists():
        raise Refused(_("The decision does not say how long a certificate holds."))
    rows = found.papers.filter(kind=PaperKind.CERTIFICATE).exclude(document__state="voided")
    for draft, stars, result in rows.values_list(
        "document__content__stars", "entry__certificate__stars", "entry__stars"
    ).iterator():
        if not draft == stars == result:
            raise Refused(_("A certificate has other stars than the result: void its draft and order it again."))


@transaction.atomic
def decision_issued(document: Document, actor: User) -> None:
    """The decision is issued: results are published, and every dossier learns its outcome."""
    found = _paper(document).round
    changes = {"published_at": clock.now()}
    transitions.apply(
        ROUND_TRANSITIONS, "publish", found, actor=actor, changes=changes, facts={"decision": document.full_number}
    )
    if _untold(found).count() > TOLD_AT_ONCE:
        payload = {"round": found.pk, "actor": actor.pk}
        jobs.enqueue(TELL, key=f"{TELL}:{found.pk}", payload=payload, requested_by=actor)
        return
    for entry in _untold(found):
        _tell_dossier(entry, actor)


def _untold(found: EvaluationRound) -> QuerySet[Entry]:
    rows = found.entries.filter(in_round=True, told_at=None)
    return rows.select_related("round", "dossier__round", "dossier__product").order_by("pk")


def tell_dossiers(*, round_id: int, actor_id: int, progress: jobs.Progress) -> int:
    """Let every dossier of a published round learn its outcome, each in a transaction of its own; return how many.

    Safe to run twice: ``told_at`` is set by compare-and-set together with the outcome. A dossier that cannot learn it
    does not keep it from the others: the first error comes when all were tried, and the job tries the rest again.
    """
    found = EvaluationRound.objects.get(pk=round_id, state=RoundState.PUBLISHED)
    actor = User.objects.get(pk=actor_id)
    waiting, told = list(_untold(found)), found.entries.exclude(told_at=None).count()
    errors: list[Exception] = []
    for place, entry in enumerate(waiting, start=1):
        try:
            with transaction.atomic():
                _tell_dossier(entry, actor)
        except Exception as error:  # noqa: BLE001 -- whatever is wrong with one dossier, it is no reason for the others
            errors.append(error)
        progress(told + place - len(errors), told + len(waiting))
    if errors:
        raise errors[0]
    return len(waiting)


def _tell_dossier(entry: Entry, actor: User) -> None:
    if Entry.objects.filter(pk=entry.pk, told_at=None).update(told_at=clock.now()) != 1:
        return
    if entry.outcome in _DECIDED:
        stars = None if entry.outcome == Outcome.NOT_LISTED else entry.stars
        registrations.record_outcome(dossier=entry.dossier, stars=stars, outcome=entry.outcome, actor=actor)
        notify(entry, notices.result_explained(entry), occasion="published")
        if entry.outcome == Outcome.LEFT_BELOW:
            rows = Entry.objects.filter(dossier_id=entry.dossier_id, outcome=Outcome.PROPOSED_UP).order_by("-pk")
            if below := rows.select_related("round__office").first():
                notify(entry, notices.result_left(entry, below), occasion="published")
        if entry.outcome in _GOES_ON:
            Entry.objects.filter(pk=entry.pk).update(in_round=False)
        if (
            entry.outcome in _RECOGNISES_NOTHING
            and entry.dossier.kind == DossierKind.AGAIN
            and not entry.round.training
        ):
            end_prolongations(product=entry.dossier.product, actor=actor)
        return
    # Listed for the next stage, or nobody could score it: the dossier can go into another round.
    registrations.release_from_scoring(dossier=entry.dossier, actor=actor)
    Entry.objects.filter(pk=entry.pk).update(in_round=False)


@transaction.atomic
def certificate_approved(document: Document) -> CertificateContent:
    """The certificate has its number and day: its term, which the decision in force states, runs from that day."""
    found = _paper(document).round
    content = CertificateContent.from_dict(document.content)
    months = papers.certificate_months(found.law)
    if months is None:
        raise Refused(_("The decision does not say how long a certificate holds."))
    certificate = Certificate.objects.select_related("entry").get(document=document)
    if not content.stars == certificate.stars == certificate.entry.stars:
        raise Refused(_("A certificate has other stars than the result: void its draft and order it again."))
    return dataclasses.replace(content, expires_on=papers.expiry_of(content.issued_on, months))


@transaction.atomic
def certificate_issued(document: Document, actor: User) -> None:
    """The certificate is issued: the product is recognised, unless the round was for training only."""
    certificate = Certificate.objects.select_related("entry__round__issuing_office", "entry__dossier__product").get(
        document=document
    )
    content = CertificateContent.from_dict(document.content)
    recognition = None if certificate.training else _recognise(certificate, document, content, actor)
    changes = {
        "number": document.full_number,
        "issued_on": content.issued_on,
        "expires_on": content.expires_on,
        "recognition": recognition,
    }
    transitions.apply(CERTIFICATE_TRANSITIONS, "issue", certificate, actor=actor, changes=changes)
    if recognition is not None:
        _replace_older(certificate, recognition)


def _recognise(certificate: Certificate, document: Document, content: CertificateContent, actor: User) -> Recognition:
    entry, found = certificate.entry, certificate.entry.round
    recognition = Recognition.objects.create(
        entry=entry,
        product=entry.dossier.product,
        stars=certificate.stars,
        issuer=found.issuing_office,
        decision=document.attached_to or document,
        recognised_on=content.issued_on,
        expires_on=content.expires_on,
    )
    registrations.record_recognition(
        product=entry.dossier.product,
        dossier=entry.dossier,
        stars=certificate.stars,
        recognised_on=content.issued_on,
        expires_on=content.expires_on,
        decision_number=content.decision_number,
        issuer=found.issuing_office.name,
        actor=actor,
    )
    return recognition


def _replace_older(certificate: Certificate, recognition: Recognition) -> None:
    """A newer certificate of the same product takes the place of those still in force."""
    older = Certificate.objects.filter(
        recognition__product=recognition.product,
        state__in=(CertificateState.VALID, CertificateState.PROLONGED),
        issued_on__lte=certificate.issued_on,
    ).exclude(pk=certificate.pk)
    for row in older:
        changes = {"replaced_by": certificate}
        transitions.apply(CERTIFICATE_TRANSITIONS, "replace", row, actor=None, changes=changes)


@transaction.atomic
def paper_voided(document: Document, actor: User) -> None:
    """A voided paper frees its place in the plan; a voided decision takes the round back to its results."""
    paper = RoundPaper.objects.filter(document=document).select_related("round").first()
    if paper is None:
        return
    found: EvaluationRound = paper.round
    if paper.kind == "decision" and found.state in (RoundState.PROPOSED, RoundState.APPROVED):
        transitions.apply(
            ROUND_TRANSITIONS, "fall_back", found, actor=actor, reason=_("Voided: %(what)s") % {"what": document}
        )
    Certificate.objects.filter(document=document, state=CertificateState.DRAFTED).delete()
    paper.delete()
