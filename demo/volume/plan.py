"""How many of what: pure, so that the same number of products always gives the same portal."""

from __future__ import annotations

from dataclasses import dataclass

JUDGED = "judged"  # in the closed round whose results are listed
SCORING = "scoring"  # in the round in which the council fills its sheets
DISCUSSED = "discussed"  # in the round that the council discusses, sheets side by side
RECOGNISED = "recognised"  # in a round of earlier months: result, recognition, certificate
_DECIDED = "decided"

# Of every twenty products so many stand where; two words take turns.
_TURNS = (
    ("registered", "listed"),
    ("declined", "refused"),
    ("draft", "draft"),
    ("submitted", "submitted"),
    *[("received", "received")] * 4,
    ("opinion_waiting", "opinion_waiting"),
    ("opinion_approved", "opinion_approved"),
    ("returned", "returned"),
    ("forwarded", "forwarded"),
    ("accepted", "accepted"),
    *[(_DECIDED, _DECIDED)] * 7,
)
WISHES_ONLY = ("registered", "listed", "declined")
LARGEST_ROUND = 500
PER_PRODUCER = 3
PAST_ROUNDS = 4


@dataclass(frozen=True)
class Plan:
    """The amounts that follow from the number of products.

    ``at_home`` products belong to the commune of the demo logins, so that its queue fills pages at every size.
    """

    products: int
    communes: int
    at_home: int
    judged: int
    scoring: int
    discussed: int

    @property
    def producers(self) -> int:
        """Three products each."""
        return -(-self.products // PER_PRODUCER)

    def fates(self) -> list[str]:
        """Return for each product where it stands."""
        found, left = [], {JUDGED: self.judged, SCORING: self.scoring, DISCUSSED: self.discussed}
        for number in range(self.products):
            turn, place = divmod(number, len(_TURNS))
            fate = _TURNS[place][turn % 2]
            if fate == _DECIDED:
                fate = next((name for name, count in left.items() if count), RECOGNISED)
                if fate in left:
                    left[fate] -= 1
            found.append(fate)
        return found


def plan_for(products: int) -> Plan:
    """Return the amounts for a number of products: one commune for about sixty of them, at most three hundred."""
    judged = min(LARGEST_ROUND, products * 3 // 10)
    return Plan(
        products=products,
        communes=max(5, min(300, products // 60)),
        at_home=min(products * 3 // 4, 150 + products // 40),
        judged=judged,
        scoring=min(20, max(1, products // 100)),
        discussed=min(20, max(1, products // 100)),
    )
