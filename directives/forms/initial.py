"""What the forms of a draft begin with: its stored content, turned back into what was typed."""

from __future__ import annotations

from typing import Any

from directives import selectors
from directives.body import SectionText, sections_of
from directives.drafts import TaskDraft
from directives.forms.annexes import annexes_in
from directives.forms.parts import DueKind
from directives.models import Document
from directives.rendering import OfficialDocument
from foundation import calendar, clock


def sections_in(content: OfficialDocument) -> list[SectionText] | None:
    """Return the sections of a body; ``None`` where it holds more than text can say, such as tables."""
    return sections_of(content.body, content.type)


def initial_of(document: Document, content: OfficialDocument) -> dict[str, Any]:
    """Return the initial values of head, sections, tasks and foot."""
    second = content.second_signature
    return {
        "law": document.law_id,
        "mail_to": "\n".join(document.mail_to),
        "urgency": content.urgency.value,
        "abstract": content.abstract,
        "addressees": "\n".join(content.addressees),
        "sent_to": [office.pk for office in document.sent_to.all()],
        "legal_grounds": "\n".join(content.legal_grounds),
        "proposal": content.proposal,
        "signature_lines": "\n".join(content.signature.authority_lines),
        "signer_name": content.signature.name,
        "secretary_name": second.name if second else "",
        "recipients": "\n".join(content.recipients),
        "contact": "\n".join(content.contact),
        "drafter": content.drafter,
        "annexes": annexes_in(content) or [],
        "archive": content.archive.removeprefix("VT").removeprefix(", "),
        "sections": [{"title": s.title, "text": s.text} for s in sections_in(content) or []],
        "tasks": _tasks(document),
    }


def _tasks(document: Document) -> list[dict[str, Any]]:
    """Return one form for the tasks that differ only in their office."""
    together: dict[tuple[Any, ...], dict[str, Any]] = {}
    for draft in selectors.task_drafts_of(document):
        key = (draft.section, draft.summary, draft.due_at, draft.due_text)
        fresh = {"section": draft.section, "summary": draft.summary, "assignees": []} | _deadline(draft)
        together.setdefault(key, fresh)["assignees"].append(draft.assignee.pk)
    return list(together.values())


def _deadline(draft: TaskDraft) -> dict[str, Any]:
    if draft.due_at is None:
        return {"due_kind": DueKind.REGULAR}
    moment = clock.local(draft.due_at)
    if draft.due_text.startswith("đến hết"):
        return {"due_kind": DueKind.UNTIL, "due_on": calendar.last_day(draft.due_at)}
    if moment.hour == moment.minute == 0:
        return {"due_kind": DueKind.BEFORE, "due_on": moment.date()}
    return {"due_kind": DueKind.MOMENT, "due_on": moment.date(), "due_time": moment.time()}
