"""Words of the law that the code compares."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StageLevel(models.TextChoices):
    """Where a stage of the procedure happens. A procedure is a row of stages; none of them is special to the code."""

    COMMUNE = "commune", _("Commune stage")
    DISTRICT = "district", _("District stage")
    PROVINCE = "province", _("Province stage")
    CENTRE = "centre", _("Centre stage")


class DraftState(models.TextChoices):
    """How far the draft of a decision is."""

    DRAFTING = "drafting", _("being written")
    HANDED_IN = "handed_in", _("handed in")
    PUBLISHED = "published", _("published")
