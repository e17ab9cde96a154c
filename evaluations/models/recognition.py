"""What comes out of a round: its papers, recognitions, certificates."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from activity.models import WorkflowModel
from evaluations.enums.choices import CertificateState, PaperKind, PublicState
from evaluations.models.rounds import Entry, EvaluationRound
from foundation import clock


class RoundPaper(models.Model):
    """A document that was drafted from a round's results. ``key`` is unique, so that a job run twice drafts once.

    ``covers`` lists the entries of which the paper gives points or stars; it is closed to members recused there.
    """

    round = models.ForeignKey(EvaluationRound, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=16, choices=PaperKind.choices)
    key = models.CharField(max_length=80)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    producer = models.ForeignKey(
        "registrations.Producer", on_delete=models.PROTECT, null=True, blank=True, related_name="result_notices"
    )
    document = models.OneToOneField("directives.Document", on_delete=models.PROTECT, related_name="round_paper")
    covers = models.ManyToManyField(Entry, related_name="covered_by", blank=True)

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="round_paper_once"),
            models.CheckConstraint(
                condition=Q(kind="certificate", entry__isnull=False, unit=None, producer=None)
                | Q(kind="commune_notice", entry=None, unit__isnull=False, producer=None)
                | Q(kind="producer_notice", entry=None, unit=None, producer__isnull=False)
                | Q(kind__in=["minutes", "submission", "decision"], entry=None, unit=None, producer=None),
                name="round_paper_is_about_what_its_kind_says",
            ),
        ]
        verbose_name = _("paper of a round")
        verbose_name_plural = _("papers of rounds")

    def __str__(self) -> str:
        return f"{self.round_id}: {self.key}"


class Recognition(models.Model):
    """A product's stars, given by a decision from one day to another. Training rounds never make one."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="recognition")
    product = models.ForeignKey("registrations.Product", on_delete=models.PROTECT, related_name="recognitions")
    stars = models.PositiveSmallIntegerField(_("stars"))
    issuer = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("recognised by"))
    decision = models.ForeignKey("directives.Document", on_delete=models.PROTECT, related_name="recognitions")
    recognised_on = models.DateField(_("recognised on"))
    expires_on = models.DateField(_("valid until"))

    class Meta:
        ordering = ["-recognised_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stars__range=(3, 5)), name="recognition_3_to_5_stars"),
            models.CheckConstraint(
                condition=Q(expires_on__gt=models.F("recognised_on")), name="recognition_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["product", "-recognised_on"], name="recognition_of_product")]
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")

    def __str__(self) -> str:
        return f"{self.product_id}: {self.stars}★"


class Certificate(WorkflowModel):
    """The certificate of a recognition, found by the public through its random ``token``.

    Drafted with the decision, valid once that is issued. A training certificate has no recognition and never will.
    """

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="certificate")
    recognition = models.OneToOneField(
        Recognition, on_delete=models.PROTECT, null=True, blank=True, related_name="certificate"
    )
    document = models.OneToOneField(
        "directives.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    token = models.CharField(max_length=40, unique=True)
    number = models.CharField(_("certificate number"), max_length=60, blank=True)
    stars = models.PositiveSmallIntegerField(_("stars"))
    training = models.BooleanField(default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=CertificateState.choices, default=CertificateState.DRAFTED
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    prolonged_until = models.DateField(_("prolonged until"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("reason of the withdrawal"), blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CertificateState.DRAFTED, recognition=None, issued_on=None)
                | (
                    ~Q(state=CertificateState.DRAFTED)
                    & Q(issued_on__isnull=False, expires_on__isnull=False)
                    & ~Q(number="")
                ),
                name="certificate_dates_and_number_once_issued",
            ),
            models.CheckConstraint(
                condition=Q(training=True, recognition=None)
                | Q(training=False, state=CertificateState.DRAFTED)
                | Q(training=False, recognition__isnull=False),
                name="certificate_training_recognises_nothing",
            ),
            models.CheckConstraint(
                condition=Q(state=CertificateState.WITHDRAWN, withdrawn_on__isnull=False)
                | (~Q(state=CertificateState.WITHDRAWN) & Q(withdrawn_on=None)),
                name="certificate_withdrawn_on_when_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(prolonged_until=None) | Q(prolonged_until__gt=models.F("expires_on")),
                name="certificate_prolonged_past_its_end",
            ),
        ]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return self.number or f"({self.pk})"

    @property
    def last_day(self) -> datetime.date | None:
        """The last day on which it is good, prolongation included."""
        return self.prolonged_until or self.expires_on

    def public_state(self, on: datetime.date | None = None) -> PublicState | None:
        """Return what the public page says on a day (today by default); None while the decision is not issued."""
        day = on or clock.today()
        if self.state == CertificateState.DRAFTED or self.last_day is None:
            return None
        if self.training:
            return PublicState.TRAINING
        if self.state in (CertificateState.WITHDRAWN, CertificateState.REPLACED):
            return PublicState(self.state)
        if day > self.last_day:
            return PublicState.EXPIRED
        return PublicState.PROLONGED if self.expires_on and day > self.expires_on else PublicState.VALID
