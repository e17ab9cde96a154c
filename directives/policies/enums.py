"""States of support policies, where their money comes from, whom they serve, and how they move."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from activity.transitions import Transition
from directives.policies import notices, rules
from directives.rules import is_the_system


class PolicyState(TextChoices):
    DRAFT = "draft", _("being prepared")
    PROPOSED = "proposed", _("proposed")
    ISSUED = "issued", _("issued, in force")
    ENDED = "ended", _("no longer in force")
    DROPPED = "dropped", _("dropped")


class PolicyAction(TextChoices):
    PROPOSE = "propose", _("Propose the policy")
    RETURN = "return_", _("Return to be reworked")
    ISSUE = "issue", _("Record the issue")
    FOLLOW = "follow", _("Follow its document")
    END = "end", _("End the policy")
    DROP = "drop", _("Drop the policy")


class BudgetSource(TextChoices):
    """Where the money of a policy comes from."""

    CENTRAL = "central", _("Central budget")
    PROVINCE = "province", _("Budget of the province")
    LOCAL = "local", _("Budgets below the province")
    PROGRAMME = "programme", _("National target programmes")
    COMBINED = "combined", _("Other programmes and projects")
    CREDIT = "credit", _("Preferential credit")
    OWN = "own", _("Own contribution of producers")
    OTHER = "other", _("Other lawful sources")


class BeneficiaryKind(TextChoices):
    """Whom a policy serves."""

    COOPERATIVE = "cooperative", _("Cooperatives and cooperative groups")
    ENTERPRISE = "enterprise", _("Enterprises")
    HOUSEHOLD = "household", _("Households and farms")
    UNIT = "unit", _("Communes and villages")
    OTHER = "other", _("Others")


_S, _A = PolicyState, PolicyAction
# From its issue on everybody whom it may concern sees it.
PUBLISHED = (_S.ISSUED, _S.ENDED)

POLICY_TRANSITIONS: dict[str, Transition] = {
    _A.PROPOSE: Transition(
        (_S.DRAFT,), _S.PROPOSED, rules.may_edit, _A.PROPOSE.label, _("Policy proposed"), notices=notices.to_deciders
    ),
    _A.RETURN: Transition(
        (_S.PROPOSED,), _S.DRAFT, rules.may_return, _A.RETURN.label, _("Policy returned to be reworked"),
        needs_reason=True, notices=notices.of_return,
    ),
    _A.ISSUE: Transition(
        (_S.PROPOSED,), _S.ISSUED, rules.may_record_issue, _A.ISSUE.label, _("Policy issued"), notices=notices.of_issue
    ),
    _A.FOLLOW: Transition(
        (_S.PROPOSED,), _S.ISSUED, is_the_system, _A.FOLLOW.label, _("Policy issued by its document"),
        notices=notices.of_issue,
    ),
    _A.END: Transition(
        (_S.ISSUED,), _S.ENDED, rules.may_edit, _A.END.label, _("Policy ended"),
        needs_reason=True, danger=True, notices=notices.of_end,
    ),
    _A.DROP: Transition(
        (_S.DRAFT, _S.PROPOSED), _S.DROPPED, rules.may_drop, _A.DROP.label, _("Policy dropped"),
        needs_reason=True, danger=True, notices=notices.of_return,
    ),
}  # fmt: skip
