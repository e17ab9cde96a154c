"""The only code that changes support policies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Office, Unit, User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.transitions import apply
from directives.enums import DocumentState
from directives.models import Document, Policy, PolicyBeneficiary, PolicyBudgetLine, policy_search_key
from directives.policies import rules
from directives.policies.decree import decision_content
from directives.policies.enums import POLICY_TRANSITIONS, PolicyAction, PolicyState
from directives.rules import issuers_above
from directives.services import create_document
from foundation import clock

PURPOSE = "directives.policy"


@dataclass(frozen=True)
class Money:
    """What one source gives in one year; ``amount`` in whole đồng."""

    source: str
    year: int
    amount: int


@dataclass(frozen=True)
class Served:
    """Whom a policy serves."""

    kind: str
    unit: Unit | None = None
    name: str = ""
    count: int | None = None


@dataclass(frozen=True)
class PolicyText:
    """What a policy says."""

    title: str
    content: str
    legal_grounds: str = ""
    ground_document: Document | None = None
    budget: Sequence[Money] = field(default_factory=tuple)
    beneficiaries: Sequence[Served] = field(default_factory=tuple)


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
    try:
        with transaction.atomic():
            made = Policy.objects.create(
                office=office, deciding_office=office.parent or office, key=key, created_by=actor, **values
            )
    except IntegrityError as error:
        if key is None:
            raise
        raise Conflict(_("This policy is saved already.")) from error
    journal.record(made, journal.Event("create", _("Policy written"), after={"title": made.title}), actor=actor)
    return made


def _change(policy: Policy, values: dict[str, Any], actor: User, seen: int | None) -> None:
    if not rules.may_edit(actor, policy):
        raise NotAllowed
    rows = Policy.objects.filter(pk=policy.pk, state=PolicyState.DRAFT)
    rows = rows if seen is None else rows.filter(version=seen)
    search = policy_search_key(values["title"], values["content"])
    if rows.update(version=F("version") + 1, search=search, **values) != 1:
        raise Conflict(_("This was changed meanwhile by somebody else. Look at it again before you go on."))
    before = {"title": policy.title}
    policy.refresh_from_db()
    event = journal.Event("edit", _("Policy changed"), before=before, after={"title": policy.title})
    journal.record(policy, event, actor=actor)


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
    changes = {"ended_on": clock.today()}
    return apply(POLICY_TRANSITIONS, PolicyAction.END, policy, actor=actor, reason=reason, changes=changes)


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
    if not number.strip() or not issuer.strip():
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
    facts = {"number": number, "issuer": issuer, "day": issued_on}
    return apply(POLICY_TRANSITIONS, PolicyAction.ISSUE, policy, actor=actor, changes=changes, facts=facts)


@transaction.atomic
def draft_decision(*, policy: Policy, issuing: Office, actor: User) -> Document:
    """Draft the decision that issues a policy; its issue moves the policy, its voiding sets it free.

    Raises:
        NotAllowed: the person does not prepare the policy, it is not proposed, or may not write for the office.
        Conflict: a document is on its way already.
    """
    if not rules.may_draft_decision(actor, policy) or issuing not in issuers_above(policy.office):
        raise NotAllowed
    content = decision_content(policy, issuing=issuing)
    document = create_document(
        office=issuing,
        drafting_office=policy.office,
        type=content.type,
        abstract=content.abstract,
        content=content,
        created_by=actor,
        purpose=PURPOSE,
        subject=policy.stream,
    )
    rows = Policy.objects.filter(pk=policy.pk, state=PolicyState.PROPOSED, document=None)
    if rows.update(document=document, version=F("version") + 1) != 1:
        raise Conflict(_("This was changed meanwhile by somebody else. Look at it again before you go on."))
    policy.refresh_from_db()
    event = journal.Event("draft_decision", _("Decision on the policy drafted"), after={"document": document.pk})
    journal.record(policy, event, actor=actor)
    return document


# -- What the document's way does to the policy (directives.hooks) ---------------------------------------------------
def decision_issued(document: Document, _actor: Any) -> None:
    """The decision is issued: the policy is in force from its date on."""
    policy = Policy.objects.select_related("office", "deciding_office").get(document=document)
    changes = {
        "issued_number": document.full_number,
        "issuer_name": document.office.name,
        "issued_on": document.dated,
        "valid_from": document.dated,
        "search": policy_search_key(policy.title, policy.content, document.full_number),
    }
    facts = {"number": document.full_number, "document": document.pk}
    apply(POLICY_TRANSITIONS, PolicyAction.FOLLOW, policy, actor=None, changes=changes, facts=facts)


def decision_voided(document: Document, actor: Any) -> None:
    """The decision will never be issued: another one can be drafted."""
    policy = Policy.objects.filter(document=document, state=PolicyState.PROPOSED).first()
    if policy is None or document.state != DocumentState.VOIDED:
        return
    Policy.objects.filter(pk=policy.pk, document=document).update(document=None, version=F("version") + 1)
    event = journal.Event("decision_voided", _("Decision on the policy voided"), after={"document": document.pk})
    journal.record(policy, event, actor=actor)
