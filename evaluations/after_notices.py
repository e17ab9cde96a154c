"""Whom the steps after recognition tell what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.selectors import people_for_unit, people_of_office
from activity.notifications import Notice
from foundation.formatting import day
from registrations.notices import people_of_producer_id

if TYPE_CHECKING:
    from evaluations.models import Complaint, RecheckCampaign, RecheckItem, Withdrawal
    from registrations.models import Product


def _history(product_id: int) -> str:
    return reverse("evaluations:history", args=[product_id])


def _near(product: Any) -> list[Any]:
    """The producer's people and the commune's officers."""
    people = [
        *people_of_producer_id(product.producer_id),
        *people_for_unit(product.producer.unit_id, Role.COMMUNE_OFFICER),
    ]
    return list({person.pk: person for person in people}.values())


def withdrawal_proposed(withdrawal: Withdrawal, actor: Any) -> Notice:
    """Tell the leader who decides; the producer learns of it from the decision."""
    people = [person for person in people_of_office(withdrawal.office, *_HEADS) if person.pk != actor.pk]
    title = _("Withdrawal of a recognition is proposed: %(product)s") % {"product": withdrawal.product}
    return Notice("withdrawal_proposed", people, title, url=_history(withdrawal.product_id))


def recognition_withdrawn(withdrawal: Withdrawal) -> Notice:
    """Tell producer and commune that the recognition no longer holds, on which ground, and by which decision."""
    title = _("The recognition of %(product)s was withdrawn") % {"product": withdrawal.product}
    return Notice(
        "recognition_withdrawn", _near(withdrawal.product), title,
        body=withdrawal.ground_title, url=_history(withdrawal.product_id),
    )  # fmt: skip


def older_prolonged(product: Product) -> Notice:
    """Tell producer and commune until when a recognition of an older list holds while the result is awaited."""
    title = _("The recognition of %(product)s was prolonged until %(day)s") % {
        "product": product,
        "day": day(product.prolonged_until),
    }
    return Notice("recognition_prolonged", _near(product), title, url=_history(product.pk))


def recheck_started(campaign: RecheckCampaign, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """Tell each producer and each commune, once, which of their products will be looked at again."""
    title = _("Recognised products are checked again: %(campaign)s") % {"campaign": campaign}
    by_producer: dict[int, list[str]] = {}
    by_unit: dict[int, list[str]] = {}
    for item in campaign.items.select_related("product__producer"):
        by_producer.setdefault(item.product.producer_id, []).append(item.product.name)
        by_unit.setdefault(item.product.producer.unit_id, []).append(item.product.name)
    url = reverse("evaluations:recognised")
    for producer, names in by_producer.items():
        yield Notice("recheck_started", list(people_of_producer_id(producer)), title, body="; ".join(names), url=url)
    for unit, names in by_unit.items():
        people = list(people_for_unit(unit, Role.COMMUNE_OFFICER))
        yield Notice("recheck_started", people, title, body="; ".join(names), url=url)


def recheck_finished(campaign: RecheckCampaign, actor: Any) -> Iterator[Notice]:
    """Tell the leaders of the office that the re-check is finished."""
    people = [person for person in people_of_office(campaign.office, *_HEADS) if person != actor]
    title = _("The re-check is finished: %(campaign)s") % {"campaign": campaign}
    yield Notice("recheck_finished", people, title, url=reverse("evaluations:recheck", args=[campaign.pk]))


def finding_recorded(item: RecheckItem) -> Notice:
    """Tell producer and commune what was found, and until when it has to be put right."""
    title = _("Re-check of %(product)s: %(verdict)s") % {
        "product": item.product,
        "verdict": item.get_verdict_display(),
    }
    body = item.finding if item.remedy_by is None else f"{item.finding} ({day(item.remedy_by)})"
    return Notice("recheck_finding", _near(item.product), title, body=body, url=_history(item.product_id))


def complaint_filed(complaint: Complaint) -> Notice:
    """Tell the officers of the round that a complaint waits for their answer."""
    people = list(people_of_office(complaint.entry.round.office, Role.ROUND_OFFICER))
    title = _("A complaint about a result waits for an answer: %(product)s") % {
        "product": complaint.entry.dossier.product
    }
    return Notice("complaint_filed", people, title, url=_complaint(complaint))


def complaint_answered(complaint: Complaint, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """Tell the producer that the answer is there."""
    people = list(people_of_producer_id(complaint.entry.dossier.producer_id))
    title = _("Your complaint was answered: %(product)s") % {"product": complaint.entry.dossier.product}
    yield Notice("complaint_answered", people, title, url=_complaint(complaint))


def complaint_taken_back(complaint: Complaint, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """Tell the officers that nothing has to be answered any more."""
    people = list(people_of_office(complaint.entry.round.office, Role.ROUND_OFFICER))
    title = _("A complaint was taken back: %(product)s") % {"product": complaint.entry.dossier.product}
    yield Notice("complaint_taken_back", people, title, url=_complaint(complaint))


def _complaint(complaint: Complaint) -> str:
    return reverse("evaluations:complaint", args=[complaint.pk])


_HEADS = (Role.LEADER, Role.COMMUNE_LEADER)
