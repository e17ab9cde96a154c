"""What a producer finds: what waits for them, what is under way, what can be begun."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from dashboards.work.cards import Card, Desk, card_of, words
from foundation.calendar import describe_due
from foundation.components import TaskItem
from foundation.formatting import day
from registrations.enums import DossierState, WishState
from registrations.models import Dossier, Product, RegistrationRound, Wish
from registrations.models.dossiers import EDITABLE
from registrations.selectors import (
    dossiers_in_work,
    products_visible_to,
    rounds_offered_to,
    whereabouts_of,
    wishes_in_work,
)

_ENDED = (DossierState.DECIDED, DossierState.REFUSED, DossierState.WITHDRAWN)


def desk(user: Any) -> Desk:
    """Return the producer's desk."""
    return Desk(
        role=Role.PRODUCER.label,
        cards=[_waiting(user), _under_way(user), _wishes(user), _results(user), _rounds(user), _recognised(user)],
        empty=_("Say which product you want to build. It takes one short page; papers come later."),
        url=reverse("registrations:start"),
        action=_("Register a product"),
    )


def _waiting(user: Any) -> Card:
    rows = dossiers_in_work(user).filter(state__in=EDITABLE).order_by("-state", "-saved_at", "-pk")
    return card_of(_("Waiting for you"), rows, _dossier, empty=_("No dossier waits for you."))


def _under_way(user: Any) -> Card:
    rows = dossiers_in_work(user).exclude(state__in=(*EDITABLE, *_ENDED))
    return card_of(_("Dossiers under way"), rows, _dossier)


def _results(user: Any) -> Card:
    rows = dossiers_in_work(user).filter(state=DossierState.DECIDED).order_by("-decided_at", "-pk")
    return card_of(_("Results"), rows, _dossier)


def _dossier(dossier: Dossier) -> TaskItem:
    where = whereabouts_of(dossier)
    until = _("until %(day)s") % {"day": day(where.until)} if where.until else ""
    state = dossier.get_state_display()
    tone = "late" if dossier.state == DossierState.RETURNED else "waiting" if where.yours else "neutral"
    hint = words(where.next if where.yours else where.where, until, training=dossier.training)
    if dossier.state == DossierState.DECIDED:
        hint, tone = words(_stars(dossier.outcome_stars), day(dossier.decided_at), training=dossier.training), "good"
    return TaskItem(dossier.product.name, dossier.get_absolute_url(), state, tone, hint)


def _stars(stars: int | None) -> str:
    return f"{stars} ★" if stars else ""


def _wishes(user: Any) -> Card:
    return card_of(
        _("Your wishes"), wishes_in_work(user), _wish, url=reverse("registrations:wishes"), more=_("All wishes")
    )


def _wish(wish: Wish) -> TaskItem:
    then = {
        WishState.REGISTERED: _("The commune puts it on its list."),
        WishState.LISTED: _("The office that runs the round chooses."),
        WishState.SELECTED: _("You can begin the dossier."),
        WishState.DECLINED: _("Read the reason; you may register it in another round."),
    }.get(WishState(wish.state), "")
    tone = "waiting" if wish.state == WishState.SELECTED else "late" if wish.state == WishState.DECLINED else "neutral"
    hint = words(then, wish.round.name, training=wish.round.training)
    return TaskItem(wish.product.name, wish.get_absolute_url(), wish.get_state_display(), tone, hint)


def _rounds(user: Any) -> Card:
    empty = _("No round is open for registration. You are told when one opens.")
    return card_of(_("Open for registration"), rounds_offered_to(user), _round, empty=empty)


def _round(row: RegistrationRound) -> TaskItem:
    due = _("wishes %(due)s") % {"due": describe_due(row.due_at)}
    if row.is_past_due:
        due = _("The date has passed; you can still register and it is marked as late.")
    return TaskItem(row.name, row.get_absolute_url(), hint=words(due, row.office.name, training=row.training))


def _recognised(user: Any) -> Card:
    rows = products_visible_to(user).filter(producer__members__user=user, current_stars__isnull=False)
    return card_of(_("Your recognised products"), rows.order_by("expires_on", "pk"), _product)


def _product(product: Product) -> TaskItem:
    ends = _("recognised until the end of %(day)s") % {"day": day(product.expires_on)}
    url = reverse("catalogue:product", args=[product.pk])
    return TaskItem(product.name, url, _stars(product.current_stars), "good", ends)
