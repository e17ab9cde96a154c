"""Who may do what to petitions: the office that files, the office that handles, the leader who decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from accounts.models import Office
from accounts.rules import has_role, has_role_in
from directives.reach import office_ids_acted_for
from directives.rules import HEADS, WORKERS, acts_for

if TYPE_CHECKING:
    from directives.models import Petition, PetitionGroup


def sees_petitions(user: Any, _obj: Any = None) -> bool:
    """Officers and leaders of offices file, handle and decide petitions."""
    return has_role(user, *WORKERS)


def may_file_for(user: Any, office: Office) -> bool:
    """Officers and leaders of an office write its petitions."""
    return has_role_in(user, office, *WORKERS)


def may_write(user: Any, petition: Petition) -> bool:
    """Officers and leaders of the office that files it change, send and withdraw it."""
    return acts_for(user, petition.office, *WORKERS)


def may_handle(user: Any, petition: Petition) -> bool:
    """Officers and leaders of the office that it was sent to return it, group it and propose its answer."""
    return petition.sent_at is not None and acts_for(user, petition.handling_office, *WORKERS)


def may_decide(user: Any, petition: Petition) -> bool:
    """The leader of the office that decides for the handling one: the committee above it, or itself."""
    return petition.sent_at is not None and acts_for(user, petition.deciding_office, *HEADS)


def sees_the_way(user: Any, petition: Petition) -> bool:
    """Whoever handles or decides it sees group, proposed answer and the whole history; who filed it does not."""
    return way_seen_by(user)(petition)


def way_seen_by(user: Any) -> Callable[[Petition], bool]:
    """Return ``sees_the_way`` of one person, for many rows: the offices are asked for once."""
    mine, led = office_ids_acted_for(user, *WORKERS), office_ids_acted_for(user, *HEADS)

    def seen(petition: Petition) -> bool:
        return petition.sent_at is not None and (
            petition.handling_office_id in mine or petition.deciding_office_id in led
        )

    return seen


def may_handle_for(user: Any, office: Office) -> bool:
    """Officers and leaders of an office group the petitions that were sent to it, and report on them."""
    return acts_for(user, office, *WORKERS)


def may_edit_group(user: Any, group: PetitionGroup) -> bool:
    """The office that groups."""
    return may_handle_for(user, group.office)


def decides_petitions(user: Any, _obj: Any = None) -> bool:
    """Leaders of offices decide."""
    return has_role(user, *HEADS)


def may_set_term(user: Any, office: Office) -> bool:
    """The head of the handling office, or the leader above it, sets in how many days petitions are answered."""
    return has_role_in(user, office, *HEADS) or has_role_in(user, office.parent_id, *HEADS)
