"""Tables without any domain: rest days and stored files."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation import clock


class Holiday(models.Model):
    """A day on which offices do not work although it is not a weekend day."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["day"]
        verbose_name = _("rest day")
        verbose_name_plural = _("rest days")

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"


class StoredFile(models.Model):
    """Bytes that somebody uploaded or the portal made; written once by ``foundation.files`` and never changed.

    The row carries no permission: every app serves its own files through its own visibility check.
    """

    file = models.FileField(_("file"), max_length=200)
    original_name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(_("kind"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    source_sha256 = models.CharField(
        "SHA-256 as uploaded", max_length=64, blank=True, help_text=_("of the bytes before they were cleaned")
    )
    pages = models.PositiveSmallIntegerField(
        _("pages"), null=True, help_text=_("that can be shown as pictures; empty where nobody has counted")
    )
    stored_at = models.DateTimeField(_("stored at"), default=clock.now)
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.original_name
