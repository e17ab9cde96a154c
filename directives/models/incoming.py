"""Letters that arrive: the register of incoming documents (sổ đăng ký văn bản đến; Nghị định 30/2020, Điều 22)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from activity.models import WorkflowModel
from directives.incoming_states import OPEN, IncomingState
from directives.models.documents import Document
from foundation import clock
from foundation.models import StoredFile
from foundation.text import search_key

_USER = settings.AUTH_USER_MODEL


class IncomingLetter(WorkflowModel):
    """A letter that an office has received: first read and proposed from, then registered with a number for good.

    ``text`` is what the reader read; its proposals are computed from it anew and are never stored unconfirmed.
    ``trouble`` says why the file could not be read, or what is odd about it. State changes go through
    ``services.incoming`` and ``services.reading`` only.
    """

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="incoming_letters", verbose_name=_("received by")
    )
    state = models.CharField(_("state"), max_length=20, choices=IncomingState.choices, default=IncomingState.NEW)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    number = models.PositiveIntegerField(_("number of arrival"), null=True, blank=True)
    received_on = models.DateField(_("day of arrival"), default=clock.today)
    sender = models.CharField(_("sender"), max_length=300, blank=True)
    symbol = models.CharField(_("number and symbol"), max_length=80, blank=True)
    dated = models.DateField(_("date of the letter"), null=True, blank=True)
    kind = models.CharField(_("type of letter"), max_length=60, blank=True)
    subject = models.CharField(_("subject"), max_length=1000, blank=True)
    enclosures = models.CharField(_("enclosures"), max_length=500, blank=True)
    direction = models.TextField(_("leader's direction"), blank=True)
    in_charge = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit in charge")
    )
    due_on = models.DateField(_("deadline"), null=True, blank=True)
    answered_by = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("answered by")
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    text = models.TextField(_("text"), blank=True)
    trouble = models.CharField(_("what is wrong with the file"), max_length=500, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Comes from the form, so that a double click makes one letter.
    key = models.UUIDField(unique=True, null=True, editable=False)
    search = models.TextField(editable=False)
    registered_at = models.DateTimeField(_("registered at"), null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by"))

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "number"], name="incoming_number_once"),
            models.CheckConstraint(
                condition=Q(
                    state=IncomingState.REGISTERED, number__gte=1, year__isnull=False, registered_at__isnull=False
                )
                | Q(~Q(state=IncomingState.REGISTERED), number=None, year=None, registered_at=None),
                name="incoming_number_from_registration_on",
            ),
        ]
        indexes = [models.Index(fields=["office", "year", "-number"], name="incoming_register")]
        verbose_name = _("incoming letter")
        verbose_name_plural = _("incoming letters")

    def __str__(self) -> str:
        return f"{self.symbol or self.sender}: {self.subject}".strip(": ") or str(_("Letter not registered yet"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = incoming_search_key(self.sender, self.symbol, self.subject)
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        """Whether it is neither registered nor set aside."""
        return self.state in OPEN

    @property
    def is_registered(self) -> bool:
        """Whether it has its number of arrival."""
        return self.state == IncomingState.REGISTERED


def incoming_search_key(sender: str, symbol: str, subject: str) -> str:
    """Return what the search of incoming letters looks through."""
    return search_key(f"{symbol} {sender} {subject}")[:1500]
