"""Policies while they are being prepared."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from directives.models import Policy, PolicyBeneficiary, PolicyBudgetLine, policy_search_key
from directives.policies import rules
from directives.policies.enums import PolicyState
from directives.policies.services.texts import PolicyText
from directives.services.once import create_once


@transaction.atomic
def save_policy(
    *,
    office: Office,
    text: PolicyText,
    actor: User,
    policy: Policy | None = None,
    seen: int | None = None,
    key: UUID | None = None,
) -> Policy:
    """Write a policy, or change one that is still being prepared. ``seen`` is the version that was changed.

    Raises:
        NotAllowed: the person does not prepare policies for the office.
        Refused: a source is named twice for one year.
        Conflict: the form has made a policy already, or somebody else has changed or proposed it meanwhile.
    """
    if len({(row.source, row.year) for row in text.budget}) != len(text.budget):
        raise Refused(_("Each source stands once for a year."))
    values: dict[str, Any] = {
        name: getattr(text, name) for name in ("title", "content", "legal_grounds", "ground_document")
    }
    if policy is None:
        policy = _create(office, values, actor, key)
    else:
        _change(policy, values, actor, seen)
    PolicyBudgetLine.objects.filter(policy=policy).delete()
    PolicyBudgetLine.objects.bulk_create(
        PolicyBudgetLine(policy=policy, source=row.source, year=row.year, amount=row.amount) for row in text.budget
    )
    PolicyBeneficiary.objects.filter(policy=policy).delete()
    PolicyBeneficiary.objects.bulk_create(
        PolicyBeneficiary(policy=policy, kind=row.kind, unit=row.unit, name=row.name, count=row.count)
        for row in text.beneficiaries
    )
    return policy


def _create(office: Office, values: dict[str, Any], actor: User, key: UUID | None) -> Policy:
    if not rules.may_propose_for(actor, office):
        raise NotAllowed
    said, above = _("This policy is saved already."), office.parent or office
    made = create_once(Policy, key=key, said=said, office=office, deciding_office=above, created_by=actor, **values)
    journal.record(made, journal.Event("create", _("Policy written"), after={"title": made.title}), actor=actor)
    return made


def _change(policy: Policy, values: dict[str, Any], actor: User, seen: int | None) -> None:
    if not rules.may_edit(actor, policy):
        raise NotAllowed
    rows = Policy.objects.filter(pk=policy.pk, state=PolicyState.DRAFT)
    rows = rows if seen is None else rows.filter(version=seen)
    search = policy_search_key(values["title"], values["content"])
    if rows.update(version=F("version") + 1, search=search, **values) != 1:
        raise Conflict
    before = {"title": policy.title}
    policy.refresh_from_db()
    event = journal.Event("edit", _("Policy changed"), before=before, after={"title": policy.title})
    journal.record(policy, event, actor=actor)
