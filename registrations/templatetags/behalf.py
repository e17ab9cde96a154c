"""What pages say about things that officers entered on behalf of producers, and about who is in charge."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rules import is_producer
from registrations import rules, selectors, services
from registrations.models import Dossier, Producer, Wish

register = template.Library()


@register.inclusion_tag("registrations/_entered.html", takes_context=True)
def entered_note(context: dict[str, Any], obj: Producer | Wish | Dossier) -> dict[str, Any]:
    """Say who entered a record, wish or dossier on behalf, and show the scan of the signed paper.

    An officer who typed the dossier reads it here before checking it: allowed, but never in silence.
    """
    user = context["user"]
    dossier = obj if isinstance(obj, Dossier) else None
    found: dict[str, Any] = {
        "entry": selectors.entered_by(obj),
        "papers": [] if isinstance(obj, Producer) else selectors.signed_papers_of(obj),
        "checks_own": bool(dossier and not dossier.is_editable and selectors.wrote_on_behalf(user, dossier)),
        "lacks": False,
        "helps": "",
        "dossier": dossier,
    }
    writes = dossier is not None and dossier.is_editable and rules.may_enter_on_behalf(user)
    if dossier is not None and writes and rules.acts_on_behalf(user, dossier.producer):
        found |= {"helps": dossier.producer.name, "lacks": services.lacks_signed(dossier)}
    return found


@register.simple_tag(takes_context=True)
def on_behalf_for(context: dict[str, Any], producer: Producer) -> str:
    """Return the producer's name where the reader writes on its behalf, else an empty text."""
    user = context["user"]
    return producer.name if rules.may_enter_on_behalf(user) and rules.acts_on_behalf(user, producer) else ""


@register.simple_tag(takes_context=True)
def enters_on_behalf(context: dict[str, Any]) -> bool:
    """Tell whether the reader is an officer who enters things on behalf of producers."""
    return rules.may_enter_on_behalf(context["user"])


@register.simple_tag(takes_context=True)
def may_print_slip(context: dict[str, Any], producer: Producer) -> bool:
    """Tell whether the reader can hand the record over to its person with a printed slip."""
    return rules.may_hand_over_record(context["user"], producer)


@register.simple_tag(takes_context=True)
def hands_dossier_over(context: dict[str, Any], dossier: Dossier) -> bool:
    """Tell whether the reader is one of the producer's people who may put somebody else in charge."""
    user = context["user"]
    return is_producer(user) and rules.writes_for_self(user, dossier.producer)


@register.simple_tag(takes_context=True)
def acts_for(context: dict[str, Any], producer: Producer) -> bool:
    """Tell whether the reader is one of the producer's people."""
    return is_producer(context["user"]) and rules.belongs_to(context["user"], producer)


@register.simple_tag(takes_context=True)
def invitations_waiting(context: dict[str, Any]) -> list[Any]:
    """Return the invitations that wait for the reader's answer."""
    return list(selectors.waiting_invitations(selectors.invitations_to(context["user"]))[:10])


@register.simple_tag(takes_context=True)
def desk_of_writer(context: dict[str, Any]) -> dict[str, str]:
    """Return where a dossier's writer came from: an own list of products, or the officer's page."""
    user = context["user"]
    if rules.may_enter_on_behalf(user) and not is_producer(user):
        return {"label": _("Enter on behalf"), "url": reverse("registrations:behalf")}
    return {"label": _("My products"), "url": reverse("registrations:start")}
