"""Background work: the letters with the links of invitations."""

from __future__ import annotations

from django.core.mail import send_mail
from django.utils.translation import gettext as _

from activity import jobs
from activity.models import Job
from foundation import clock
from foundation.formatting import moment
from registrations.links import address_of
from registrations.models import Invitation
from registrations.services.invitations import SEND_INVITATION


@jobs.handler(SEND_INVITATION)
def send_invitation(job: Job, progress: jobs.Progress) -> None:
    """Mail the link to the address, once; an invitation that was taken back meanwhile is not mailed."""
    row = Invitation.objects.select_related("producer", "invited_by").get(pk=job.payload["invitation"])
    rows = Invitation.objects.filter(pk=row.pk, mailed_at=None)
    # Claim before sending: a worker that dies in between has mailed at most once, never twice.
    if row.is_open and rows.update(mailed_at=clock.now()) == 1:
        title = _("You are invited to act for %(producer)s") % {"producer": row.producer.name}
        try:
            send_mail(title, _words(row), None, [row.address])
        except OSError:
            Invitation.objects.filter(pk=row.pk).update(mailed_at=None)
            raise
    progress(1, 1)


def _words(row: Invitation) -> str:
    paragraphs = (
        _("%(name)s invites you to act for %(producer)s on the OCOP portal. You %(right)s.")
        % {"name": row.invited_by, "producer": row.producer.name, "right": row.get_role_display()},
        _("Open this link to accept or decline. It works once, until %(until)s:") % {"until": moment(row.expires_at)},
        address_of(row.seed),
        _("If you do not know the sender, leave this letter; nothing happens."),
    )
    return "\n\n".join(paragraphs)
