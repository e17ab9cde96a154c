"""Official documents, their registers, and the tasks that they give."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Office
from activity.models import WorkflowModel
from directives.enums import UNNUMBERED, DocumentState, DocumentType, TaskState
from foundation import calendar, clock
from foundation.models import StoredFile
from foundation.text import search_key
from rubrics.models import Decision

_USER = settings.AUTH_USER_MODEL
# Tasks without deadline stand behind all others in lists, which need a value that is never NULL.
NO_DEADLINE = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)


class Document(WorkflowModel):
    """An official document on its way from draft to issue, written as data (``content``).

    Number and date are allocated for good when it is approved; from then on ``content`` never changes. The PDF is made
    once by a job and stored with its SHA-256. State changes go through ``services.act`` only.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="documents", verbose_name=_("issued by"))
    drafting_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="drafted_documents", verbose_name=_("drafted by")
    )
    type = models.CharField(_("type"), max_length=20, choices=DocumentType.choices)
    state = models.CharField(_("state"), max_length=20, choices=DocumentState.choices, default=DocumentState.DRAFT)
    abstract = models.CharField(_("abstract"), max_length=500)
    # OfficialDocument or Certificate of ``directives.rendering``, as plain values.
    content = models.JSONField()
    search = models.CharField(max_length=600, editable=False)

    # Key of ``directives.hooks``; empty for plain letters.
    purpose = models.CharField(max_length=60, blank=True)
    # Stream of the object that it is about ("evaluations.evaluationround:3").
    subject = models.CharField(max_length=100, blank=True, db_index=True)
    attached_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="attached", verbose_name=_("belongs to")
    )
    sent_to = models.ManyToManyField(Office, related_name="received_documents", blank=True, verbose_name=_("sent to"))
    law = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("under the decision"),
    )
    training = models.BooleanField(_("training"), default=False)

    series = models.CharField(_("register"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    symbol = models.CharField(_("symbol"), max_length=60)
    dated = models.DateField(_("date"), null=True, blank=True)
    signer = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signer_membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    pdf = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pdf_sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    template_version = models.CharField(max_length=20, blank=True)
    issued_at = models.DateTimeField(_("issued at"), null=True, blank=True)
    # Comes from the form, so that a double click makes one draft.
    key = models.UUIDField(unique=True, null=True, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "series", "year", "number"], name="document_number_once"),
            models.CheckConstraint(
                condition=Q(number=None, year=None, dated=None, signer=None)
                | Q(number__gte=1, year__isnull=False, dated__isnull=False, signer__isnull=False),
                name="document_number_date_and_signer_together",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNNUMBERED, number=None)
                | Q(state=DocumentState.VOIDED)
                | (~Q(state__in=[*UNNUMBERED, DocumentState.VOIDED]) & Q(number__isnull=False)),
                name="document_number_from_approval_on",
            ),
            models.CheckConstraint(
                condition=Q(pdf=None, pdf_sha256="") | (Q(pdf__isnull=False) & ~Q(pdf_sha256="")),
                name="document_pdf_with_its_hash",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rendered", "signed", "issued", "replaced"]) | Q(pdf__isnull=False),
                name="document_pdf_before_issue",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["issued", "replaced"], issued_at__isnull=False)
                | (~Q(state__in=["issued", "replaced"]) & Q(issued_at=None)),
                name="document_issued_at_when_issued",
            ),
            models.CheckConstraint(
                condition=Q(training=False) & ~Q(series="TẬP HUẤN") | Q(training=True, series="TẬP HUẤN"),
                name="document_training_in_its_own_series",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "year", "-dated", "-number"], name="document_register"),
            models.Index(fields=["state"], name="document_state"),
        ]
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return f"{self.full_number or self.get_type_display()}: {self.abstract}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = document_search_key(self.abstract, self.full_number or self.symbol)
        super().save(*args, **kwargs)

    @property
    def full_number(self) -> str:
        """Number and symbol as the decree writes them ("05/QĐ-UBND"); empty before approval."""
        return f"{self.number:02d}/{self.symbol}" if self.number else ""

    @property
    def is_certificate(self) -> bool:
        """Whether the content is a certificate rather than a document of Nghị định 30/2020."""
        return self.type == DocumentType.GIAY_CHUNG_NHAN

    @property
    def is_being_made(self) -> bool:
        """Whether the job that makes the PDF has still to do its work."""
        return self.state == DocumentState.APPROVED


def document_search_key(abstract: str, number: str) -> str:
    """Return what the search of documents looks through."""
    return search_key(f"{number} {abstract}")[:600]


class RegisterCounter(models.Model):
    """The last number that a register has given in a year. Moved only by ``services.numbering``."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "series", "year"], name="register_counter_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"


class Task(WorkflowModel):
    """What an issued document orders an office to do, by a deadline or, without one, all the time ("thường xuyên").

    ``due_at`` is the first late moment (``foundation.calendar``); ``due_text`` keeps the letter's own wording.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="tasks", verbose_name=_("document"))
    section = models.CharField(_("section"), max_length=60, blank=True)
    summary = models.TextField(_("what is to be done"))
    assignee = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("office in charge")
    )
    cooperating = models.ManyToManyField(Office, related_name="shared_tasks", blank=True, verbose_name=_("cooperating"))
    assignee_text = models.CharField(_("as named in the letter"), max_length=300, blank=True)
    regular = models.BooleanField(_("regular, without deadline"), default=False)
    due_at = models.DateTimeField(_("late from"), null=True, blank=True)
    due_sort = models.DateTimeField(editable=False)
    due_text = models.CharField(_("deadline as written"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=TaskState.choices, default=TaskState.ASSIGNED)
    search = models.TextField(editable=False)

    class Meta:
        ordering = ["due_sort", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(regular=True, due_at=None, due_sort=NO_DEADLINE)
                | Q(regular=False, due_at__isnull=False, due_sort=F("due_at")),
                name="task_is_regular_or_has_a_deadline",
            )
        ]
        indexes = [models.Index(fields=["state", "due_sort"], name="task_due")]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")

    def __str__(self) -> str:
        return self.summary

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.due_sort = self.due_at or NO_DEADLINE
        self.search = search_key(f"{self.summary} {self.assignee.name}")
        super().save(*args, **kwargs)

    @property
    def last_day(self) -> datetime.date | None:
        """The last day on which the deadline is met; ``None`` for regular tasks."""
        return calendar.last_day(self.due_at) if self.due_at else None

    @property
    def is_late(self) -> bool:
        """Whether the deadline has passed and nothing was reported."""
        return self.due_at is not None and self.is_open and clock.now() >= self.due_at

    @property
    def is_open(self) -> bool:
        """Whether the assignee still has to act."""
        return self.state in (TaskState.ASSIGNED, TaskState.IN_PROGRESS, TaskState.RETURNED)


class TaskReport(models.Model):
    """What an office reported on a task, and what the issuer answered."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reports")
    text = models.TextField(_("report"))
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("report on a task")
        verbose_name_plural = _("reports on tasks")

    def __str__(self) -> str:
        return f"{self.task_id} {self.at:%d/%m/%Y}"
