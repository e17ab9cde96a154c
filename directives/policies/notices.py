"""Who is told what when a support policy moves. Used by the table in ``enums``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership, UnitReach, User
from activity.notifications import Notice
from directives.reach import people_acting_for
from directives.rules import HEADS, WORKERS
from foundation import clock

if TYPE_CHECKING:
    from directives.models import Policy


def _notice(kind: str, people: Iterable[User], actor: Any, title: str, policy: Policy) -> Notice:
    told = [person for person in people if actor is None or person.pk != actor.pk]
    url = reverse("directives:policy", args=[policy.pk])
    return Notice(kind, told, title % {"what": policy.title}, url=url)


def to_deciders(policy: Policy, actor: Any) -> Iterator[Notice]:
    """Tell the leader that a policy is proposed."""
    people = people_acting_for(policy.deciding_office, *HEADS)
    yield _notice("policy_proposed", people, actor, _("A support policy is proposed: %(what)s"), policy)


def of_return(policy: Policy, actor: Any) -> Iterator[Notice]:
    """Tell the preparing office that its policy came back or was dropped."""
    people = people_acting_for(policy.office, *WORKERS)
    dropped = policy.state == "dropped"
    title = _("Support policy dropped: %(what)s") if dropped else _("Support policy came back: %(what)s")
    yield _notice("policy_back", people, actor, title, policy)


def of_issue(policy: Policy, actor: Any) -> Iterator[Notice]:
    """Tell the preparing office and the officers of all units below that a policy is issued."""
    people = [*people_acting_for(policy.office, *WORKERS), *_people_below(policy)]
    yield _notice("policy_issued", people, actor, _("New support policy: %(what)s"), policy)


def of_end(policy: Policy, actor: Any) -> Iterator[Notice]:
    """Tell the officers of all units below that a policy has ended."""
    yield _notice("policy_ended", _people_below(policy), actor, _("Support policy ended: %(what)s"), policy)


def _people_below(policy: Policy) -> Iterable[User]:
    today = clock.today()
    units = UnitReach.objects.filter(top_id=policy.office.unit_id).values("unit_id")
    held = Membership.objects.filter(office__unit_id__in=units, role__in=WORKERS, starts_on__lte=today)
    return User.objects.filter(pk__in=held.exclude(ends_on__lt=today).values("user_id"), is_active=True)
