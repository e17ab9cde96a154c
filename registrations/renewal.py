"""When a recognition has to be renewed, and which kinds of dossier a product can have. Pure; terms are the decision's.

26/2026/QĐ-TTg: a re-evaluation dossier is sent not earlier than 180 and not later than 120 days before the recognition
ends. Whoever misses these days may still send it; the certificate is then prolonged until there is a result, at most
180 days past its end. After that the product is registered for the first time again. Days are calendar days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from foundation.formatting import day
from registrations.enums import DossierKind
from registrations.models import Dossier, Product, Wish
from rubrics.models import Decision

MOST_STARS = 5


class RenewalState(StrEnum):
    """How a day stands to the days on which a re-evaluation dossier is sent."""

    NOT_YET = "not_yet"
    OPEN = "open"
    LATE = "late"  # the days have passed, the recognition still holds
    ENDED = "ended"  # it has ended, and may still be renewed
    LAPSED = "lapsed"  # too long ago to be renewed


@dataclass(frozen=True)
class Window:
    """The days of a renewal, first and last included; ``latest`` is the farthest day of a prolongation."""

    opens_on: date
    closes_on: date
    ends_on: date
    latest: date


@dataclass(frozen=True)
class Renewal:
    """A recognised product and how it stands to its renewal. ``window`` is None where the decision names no days."""

    product: Product
    stars: int
    ends_on: date
    prolonged_until: date | None
    window: Window | None
    state: RenewalState
    # The dossier, or the wish without one yet, with which the product goes on already.
    begun: Dossier | Wish | None = None

    @property
    def is_written(self) -> bool:
        """Whether that is a dossier which its producer can go on writing."""
        return isinstance(self.begun, Dossier) and self.begun.is_editable

    @property
    def is_sent(self) -> bool:
        """Whether that is a dossier which its producer only follows."""
        return isinstance(self.begun, Dossier) and not self.begun.is_editable

    @property
    def last_day(self) -> date:
        """The last day on which the recognition holds, prolongation included."""
        return self.prolonged_until or self.ends_on

    @property
    def in_force(self) -> bool:
        """Whether the recognition still holds."""
        return self.state in (RenewalState.NOT_YET, RenewalState.OPEN, RenewalState.LATE)


def window_of(ends_on: date, law: Decision | None) -> Window | None:
    """Return the days of renewing a recognition; None where the decision does not name them."""
    opens = law.term("reevaluation_opens_days_before") if law else None
    closes = law.term("reevaluation_closes_days_before") if law else None
    if law is None or opens is None or closes is None:
        return None
    longest = timedelta(days=law.term("prolonged_at_most_days") or 0)
    return Window(ends_on - timedelta(days=opens), ends_on - timedelta(days=closes), ends_on, ends_on + longest)


def renewal_of(product: Product, law: Decision | None, on: date) -> Renewal | None:
    """Return how a product stands on a day; None where it is not recognised."""
    if not product.current_stars or product.expires_on is None:
        return None
    window = window_of(product.expires_on, law)
    last = product.prolonged_until or product.expires_on
    return Renewal(
        product, product.current_stars, product.expires_on, product.prolonged_until, window, _state(window, last, on)
    )


def _state(window: Window | None, last: date, on: date) -> RenewalState:
    if on > last:
        return RenewalState.ENDED if window is None or on <= window.latest else RenewalState.LAPSED
    if window is None:
        return RenewalState.OPEN
    if on < window.opens_on:
        return RenewalState.NOT_YET
    return RenewalState.OPEN if on <= window.closes_on else RenewalState.LATE


def why_not(kind: str, renewal: Renewal | None, *, last_dossier_day: date | None = None) -> str:
    """Return why a product cannot be registered for a kind of dossier; empty where it can.

    Args:
        renewal: how the product stands today; None for one that is not recognised, and for a new one.
        last_dossier_day: the last day on which the round takes dossiers, where it has one.
    """
    if renewal is None:
        return "" if kind == DossierKind.FIRST else _("Only a recognised product can be upgraded or evaluated again.")
    if kind == DossierKind.FIRST:
        return _why_not_first(renewal)
    return _why_not_upgrade(renewal) if kind == DossierKind.UPGRADE else _why_not_again(renewal, last_dossier_day)


def _why_not_first(renewal: Renewal) -> str:
    if not renewal.in_force:
        return ""
    text = _("The product is recognised with %(stars)s stars until %(day)s: choose upgrade or re-evaluation.")
    return text % {"stars": renewal.stars, "day": day(renewal.last_day)}


def _why_not_upgrade(renewal: Renewal) -> str:
    if not renewal.in_force:
        return _("The recognition ended on %(day)s and cannot be upgraded.") % {"day": day(renewal.last_day)}
    return _("The product has the highest rank already.") if renewal.stars >= MOST_STARS else ""


def _why_not_again(renewal: Renewal, last_dossier_day: date | None) -> str:
    if renewal.state is RenewalState.LAPSED:
        return _("The recognition ended on %(day)s, too long ago: register the product for the first time.") % {
            "day": day(renewal.last_day)
        }
    window = renewal.window
    if window is not None and last_dossier_day is not None and last_dossier_day < window.opens_on:
        return _("Re-evaluation begins on %(day)s, after the last day for dossiers of this round.") % {
            "day": day(window.opens_on)
        }
    return ""
