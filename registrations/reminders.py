"""The deadlines of registrations for the one reminder engine (``directives.deadlines``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import people_for_unit
from directives.deadlines import Deadline, horizon
from foundation import calendar, clock
from registrations.enums import DossierState, ListState, RoundState, WishState
from registrations.models import CommuneList, Dossier, Product, RegistrationRound, Wish
from registrations.notices import people_of_producer_id
from registrations.selectors.renewals import products_to_renew

# Reminders after a deadline end with the last rung of the ladder; older rows are left alone.
KINDS = {
    "dossier_answer": gettext_lazy("Answers of communes to dossiers"),
    "commune_list": gettext_lazy("Lists of communes"),
    "dossier_draft": gettext_lazy("Dossiers that are being written"),
}
_AT_COMMUNE = (DossierState.RECEIVED, DossierState.OPINION_WAITING, DossierState.OPINION_APPROVED)


def deadlines(now: datetime) -> Iterator[Deadline]:
    """Go through what is open and due soon or was due lately: answers of communes, lists, drafts, renewals."""
    yield from _answers(now)
    yield from _lists(now)
    yield from _drafts(now)
    yield from _renewals(now)


def _title(text: str, *, training: bool) -> str:
    return f"[TẬP HUẤN] {text}" if training else text


def _answers(now: datetime) -> Iterator[Deadline]:
    """The commune's answer: to its officers, and to its leader where the opinion waits there."""
    rows = Dossier.objects.filter(
        state__in=_AT_COMMUNE, due_on__lte=(now + horizon()).date(), due_on__gte=(now - horizon()).date()
    )
    for dossier in rows.select_related("round", "product", "producer").order_by("pk"):
        role = Role.COMMUNE_LEADER if dossier.state == DossierState.OPINION_WAITING else Role.COMMUNE_OFFICER
        text = _("Answer to a dossier is due: %(product)s (%(producer)s)") % {
            "product": dossier.product.name,
            "producer": dossier.producer.name,
        }
        yield Deadline(
            kind="dossier_answer",
            subject=dossier.stream,
            occasion="answer",
            title=_title(text, training=dossier.training),
            due_at=calendar.due_until(dossier.due_on) if dossier.due_on else now,
            url=dossier.get_absolute_url(),
            recipients=people_for_unit(dossier.unit_id, role),
            since=dossier.received_at,
        )


def _lists(now: datetime) -> Iterator[Deadline]:
    """The list of a commune that has wishes and has not sent any list yet."""
    near = {"commune_list_due__lte": now + horizon(), "commune_list_due__gte": now - horizon()}
    for row in RegistrationRound.objects.filter(state=RoundState.OPEN, **near).order_by("pk"):
        sent = CommuneList.objects.filter(round=row, state=ListState.SENT).values("unit_id")
        waiting = Wish.objects.filter(round=row, state=WishState.REGISTERED).exclude(unit_id__in=sent)
        for unit_id in sorted(set(waiting.values_list("unit_id", flat=True))):
            yield Deadline(
                kind="commune_list",
                subject=row.stream,
                occasion=f"list-{unit_id}",
                title=_title(_("The commune's list is due: %(round)s") % {"round": row.name}, training=row.training),
                due_at=row.commune_list_due or now,
                url=reverse("registrations:list_of_round", args=[row.pk]),
                recipients=people_for_unit(unit_id, Role.COMMUNE_OFFICER),
                since=row.created_at,
            )


def _drafts(now: datetime) -> Iterator[Deadline]:
    """A dossier that its producer has not submitted: both the date that is shown and the last moment."""
    rows = Dossier.objects.filter(
        state=DossierState.DRAFT,
        round__dossier_due_at__lte=now + horizon(),
        round__dossier_due_at__gte=now - horizon(),
    )
    for dossier in rows.select_related("round", "product").order_by("pk"):
        yield Deadline(
            kind="dossier_draft",
            subject=dossier.stream,
            occasion="submit",
            title=_title(
                _("Your dossier is due: %(product)s") % {"product": dossier.product.name}, training=dossier.training
            ),
            due_at=dossier.round.dossier_due_at or now,
            url=dossier.get_absolute_url(),
            recipients=people_of_producer_id(dossier.producer_id),
            since=dossier.created_at,
        )


# Besides the first day of the window: days before its last day, and before the day on which the recognition ends.
_WINDOW_RUNGS = (30, 14, 7, 3, 1, 0)
_END_RUNGS = (30, 7, 1, 0)


def _renewals(now: datetime) -> Iterator[Deadline]:
    """A recognition that can be renewed now: from the first day of its window on, then before the window closes.

    Once the window has closed, before the recognition ends: a late dossier still lets the certificate be prolonged.
    """
    for renewal in products_to_renew(clock.local(now).date()):
        product, window = renewal.product, renewal.window
        if window is None:
            continue
        late = clock.local(now).date() > window.closes_on
        text = (
            _("Send the dossier late: the recognition of %(product)s ends")
            if late
            else _("Renew the recognition of %(product)s: send its re-evaluation dossier")
        )
        whole = (window.closes_on - window.opens_on).days
        yield Deadline(
            kind="renewal",
            subject=f"registrations.product:{product.pk}",
            occasion="end" if late else "window",
            title=text % {"product": product.name},
            due_at=calendar.due_until(window.ends_on if late else window.closes_on),
            url=product.get_absolute_url(),
            recipients=_producer_and_helper(product),
            ladder=_END_RUNGS if late else (whole, *(rung for rung in _WINDOW_RUNGS if rung < whole)),
        )


def _producer_and_helper(product: Product) -> Iterable[User]:
    """The producer's people and, where an officer entered the record for them, the officers of the commune."""
    people = people_of_producer_id(product.producer_id)
    if product.producer.entered_by_id:
        return [*people, *people_for_unit(product.producer.unit_id, Role.COMMUNE_OFFICER)]
    return people
