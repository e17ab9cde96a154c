"""Wishes (đăng ký nhu cầu) and the communes' lists of them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from activity.models import WorkflowModel
from directives.models import Document
from foundation import clock
from registrations.deadlines import Standing, moment_that_counts, standing
from registrations.enums import DossierKind, HelpKind, ListState, WishState
from registrations.models.producers import Producer, Product
from registrations.models.rounds import RegistrationRound
from rubrics.models import Rubric


class CommuneList(WorkflowModel):
    """A commune's list of a round. What is added later makes a second list, never a silent change of the first.

    ``rows`` holds what the list says as of the day it was made (``registrations.listing``): letter, screen and workbook
    show these, whatever happens to the wishes afterwards. A list that goes up with a covering letter is sent when the
    letter is issued (``sent_at``); without a letter on the portal it is sent at once, and ``paper_letter`` may name the
    letter that the commune has issued elsewhere.
    """

    round = models.ForeignKey(RegistrationRound, on_delete=models.PROTECT, related_name="commune_lists")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    ordinal = models.PositiveSmallIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=ListState.choices, default=ListState.SENT)
    rows = models.JSONField(default=list, editable=False)
    letter = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="commune_list", verbose_name=_("letter")
    )
    paper_letter = models.CharField(_("number and date of the covering letter"), max_length=120, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["unit", "ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit", "ordinal"],
                condition=~Q(state=ListState.DROPPED),
                name="registrations_one_list_per_number",
            ),
            models.CheckConstraint(
                condition=Q(state=ListState.SENT) | Q(sent_at=None), name="registrations_list_sent_when_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.ordinal}"

    @property
    def went_up_at(self) -> datetime | None:
        """When the list went up; None before."""
        return (self.sent_at or self.made_at) if self.state == ListState.SENT else None


class Wish(WorkflowModel):
    """A producer's wish to build an OCOP product in a round: one light screen, no evidence.

    ``key`` comes from the form, so that a double submit makes one registration. ``rubric`` is empty where the
    decision's product sets are not held as data; then ``group`` says the product group in words.
    """

    round = models.ForeignKey(RegistrationRound, on_delete=models.PROTECT, related_name="wishes")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="wishes")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="wishes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("commune"))
    rubric = models.ForeignKey(
        Rubric, on_delete=models.PROTECT, null=True, blank=True, related_name="wishes", verbose_name=_("product set")
    )
    group = models.CharField(_("product group"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=DossierKind.choices, default=DossierKind.FIRST)
    target_year = models.PositiveSmallIntegerField(_("year in which it should be recognised"))
    expected_stars = models.PositiveSmallIntegerField(_("expected stars"))
    help_wanted = models.JSONField(_("help wanted"), default=list)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=WishState.choices, default=WishState.REGISTERED)
    listed_in = models.ForeignKey(CommuneList, on_delete=models.PROTECT, null=True, related_name="wishes")
    listed_at = models.DateTimeField(null=True, editable=False)
    key = models.UUIDField(unique=True, editable=False)
    created_at = models.DateTimeField(_("registered at"), default=clock.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "product"],
                condition=~Q(state=WishState.WITHDRAWN),
                name="registrations_wish_once_per_round",
            ),
            models.CheckConstraint(condition=Q(expected_stars__range=(1, 5)), name="registrations_wish_stars"),
        ]
        indexes = [models.Index(fields=["round", "unit", "state"], name="registrations_wish_round")]
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")

    def __str__(self) -> str:
        return self.product.name

    def get_absolute_url(self) -> str:
        return reverse("registrations:wish", args=[self.pk])

    @property
    def is_late(self) -> bool:
        """Whether the event that counts happened after the soft date of the round."""
        moment = moment_that_counts(self.round.meets_event, filed_at=self.created_at, sent_at=self.listed_at)
        return moment is not None and standing(moment, self.round.due_at, None) is Standing.LATE

    @property
    def group_name(self) -> str:
        """The product set, or the product group in words where the decision's sets are not held."""
        return str(self.rubric) if self.rubric else self.group

    @property
    def help_names(self) -> list[str]:
        """The help wanted, in words."""
        return [str(HelpKind(kind).label) for kind in self.help_wanted if kind in HelpKind.values]
