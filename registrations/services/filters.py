"""Filters of the queue that people give names."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity.errors import Refused
from foundation import clock
from registrations.models import SavedFilter

MOST = 20


@transaction.atomic
def save_filter(*, name: str, query: str, actor: User) -> SavedFilter:
    """Give a filter a name; the same name again replaces what it stood for. Raises Refused beyond twenty names."""
    rows = SavedFilter.objects.filter(user=actor)
    if not rows.filter(name=name).exists() and rows.count() >= MOST:
        raise Refused(_("You have %(most)s saved filters. Delete one first.") % {"most": MOST})
    facts = {"query": query, "created_at": clock.now()}
    return SavedFilter.objects.update_or_create(user=actor, name=name, defaults=facts)[0]


@transaction.atomic
def delete_filter(*, saved: SavedFilter, actor: User) -> None:
    """Forget a filter of one's own."""
    SavedFilter.objects.filter(pk=saved.pk, user=actor).delete()
