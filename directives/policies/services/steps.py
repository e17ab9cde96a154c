"""Policies on their way: proposed, returned, dropped, ended, issued by a document from outside."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from activity.errors import Conflict, Refused
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
    """Return a policy to be reworked, unless the document that issues it is on its way.

    Raises Refused where it is, Conflict where it was drafted since the policy was read.
    """
    if rules.has_decision_on_its_way(policy):
        raise Refused(_("A document that issues this policy is on its way. Void it first."))
    _hold_without_document(policy)
    return apply(POLICY_TRANSITIONS, PolicyAction.RETURN, policy, actor=actor, reason=reason)


@transaction.atomic
def drop_policy(*, policy: Policy, actor: User, reason: str) -> Policy:
    """Drop a policy that will not be issued. Raises NotAllowed, or Conflict, as ``record_issue``."""
    _hold_without_document(policy)
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
        Conflict: somebody else has moved it, or drafted its decision, since it was read.
    """
    if not (number.strip() and issuer.strip()):
        raise Refused(_("Give number and issuer of the document."))
    if issued_on > clock.today():
        raise Refused(_("This day lies in the future."))
    if valid_to and valid_to < (valid_from or issued_on):
        raise Refused(_("It ends before it begins."))
    _hold_without_document(policy)
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


def _hold_without_document(policy: Policy) -> None:
    """Make sure that nobody drafts the decision of a policy until this transaction ends.

    A policy that has one as it was read is left to the rule of the step.
    """
    if rules.has_decision_on_its_way(policy):
        return
    if Policy.objects.filter(pk=policy.pk, document=None).update(version=F("version") + 1) != 1:
        raise Conflict(_("This was changed meanwhile by somebody else. Look at it again before you go on."))
