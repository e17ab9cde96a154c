"""What keeps a round from closing, in sentences that name product, members and items."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from evaluations.results import Kind, Obstacle


def sentences(found: Iterable[Obstacle]) -> list[str]:
    """Return one sentence for each obstacle."""
    return [_sentence(obstacle) for obstacle in found]


def _sentence(obstacle: Obstacle) -> str:
    values = {
        "product": obstacle.product,
        "names": ", ".join(obstacle.names),
        "present": obstacle.present,
        "needed": obstacle.needed,
    }
    texts = {
        Kind.MISSING_SHEETS: _("%(product)s: no sheet yet from %(names)s."),
        Kind.QUORUM: _("%(product)s: %(present)s members took part, the quorum is %(needed)s."),
        Kind.CHAIR: _("%(product)s: neither the chair nor a deputy took part."),
        Kind.NOBODY_COUNTED: _("%(product)s: no sheet counts."),
        Kind.OPEN_GATES: _("%(product)s: the sheets differ on items that decide stars (%(names)s); agree on a level."),
    }
    return texts[obstacle.kind] % values
