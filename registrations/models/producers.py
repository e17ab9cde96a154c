"""Producers (chủ thể OCOP), the people who act for them, and their products."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from foundation import clock
from foundation.forms import phone_validator
from foundation.text import search_key
from registrations.enums import LegalForm, MemberRole

tax_code_validator = RegexValidator(
    r"^\d{10}(-\d{3})?$|^\d{12}$", _("A tax code has 10 digits, 10 and 3 with a dash, or 12.")
)


class Producer(models.Model):
    """A producer's record, as Mẫu 01 and the first part of Mẫu 02 ask for it."""

    name = models.CharField(_("name of the producer"), max_length=200)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, verbose_name=_("commune"), related_name="producers")
    address = models.CharField(_("address (hamlet, street)"), max_length=300)
    phone = models.CharField(_("phone"), max_length=11, validators=[phone_validator])
    email = models.EmailField(_("e-mail"), blank=True)
    representative = models.CharField(_("legal representative"), max_length=120)
    representative_post = models.CharField(_("post of the representative"), max_length=120, blank=True)
    representative_gender = models.CharField(_("gender of the representative"), max_length=20, blank=True)
    representative_ethnicity = models.CharField(_("ethnicity of the representative"), max_length=60, blank=True)
    representative_address = models.CharField(_("permanent address of the representative"), max_length=300, blank=True)
    tax_code = models.CharField(_("tax code"), max_length=14, blank=True, validators=[tax_code_validator])
    registration_no = models.CharField(_("number of the business registration"), max_length=60, blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    history = models.TextField(_("history"), blank=True)
    organisation = models.TextField(_("organisation"), blank=True)
    search = models.CharField(max_length=400, editable=False)
    # The name alone: the public searches by it, never by the representative.
    name_search = models.CharField(max_length=220, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The officer who entered the record for a person without a computer.
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # When the person for whom it was entered took it over, and whether they let the commune go on writing.
    claimed_at = models.DateTimeField(_("taken over at"), null=True, editable=False)
    commune_helps = models.BooleanField(_("the commune may write on behalf"), default=False, editable=False)

    class Meta:
        ordering = ["search", "pk"]
        indexes = [models.Index(fields=["search", "id"], name="registrations_producer_by_name")]
        verbose_name = _("producer")
        verbose_name_plural = _("producers")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = search_key(f"{self.name} {self.representative}")[:400]
        self.name_search = search_key(self.name)[:220]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("registrations:producer", args=[self.pk])

    @property
    def awaits_claim(self) -> bool:
        """Whether an officer entered the record and nobody has taken it over yet."""
        return self.entered_by_id is not None and self.claimed_at is None

    @property
    def is_helped(self) -> bool:
        """Whether the commune's officers may write on behalf: until somebody takes over, then only if allowed."""
        return self.commune_helps or self.awaits_claim


class ProducerMember(models.Model):
    """A person who may view or edit what a producer files. One of them owns the record: says who else may."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="producer_memberships")
    producer = models.ForeignKey(Producer, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(max_length=10, choices=MemberRole.choices, default=MemberRole.EDIT)
    is_owner = models.BooleanField(default=False)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "producer"], name="registrations_member_once"),
            models.UniqueConstraint(
                fields=["producer"], condition=Q(is_owner=True), name="registrations_one_owner_per_producer"
            ),
            models.CheckConstraint(
                condition=Q(is_owner=False) | Q(role=MemberRole.EDIT), name="registrations_owner_may_edit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.producer}"


class Product(models.Model):
    """A product of a producer.

    The recognition columns hold the newest recognition; only ``services.record_recognition`` and its
    neighbours write them. ``prolonged_until`` is later than ``expires_on``: the last day while a result is awaited.
    """

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="products")
    name = models.CharField(_("name of the product"), max_length=200)
    group = models.CharField(_("product group"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    packing = models.CharField(_("packing"), max_length=300, blank=True)
    standards = models.CharField(_("standards that the product meets"), max_length=300, blank=True)
    search = models.CharField(max_length=450, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    current_stars = models.PositiveSmallIntegerField(_("stars"), null=True, editable=False)
    recognised_on = models.DateField(_("recognised on"), null=True, editable=False)
    expires_on = models.DateField(_("recognition ends on"), null=True, editable=False)
    prolonged_until = models.DateField(_("prolonged until"), null=True, editable=False)
    recognition_number = models.CharField(_("decision"), max_length=60, blank=True, editable=False)
    recognition_issuer = models.CharField(_("issuer"), max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ["search", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["producer", "name"], name="registrations_product_once_per_producer"),
            models.CheckConstraint(
                condition=Q(current_stars=None) | Q(current_stars__range=(1, 5), recognised_on__isnull=False),
                name="registrations_product_stars_have_a_date",
            ),
            models.CheckConstraint(
                condition=Q(prolonged_until=None) | Q(prolonged_until__gt=F("expires_on")),
                name="registrations_product_prolonged_past_its_end",
            ),
        ]
        indexes = [models.Index(fields=["search", "id"], name="registrations_product_by_name")]
        verbose_name = _("product")
        verbose_name_plural = _("products")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = search_key(f"{self.name} {self.group}")[:450]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("registrations:product_edit", args=[self.pk])
