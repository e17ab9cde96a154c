"""Invitations to act for a producer, and the signed papers from which officers enter things on behalf."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activity.models import WorkflowModel
from foundation import clock
from foundation.models import StoredFile
from registrations.enums import InvitationKind, InvitationState, MemberRole
from registrations.models.dossiers import Dossier
from registrations.models.producers import Producer
from registrations.models.wishes import Wish


class Invitation(WorkflowModel):
    """A one-time invitation to act for a producer, to become its owner, or to take over what an officer entered.

    ``seed`` makes the link together with the portal's secret key (``registrations.links``); ``digest`` is what the link
    is looked up by. ``recipient`` is the account with the address, if there is one; the inviter never learns of it.
    """

    producer = models.ForeignKey(Producer, on_delete=models.CASCADE, related_name="invitations")
    kind = models.CharField(max_length=10, choices=InvitationKind.choices, default=InvitationKind.COWORKER)
    role = models.CharField(_("right"), max_length=10, choices=MemberRole.choices, default=MemberRole.VIEW)
    address = models.CharField(_("e-mail or phone"), max_length=254, blank=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    seed = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState.choices, default=InvitationState.WAITING
    )
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited at"), default=clock.now)
    expires_at = models.DateTimeField(_("good until"))
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    mailed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["producer"],
                condition=Q(kind=InvitationKind.OWNER, state=InvitationState.WAITING),
                name="registrations_one_new_owner_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=InvitationState.ACCEPTED, accepted_by__isnull=False)
                | (~Q(state=InvitationState.ACCEPTED) & Q(accepted_by=None)),
                name="registrations_invitation_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind=InvitationKind.OWNER) | Q(recipient__isnull=False),
                name="registrations_owner_invitation_names_the_person",
            ),
        ]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.producer} #{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.state == InvitationState.WAITING and self.expires_at > clock.now()

    @property
    def by_mail(self) -> bool:
        """Whether the portal itself sends the link."""
        return "@" in self.address


class SignedPaper(models.Model):
    """A scan of the paper that a person without a computer signed, from which an officer entered a wish or dossier."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, null=True, related_name="signed_papers")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, null=True, related_name="signed_papers")
    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(wish=None, dossier__isnull=False) | Q(wish__isnull=False, dossier=None),
                name="registrations_signed_paper_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.stored)

    def get_absolute_url(self) -> str:
        return reverse("registrations:file", args=[self.stored_id])
