"""What a dossier for a higher star or for re-evaluation brings along from the product's last one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed
from registrations import rules
from registrations.enums import DossierKind
from registrations.models import Dossier, DossierItem
from registrations.models.dossiers import EDITABLE
from registrations.selectors.evidence import current_papers, newest_versions
from registrations.steps import CARRIED_TEXTS, PAPERS, part_key

KINDS_THAT_FOLLOW = (DossierKind.UPGRADE, DossierKind.AGAIN)


def last_dossier_of(dossier: Dossier) -> Dossier | None:
    """Return the product's newest dossier that was submitted before; training follows training only."""
    rows = Dossier.objects.filter(product=dossier.product_id, submitted_at__isnull=False).exclude(pk=dossier.pk)
    return rows.filter(round__training=dossier.training).order_by("-submitted_at", "-pk").first()


def carry_over(dossier: Dossier, actor: User) -> None:
    """Fill a new dossier from the last one of its product: texts, answers to the same product set, papers.

    Every step that was filled is marked until somebody has looked at it. A first dossier brings nothing along. Runs in
    the caller's transaction.
    """
    if dossier.kind not in KINDS_THAT_FOLLOW:
        return
    dossier.renews_until = dossier.product.expires_on
    last = last_dossier_of(dossier)
    if last is not None:
        carried = [*_texts(dossier, last), *_answers(dossier, last), *_papers(dossier, last)]
        dossier.based_on, dossier.carried = last, carried
        event = journal.Event(
            "carry", _("Content of the last dossier carried over"), after={"from": last.pk, "steps": carried},
            for_producer=True,
        )  # fmt: skip
        journal.record(dossier, event, actor=actor)
    dossier.save()


def _texts(dossier: Dossier, last: Dossier) -> list[str]:
    carried = []
    for step in CARRIED_TEXTS:
        values = {name: getattr(last, name) for name in step.fields}
        if any(value not in ("", None) for value in values.values()):
            carried.append(step.key)
            for name, value in values.items():
                setattr(dossier, name, value)
    return carried


def _answers(dossier: Dossier, last: Dossier) -> list[str]:
    """Another product set, or the set of another decision, asks other things: its answers are not carried over."""
    if dossier.rubric_id is None or last.rubric_id != dossier.rubric_id:
        return []
    parts: dict[str, None] = {}
    newest = current_papers(dossier.producer_id)
    rows = last.items.filter(answered=True).select_related("criterion__part").prefetch_related("evidence")
    for row in rows.order_by("criterion__order"):
        made = DossierItem.objects.create(
            dossier=dossier, criterion=row.criterion, answered=True, level_id=row.level_id, description=row.description
        )
        made.evidence.set(newest_versions(row.evidence.all(), newest))
        parts[part_key(row.criterion.part)] = None
    return list(parts)


def _papers(dossier: Dossier, last: Dossier) -> list[str]:
    """Papers that were renewed since come along in their newest version."""
    papers = newest_versions(last.papers.all(), current_papers(dossier.producer_id))
    dossier.papers.set(papers)
    return [PAPERS.key] if papers else []


@transaction.atomic
def mark_reviewed(*, dossier: Dossier, step: str, actor: User) -> Dossier:
    """Note that the producer has looked at a step that was carried over. Raises Conflict once it was submitted."""
    if not rules.files_for(actor, dossier):
        raise NotAllowed
    left = still_to_review(dossier, step)
    if Dossier.objects.filter(pk=dossier.pk, state__in=EDITABLE).update(carried=left) != 1:
        raise Conflict(_("The dossier has been submitted and cannot be changed now."))
    dossier.refresh_from_db(fields=["carried"])
    return dossier


def still_to_review(dossier: Dossier, *reviewed: str) -> list[str]:
    """Return the carried steps that are left when some have been looked at."""
    return [key for key in dossier.carried if key not in reviewed]
