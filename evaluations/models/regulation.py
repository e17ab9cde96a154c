"""The regulation (quy chế) of a council as data: the same columns on the council and, as it stood, on each round."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations.enums.choices import GatesMode, QuorumBase

REGULATION_FIELDS = (
    "quorum_percent",
    "quorum_base",
    "chair_required",
    "max_spread",
    "gates_mode",
    "missing_allowed",
    "names_to_producer",
    "written_opinions",
)


class RegulationColumns(models.Model):
    """What the decisions leave to each council: quorum, spread, gated items, missing sheets, what producers see."""

    quorum_percent = models.PositiveSmallIntegerField(_("quorum in percent"), default=75)
    quorum_base = models.CharField(
        _("the quorum is a share"), max_length=10, choices=QuorumBase.choices, default=QuorumBase.COUNCIL
    )
    chair_required = models.BooleanField(_("the chair or a deputy must take part"), default=True)
    max_spread = models.PositiveSmallIntegerField(
        _("largest spread of totals in points"), null=True, blank=True, default=10
    )
    gates_mode = models.CharField(
        _("gated items are decided by"), max_length=10, choices=GatesMode.choices, default=GatesMode.AGREED
    )
    missing_allowed = models.BooleanField(_("may close without sheets that were not submitted"), default=True)
    names_to_producer = models.BooleanField(_("producers see members' names"), default=False)
    written_opinions = models.BooleanField(_("written opinions on re-evaluations"), default=False)

    class Meta:
        abstract = True

    def regulation_values(self) -> dict[str, object]:
        """Return the regulation as plain values, in the order in which it is shown."""
        return {name: getattr(self, name) for name in REGULATION_FIELDS}
