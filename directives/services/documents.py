"""Writing documents while they are drafts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from directives import rules
from directives.drafts import TaskDraft
from directives.enums import SERIES_OF_TYPE, UNNUMBERED, DocumentState, DocumentType, Register
from directives.models import Document, document_search_key
from directives.rendering import Certificate, OfficialDocument
from directives.services.once import create_once
from directives.services.tasks import write_tasks
from rubrics.models import Decision

Content = OfficialDocument | Certificate


@transaction.atomic
def create_document(
    *,
    office: Office,
    type: str,  # noqa: A002 -- the word of the decree for it
    abstract: str,
    content: Content,
    created_by: User,
    drafting_office: Office | None = None,
    purpose: str = "",
    subject: str = "",
    attached_to: Document | None = None,
    series: str = "",
    symbol: str = "",
    law: Decision | None = None,
    training: bool = False,
    tasks: Sequence[TaskDraft] = (),
    sent_to: Iterable[Office] = (),
    mail_to: Sequence[str] = (),
    relation: str = "",
    relates_to: Document | None = None,
    key: UUID | None = None,
) -> Document:
    """Create a draft.

    Args:
        office: in whose name it is issued; the drafting office or one above it.
        content: without number, date and signer's name; these are set at approval. A certificate needs the fields of
            its decision too; give what is known, approval writes the decision's own.
        purpose: key of ``directives.hooks``.
        subject: stream of the object that it is about.
        attached_to: the decision that a certificate hangs on and whose way it goes.
        series: register of its own (a council's); by default the register of its type.
        mail_to: e-mail addresses that get a link when it is issued.
        relation: "replaces" or "corrects", with ``relates_to``: the issued document that this one mends.
        key: of the form; the same form sent twice makes one draft.
        symbol: of a certificate, by default ``GCN-<office>``; a document's symbol stands in its content.

    Raises:
        NotAllowed: the person may not write for this office.
        Conflict: the form has made a draft already.
        Refused: content, type and training do not fit together, or the decision is no draft any more.
    """
    drafting_office = drafting_office or office
    if not rules.may_draft_for(created_by, office, drafting_office):
        raise NotAllowed
    _check_fit(type, content, training)
    if relates_to is not None and not rules.may_mend(created_by, relates_to):
        raise NotAllowed
    if attached_to is not None and attached_to.state not in UNNUMBERED:
        raise Refused(_("Nothing can be attached to a document that is approved already."))
    document = create_once(
        Document,
        key=key,
        said=_("This letter is saved already."),
        office=office,
        drafting_office=drafting_office,
        type=type,
        abstract=abstract,
        content=content.to_dict(),
        purpose=purpose,
        subject=subject,
        attached_to=attached_to,
        series=Register.TRAINING if training else series or SERIES_OF_TYPE.get(DocumentType(type), Register.LETTERS),
        symbol=getattr(content, "symbol", "") or symbol or f"GCN-{office.abbreviation}",
        law=law,
        training=training,
        mail_to=list(mail_to),
        relation=relation if relates_to else "",
        relates_to=relates_to,
        created_by=created_by,
    )
    document.sent_to.set(sent_to)
    write_tasks(document, tasks)
    after = {"type": type, "abstract": abstract, "office": office.name, "tasks": len(tasks)}
    journal.record(document, journal.Event("create", _("Draft written"), after=after), actor=created_by)
    return document


@transaction.atomic
def update_document(
    *,
    document: Document,
    content: Content,
    abstract: str,
    actor: User,
    version: int,
    tasks: Sequence[TaskDraft] | None = None,
    sent_to: Iterable[Office] | None = None,
    mail_to: Sequence[str] | None = None,
    law: Decision | None = None,
) -> Document:
    """Change a draft. ``version`` is the one that the person has seen; ``tasks`` and ``sent_to`` stay where ``None``.

    Raises:
        NotAllowed: the person does not write for the drafting office.
        Conflict: somebody else has changed or moved the draft meanwhile.
        Refused: content, type and training do not fit together.
    """
    if not rules.may_edit(actor, document):
        raise NotAllowed
    _check_fit(document.type, content, document.training)
    symbol = getattr(content, "symbol", "") or document.symbol
    before = {"abstract": document.abstract}
    changes: dict[str, Any] = {
        "content": content.to_dict(),
        "abstract": abstract,
        "symbol": symbol,
        "law": law,
        "search": document_search_key(abstract, symbol),
    }
    if mail_to is not None:
        changes["mail_to"] = list(mail_to)
    rows = Document.objects.filter(pk=document.pk, state=DocumentState.DRAFT, version=version)
    if rows.update(version=F("version") + 1, **changes) != 1:
        raise Conflict
    document.refresh_from_db()
    if sent_to is not None:
        document.sent_to.set(sent_to)
    if tasks is not None:
        document.tasks.all().delete()
        write_tasks(document, tasks)
    event = journal.Event("edit", _("Draft changed"), before=before, after={"abstract": abstract})
    journal.record(document, event, actor=actor)
    return document


def _check_fit(document_type: str, content: Content, training: bool) -> None:  # noqa: FBT001 -- private
    """Refuse a content of another type or kind than the document's."""
    kind = content.type.value if isinstance(content, OfficialDocument) else DocumentType.GIAY_CHUNG_NHAN.value
    if kind != document_type:
        raise Refused(_("The content is of another type than the document."))
    if content.training != training:
        raise Refused(_("Training must be marked on the document and in its content."))
