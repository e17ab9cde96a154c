"""Evidence (minh chứng): belongs to the producer, serves any number of products, carries its own expiry date.

A paper that was renewed gets a new version, a row of its own. Dossiers that were submitted stay with the version that
they were submitted with; drafts go over to the new one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.models import StoredFile
from foundation.text import search_key
from registrations.enums import EvidenceKind
from registrations.models.producers import Producer

# A paper is called "ending soon" in lists so long before its last day.
ENDS_SOON = timedelta(days=90)


def searched_by(title: str, number: str) -> str:
    """Return what ``Evidence.search`` holds."""
    return search_key(f"{title} {number}")[:300]


class Evidence(models.Model):
    """A version of a producer's paper.

    ``first`` is the paper's first version (None for that one itself), ``ordinal`` counts them, and ``superseded_at`` is
    when a newer one took this one's place; the current version has none.
    """

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("kind of evidence"), max_length=24, choices=EvidenceKind.choices)
    title = models.CharField(_("name of the paper"), max_length=200)
    number = models.CharField(_("number"), max_length=80, blank=True)
    issuer = models.CharField(_("issuer"), max_length=200, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    first = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later", editable=False)
    ordinal = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    superseded_at = models.DateTimeField(_("replaced at"), null=True, editable=False)
    # Title and number without accents, for the search; kept by every way of saving.
    search = models.CharField(max_length=300, default="", editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(issued_on=None) | Q(expires_on__gte=F("issued_on")),
                name="registrations_evidence_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(first=None, ordinal=1) | Q(first__isnull=False, ordinal__gt=1),
                name="registrations_evidence_later_versions_name_the_first",
            ),
            models.UniqueConstraint(fields=["first", "ordinal"], name="registrations_evidence_version_once"),
        ]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = searched_by(self.title, self.number)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("registrations:evidence", args=[self.pk])

    @property
    def is_current(self) -> bool:
        """Whether no newer version has taken its place."""
        return self.superseded_at is None

    @property
    def first_id_or_own(self) -> int:
        """The key of the paper's first version: what all its versions share."""
        return self.first_id or self.pk

    @property
    def has_expired(self) -> bool:
        """Whether its last day is over."""
        return self.expires_on is not None and self.expires_on < clock.today()

    @property
    def ends_soon(self) -> bool:
        """Whether it is valid today but not for long any more."""
        return self.expires_on is not None and clock.today() <= self.expires_on <= clock.today() + ENDS_SOON


class EvidenceFile(models.Model):
    """A scan or photograph of a version of a paper; versions may share one."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="files")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["evidence", "stored"], name="registrations_evidence_file_once")]

    def __str__(self) -> str:
        return str(self.stored)

    def get_absolute_url(self) -> str:
        return reverse("registrations:file", args=[self.stored_id])

    def page_url(self, page: int) -> str:
        """Return the address of a page as a picture."""
        return reverse("registrations:file_page", args=[self.stored_id, page])

    @property
    def thumbnail_url(self) -> str:
        """The address of the small picture of its first page; empty where it has none."""
        return "" if self.stored.pages == 0 else reverse("registrations:file_thumbnail", args=[self.stored_id])
