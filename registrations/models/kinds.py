"""What a dossier holds when it is not the product's first: what was carried over, what changed since."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

# What a re-evaluation asks besides the form of a first dossier (26/2026/QĐ-TTg), in the order of the decision.
UPDATE_FIELDS = (
    "update_materials",
    "update_technology",
    "update_packaging",
    "update_label",
    "update_quality",
    "update_tests",
    "update_market",
    "update_output",
    "update_revenue",
    "update_papers",
)


class FollowsEarlier(models.Model):
    """Columns of dossiers for a higher star and for re-evaluation.

    ``carried`` holds the keys of the steps whose content came from ``based_on`` and that nobody has looked at since.
    """

    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    # The last day of the recognition that the dossier wants to renew or raise, as it was when the dossier was opened.
    renews_until = models.DateField(_("recognition ended on"), null=True, blank=True, editable=False)
    carried = models.JSONField(default=list, blank=True, editable=False)
    changed = models.TextField(_("what changed since the last dossier"), blank=True)
    update_materials = models.TextField(_("update: raw material"), blank=True)
    update_technology = models.TextField(_("update: technology"), blank=True)
    update_packaging = models.TextField(_("update: packaging"), blank=True)
    update_label = models.TextField(_("update: label"), blank=True)
    update_quality = models.TextField(_("update: quality declaration"), blank=True)
    update_tests = models.TextField(_("update: periodic tests"), blank=True)
    update_market = models.TextField(_("update: market"), blank=True)
    update_output = models.TextField(_("update: output"), blank=True)
    update_revenue = models.TextField(_("update: revenue"), blank=True)
    update_papers = models.TextField(_("update: papers that expired and were renewed"), blank=True)

    class Meta:
        abstract = True
