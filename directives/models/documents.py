"""Official documents on their way from draft to issue."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Office
from activity.models import WorkflowModel
from directives.enums import UNNUMBERED, DocumentState, DocumentType, Relation
from foundation import clock
from foundation.models import StoredFile
from foundation.text import search_key
from rubrics.models import Decision

_USER = settings.AUTH_USER_MODEL


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
    # Where the PDF keeps room for signature images: name -> [page from 0, left, bottom, right, top] in points.
    places = models.JSONField(default=dict, blank=True, editable=False)
    # Another issued document that this one replaces (a mistake in content) or corrects (a mistake in form).
    relation = models.CharField(_("relation"), max_length=10, choices=Relation.choices, blank=True)
    relates_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="mended_by", verbose_name=_("mends")
    )
    voided_because = models.TextField(_("voided because"), blank=True)
    mail_to = models.JSONField(_("by e-mail to"), default=list, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
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
                condition=Q(relation="", relates_to=None) | (~Q(relation="") & Q(relates_to__isnull=False)),
                name="document_relation_with_its_document",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(training=False, issued_at__isnull=False),
                name="document_published_when_issued",
            ),
            models.CheckConstraint(
                condition=Q(training=False) & ~Q(series="TẬP HUẤN") | Q(training=True, series="TẬP HUẤN"),
                name="document_training_in_its_own_series",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at"], name="document_published", condition=Q(published_at__isnull=False)),
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
    def recipient_names(self) -> list[str]:
        """Addressees and recipients as they are printed."""
        return [*self.content.get("addressees", []), *self.content.get("recipients", [])]

    @property
    def is_being_made(self) -> bool:
        """Whether the job that makes the PDF has still to do its work."""
        return self.state == DocumentState.APPROVED


def document_search_key(abstract: str, number: str) -> str:
    """Return what the search of documents looks through."""
    return search_key(f"{number} {abstract}")[:600]
