"""Words that the code compares and the screen shows."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoundState(TextChoices):
    """How far a round is. Sheets are filled in ``scoring`` and ``discussion``; results exist from ``closed`` on."""

    PREPARING = "preparing", _("preparing")
    DOSSIERS_FIXED = "dossiers_fixed", _("dossiers fixed")
    SCORING = "scoring", _("scoring")
    DISCUSSION = "discussion", _("discussion")
    CLOSED = "closed", _("closed")
    PROPOSED = "proposed", _("proposed")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")


# The states in which members' sheets can change.
OPEN_STATES = (RoundState.SCORING, RoundState.DISCUSSION)
# The states in which results exist.
RESULT_STATES = (RoundState.CLOSED, RoundState.PROPOSED, RoundState.APPROVED, RoundState.PUBLISHED)
# The states in which the council sees its sheets side by side.
SHEETS_OPEN_STATES = (RoundState.DISCUSSION, *RESULT_STATES)
# The states in which the advisory team works: it reads dossiers, and never a result before everybody does.
TEAM_STATES = (RoundState.DOSSIERS_FIXED, *OPEN_STATES)
# The states in which the council reads the dossiers.
COUNCIL_STATES = (RoundState.DOSSIERS_FIXED, RoundState.SCORING, *SHEETS_OPEN_STATES)


class SheetState(TextChoices):
    DRAFT = "draft", _("draft sheet")
    SEALED = "sealed", _("submitted sheet")
    ABSTAINED = "abstained", _("abstained")


class CouncilRole(TextChoices):
    CHAIR = "chair", _("Chair")
    DEPUTY = "deputy", _("Deputy chair")
    SECRETARY = "secretary", _("Member and secretary")
    MEMBER = "member", _("Member")


class AttendanceMark(TextChoices):
    """Whether a member is at a meeting."""

    PRESENT = "present", _("present")
    EXCUSED = "excused", _("absent, excused")
    ABSENT = "absent", _("absent")


class GatesMode(TextChoices):
    """What decides a gated item on which members' sheets differ."""

    AGREED = "agreed", _("the level that the council agrees on")
    MAJORITY = "majority", _("the level that more than half of the sheets give, else the agreed level")


class QuorumBase(TextChoices):
    """Of which members the quorum is a share."""

    COUNCIL = "council", _("of all members with a vote")
    REMAINING = "remaining", _("of the members with a vote who are not recused")


class RecusalState(TextChoices):
    DECLARED = "declared", _("declared, waiting for the secretary")
    CONFIRMED = "confirmed", _("recused")
    DECLINED = "declined", _("declaration not accepted")


# A declaration closes the entry to the member at once; it opens again only when the secretary does not accept it.
RECUSED_STATES = (RecusalState.DECLARED, RecusalState.CONFIRMED)


class Outcome(TextChoices):
    """What a round ends with for one entry."""

    RECOGNISED = "recognised", _("recognised here")
    PROPOSED_UP = "proposed_up", _("proposed to the next level")
    LEFT_BELOW = "left_below", _("result left to the level below")
    NOTICE = "notice", _("written notice of the result")
    KNOCKED_OUT = "knocked_out", _("knocked out")
    LISTED = "listed", _("put on the list")
    NOT_LISTED = "not_listed", _("not put on the list")
    WITHDRAWN = "withdrawn", _("entry withdrawn")
    NOT_SCORED = "not_scored", _("not scored in this round")


class NotCounted(TextChoices):
    """Why a member's sheet does not count for an entry."""

    RECUSED = "recused", _("recused")
    ABSTAINED = "abstained", _("abstained")
    MISSING = "missing", _("no sheet submitted")
    NON_VOTING = "non_voting", _("member without vote")
    WITHDRAWN = "withdrawn", _("entry withdrawn")
    NOT_SCORED = "not_scored", _("not scored in this round")


class DecidedBy(TextChoices):
    """How the level that decides a gate came about."""

    UNANIMOUS = "unanimous", _("all counted sheets")
    AGREED = "agreed", _("agreed level")
    MAJORITY = "majority", _("more than half of the sheets")
    OPEN = "open", _("not decided yet")


class CertificateState(TextChoices):
    """The stored state of a certificate; that it has expired is computed from its dates."""

    DRAFTED = "drafted", _("drafted")
    VALID = "valid", _("valid")
    PROLONGED = "prolonged", _("prolonged")
    WITHDRAWN = "withdrawn", _("withdrawn by the issuer")
    REPLACED = "replaced", _("replaced")


class PublicState(TextChoices):
    """What the public page says about a certificate."""

    VALID = "valid", _("valid")
    PROLONGED = "prolonged", _("prolonged")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn by the issuer")
    REPLACED = "replaced", _("replaced")
    TRAINING = "training", _("training, without legal value")


class PaperKind(TextChoices):
    """The papers that are drafted from a round's results."""

    MINUTES = "minutes", _("minutes of the council")
    SUBMISSION = "submission", _("submission to the next level")
    DECISION = "decision", _("decision on the result")
    COMMUNE_NOTICE = "commune_notice", _("notice to the commune")
    PRODUCER_NOTICE = "producer_notice", _("notice to the producer")
    CERTIFICATE = "certificate", _("certificate")


class AdviceVerdict(TextChoices):
    """What the advisory team found about the self-assessment of an item."""

    AGREES = "agrees", _("fits the evidence")
    DIFFERS = "differs", _("another level fits")
    UNPROVEN = "unproven", _("evidence is missing")


class SheetFileKind(TextChoices):
    """The papers of a score sheet."""

    BLANK = "blank", _("empty sheet to sign")
    FILLED = "filled", _("filled sheet to sign")
    SIGNED = "signed", _("scan of the signed sheet")
