"""What the page of a document says about its signatures."""

from __future__ import annotations

from typing import Any

from directives import rules, selectors
from directives.enums import DocumentState, SignatureRole, SignatureState, SigningWay
from directives.models import Document, DocumentSignature


def signing_facts(user: Any, document: Document, signatures: list[DocumentSignature]) -> dict[str, Any] | None:
    """Return the signatures that are there and what the person may do about missing ones; None for neither."""
    ready = document.state in (DocumentState.RENDERED, DocumentState.SIGNED)
    missing = selectors.missing_signatures(document) if ready else []
    if not signatures and not missing:
        return None
    clerk, leader = rules.may_issue(user, document), rules.may_approve(user, document)
    asked = {row.role for row in signatures}
    way = selectors.letter_settings(document.office_id).signing
    office_next = SignatureRole.OFFICE in missing and SignatureRole.OFFICE not in asked and not document.attached_to_id
    return {
        "rows": signatures,
        "missing": [SignatureRole(role).label for role in missing],
        "may_sign_for_office": clerk
        and office_next
        and document.state == DocumentState.SIGNED
        and selectors.has_key(office=document.office),
        "may_upload": ready and way == SigningWay.DIGITAL and bool(missing) and (clerk or leader),
        "may_scan": clerk and SignatureRole.SCAN in missing,
        "failed": SignatureState.FAILED,
    }
