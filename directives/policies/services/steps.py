"""Policies on their way: proposed, returned, dropped, ended, issued by a document from outside."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity.errors import Refused
from activity.transitions import apply
from directives.models import Policy, policy_search_key
from directives.policies import rules
from directives.policies.enums import POLICY_TRANSITIONS, PolicyAction
from foundation import clock


@transaction.atomic
def propose_policy(*, policy: Policy, actor: User) -> Policy:
    """Propose a policy to the leader. Raises Refused where it does not say whom it serves."""
    if not policy.beneficiaries.exists():
        raise Refused(_("Say first whom the policy serves."))
    money = {f"{row.source} {row.year}": row.amount for row in policy.budget_lines.all()}
    return apply(POLICY_TRANSITIONS, PolicyAction.PROPOSE, policy, actor=actor, facts={"budget": money})


@transaction.atomic
def return_policy(*, policy: Policy, actor: User, reason: str) -> Policy:
    """Return a policy to be reworked, unless the document that issues it is on its way."""
    if rules.has_decision_on_its_way(policy):
        raise Refused(_("A document that issues this policy is on its way. Void it first."))
    return apply(POLICY_TRANSITIONS, PolicyAction.RETURN, policy, actor=actor, reason=reason)


@transaction.atomic
def drop_policy(*, policy: Policy, actor: User, reason: str) -> Policy:
    """Drop a policy that will not be issued."""
    return apply(POLICY_TRANSITIONS, PolicyAction.DROP, policy, actor=actor, reason=reason)


@transaction.atomic
def end_policy(*, policy: Policy, actor: User, reason: str) -> Policy:
    """End a policy in force, from today on; its budget stays as it was issued."""
    changes, step = {"ended_on": clock.today()}, PolicyAction.END
    return apply(POLICY_TRANSITIONS, step, policy, actor=actor, reason=reason, changes=changes)


@transaction.atomic
def record_issue(
    *,
    policy: Policy,
    actor: User,
    number: str,
    issuer: str,
    issued_on: date,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Policy:
    """Record that a policy was issued outside the portal, e.g. by a resolution of a People's Council.

    Raises:
        NotAllowed: the person does not prepare the policy, or a document of the portal is on its way.
        Refused: number or issuer is missing, the day lies ahead, or it ends before it begins.
    """
    if not (number.strip() and issuer.strip()):
        raise Refused(_("Give number and issuer of the document."))
    if issued_on > clock.today():
        raise Refused(_("This day lies in the future."))
    if valid_to and valid_to < (valid_from or issued_on):
        raise Refused(_("It ends before it begins."))
    changes = {
        "issued_number": number.strip(),
        "issuer_name": issuer.strip(),
        "issued_on": issued_on,
        "valid_from": valid_from or issued_on,
        "valid_to": valid_to,
        "search": policy_search_key(policy.title, policy.content, number),
    }
    facts, step = {"number": number, "issuer": issuer, "day": issued_on}, PolicyAction.ISSUE
    return apply(POLICY_TRANSITIONS, step, policy, actor=actor, changes=changes, facts=facts)
