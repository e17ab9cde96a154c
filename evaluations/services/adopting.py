"""Using results that the level above has left: a round without scoring, whose results are those of the level above.

26/2026/QĐ-TTg: of a product below 90 points at the Ministry the province may use the result for 3 and 4 stars. The
round is closed from the beginning; decision, notices and certificates are made as for any other.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import NotAllowed, Refused
from evaluations import rules
from evaluations.enums import Outcome, RoundState
from evaluations.models import Entry, EvaluationRound
from evaluations.results.stored import without_names
from evaluations.selectors.adopting import left_to
from evaluations.services.recusal_moves import close_as_before
from foundation import clock
from registrations import services as registrations


@transaction.atomic
def adopt_results(*, office: Office, entries: Iterable[Entry], actor: User) -> EvaluationRound:
    """Make the round in which an office uses results of the level above that were left to it.

    Who was recused from a product stays recused from its new entry.

    Args:
        office: of the level below; it has sent the products up.
        entries: of one published round above, with the outcome ``LEFT_BELOW``.
        actor: an officer who runs rounds for the office.

    Raises:
        NotAllowed: not an officer of the office.
        Refused: nothing was chosen, the entries are of several rounds, or a result is not left to this office, or is
            closed to the person.
        Conflict: a dossier went into another round meanwhile.
    """
    if not rules.may_create_for(actor, office):
        raise NotAllowed
    chosen = list(entries)
    free = {entry.pk: entry for entry in left_to(office, actor)}
    above = {entry.round_id for entry in chosen}
    if len(above) != 1 or any(entry.pk not in free for entry in chosen):
        raise Refused(_("Choose results of one round that were left to your office."))
    rows = [free[entry.pk] for entry in chosen]
    # The dossiers first: whoever comes second meets a dossier that is taken, not a number or an entry that is there.
    for row in rows:
        registrations.fix_for_scoring(dossier=row.dossier, actor=actor)
    made = _round(office, rows[0])
    ordered = sorted(rows, key=lambda row: row.result_order)
    copies = (_copy(made, row, order) for order, row in enumerate(ordered, start=1))
    close_as_before(Entry.objects.bulk_create(copies))
    after = {"of": rows[0].round_id, "entries": [row.pk for row in rows]}
    journal.record(made, journal.Event("adopt", _("Results of the level above used"), after=after), actor=actor)
    return made


def _round(office: Office, row: Entry) -> EvaluationRound:
    """Write the closed round, with council and regulation of the round that has sent the product up."""
    below = Entry.objects.filter(dossier=row.dossier, round__office=office, outcome=Outcome.PROPOSED_UP)
    before = below.select_related("round").latest("pk").round
    year = clock.today().year
    same = EvaluationRound.objects.filter(office=office, stage=before.stage, year=year, training=row.round.training)
    name = _("Results used: %(round)s") % {"round": row.round.name}
    return EvaluationRound.objects.create(
        name=name[:200],
        office=office,
        issuing_office=before.issuing_office,
        law=before.law,
        stage=before.stage,
        council=before.council,
        year=year,
        ordinal=(same.aggregate(last=Max("ordinal"))["last"] or 0) + 1,
        training=row.round.training,
        adopts=row.round,
        opens_on=clock.today(),
        state=RoundState.CLOSED,
        closed_at=clock.now(),
        closing_confirmation=row.round.closing_confirmation,
        **before.regulation_values(),
    )


def _copy(made: EvaluationRound, row: Entry, order: int) -> Entry:
    """Return the entry with the result above; how each member above scored is not for the council below."""
    return Entry(
        round=made,
        dossier=row.dossier,
        rubric=row.rubric,
        order=order,
        total_sum=row.total_sum,
        counted=row.counted,
        mean=row.mean,
        stars_by_points=row.stars_by_points,
        stars=row.stars,
        place=None,
        result_order=order,
        outcome=Outcome.RECOGNISED,
        result={**without_names(row.result or {}), "adopted_from": row.round.name},
    )
