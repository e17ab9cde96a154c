"""What registrations does when a letter of its own is approved, made, issued or voided, and what it offers to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from directives import hooks, proposals
from directives.models import Document, IncomingLetter
from registrations import letters as requests
from registrations import list_letters, rules, selectors
from registrations.services import letter_rounds, letters, lists, signing


def register() -> None:
    """Register the hooks of requests and lists, and the follow-ups of letters; may run twice."""
    hooks.register(
        requests.PURPOSE,
        hooks.Hook(on_approved=signing.letter_approved, on_rendered=letters.letter_rendered, by_portal=True),
    )
    hooks.register(
        list_letters.PURPOSE,
        hooks.Hook(on_approved=lists.letter_approved, on_issued=lists.letter_issued, on_voided=lists.letter_voided),
    )
    proposals.register(
        "registration_rounds",
        proposals.Handler(
            _("Registration rounds"), _makes_rounds_for, letter_rounds.create_from_letter, _rounds_made_from
        ),
    )
    hooks.register_follow_up(
        hooks.FollowUp("registrations:round_create", _("Open a registration round"), _opens_a_round)
    )
    hooks.register_follow_up(
        hooks.FollowUp("registrations:list_of_letter", _("The commune's list, also as XLSX"), _carries_a_list)
    )


def _makes_rounds_for(user: Any, office: Office) -> bool:
    return rules.may_create_round_for(user, office)


def _rounds_made_from(user: Any, letter: IncomingLetter) -> list[proposals.Made]:
    rows = selectors.rounds_visible_to(user).filter(incoming=letter).order_by("due_at", "pk")
    return [proposals.Made(row.name, row.get_absolute_url()) for row in rows]


def _opens_a_round(user: Any, document: Document) -> bool:
    return rules.may_create_rounds(user) and not document.registration_rounds.exists()


def _carries_a_list(user: Any, document: Document) -> bool:
    if document.purpose != list_letters.PURPOSE:
        return False
    return selectors.lists_visible_to(user).filter(letter=document).exists()
