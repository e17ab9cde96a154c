"""The words that columns hold."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LegalForm(TextChoices):
    """Who may be a producer (26/2026/QĐ-TTg: cooperatives, groups, small firms, farms and registered households;
    for tourism also associations and operating centres)."""

    COOPERATIVE = "cooperative", _("Cooperative")
    GROUP = "group", _("Cooperative group")
    COMPANY = "company", _("Small or medium enterprise")
    FARM = "farm", _("Farm")
    HOUSEHOLD = "household", _("Registered household")
    ASSOCIATION = "association", _("Association (tourism)")
    CENTRE = "centre", _("Operating centre (tourism)")


class MemberRole(TextChoices):
    EDIT = "edit", _("may edit")
    VIEW = "view", _("may view")


class RoundState(TextChoices):
    PREPARING = "preparing", _("in preparation")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class MeetsEvent(TextChoices):
    """Which event must happen before the deadline."""

    RECEIVED = "received", _("received by the commune or the office, whichever is first")
    SENT = "sent", _("sent up by the commune")


class RestDays(TextChoices):
    """What a date does that falls on a rest day (Saturday, Sunday, a day of the holiday table)."""

    STAY = "stay", _("stays on the day that is written")
    NEXT = "next", _("moves to the end of the next working day")


class Covers(TextChoices):
    """What a late entry opens."""

    WISHES = "wishes", _("wishes")
    DOSSIERS = "dossiers", _("dossiers")
    BOTH = "both", _("wishes and dossiers")


class Lack(TextChoices):
    """What the office asks a commune to complete in a dossier that it sent up."""

    OPINION = "opinion", _("the commune's opinion is not complete")
    SIGNATURE = "signature", _("signature or seal is missing")
    LETTER = "letter", _("the request letter is missing or wrong")
    PAPERS = "papers", _("the paper set is missing or not complete")
    SAMPLES = "samples", _("product samples are missing")
    CHECK = "check", _("the commune's check has to be done again")
    OTHER = "other", _("something else")


class AfterReturn(TextChoices):
    """What the term of the commune's answer does when a returned dossier comes back."""

    RESTART = "restart", _("begins anew when the dossier comes back")
    PAUSE = "pause", _("stands still while the producer corrects")
    RUN_ON = "run_on", _("runs on")


class DossierKind(TextChoices):
    FIRST = "first", _("first time")
    UPGRADE = "upgrade", _("for a higher star")
    AGAIN = "again", _("re-evaluation")


class WishState(TextChoices):
    REGISTERED = "registered", _("registered")
    LISTED = "listed", _("on the commune's list")
    SELECTED = "selected", _("selected")
    DECLINED = "declined", _("not selected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ListState(TextChoices):
    """A commune's list: on its way with a letter, gone up, or dropped together with its letter."""

    PREPARED = "prepared", _("on its way")
    SENT = "sent", _("gone up")
    DROPPED = "dropped", _("dropped")


class SupportState(TextChoices):
    PLANNED = "planned", _("planned")
    GIVEN = "given", _("given")
    CANCELLED = "cancelled", _("cancelled")


class OutreachForm(TextChoices):
    """How a commune makes the programme known."""

    MEETING = "meeting", _("meeting of hamlet or commune")
    TRAINING = "training", _("course, workshop")
    VISIT = "visit", _("visit to producers")
    LOUDSPEAKER = "loudspeaker", _("commune loudspeaker")
    ONLINE = "online", _("website, social network")
    LEAFLET = "leaflet", _("leaflet, banner")
    OTHER = "other", _("another form")


class HelpKind(TextChoices):
    """What producers ask help with, and what support is given."""

    DOSSIER = "dossier", _("writing the dossier")
    PACKAGING = "packaging", _("packaging and label")
    TESTING = "testing", _("tests and quality declaration")
    TRADEMARK = "trademark", _("trademark and intellectual property")
    STORY = "story", _("product story")
    EQUIPMENT = "equipment", _("machines and technology")
    TRACE = "trace", _("barcode and trace stamp")
    MARKET = "market", _("market and promotion")
    TRAINING = "training", _("courses")
    OTHER = "other", _("something else")


class DossierState(TextChoices):
    DRAFT = "draft", _("being written")
    SUBMITTED = "submitted", _("sent to the commune")
    RECEIVED = "received", _("being checked by the commune")
    RETURNED = "returned", _("returned for correction")
    OPINION_WAITING = "opinion_waiting", _("waiting for the commune leader")
    OPINION_APPROVED = "opinion_approved", _("opinion approved")
    FORWARDED = "forwarded", _("sent up by the commune")
    ACCEPTED = "accepted", _("accepted for evaluation")
    FIXED = "fixed", _("being evaluated")
    DECIDED = "decided", _("result known")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ReturnedFrom(TextChoices):
    """Who returned a dossier: there it goes back to."""

    COMMUNE = "commune", _("commune")
    OFFICE = "office", _("office that runs the round")


class FileKind(TextChoices):
    RECEIPT = "receipt", _("Receipt (Form 01)")
    OPINION = "opinion", _("Commune's opinion (Form 03)")
    UNDERTAKING = "signed", _("Signed undertaking (scan)")
    TO_SIGN = "to_sign", _("Forms to sign digitally")
    E_SIGNED = "e_signed", _("Forms with the digital signature")
    WHOLE = "whole", _("The whole dossier")
    PACKAGE = "package", _("The dossier with all papers as a ZIP file")
    COMPLETION = "completion", _("Request for completion")
    REFUSAL = "refusal", _("Written refusal")
    TO_COMMUNE = "to_commune", _("Request to the commune to complete")


class EvidenceKind(TextChoices):
    """The fifteen kinds of evidence of Mẫu 02."""

    BUSINESS_REGISTRATION = "business_registration", _("Business registration")
    PRODUCTION_CONDITIONS = "production_conditions", _("Certificates of production conditions")
    ORIGIN = "origin", _("Origin of raw material and linkage")
    ENVIRONMENT = "environment", _("Environmental protection")
    LABOUR = "labour", _("Local labour (insured list, residence)")
    GROWTH = "growth", _("Growth (two years of accounts)")
    INTELLECTUAL_PROPERTY = "intellectual_property", _("Intellectual property")
    MARKET = "market", _("Market and trade promotion (contracts, invoices)")
    PUBLICITY = "publicity", _("Publicity")
    STORY = "story", _("Product story")
    QUALITY_DECLARATION = "quality_declaration", _("Quality declaration")
    TEST_REPORT = "test_report", _("Test report")
    TRACE = "trace", _("Barcode, trace stamp")
    QUALITY_SYSTEM = "quality_system", _("Advanced quality system")
    AWARDS = "awards", _("Awards")


class Verdict(TextChoices):
    """What an officer finds about one place of a dossier."""

    ACCEPTED = "accepted", _("in order")
    TO_CORRECT = "to_correct", _("to be corrected")


class SettledAs(TextChoices):
    """How a correction ended."""

    MET = "met", _("settled")
    ASKED_AGAIN = "again", _("asked again")
