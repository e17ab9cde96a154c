"""What evaluations tells the page of a dossier about the commune's screening (``registrations.screenings``)."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Office
from accounts.selectors import office_ids
from evaluations.enums import RESULT_STATES, RoundState
from evaluations.models import Entry, EvaluationRound
from evaluations.seats import own_councils, recused_entry_ids
from evaluations.selectors.doors import entries_visible_to
from registrations.models import Dossier
from registrations.procedure import commune_stage
from registrations.rules import is_commune_officer_for
from registrations.screenings import Screening

# Rounds into which dossiers can still be taken.
_TAKES_IN = (RoundState.PREPARING,)


def screenings(user: Any, dossier: Dossier) -> list[Screening]:
    """Return the entries of the product in screening rounds; without any, the round that the person can take it into.

    The commune's round may have a dossier of its own, so product and decision are what binds the two. The officer who
    checks the dossier is told of an entry that is not open to them, too: its round and state, nothing else.
    """
    rows = Entry.objects.filter(
        Q(dossier=dossier) | Q(dossier__product_id=dossier.product_id),
        round__stage__screens=True,
        round__training=dossier.training,
        round__law_id=dossier.law_id,
    ).exclude(pk__in=recused_entry_ids(user))
    opens = Exists(entries_visible_to(user).filter(pk=OuterRef("pk")).select_related(None))
    rows = rows.annotate(opens=opens)
    if not is_commune_officer_for(user, dossier):
        rows = rows.filter(opens=True)
    known: list[Any] = list(rows.select_related("round__council").order_by("-pk")[:3])
    return [_of_entry(user, entry, opens=entry.opens) for entry in known] or _still_to_be_held(user, dossier)


def _of_entry(user: Any, entry: Entry, *, opens: bool) -> Screening:
    known = opens and entry.round.state in RESULT_STATES and entry.outcome
    own = opens and entry.round.state == RoundState.SCORING and entry.round.council_id in own_councils(user)
    return Screening(
        title=entry.round.name,
        url=reverse("evaluations:sheet" if own else "evaluations:entry", args=[entry.pk]) if opens else "",
        action=_("Fill in my sheet") if own else _("See the screening"),
        state=(entry.round.state, str(entry.round.get_state_display())),
        outcome=(entry.outcome, str(entry.get_outcome_display())) if known else ("", ""),
        note=entry.unlisted_reason if known else "",
        mean=entry.mean if known else "",
    )


def _still_to_be_held(user: Any, dossier: Dossier) -> list[Screening]:
    """Return the way on for the officer who runs the commune's rounds: a round that takes dossiers in, or a new one."""
    stage = commune_stage(dossier)
    offices = Office.objects.filter(pk__in=office_ids(user, Role.ROUND_OFFICER), unit__reaches__unit=dossier.unit_id)
    if stage is None or not (own := list(offices.filter(unit__level=stage.level).values_list("pk", flat=True))):
        return []
    rounds = EvaluationRound.objects.filter(
        stage=stage, office_id__in=own, state__in=_TAKES_IN, training=dossier.training
    )
    if found := rounds.order_by("-pk").first():
        state = (found.state, str(found.get_state_display()))
        url = reverse("evaluations:round_dossiers", args=[found.pk])
        return [Screening(found.name, url, _("Choose the dossiers of the round"), state)]
    url = reverse("evaluations:round_create")
    return [Screening("", url, _("Prepare a screening round"), ("none", _("not in a round yet")))]
