"""Letters of the stories: written, checked, approved, made and issued by the people whose work it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Office
from activity import jobs
from demo.people import who
from directives import services
from directives.drafts import TaskDraft
from directives.models import Document
from directives.rendering import OfficialDocument, Signature, symbol_for
from directives.selectors import following_job
from foundation import clock
from rubrics.models import Decision


@dataclass(frozen=True)
class Desk:
    """An office that issues, the one that drafts for it, and the people at their desks."""

    office: Office
    drafting: Office
    author: str
    head: str
    clerk: str
    leader: str
    authority: Sequence[str] = ("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch")


@dataclass(frozen=True)
class Letter:
    """What a document of a story says."""

    type: str
    abstract: str
    body: Sequence[Any]
    addressees: Sequence[str] = ()
    grounds: Sequence[str] = ()
    authority_line: str = ""
    proposal: str = ""
    recipients: Sequence[str] = ()
    tasks: Sequence[TaskDraft] = ()
    sent_to: Sequence[Office] = ()
    training: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def content_of(desk: Desk, letter: Letter) -> OfficialDocument:
    """Return the letter in the form of the renderer."""
    unit = desk.office.unit
    return OfficialDocument(
        type=letter.type,
        issuer=["Ủy ban nhân dân", unit.name],
        symbol=symbol_for(letter.type, desk.office.abbreviation, desk.drafting.abbreviation),
        place=desk.office.seat,
        abstract=letter.abstract,
        addressees=letter.addressees,
        legal_grounds=letter.grounds,
        authority_line=letter.authority_line,
        proposal=letter.proposal,
        body=letter.body,
        signature=Signature(desk.authority),
        recipients=letter.recipients,
        archive=f"VT, {desk.drafting.abbreviation}",
        training=letter.training,
        **letter.extra,
    )


def write(desk: Desk, letter: Letter, *, law: Decision | None = None) -> Document:
    """Write the draft."""
    return services.create_document(
        office=desk.office,
        drafting_office=desk.drafting,
        type=letter.type,
        abstract=letter.abstract,
        content=content_of(desk, letter),
        created_by=who(desk.author),
        law=law,
        training=letter.training,
        tasks=letter.tasks,
        sent_to=letter.sent_to,
    )


def send(desk: Desk, document: Document, *, to: str = "issue") -> Document:
    """Take a draft along its way: checked, form checked, approved with number and date, made, issued.

    ``to`` names the last step taken: check, form_check, approve or issue.
    """
    steps = [("submit", desk.author), ("check", desk.head), ("form_check", desk.clerk), ("approve", desk.leader)]
    for minutes, (action, person) in enumerate(steps, start=1):
        with clock.frozen(clock.now() + timedelta(minutes=20 * minutes)):
            document = services.act(document=document, action=action, actor=who(person))
            if following_job(document) is not None:
                jobs.run_waiting()  # many papers hang on it and follow by a job
        if action == to:
            return document
    with clock.frozen(clock.now() + timedelta(minutes=120)):
        jobs.run_waiting()
        document.refresh_from_db()
        return services.act(document=document, action="issue", actor=who(desk.clerk))


def issue(desk: Desk, letter: Letter, moment: datetime, *, law: Decision | None = None) -> Document:
    """Write a letter at a moment and issue it the same day."""
    with clock.frozen(moment):
        return send(desk, write(desk, letter, law=law))
