"""Whom a step will tell: names and offices, from the very notices that the step sends."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Membership
from activity.notifications import Notice
from foundation import clock
from foundation.components import Text

_NAMED = 12


def people_named(notices: Iterable[Notice]) -> list[Text]:
    """Return each recipient once with the office, the first dozen by name, and how many more there are."""
    people = {person.pk: person for notice in notices for person in notice.recipients if person.is_active}
    shown = list(people.values())[:_NAMED]
    rows = Membership.objects.filter(user__in=shown, starts_on__lte=clock.today()).exclude(ends_on__lt=clock.today())
    offices = dict(rows.filter(office__isnull=False).order_by("-pk").values_list("user_id", "office__name"))
    lines: list[Text] = [f"{one} – {offices[one.pk]}" if one.pk in offices else str(one) for one in shown]
    more = len(people) - len(shown)
    return [*lines, _("and %(n)s more") % {"n": more}] if more else lines
