"""Words of the life after recognition: withdrawals, re-checks, trade promotion, complaints."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WithdrawalState(TextChoices):
    """How far taking a recognition back is."""

    PROPOSED = "withdrawal_proposed", _("withdrawal proposed")
    DECIDED = "withdrawal_decided", _("recognition withdrawn")
    DROPPED = "withdrawal_dropped", _("proposal dropped")


class CampaignState(TextChoices):
    """How far a re-check of recognised products is."""

    PREPARING = "recheck_preparing", _("products being chosen")
    RUNNING = "recheck_running", _("products being checked")
    FINISHED = "recheck_finished", _("re-check finished")


class CheckVerdict(TextChoices):
    """What the office proposes after looking at a product again."""

    KEEP = "keep", _("keep the recognition")
    REMEDY = "remedy", _("to be put right by a day")
    WITHDRAW = "propose_withdrawal", _("propose to withdraw the recognition")


class PromotionKind(TextChoices):
    """Ways to the market."""

    FAIR = "fair", _("fair, exhibition")
    SUPERMARKET = "supermarket", _("supermarket, chain of shops")
    ONLINE = "online", _("online channel")
    SHOWROOM = "showroom", _("OCOP sales point")
    OTHER = "other", _("other")


class ComplaintState(TextChoices):
    """How far a complaint about a result is."""

    FILED = "complaint_filed", _("waiting for an answer")
    ANSWERED = "complaint_answered", _("complaint answered")
    TAKEN_BACK = "complaint_taken_back", _("taken back by the producer")


class ComplaintVerdict(TextChoices):
    """What the office found about a complaint."""

    UPHELD = "upheld", _("well founded")
    PARTLY = "partly", _("partly well founded")
    REJECTED = "rejected", _("not well founded")


class PackageState(TextChoices):
    """How far a package from the level below is: nothing of it is in the portal until somebody takes it over."""

    RECEIVED = "package_received", _("received, not taken over")
    TAKING = "package_taking", _("dossiers being taken in")
    TAKEN = "package_taken", _("dossiers taken in")


TONES = {
    **dict.fromkeys(("withdrawal_proposed", "recheck_running", "remedy", "complaint_filed"), "waiting"),
    **dict.fromkeys(("withdrawal_decided", "propose_withdrawal"), "late"),
    **dict.fromkeys(("recheck_finished", "keep", "complaint_answered"), "good"),
    **dict.fromkeys(("package_received", "package_taking"), "waiting"),
    "package_taken": "good",
    **dict.fromkeys(("withdrawal_dropped", "recheck_preparing", "complaint_taken_back"), "neutral"),
}
