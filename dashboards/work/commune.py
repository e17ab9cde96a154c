"""What commune officers and commune leaders find: the 15 working days, the lists, the opinions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.selectors import unit_ids_reached_by
from dashboards.work.cards import SHOWN, Card, Desk, card_of, words
from dashboards.work.papers import waiting_documents
from dashboards.work.petitions import waiting_petitions
from dashboards.work.tasks import tasks_of_my_offices
from foundation import clock
from foundation.calendar import describe_due
from foundation.components import TaskItem
from foundation.formatting import day
from registrations.enums import DossierState, RoundState, WishState
from registrations.models import Dossier, RegistrationRound
from registrations.selectors import (
    QUEUE_STATES,
    approvals_for,
    communes_worked_for,
    drafts_on_behalf,
    queue_of,
    rounds_visible_to,
    wishes_visible_to,
)

DAYS_NEAR = 7


def officers_desk(user: Any) -> Desk:
    """Return the desk of a commune officer."""
    return Desk(
        role=Role.COMMUNE_OFFICER.label,
        cards=[
            *_queue_cards(user),
            _lists(user),
            _on_behalf(user),
            _returned(user),
            tasks_of_my_offices(user, Role.COMMUNE_OFFICER),
            waiting_petitions(user, Role.COMMUNE_OFFICER),
        ],
        empty=_("Nothing waits for the commune. New wishes and dossiers appear here as soon as a producer sends them."),
        url=reverse("registrations:queue"),
        action=_("The commune's dossiers"),
    )


def leaders_desk(user: Any) -> Desk:
    """Return the desk of a commune leader."""
    approvals = card_of(
        _("Opinions to approve"),
        approvals_for(user),
        _dossier,
        url=reverse("registrations:approvals"),
        more=_("All opinions to approve"),
        empty=_("The officer sends you an opinion when the check of a dossier is done."),
    )
    letters = waiting_documents(
        user, _("Letters to approve"), empty=_("A letter comes to you when it has been drafted.")
    )
    return Desk(
        role=Role.COMMUNE_LEADER.label,
        cards=[
            approvals,
            letters,
            tasks_of_my_offices(user, Role.COMMUNE_LEADER),
            waiting_petitions(user, Role.COMMUNE_LEADER),
        ],
        empty=_("Nothing waits for your signature."),
        url=reverse("registrations:queue"),
        action=_("The commune's dossiers"),
    )


def _queue_cards(user: Any) -> list[Card]:
    today, url = clock.today(), reverse("registrations:queue")
    near = (today, today + timedelta(days=DAYS_NEAR))
    mine = queue_of(user).filter(state__in=QUEUE_STATES["waiting"])
    about = {"url": url, "more": _("The commune's dossiers")}
    return [
        card_of(_("Overdue answers"), mine.filter(due_on__lt=today), _dossier, late=True, **about),
        card_of(
            _("Answers due within 7 days"),
            mine.filter(due_on__range=near),
            _dossier,
            **about,
            empty=_("No answer is due within 7 days."),
        ),
        card_of(
            _("To receive"),
            mine.filter(state=DossierState.SUBMITTED),
            _dossier,
            **about,
            empty=_("No dossier waits to be received."),
        ),
        card_of(_("To send up"), mine.filter(state=DossierState.OPINION_APPROVED), _dossier, **about),
    ]


def _on_behalf(user: Any) -> Card:
    """Drafts of people without a computer, which wait for the officer's hand."""
    empty = _("You can enter wishes and dossiers for people without a computer.")
    about = {"url": reverse("registrations:behalf"), "more": _("Enter on behalf"), "empty": empty}
    return card_of(_("To enter on behalf of producers"), drafts_on_behalf(user), _dossier, **about)


def _returned(user: Any) -> Card:
    rows = queue_of(user).filter(state__in=QUEUE_STATES["producer"])
    return card_of(_("With the producers for correction"), rows, _dossier)


def _dossier(dossier: Dossier) -> TaskItem:
    late = dossier.due_on is not None and dossier.due_on < clock.today() and dossier.state in QUEUE_STATES["waiting"]
    due = _("answer due %(day)s") % {"day": day(dossier.due_on)} if dossier.due_on else ""
    hint = words(dossier.producer.name, due, training=dossier.training)
    tone = "late" if late else "waiting"
    return TaskItem(dossier.product.name, dossier.get_absolute_url(), dossier.get_state_display(), tone, hint)


def _lists(user: Any) -> Card:
    """Wishes that are not on a list yet, by round: the list is made round by round."""
    communes = unit_ids_reached_by([unit.pk for unit in communes_worked_for(user)])
    waiting = wishes_visible_to(user).filter(
        state=WishState.REGISTERED, unit__in=communes, round__state=RoundState.OPEN
    )
    counts: dict[int, int] = dict(waiting.order_by().values_list("round").annotate(n=Count("pk")))
    rounds: QuerySet[RegistrationRound] = rounds_visible_to(user).filter(pk__in=counts).order_by("due_at", "pk")
    items = [_list_line(row, counts[row.pk]) for row in rounds[:SHOWN]]
    empty = _("Every wish is on a list that was sent.")
    return Card(_("Wishes for the commune's list"), sum(counts.values()), items, empty=empty)


def _list_line(row: RegistrationRound, number: int) -> TaskItem:
    waiting = ngettext("%(n)s wish is not on a list", "%(n)s wishes are not on a list", number) % {"n": number}
    due = row.commune_list_due or row.due_at
    hint = words(waiting, _("list due %(due)s") % {"due": describe_due(due)}, training=row.training)
    return TaskItem(row.name, reverse("registrations:list_of_round", args=[row.pk]), hint=hint)
