"""Ways to the market for recognised products."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from evaluations.enums.after import PromotionKind
from foundation import clock


class Promotion(models.Model):
    """A fair, a supermarket or an online channel that took recognised products, with its period."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="promotions", verbose_name=_("office"))
    kind = models.CharField(_("kind"), max_length=12, choices=PromotionKind.choices)
    name = models.CharField(_("name"), max_length=200)
    partner = models.CharField(_("partner"), max_length=200)
    place = models.CharField(_("place or address"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    public = models.BooleanField(_("shown on the public pages of its products"), default=True)
    note = models.TextField(_("note"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="promotion_ends_after_it_begins"
            )
        ]
        verbose_name = _("trade promotion")
        verbose_name_plural = _("trade promotions")

    def __str__(self) -> str:
        return self.name


class PromotedProduct(models.Model):
    """A product in a promotion. ``revenue`` is in đồng, for the whole period; empty while nobody has told it."""

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="products")
    product = models.ForeignKey("registrations.Product", on_delete=models.PROTECT, related_name="promotions")
    stars = models.PositiveSmallIntegerField(_("stars"))
    contracts = models.PositiveIntegerField(_("contracts signed"), null=True, blank=True)
    revenue = models.PositiveBigIntegerField(_("revenue in đồng"), null=True, blank=True)
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["promotion", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["promotion", "product"], name="promotion_product_once"),
            models.CheckConstraint(condition=Q(stars__range=(3, 5)), name="promotion_3_to_5_stars"),
        ]
        verbose_name = _("promoted product")
        verbose_name_plural = _("promoted products")

    def __str__(self) -> str:
        return f"{self.promotion_id}: {self.product_id}"
