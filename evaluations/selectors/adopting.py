"""Results that the level above has left to the level below."""

from __future__ import annotations

from typing import Any

from accounts.enums import Role
from accounts.models import Office
from accounts.selectors import offices_with_role
from evaluations.enums import Outcome, RoundState
from evaluations.models import Entry
from evaluations.seats import recused_entry_ids


def left_to(office: Office, user: Any) -> list[Entry]:
    """Return the published results above that were left to the office which has sent the products up, still unused.

    Left out are products from which the person is recused, above or in the round that has sent them up.
    """
    own = Entry.objects.filter(round__office=office, outcome=Outcome.PROPOSED_UP).values("dossier_id")
    closed = Entry.objects.filter(pk__in=recused_entry_ids(user)).values("dossier_id")
    rows = Entry.objects.filter(
        outcome=Outcome.LEFT_BELOW,
        round__state=RoundState.PUBLISHED,
        in_round=False,
        told_at__isnull=False,
        dossier__outcome=Outcome.LEFT_BELOW,
        dossier__state="decided",
        dossier_id__in=own,
    ).exclude(dossier_id__in=closed)
    related = ("round__law", "dossier__product", "dossier__producer", "dossier__round", "rubric")
    return list(rows.select_related(*related).order_by("round", "result_order"))


def left_to_user(user: Any) -> list[tuple[Office, list[Entry]]]:
    """Return the offices of an officer with the results left to each, without products closed to the person."""
    offices = offices_with_role(user, Role.ROUND_OFFICER).order_by("pk")
    found = [(office, left_to(office, user)) for office in offices]
    return [(office, rows) for office, rows in found if rows]
