"""What registrations does when a letter of its own is approved, made, issued or voided, and what it offers to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from directives import hooks
from directives.models import Document
from registrations import letters as requests
from registrations import list_letters, rules, selectors
from registrations.services import letters, lists, signing


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
    hooks.register_follow_up(
        hooks.FollowUp("registrations:round_create", _("Open a registration round"), _opens_a_round)
    )
    hooks.register_follow_up(
        hooks.FollowUp("registrations:list_of_letter", _("The commune's list, also as XLSX"), _carries_a_list)
    )


def _opens_a_round(user: Any, document: Document) -> bool:
    return rules.may_create_rounds(user) and not document.registration_rounds.exists()


def _carries_a_list(user: Any, document: Document) -> bool:
    if document.purpose != list_letters.PURPOSE:
        return False
    return selectors.lists_visible_to(user).filter(letter=document).exists()
