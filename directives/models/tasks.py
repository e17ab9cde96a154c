"""Tasks that documents give, and the reports on them."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from activity.models import WorkflowModel
from directives.enums import Every, TaskState
from directives.models.documents import Document
from directives.models.incoming import IncomingLetter
from directives.periods import AFTERWARDS, words_of
from foundation import calendar, clock
from foundation.models import StoredFile
from foundation.text import search_key

_USER = settings.AUTH_USER_MODEL
# Tasks without deadline stand behind all others in lists, which need a value that is never NULL.
NO_DEADLINE = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)


class Task(WorkflowModel):
    """What an issued document orders an office to do, by a deadline or, without one, all the time ("thường xuyên").

    ``due_at`` is the first late moment (``foundation.calendar``); ``due_text`` keeps the letter's own wording.
    """

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("document")
    )
    incoming = models.ForeignKey(
        IncomingLetter,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("incoming letter"),
    )
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
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of the task"),
    )
    handler = models.ForeignKey(
        _USER,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person who works on it"),
    )
    report_every = models.CharField(_("wants a report"), max_length=10, choices=Every.choices, blank=True)
    report_day = models.PositiveSmallIntegerField(_("report due on day"), null=True, blank=True)
    # 1 to 12: a month of the year, for yearly reports; AFTERWARDS: the first month after the period; empty: its last.
    report_month = models.PositiveSmallIntegerField(_("report due in month"), null=True, blank=True)
    report_from = models.DateField(_("reports from"), null=True, blank=True)
    plan = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("earlier plan")
    )
    search = models.TextField(editable=False)

    class Meta:
        ordering = ["due_sort", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(report_every="", report_day=None, report_month=None, report_from=None)
                | Q(regular=True, report_from__isnull=False) & ~Q(report_every=""),
                name="only_regular_tasks_report_each_period",
            ),
            models.CheckConstraint(
                condition=Q(report_day=None) | Q(report_day__range=(1, 31)), name="report_day_is_a_day_of_a_month"
            ),
            models.CheckConstraint(
                condition=Q(report_month=None)
                | Q(report_month=AFTERWARDS)
                | Q(report_month__range=(1, 12), report_every=Every.YEAR),
                name="only_yearly_reports_name_a_month",
            ),
            models.CheckConstraint(
                condition=Q(regular=True, due_at=None, due_sort=NO_DEADLINE)
                | Q(regular=False, due_at__isnull=False, due_sort=F("due_at")),
                name="task_is_regular_or_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=False, incoming=None) | Q(document=None, incoming__isnull=False),
                name="task_comes_from_one_letter",
            ),
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
    def given_at(self) -> datetime.datetime | None:
        """When its letter was issued, or came into the register of the office that received it."""
        return self.document.issued_at if self.document else self.incoming.registered_at if self.incoming else None

    @property
    def training(self) -> bool:
        """Whether it belongs to a training letter; what arrives from outside never does."""
        return self.document is not None and self.document.training

    @property
    def letter_number(self) -> str:
        """The number of its letter."""
        return self.document.full_number if self.document else self.incoming.symbol if self.incoming else ""

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
    figures = models.JSONField(_("figures"), default=list, blank=True)
    period = models.CharField(_("period"), max_length=10, blank=True)
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

    @property
    def period_words(self) -> str:
        """The period that it reports on, in words."""
        return words_of(self.period)


class TaskReportFile(models.Model):
    """A file that shows what a report says."""

    report = models.ForeignKey(TaskReport, on_delete=models.CASCADE, related_name="files")
    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.stored.original_name
