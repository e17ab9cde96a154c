"""What offices write again and again: templates of letters, legal grounds, recipients."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from directives.enums import DocumentType, TextListKind


class LetterTemplate(models.Model):
    """A text that an office writes again and again, with open places such as "[[tên xã]]"."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="letter_templates")
    name = models.CharField(_("name"), max_length=120)
    type = models.CharField(_("type"), max_length=20, choices=DocumentType.choices)
    abstract = models.CharField(_("abstract"), max_length=300, blank=True)
    addressees = models.TextField(_("addressed to"), blank=True)
    legal_grounds = models.TextField(_("legal grounds"), blank=True)
    text = models.TextField(_("text"))
    recipients = models.TextField(_("copies to"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["office", "type", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="letter_template_name_once")]
        verbose_name = _("template")
        verbose_name_plural = _("templates")

    def __str__(self) -> str:
        return self.name


class TextList(models.Model):
    """Legal grounds or recipients that an office uses together, one to a line."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="text_lists")
    kind = models.CharField(_("kind"), max_length=12, choices=TextListKind.choices)
    name = models.CharField(_("name"), max_length=120)
    lines = models.TextField(_("lines"))

    class Meta:
        ordering = ["office", "kind", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["office", "kind", "name"], name="text_list_name_once")]
        verbose_name = _("list of lines")
        verbose_name_plural = _("lists of lines")

    def __str__(self) -> str:
        return self.name
