"""Administrative units, offices, people and their roles."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import OfficeKind, Role, UnitLevel
from foundation import clock
from foundation.forms import phone_validator
from foundation.text import one_line, search_key, sort_key


class Unit(models.Model):
    """A province, district or commune during its validity.

    A merger names successors; old rows keep the unit of their day.
    """

    level = models.CharField(_("level"), max_length=10, choices=UnitLevel.choices)
    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=120, help_text=_("With its kind: “xã Bờ Y”, “huyện Ngọc Hồi”."))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors", blank=True)
    search = models.CharField(max_length=120, editable=False)

    class Meta:
        ordering = ["level", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["level", "code", "valid_from"], name="unit_code_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="unit_ends_after_it_begins"
            ),
        ]
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = search_key(self.name)
        super().save(*args, **kwargs)

    @property
    def bare_name(self) -> str:
        """The name without its kind: "xã Bờ Y" → "Bờ Y"."""
        for kind in ("thị trấn", "thành phố", "phường", "huyện", "quận", "thị xã", "tỉnh", "xã"):
            if self.name.lower().startswith(kind + " "):
                return self.name[len(kind) + 1 :]
        return self.name


class UnitReach(models.Model):
    """Which units a unit reaches: itself, everything below it, and the predecessors of all of these.

    Made by ``services.rebuild_reach``; selectors of all apps join it to know whose rows an office may see.
    """

    top = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="reaches")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="reached_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["top", "unit"], name="reach_once")]

    def __str__(self) -> str:
        return f"{self.top_id} → {self.unit_id}"


class Office(models.Model):
    """A body of the state at a unit: People's Committee, agriculture office, coordination office…"""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="offices")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(_("kind"), max_length=20, choices=OfficeKind.choices)
    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(
        _("abbreviation in symbols"), max_length=20, help_text=_("As in “15/QĐ-UBND”: UBND. For a drafting unit: NN.")
    )
    seat = models.CharField(_("place named in letters"), max_length=80)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    runs_rounds = models.BooleanField(_("runs registration and evaluation rounds"), default=False)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ["unit", "name", "pk"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def __str__(self) -> str:
        return self.name


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
