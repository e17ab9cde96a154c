"""The only code that changes support policies."""

from directives.policies.services.decisions import PURPOSE, decision_issued, decision_voided, draft_decision
from directives.policies.services.steps import drop_policy, end_policy, propose_policy, record_issue, return_policy
from directives.policies.services.texts import Money, PolicyText, Served
from directives.policies.services.writing import save_policy

__all__ = [
    "PURPOSE",
    "Money",
    "PolicyText",
    "Served",
    "decision_issued",
    "decision_voided",
    "draft_decision",
    "drop_policy",
    "end_policy",
    "propose_policy",
    "record_issue",
    "return_policy",
    "save_policy",
]
