"""The decision that issues a policy: drafted here, and what its way does to the policy."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import Conflict, NotAllowed
from activity.transitions import apply
from directives.enums import DocumentState
from directives.models import Document, Policy, policy_search_key
from directives.policies import rules
from directives.policies.decree import decision_content
from directives.policies.enums import POLICY_TRANSITIONS, PUBLISHED, PolicyAction, PolicyState
from directives.rules import issuers_above
from directives.services import create_document

PURPOSE = "directives.policy"


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
    policy = Policy.objects.filter(document=document).exclude(state__in=PUBLISHED).first()
    if policy is None or document.state != DocumentState.VOIDED:
        return
    Policy.objects.filter(pk=policy.pk, document=document).update(document=None, version=F("version") + 1)
    event = journal.Event("decision_voided", _("Decision on the policy voided"), after={"document": document.pk})
    journal.record(policy, event, actor=actor)
