"""Petitions of units, the groups that the office above puts them into, their files, and the reports on them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from activity.models import WorkflowModel
from directives.models.documents import Document
from directives.petitions.enums import WAITING, PetitionOutcome, PetitionState
from foundation import calendar, clock
from foundation.models import StoredFile
from foundation.text import search_key

_USER = settings.AUTH_USER_MODEL


class PetitionGroup(models.Model):
    """Petitions about one matter, put together by the office that handles them, so that one answer serves them all."""

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="petition_groups", verbose_name=_("handled by")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("group"), max_length=200)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "title"], name="petition_group_title_once_a_year")
        ]
        verbose_name = _("group of petitions")
        verbose_name_plural = _("groups of petitions")

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"


class Petition(WorkflowModel):
    """What a unit asks of the office that runs the programme above it, and what came of it.

    ``proposed_*`` is what the handling office suggests and stays inside; ``outcome`` and ``answer`` are what the leader
    has decided and what goes back. ``due_at`` is the first late moment; there is none unless the handling office has
    set a term, because the decrees on OCOP name none.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="petitions", verbose_name=_("filed by"))
    handling_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="petitions_handled", verbose_name=_("sent to")
    )
    deciding_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="petitions_decided", verbose_name=_("decided by")
    )
    title = models.CharField(_("matter"), max_length=300)
    content = models.TextField(_("what happened and why"))
    wish = models.TextField(_("what is proposed"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=PetitionState.choices, default=PetitionState.DRAFT)
    group = models.ForeignKey(
        PetitionGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="petitions",
        verbose_name=_("group"),
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    due_at = models.DateTimeField(_("late from"), null=True, blank=True)

    proposed_outcome = models.CharField(
        _("proposed result"), max_length=10, choices=PetitionOutcome.choices, blank=True
    )
    proposed_answer = models.TextField(_("proposed answer"), blank=True)
    proposed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("result"), max_length=10, choices=PetitionOutcome.choices, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    decided_by = models.ForeignKey(
        _USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    # Comes from the form, so that a double click makes one petition.
    key = models.UUIDField(unique=True, null=True, editable=False)
    search = models.TextField(editable=False)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(office=F("handling_office")), name="petition_goes_to_another_office"),
            models.CheckConstraint(
                condition=Q(state=PetitionState.DRAFT, sent_at=None, group=None)
                | Q(state=PetitionState.WITHDRAWN)
                | Q(state__in=["sent", "returned", "proposed", "answered"], sent_at__isnull=False),
                name="petition_sent_at_from_sending_on",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["proposed", "answered"]) | ~Q(proposed_answer="") & ~Q(proposed_outcome=""),
                name="petition_proposed_with_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(state=PetitionState.ANSWERED, decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(answer="")
                & ~Q(outcome="")
                | ~Q(state=PetitionState.ANSWERED) & Q(answer="", outcome="", decided_by=None, decided_at=None),
                name="petition_answer_with_its_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["handling_office", "state"], name="petition_handled"),
            models.Index(fields=["state", "due_at"], name="petition_due"),
        ]
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = petition_search_key(self.title, self.content, self.wish, self.office.name)
        super().save(*args, **kwargs)

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for its answer, so that a deadline runs."""
        return self.state in WAITING

    @property
    def last_day(self) -> Any:
        """The last day on which the answer is in time; ``None`` where no term is set."""
        return calendar.last_day(self.due_at) if self.due_at else None

    @property
    def is_late(self) -> bool:
        """Whether it waits although its term has passed."""
        return self.due_at is not None and self.is_waiting and clock.now() >= self.due_at


def petition_search_key(title: str, content: str, wish: str, office: str) -> str:
    """Return what the search of petitions looks through."""
    return search_key(f"{title} {office} {content} {wish}")


class PetitionFile(models.Model):
    """A file that shows what a petition says."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="files")
    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.stored.original_name


class PetitionTerm(models.Model):
    """In how many working days an office answers petitions. An office without a row has set no term."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, related_name="petition_term")
    answer_days = models.PositiveSmallIntegerField(_("Working days for the answer"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answer_days__range=(1, 250)), name="petition_term_is_some_days")
        ]

    def __str__(self) -> str:
        return f"{self.office_id}: {self.answer_days}"


class PetitionReport(models.Model):
    """A synthesis report (báo cáo tổng hợp): the document, and the petitions that it was made from."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="petition_reports")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="petition_report")
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    petitions = models.ManyToManyField(Petition, related_name="reports")
    made_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="petition_report_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.since:%d/%m/%Y} – {self.until:%d/%m/%Y}"
