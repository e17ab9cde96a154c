"""Making the PDF: by a job, once, never inside a request or a transaction (DESIGN §4.7)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import jobs, journal
from activity.errors import Conflict, NotAllowed
from activity.models import Job
from activity.transitions import apply
from directives import hooks, rules, selectors
from directives.enums import TRANSITIONS, DocumentAction, DocumentState
from directives.models import Document
from directives.rendering import TEMPLATE_VERSION, AddressRefused, Certificate, Rendering, render, render_certificate
from directives.services.signing import enqueue_waiting
from foundation import files
from foundation.models import StoredFile
from foundation.text import slug

PDF = "application/pdf"


@jobs.handler(selectors.RENDER)
def run_job(job: Job, progress: jobs.Progress) -> None:
    """Make the PDF that the job asks for."""
    render_document(document_id=job.payload["document"])
    progress(1, 1)


def render_document(*, document_id: int) -> bool:
    """Make and store the PDF of an approved document; return whether this call did it.

    Safe to run twice and at the same time: the bytes are made outside any transaction; file row and state are written
    together, and only the first to come moves the document.
    """
    document = Document.objects.select_related("office").get(pk=document_id)
    if document.state != DocumentState.APPROVED:
        return False
    try:
        rendering = rendering_of(document)
    except AddressRefused as refused:
        note_refused_address(document, refused.address)
        raise
    stored: StoredFile | None = None
    try:
        with transaction.atomic():
            stored = files.store(name=_file_name(document), content_type=PDF, content=rendering.pdf)
            facts = {"pdf_sha256": stored.sha256, "template_version": TEMPLATE_VERSION}
            places = {name: [p.page, p.left, p.bottom, p.right, p.top] for name, p in rendering.places.items()}
            changes = {"pdf": stored, "places": places, **facts}
            apply(TRANSITIONS, DocumentAction.RENDER, document, actor=None, changes=changes, facts=facts)
            if after := hooks.hook_for(document.purpose).on_rendered:
                after(document)
            enqueue_waiting(document)
    except Exception as error:
        if stored is not None:
            stored.file.delete(save=False)  # the transaction took the row back; these bytes belong to nobody
        if isinstance(error, Conflict):
            return False  # another worker was first, or the document was voided
        raise
    return True


def note_refused_address(document: Document, address: str) -> None:
    """Write into the document's journal that making its PDF asked for something outside; once for each address."""
    after = {"address": address}
    known = selectors.journal_of(document).filter(action="refuse_address", after=journal.written(after))
    if not known.exists():
        label = _("Address outside of the portal refused; no PDF was made")
        journal.record(document, journal.Event("refuse_address", label, after=after), actor=None)


def pdf_of(document: Document) -> bytes:
    """Return the PDF of a document as it stands, without storing it. Raises ``rendering.RenderingError``."""
    return rendering_of(document).pdf


def rendering_of(document: Document) -> Rendering:
    """Return the PDF of a document with the places of its signatures. Raises ``rendering.RenderingError``."""
    content = selectors.content_of(document)
    return render_certificate(content) if isinstance(content, Certificate) else render(content)


def order_rendering(document: Document, actor: User | None) -> None:
    """Order the job that makes the PDF of a document; a failed one is tried again."""
    jobs.enqueue(
        selectors.RENDER,
        key=selectors.rendering_key(document),
        payload={"document": document.pk},
        requested_by=actor,
    )


@transaction.atomic
def retry_rendering(*, document: Document, actor: User) -> None:
    """Order the PDF again after it has failed; number and date stay."""
    if not rules.may_retry(actor, document):
        raise NotAllowed
    order_rendering(document, actor)


def _file_name(document: Document) -> str:
    return f"{slug(f'{document.full_number} {document.abstract}')}.pdf"
