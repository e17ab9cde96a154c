"""The commune's check of a dossier: place by place, and copy by copy against the original."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock
from registrations import rules
from registrations.changes import changed_places
from registrations.enums import DossierState, Verdict
from registrations.models import Dossier, Evidence, ItemCheck, PaperCheck
from registrations.selectors.desk import files_key
from registrations.services.corrections import settle_correction
from registrations.services.findings import write_finding
from registrations.steps import places_of


@transaction.atomic
def check_place(*, dossier: Dossier, place: str, verdict: str, reason: str = "", actor: User) -> ItemCheck:
    """Note that a place of the dossier is in order, or what is to be corrected there.

    "In order" settles the answered correction of that place. The producer hears of what is to be corrected when the
    dossier is returned, not before. Raises Conflict when the commune is not checking the dossier, Refused without a
    reason.
    """
    _hold(dossier, actor, DossierState.RECEIVED)
    if place not in places_of(dossier):
        raise NotAllowed
    if verdict == Verdict.TO_CORRECT and not reason.strip():
        raise Refused(_("Give the reason: the producer must know what to do."))
    if verdict == Verdict.ACCEPTED:
        for correction in dossier.corrections.filter(place=place, settled_at=None, asked_from="commune"):
            settle_correction(correction=correction, actor=actor)
    kept = reason.strip() if verdict == Verdict.TO_CORRECT else ""
    return write_finding(dossier, place, verdict, kept, actor)


@transaction.atomic
def compare_papers(*, dossier: Dossier, compared: Collection[Evidence], actor: User) -> None:
    """Note which of the dossier's papers have been compared with their originals; what is not named is not ticked."""
    _hold(dossier, actor, DossierState.SUBMITTED, DossierState.RECEIVED)
    write_compared(dossier, compared, actor)


def write_compared(dossier: Dossier, compared: Collection[Evidence], actor: User) -> None:
    """Write the ticks "đã đối chiếu bản chính", in the caller's transaction; a tick that stands keeps its day."""
    papers = {paper.pk: paper for paper in dossier.papers.prefetch_related("files__stored")}
    wanted = {paper.pk for paper in compared} & set(papers)
    dropped = dossier.paper_checks.exclude(evidence_id__in=wanted)
    titles = [papers[row.evidence_id].title for row in dropped if row.evidence_id in papers]
    dropped.delete()
    standing = dict(dossier.paper_checks.values_list("evidence_id", "files"))
    added = [papers[pk] for pk in sorted(wanted) if standing.get(pk) != files_key(papers[pk])]
    for paper in added:
        facts = {"files": files_key(paper), "compared_at": clock.now(), "compared_by": actor}
        PaperCheck.objects.update_or_create(dossier=dossier, evidence=paper, defaults=facts)
    if added or titles:
        after = {"compared": [paper.title for paper in added], "taken back": titles}
        event = journal.Event("compare", _("Copies compared with their originals"), after=after, for_producer=True)
        journal.record(dossier, event, actor=actor)


def drop_changed(dossier: Dossier) -> None:
    """Let findings fall whose place has changed since, and those that asked for a correction; the dossier is back."""
    newest = list(dossier.submissions.order_by("-ordinal")[:2])
    changed = changed_places(newest[1].content, newest[0].content) if len(newest) == 2 else set()
    dossier.checks.filter(place__in=changed).delete()
    dossier.checks.filter(verdict=Verdict.TO_CORRECT).delete()


def _hold(dossier: Dossier, actor: User, *states: str) -> None:
    if not rules.is_commune_officer_for(actor, dossier):
        raise NotAllowed
    if Dossier.objects.filter(pk=dossier.pk, state__in=states).update(saved_at=clock.now()) != 1:
        raise Conflict(_("The commune is not checking this dossier now."))
