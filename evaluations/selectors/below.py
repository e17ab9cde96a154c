"""What the stage below said about a product, item by item: the council that screened it, beside the items scored now.

Under 26/2026/QĐ-TTg the commune gives opinions and no points; these come with the dossier (``sheets.opinions_on``).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from evaluations.enums import Outcome, RoundState, SheetState
from evaluations.models import Entry, SheetItem


@dataclass(frozen=True)
class Below:
    """The mean of the counted sheets of the screening council for one item, exact, and from how many sheets."""

    mean: Fraction
    sheets: int
    council: str


def screened_by(entry: Entry) -> Entry | None:
    """Return the entry with which a screening round put the same product on its list; None where none did.

    The commune's round has a dossier of its own, so the product and its set are what binds the two.
    """
    if not entry.round.stage.scores:
        return None
    rows = Entry.objects.filter(dossier__product_id=entry.dossier.product_id, rubric_id=entry.rubric_id)
    rows = rows.filter(outcome=Outcome.LISTED, round__stage__screens=True, round__training=entry.round.training)
    published = rows.filter(round__state=RoundState.PUBLISHED, pk__lt=entry.pk)
    return published.select_related("round__council").order_by("-pk").first()


def below_by_item(entry: Entry) -> dict[int, Below]:
    """Return by criterion what the screening council gave. The caller has checked who may read the entry."""
    found = screened_by(entry)
    if found is None or found.result is None:
        return {}
    counted = [row["member_id"] for row in found.result["counted"]]
    rows = SheetItem.objects.filter(
        sheet__entry=found, sheet__state=SheetState.SEALED, sheet__member_id__in=counted, answered=True
    )
    points: dict[int, list[int]] = {}
    for criterion, value in rows.order_by().values_list("criterion_id", "points"):
        points.setdefault(criterion, []).append(value)
    name = found.round.council.name
    return {pk: Below(Fraction(sum(values), len(values)), len(values), name) for pk, values in points.items()}
