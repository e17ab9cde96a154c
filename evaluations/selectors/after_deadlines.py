"""Deadlines after recognition: recognitions that end, withdrawals and complaints that wait, what is to be put right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import people_for_unit, people_of_office
from directives.deadlines import Deadline, horizon
from evaluations.enums import CheckVerdict, ComplaintState, WithdrawalState
from evaluations.models import Complaint, RecheckItem, Withdrawal
from evaluations.selectors.recognised import in_force_on_products
from foundation import calendar, clock
from registrations.models import Product
from registrations.notices import people_of_producer_id
from rubrics.selectors import decision_in_force

# Days before the end of a recognition on which everybody near is told, besides the two that the law names.
DEFAULT_RUNGS = (210, 150)


def expiry_rungs(on: date) -> tuple[int, ...]:
    """Return the days before the end on which is reminded: the window of the decision in force, and the setting."""
    law = decision_in_force(on)
    named = (law.term("reevaluation_opens_days_before"), law.term("reevaluation_closes_days_before")) if law else ()
    rungs = {days for days in named if days is not None}
    return tuple(sorted(rungs | set(getattr(settings, "EXPIRY_REMINDER_DAYS", DEFAULT_RUNGS)), reverse=True))


def after_recognition(now: datetime) -> Iterator[Deadline]:
    """Go through what is open after recognition."""
    yield from _ending(now)
    yield from _withdrawals(now)
    yield from _complaints(now)
    yield from _remedies(now)


# -- Recognitions that end ---------------------------------------------------------------------------------------------
def _ending(now: datetime) -> Iterator[Deadline]:
    """Producers each for their product before the window opens; communes and offices once for all that end together.

    From the first day of the window on, producers are told by the renewal itself (``registrations.reminders``).
    """
    today = clock.local(now).date()
    rungs = expiry_rungs(today)
    law = decision_in_force(today)
    opens = law.term("reevaluation_opens_days_before") if law else None
    rows = Product.objects.filter(in_force_on_products(), expires_on__range=(today, today + timedelta(days=max(rungs))))
    early = tuple(rung for rung in rungs if opens is None or rung > opens)
    if early:
        yield from _to_producers(rows.filter(expires_on__gte=today + timedelta(days=opens or 0)), early)
    yield from _to_communes(rows, rungs)
    yield from _to_offices(rows, rungs)


def _ends(subject: str, title: str, ends_on: date, *, url: str, people: Any, rungs: tuple[int, ...]) -> Deadline:
    return Deadline(
        kind="expiry",
        subject=subject,
        occasion="ends",
        title=title,
        due_at=calendar.due_until(ends_on),
        url=url,
        recipients=people,
        ladder=rungs,
    )


def _to_producers(rows: Any, rungs: tuple[int, ...]) -> Iterator[Deadline]:
    for product in rows.select_related("producer").order_by("pk").iterator():
        title = _("The recognition of %(product)s ends; prepare its re-evaluation") % {"product": product.name}
        people = people_of_producer_id(product.producer_id)
        url = reverse("evaluations:history", args=[product.pk])
        subject = f"registrations.product:{product.pk}"
        yield _ends(subject, title, product.expires_on, url=url, people=people, rungs=rungs)


def _to_communes(rows: Any, rungs: tuple[int, ...]) -> Iterator[Deadline]:
    groups = rows.order_by().values_list("producer__unit_id", "expires_on").annotate(n=Count("pk"))
    for unit, ends_on, n in groups.order_by("producer__unit_id", "expires_on"):
        title = _("Recognitions in your commune end: %(n)s products") % {"n": n}
        people = people_for_unit(unit, Role.COMMUNE_OFFICER)
        yield _ends(f"accounts.unit:{unit}", title, ends_on, url=_list_url(ends_on), people=people, rungs=rungs)


def _to_offices(rows: Any, rungs: tuple[int, ...]) -> Iterator[Deadline]:
    """The officers of the rounds that recognised; of an older list nobody knows the office."""
    groups = rows.filter(recognitions__isnull=False).order_by()
    named = groups.values_list("recognitions__entry__round__office_id", "expires_on")
    counted = named.annotate(n=Count("pk", distinct=True), first=Min("pk"))
    for office, ends_on, n, _first in counted.order_by("recognitions__entry__round__office_id", "expires_on"):
        title = _("Recognitions end: %(n)s products") % {"n": n}
        people = people_of_office(office, Role.ROUND_OFFICER)
        yield _ends(f"accounts.office:{office}", title, ends_on, url=_list_url(ends_on), people=people, rungs=rungs)


def _list_url(ends_on: date) -> str:
    return f"{reverse('evaluations:recognised')}?until={ends_on.isoformat()}"


# -- What waits for an act ---------------------------------------------------------------------------------------------
def _near(now: datetime) -> tuple[date, date]:
    return (now - horizon()).date(), (now + horizon()).date()


def _withdrawals(now: datetime) -> Iterator[Deadline]:
    """The decision on a proposal: its drafters, and the leader who signs."""
    rows = Withdrawal.objects.filter(state=WithdrawalState.PROPOSED, due_on__range=_near(now))
    for row in rows.select_related("product", "office", "drafting_office").order_by("pk"):
        yield Deadline(
            kind="withdrawal",
            subject=row.stream,
            occasion="decide",
            title=_("Decide on the withdrawal: %(product)s") % {"product": row.product},
            due_at=calendar.due_until(row.due_on) if row.due_on else now,
            url=reverse("directives:detail", args=[row.document_id]),
            recipients=_both(
                people_of_office(row.drafting_office, Role.ROUND_OFFICER),
                people_of_office(row.office, Role.LEADER, Role.COMMUNE_LEADER),
            ),
            since=row.proposed_at,
        )


def _both(*groups: Any) -> list[User]:
    return list({person.pk: person for group in groups for person in group}.values())


def _complaints(now: datetime) -> Iterator[Deadline]:
    rows = Complaint.objects.filter(state=ComplaintState.FILED, answer_due_on__range=_near(now))
    for row in rows.select_related("entry__dossier__product", "entry__round").order_by("pk"):
        yield Deadline(
            kind="complaint",
            subject=row.stream,
            occasion="answer",
            title=_("Answer the complaint: %(product)s") % {"product": row.entry.dossier.product},
            due_at=calendar.due_until(row.answer_due_on) if row.answer_due_on else now,
            url=reverse("evaluations:complaint", args=[row.pk]),
            recipients=people_of_office(row.entry.round.office_id, Role.ROUND_OFFICER),
            since=row.filed_at,
        )


def _remedies(now: datetime) -> Iterator[Deadline]:
    """What a re-check found: the producer puts it right, the office looks after it."""
    rows = RecheckItem.objects.filter(
        verdict=CheckVerdict.REMEDY, remedied_on=None, withdrawal=None, remedy_by__range=_near(now)
    )
    for row in rows.select_related("product", "campaign").order_by("pk"):
        yield Deadline(
            kind="recheck_remedy",
            subject=f"registrations.product:{row.product_id}",
            occasion=f"recheck-{row.pk}",
            title=_("Put right what the re-check found: %(product)s") % {"product": row.product},
            due_at=calendar.due_until(row.remedy_by) if row.remedy_by else now,
            url=reverse("evaluations:history", args=[row.product_id]),
            recipients=_both(
                people_of_producer_id(row.product.producer_id),
                people_of_office(row.campaign.office_id, Role.ROUND_OFFICER),
            ),
        )
