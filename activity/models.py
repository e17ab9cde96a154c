"""Journal, anchors, jobs, notifications and the workers' signs of life."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from activity.enums import JobState
from foundation import clock


@cache
def _words_of_states(model: type[models.Model]) -> dict[str, Any]:
    field: Any = model._meta.get_field("state")
    return dict(field.flatchoices)


class WorkflowModel(models.Model):
    """A thing with a state that only ``activity.transitions.apply`` may change.

    Subclasses define ``state`` with their own choices; ``version`` counts saved changes and guards against two tabs.
    """

    state_changed_at = models.DateTimeField(_("state since"), default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def state_words(self) -> str:
        """The state in words; lists use it, because ``get_state_display`` sorts all words anew for every row."""
        state: str = self.state  # type: ignore[attr-defined]
        return str(_words_of_states(type(self)).get(state, state))

    @property
    def stream(self) -> str:
        """The name of this object's chain in the journal."""
        return f"{self._meta.label_lower}:{self.pk}"


class JournalEntry(models.Model):
    """One thing that happened. Append-only: triggers in the database refuse changes; ``verify_audit`` finds the rest.

    ``canonical`` is the text that ``hash`` covers together with the previous hash of the same stream.
    """

    stream = models.CharField(_("object"), max_length=100)
    seq = models.PositiveIntegerField(_("number in the chain"))
    at = models.DateTimeField(_("at"), db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(_("who"), max_length=200)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=200, blank=True)
    office_id = models.BigIntegerField(null=True)
    office_name = models.CharField(_("office"), max_length=200, blank=True)
    ip = models.GenericIPAddressField("IP", null=True)
    action = models.CharField(_("action"), max_length=60)
    label = models.CharField(_("what happened"), max_length=300)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.TextField(_("reason"), blank=True)
    for_producer = models.BooleanField(default=False)
    canonical = models.TextField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["stream", "seq"]
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="journal_one_entry_per_number")]
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")

    def __str__(self) -> str:
        return f"{self.stream}#{self.seq} {self.action}"


class JournalAnchor(models.Model):
    """A seal over the heads of all streams that grew since the seal before; the seals form a chain of their own."""

    seq = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    last_entry_id = models.BigIntegerField()
    heads = models.TextField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        verbose_name = _("journal seal")
        verbose_name_plural = _("journal seals")

    def __str__(self) -> str:
        return f"#{self.seq}"


class Job(models.Model):
    """A piece of background work. The broker's message is only a nudge; this row is the truth."""

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    not_before = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True)
    claim = models.CharField(max_length=40, blank=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    error = models.TextField(_("error"), blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "not_before"], name="job_due")]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Notification(models.Model):
    """What one person was told about one thing on one occasion: a row in the outbox and in the person's inbox.

    ``(kind, subject, recipient, occasion)`` is unique, so that running twice tells once.
    """

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=100)
    occasion = models.CharField(max_length=60)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications")
    title = models.CharField(_("title"), max_length=300)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(_("at"), default=clock.now)
    read_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(_("sent on"), null=True)
    delivery_error = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "recipient", "occasion"], name="notification_once_per_occasion"
            )
        ]
        indexes = [models.Index(fields=["recipient", "read_at"], name="notification_unread")]
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")

    def __str__(self) -> str:
        return self.title


class WorkerSign(models.Model):
    """The last sign of life of a background worker or of the beat."""

    name = models.CharField(max_length=120, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
