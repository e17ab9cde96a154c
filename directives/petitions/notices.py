"""Who is told what when a petition moves. Used by the table in ``enums``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from activity.notifications import Notice
from directives.reach import people_acting_for
from directives.rules import HEADS, WORKERS

if TYPE_CHECKING:
    from directives.models import Petition


def _notice(kind: str, people: Iterable[User], actor: Any, title: str, petition: Petition) -> Notice:
    # The answer stands in the notice as soon as there is one: who reads mail on a phone needs no second way.
    told = [person for person in people if actor is None or person.pk != actor.pk]
    url = reverse("directives:petition", args=[petition.pk])
    return Notice(kind, told, title % {"what": petition.title, "office": petition.office.name}, petition.answer, url)


def to_handlers(petition: Petition, actor: Any) -> Iterator[Notice]:
    """Tell the office above that a petition has come."""
    people = people_acting_for(petition.handling_office, *WORKERS)
    yield _notice("petition_sent", people, actor, _("%(office)s sends a petition: %(what)s"), petition)


def of_return(petition: Petition, actor: Any) -> Iterator[Notice]:
    """Tell the office that filed it that something is missing."""
    people = people_acting_for(petition.office, *WORKERS)
    yield _notice("petition_returned", people, actor, _("Your petition came back to be completed: %(what)s"), petition)


def to_deciders(petition: Petition, actor: Any) -> Iterator[Notice]:
    """Tell the leader that a proposed answer waits for the decision."""
    people = people_acting_for(petition.deciding_office, *HEADS)
    yield _notice("petition_to_decide", people, actor, _("A petition waits for your decision: %(what)s"), petition)


def of_sending_back(petition: Petition, actor: Any) -> Iterator[Notice]:
    """Tell the handling office that the leader asks for another answer."""
    people = people_acting_for(petition.handling_office, *WORKERS)
    yield _notice("petition_sent_back", people, actor, _("The leader asks for another answer: %(what)s"), petition)


def of_answer(petition: Petition, actor: Any) -> Iterator[Notice]:
    """The answer goes back: tell the office that filed it what was decided, and the office that proposed it."""
    filed = people_acting_for(petition.office, *WORKERS)
    title = _("Your petition is answered: %(what)s")
    yield _notice("petition_answered", filed, actor, title, petition)
    handled = people_acting_for(petition.handling_office, *WORKERS)
    yield _notice("petition_decided", handled, actor, _("The leader has decided: %(what)s"), petition)


def of_withdrawal(petition: Petition, actor: Any) -> Iterator[Notice]:
    """Tell the handling office, if the petition has reached it."""
    people = people_acting_for(petition.handling_office, *WORKERS) if petition.sent_at else []
    yield _notice("petition_withdrawn", people, actor, _("%(office)s withdraws a petition: %(what)s"), petition)
