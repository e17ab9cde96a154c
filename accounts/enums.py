"""Levels of units, kinds of offices, roles of people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitLevel(TextChoices):
    CENTRE = "centre", _("Centre")
    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune")


class OfficeKind(TextChoices):
    PEOPLES_COMMITTEE = "ubnd", _("People's Committee")
    AGRICULTURE = "agriculture", _("Agriculture office")
    COORDINATION = "coordination", _("Coordination office of the new rural programme")
    ECONOMY = "economy", _("Economy office")
    OTHER = "other", _("Other office")


class Role(TextChoices):
    """What a membership allows. What each role may do is said in the ``rules.py`` of the apps."""

    PRODUCER = "producer", _("Producer")
    COMMUNE_OFFICER = "commune_officer", _("Commune officer")
    COMMUNE_LEADER = "commune_leader", _("Commune leader")
    ROUND_OFFICER = "round_officer", _("Officer who runs rounds")
    COUNCIL_MEMBER = "council_member", _("Council member")
    CLERK = "clerk", _("Clerk")
    LEADER = "leader", _("Leader")
    ADMINISTRATOR = "administrator", _("Administrator")
