"""Dossiers (hồ sơ): what the producer writes, what was submitted, and the files that the portal made of it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from activity.models import WorkflowModel
from foundation import clock
from foundation.models import StoredFile
from registrations.deadlines import Standing, moment_that_counts, standing
from registrations.enums import DossierKind, DossierState, FileKind, ReturnedFrom
from registrations.models.evidence import Evidence
from registrations.models.kinds import FollowsEarlier
from registrations.models.producers import Producer, Product
from registrations.models.rounds import RegistrationRound
from registrations.models.wishes import Wish
from rubrics.models import Criterion, Decision, Level, Rubric

NO_DAY = date(9999, 12, 31)


class Dossier(FollowsEarlier, WorkflowModel):
    """A product's dossier in a round. The producer writes it while it is a draft or returned.

    ``unit`` is the commune of its day. ``due_on`` is the last day of the commune's answer; ``sort_day`` orders queues
    and is never empty.
    """

    wish = models.OneToOneField(Wish, on_delete=models.PROTECT, null=True, related_name="dossier")
    round = models.ForeignKey(RegistrationRound, on_delete=models.PROTECT, related_name="dossiers")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="dossiers")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="dossiers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("commune"))
    law = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="dossiers", verbose_name=_("decision"))
    rubric = models.ForeignKey(
        Rubric, on_delete=models.PROTECT, null=True, related_name="dossiers", verbose_name=_("product set")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DossierKind.choices, default=DossierKind.FIRST)
    code = models.CharField(_("product code"), max_length=40, blank=True)
    slip_number = models.CharField(_("slip number"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=DossierState.choices, default=DossierState.DRAFT)

    # What the producer writes: Mẫu 02, parts I, II and IV, and the four local contents that the commune assesses.
    story = models.TextField(_("product story"), blank=True)
    materials = models.TextField(_("raw-material area and linkage"), blank=True)
    technology = models.TextField(_("technology and processing"), blank=True)
    quality = models.TextField(_("quality, packaging and label"), blank=True)
    markets = models.TextField(_("markets and sales"), blank=True)
    revenue = models.PositiveBigIntegerField(_("revenue of the last year (đồng)"), null=True, blank=True)
    profit = models.BigIntegerField(_("profit of the last year (đồng)"), null=True, blank=True)
    plan_production = models.TextField(_("plan: production"), blank=True)
    plan_market = models.TextField(_("plan: market"), blank=True)
    plan_finance = models.TextField(_("plan: investment and finance"), blank=True)
    local_origin = models.TextField(_("local origin and raw material"), blank=True)
    local_labour = models.TextField(_("local labour"), blank=True)
    local_idea = models.TextField(_("origin of the idea"), blank=True)
    local_identity = models.TextField(_("local identity and know-how"), blank=True)
    papers = models.ManyToManyField(Evidence, related_name="dossiers", blank=True)
    saved_at = models.DateTimeField(_("saved at"), default=clock.now, editable=False)

    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person in charge of the dossier"),
    )
    undertaken_by = models.CharField(_("undertaken by"), max_length=120, blank=True)
    undertaken_at = models.DateTimeField(_("undertaken at"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("first submitted at"), null=True)
    received_at = models.DateTimeField(_("received at"), null=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("answer is due"), null=True)
    sort_day = models.DateField(default=NO_DAY, editable=False)
    returned_at = models.DateTimeField(null=True)
    returned_from = models.CharField(max_length=10, choices=ReturnedFrom.choices, blank=True)
    forwarded_at = models.DateTimeField(_("first sent up at"), null=True)
    # The request letter with which it last went up; the next time it goes up with a new one.
    sent_letter = models.ForeignKey("directives.Document", on_delete=models.PROTECT, null=True, related_name="+")
    office_slip_number = models.CharField(_("slip number of the office"), max_length=60, blank=True)
    office_received_at = models.DateTimeField(_("received by the office at"), null=True)
    office_received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(_("outcome"), max_length=30, blank=True)
    outcome_stars = models.PositiveSmallIntegerField(_("stars"), null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False) | Q(state__in=(DossierState.DRAFT, DossierState.WITHDRAWN)),
                name="registrations_dossier_submitted_unless_draft",
            ),
            models.CheckConstraint(
                condition=(Q(received_at=None) & Q(slip_number="") & Q(due_on=None))
                | (Q(received_at__isnull=False) & ~Q(slip_number="") & Q(due_on__isnull=False)),
                name="registrations_dossier_received_with_slip_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=(DossierState.FORWARDED, DossierState.ACCEPTED, DossierState.FIXED, DossierState.DECIDED)
                )
                | Q(forwarded_at__isnull=False),
                name="registrations_dossier_forwarded_with_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=DossierState.RETURNED) | (~Q(returned_from="") & Q(returned_at__isnull=False)),
                name="registrations_dossier_returned_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["slip_number"], condition=~Q(slip_number=""), name="registrations_slip_number_once"
            ),
            models.UniqueConstraint(
                fields=["office_slip_number"],
                condition=~Q(office_slip_number=""),
                name="registrations_office_slip_number_once",
            ),
            models.CheckConstraint(
                condition=Q(office_received_at=None, office_slip_number="")
                | (Q(office_received_at__isnull=False) & ~Q(office_slip_number="")),
                name="registrations_dossier_taken_in_with_slip",
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="registrations_product_code_once"),
        ]
        indexes = [
            models.Index(fields=["sort_day", "id"], name="registrations_dossier_queue"),
            models.Index(fields=["forwarded_at", "id"], name="registrations_dossier_sent_up"),
            models.Index(fields=["round", "state"], name="registrations_dossier_round"),
        ]
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")

    def __str__(self) -> str:
        return self.product.name

    def get_absolute_url(self) -> str:
        return reverse("registrations:dossier", args=[self.pk])

    @property
    def training(self) -> bool:
        """Whether it belongs to a training round and counts nowhere."""
        return self.round.training

    @property
    def is_editable(self) -> bool:
        """Whether the producer may write in it."""
        return self.state in EDITABLE

    @property
    def is_late(self) -> bool:
        """Whether the event that counts happened after the soft date for dossiers."""
        moment = moment_that_counts(self.round.meets_event, filed_at=self.submitted_at, sent_at=self.forwarded_at)
        return moment is not None and standing(moment, self.round.dossier_due_at, None) is Standing.LATE


EDITABLE = (DossierState.DRAFT, DossierState.RETURNED)
ENDED = (DossierState.DECIDED, DossierState.REFUSED, DossierState.WITHDRAWN)


class DossierItem(models.Model):
    """The producer's own answer to one item of the rubric (Mẫu 02, part III). Answered without level is "không đạt"."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="items")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    answered = models.BooleanField(default=False)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, null=True, related_name="+")
    description = models.TextField(_("description"), blank=True)
    evidence = models.ManyToManyField(Evidence, related_name="items", blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["criterion__order"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "criterion"], name="registrations_item_once"),
            models.CheckConstraint(
                condition=Q(level=None) | Q(answered=True), name="registrations_item_level_is_an_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.criterion_id}"


class Submission(models.Model):
    """What the dossier said when it was submitted; kept for good."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="submissions")
    ordinal = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["dossier", "ordinal"], name="registrations_submission_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id} #{self.ordinal}"


class DossierFile(models.Model):
    """A form that the portal makes of a dossier: ``context`` is fixed by the act, ``stored`` comes from a job."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    context = models.JSONField()
    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("registrations:file", args=[self.stored_id])

    def page_url(self, page: int) -> str:
        """Return the address of a page as a picture."""
        return reverse("registrations:file_page", args=[self.stored_id, page])


class NumberCounter(models.Model):
    """The running number of a commune's slips or product codes in a year; training has counters of its own."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    training = models.BooleanField(default=False)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "series", "year", "training"], name="registrations_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.unit_id}/{self.year}: {self.last}"
