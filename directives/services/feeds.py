"""Making and revoking the secret addresses of calendar feeds."""

from __future__ import annotations

import hashlib
import secrets

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity.errors import Conflict, NotAllowed
from directives import rules
from directives.models import CalendarFeed
from directives.models.feeds import token_of
from foundation import clock


def make_feed(*, user: User, office: Office | None = None) -> CalendarFeed:
    """Make the address of a person's own deadlines, or of an office's.

    Raises NotAllowed for an office in which the person does not work, Conflict where there is one already.
    """
    if office is not None and not rules.acts_for(user, office, *rules.STAFF):
        raise NotAllowed
    if office is None and not rules.handles_letters(user):
        raise NotAllowed
    seed = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            return CalendarFeed.objects.create(user=user, office=office, seed=seed, digest=digest_of(token_of(seed)))
    except IntegrityError as error:
        raise Conflict(_("There is such a calendar address already.")) from error


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, user: User) -> None:
    """Close an address for good; calendar programs get nothing more from it. Raises NotAllowed for others' feeds."""
    if feed.user_id != user.pk:
        raise NotAllowed
    CalendarFeed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=clock.now())


def digest_of(token: str) -> str:
    """Return what the database knows of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
