"""People, their roles in offices, and the codes that open an account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models.units import Office, Unit
from foundation import clock
from foundation.forms import phone_validator
from foundation.text import one_line, search_key, sort_key


class PortalUserManager(UserManager["User"]):
    """Finds people by user name, e-mail or phone."""

    def by_login(self, login: str) -> User | None:
        """Return the active person whose user name, e-mail or phone this is."""
        login = one_line(login)
        return self.filter(Q(username__iexact=login) | Q(email__iexact=login) | Q(phone=login), is_active=True).first()


class User(AbstractUser):
    """A person. What they may do is said by their memberships; an account may lack an e-mail or a phone."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=120)
    email = models.EmailField(_("e-mail"), null=True, blank=True, unique=True)  # type: ignore[assignment]
    phone = models.CharField(
        _("phone"), max_length=11, null=True, blank=True, unique=True, validators=[phone_validator]
    )
    home_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commune"),
        help_text=_("The commune whose officers may help this person with the account."),
    )
    sort = models.CharField(max_length=500, editable=False)
    search = models.CharField(max_length=120, editable=False)

    objects = PortalUserManager()
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["sort", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_name = one_line(self.full_name)
        self.sort = sort_key(self.full_name or self.username)
        self.search = search_key(self.full_name)
        self.email = self.email or None
        self.phone = self.phone or None
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[-1] if self.full_name else self.username

    @cached_property
    def active_memberships(self) -> list[Membership]:
        """The memberships in force today, read once per request."""
        today = clock.today()
        rows = self.memberships.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gte=today))
        return list(rows.select_related("office__unit", "office__parent__unit"))

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles in force today."""
        return frozenset(membership.role for membership in self.active_memberships)


class Membership(models.Model):
    """A role of a person in an office from one day to another. A producer's role has no office."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    title = models.CharField(_("post"), max_length=120, blank=True, help_text=_("As it stands in signature blocks."))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["user", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role=Role.PRODUCER, office=None) | (~Q(role=Role.PRODUCER) & Q(office__isnull=False)),
                name="membership_has_an_office_unless_producer",
            ),
            models.UniqueConstraint(fields=["user", "office", "role", "starts_on"], name="membership_once"),
            models.UniqueConstraint(
                fields=["user", "role", "starts_on"], condition=Q(office=None), name="membership_without_office_once"
            ),
        ]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"


class OneTimeCode(models.Model):
    """A printed code with which a person without e-mail takes over the account made for them; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=200)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.made_at:%d/%m/%Y}"
