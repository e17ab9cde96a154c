"""Who may do what to support policies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.models import Office
from accounts.rules import has_role, has_role_in
from directives.rules import HEADS, WORKERS, acts_for

if TYPE_CHECKING:
    from directives.models import Policy


def sees_policies(user: Any, _obj: Any = None) -> bool:
    """Officers and leaders of offices read policies."""
    return has_role(user, *WORKERS)


def may_propose_for(user: Any, office: Office) -> bool:
    """Officers and leaders of an office that runs the programme prepare its policies."""
    return office.runs_rounds and has_role_in(user, office, *WORKERS)


def may_edit(user: Any, policy: Policy) -> bool:
    """Officers and leaders of the office that prepares it."""
    return acts_for(user, policy.office, *WORKERS)


def may_return(user: Any, policy: Policy) -> bool:
    """The leader of the office that it was proposed to, unless a document that issues it is on its way."""
    return not has_decision_on_its_way(policy) and acts_for(user, policy.deciding_office, *HEADS)


def has_decision_on_its_way(policy: Policy) -> bool:
    """Tell whether the portal has a document that will issue it."""
    return policy.document_id is not None


def may_draft_decision(user: Any, policy: Policy) -> bool:
    """Whoever prepares a policy drafts the document that issues it, once."""
    return policy.state == "proposed" and not has_decision_on_its_way(policy) and may_edit(user, policy)


def may_record_issue(user: Any, policy: Policy) -> bool:
    """The preparing office records by which document a policy was issued, unless one of the portal is on its way."""
    return not has_decision_on_its_way(policy) and may_edit(user, policy)


def may_drop(user: Any, policy: Policy) -> bool:
    """The preparing office drops a policy, unless a document that issues it is on its way: void that one first."""
    return not has_decision_on_its_way(policy) and may_edit(user, policy)


def is_inside(user: Any, policy: Policy) -> bool:
    """Tell whether the person prepares or decides it, and so sees its history."""
    return may_edit(user, policy) or acts_for(user, policy.deciding_office, *HEADS)
