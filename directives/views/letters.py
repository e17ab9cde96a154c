"""Writing letters: list, page, draft, preview, file."""

from __future__ import annotations

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts.models import Office
from activity import jobs
from activity.enums import JobState
from activity.web import acting
from directives import hooks, rules, selectors, services
from directives.enums import DocumentAction, DocumentState, DocumentType
from directives.forms import DocumentFilter, LetterForms, Start, StartForm
from directives.models import Document
from directives.rendering import PREVIEW_STYLESHEETS, Certificate, docx_bytes
from directives.rendering.word import DOCX
from directives.views.facts import signing_facts
from directives.views.origins import origin_of
from directives.views.sheets import article_being_written, article_of
from foundation import files
from foundation.components import TimelineItem
from foundation.paging import keyset_page
from foundation.text import slug


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """The letters that the person may see, newest first."""
    form = DocumentFilter(request.GET)
    waiting = selectors.documents_waiting_for(request.user)
    rows = form.narrow(selectors.documents_visible_to(request.user), waiting)
    page = keyset_page(rows, request, order=("-pk",))
    context = {
        "page": page,
        "form": form,
        "may_draft": rules.may_draft(request.user),
        "has_register": selectors.register_offices(request.user).exists(),
        "waiting_count": waiting.count(),
        "signs": rules.signs_documents(request.user),
    }
    return render(request, "directives/list.html", context)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: where it stands, what is to be done next, its tasks, its file, its history."""
    document = get_object_or_404(selectors.documents_visible_to(request.user), pk=pk)
    attached = list(selectors.documents_visible_to(request.user).filter(attached_to=document))
    signatures = list(selectors.signatures_of(document))
    behind = selectors.following_job(document) if attached else None
    making = any(row.is_being_made for row in (document, *attached)) or selectors.is_being_signed(document, signatures)
    making = making or behind is not None
    inside = rules.is_inside(request.user, document)
    if request.htmx and not making:  # type: ignore[attr-defined]
        return HttpResponseClientRefresh()  # state and buttons have changed with the file: the whole page is new
    if document.issued_at and not inside:
        services.note_opening(document=document, user=request.user)
    actions = selectors.actions_for(request.user, document)
    if making:
        actions.pop(DocumentAction.ISSUE, None)
    if behind is not None:
        stuck = behind.state == JobState.FAILED
        actions = {name: step for name, step in actions.items() if stuck and name == DocumentAction.VOID}
    context = {
        "document": document,
        "training": document.training,
        "inside": inside,
        "actions": actions,
        "may_edit": document.state == DocumentState.DRAFT
        and not document.is_certificate
        and rules.may_edit(request.user, document),
        "tasks": selectors.tasks_of_document(request.user, document),
        "attached": attached,
        "sent_to": document.sent_to.select_related("unit"),
        "history": _history(document) if inside else [],
        "returned": selectors.returned_with(document) if inside else None,
        "numbers": selectors.numbers_for(request.user, document) if inside else (),
        "deliveries": selectors.deliveries_of(document) if inside and document.issued_at else (),
        "may_publish": rules.may_publish(request.user, document),
        "may_mend": rules.may_mend(request.user, document),
        "may_copy": inside and not document.is_certificate and rules.may_draft(request.user),
        "mended_by": selectors.documents_visible_to(request.user).filter(relates_to=document),
        "mends": selectors.documents_visible_to(request.user).filter(pk=document.relates_to_id).first(),
        "signing": signing_facts(request.user, document, signatures) if inside else None,
        "follow_ups": hooks.follow_ups_for(request.user, document) if document.issued_at else [],
        "making_failed": document.is_being_made and selectors.making_failed(document),
        "may_retry": rules.may_retry(request.user, document),
        "making": making,
        "following": behind,
        "following_failed": behind is not None and behind.state == JobState.FAILED,
        "worker_alive": not making or jobs.worker_alive(),
    }
    return render(request, "directives/detail.html", context)


def _history(document: Document) -> list[TimelineItem]:
    return [
        TimelineItem(entry.at, entry.label, who=entry.actor_name, office=entry.office_name, text=entry.reason)
        for entry in selectors.journal_of(document)
    ]


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Write a new letter: first in whose name and of what kind, then the letter itself."""
    pairs = selectors.offices_to_issue_for(request.user)
    if not pairs:
        raise PermissionDenied
    form, start = _start(request, pairs)
    if start is None:
        return render(request, "directives/start.html", {"form": form})
    key = selectors.form_key(request.POST.get("key", ""))
    if request.method == "POST" and (done := selectors.made_with(Document, request.user, key)):
        return redirect("directives:detail", done.pk)
    origin = origin_of(request, start)
    letter = LetterForms(request.POST if request.method == "POST" else None, start=start, origin=origin)
    if request.method == "POST" and not letter.asks_for_more and letter.is_valid():
        with acting(request, _("The draft is saved.")) as outcome:
            document = services.create_document(
                office=start.office,
                drafting_office=start.drafting_office,
                type=start.type,
                training=start.training,
                created_by=request.user,
                key=key,
                relation=origin.relation if origin else "",
                relates_to=origin.relates_to if origin else None,
                **letter.values(),
            )
        if made := document if outcome.ok else selectors.made_with(Document, request.user, key):
            return redirect("directives:detail", made.pk)
    return _form_page(request, letter, back=reverse("directives:list"), key=str(key or uuid4()))


def _start(request: HttpRequest, pairs: list[tuple[Office, Office]]) -> tuple[StartForm, Start | None]:
    """Read from the address in whose name and of what kind the letter is; nothing while it does not say."""
    offices = [issuing for issuing, _own in pairs]
    form = StartForm(request.GET if "type" in request.GET else None, offices=offices)
    if not form.is_valid():
        return form, None
    data = form.cleaned_data
    own = next(own for issuing, own in pairs if issuing == data["office"])
    return form, Start(data["office"], own, data["type"], data["training"])


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    document = _editable(request, pk)
    if document.state != DocumentState.DRAFT:
        return redirect("directives:detail", pk)
    data = request.POST if request.method == "POST" else None
    letter = LetterForms(data, start=Start.of(document), document=document)
    if request.method == "POST" and not letter.asks_for_more and letter.is_valid():
        with acting(request, _("The draft is saved.")) as outcome:
            version = _version(request)
            services.update_document(document=document, actor=request.user, version=version, **letter.values())
        if outcome.ok:
            return redirect("directives:detail", pk)
    return _form_page(request, letter, back=reverse("directives:detail", args=[pk]))


def _editable(request: HttpRequest, pk: int) -> Document:
    document: Document = get_object_or_404(selectors.documents_visible_to(request.user), pk=pk)
    if document.is_certificate or not rules.may_edit(request.user, document):
        raise PermissionDenied
    return document


def _form_page(request: HttpRequest, letter: LetterForms, *, back: str, key: str = "") -> HttpResponse:
    document = letter.document
    query = request.GET.urlencode()
    context = {
        "letter": letter,
        "back": back,
        "key": key,
        "version": _version(request) if request.method == "POST" else document.version if document else 0,
        "kind": DocumentType(letter.start.type).label,
        "preview_url": reverse("directives:preview_edit", args=[document.pk])
        if document
        else f"{reverse('directives:preview_form')}?{query}",
        "stylesheets": PREVIEW_STYLESHEETS,
        "training": letter.start.training,
    }
    return render(request, "directives/form.html", context)


def _version(request: HttpRequest) -> int:
    """Return the version that the form was made from; one that nobody has where it was bent."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


@require_POST
def preview_form(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The letter as it is being typed, for the panel beside the form."""
    document = _editable(request, pk) if pk else None
    start = Start.of(document) if document else _start(request, selectors.offices_to_issue_for(request.user))[1]
    if start is None:
        raise PermissionDenied
    origin = None if document else origin_of(request, start)
    letter = LetterForms(request.POST, start=start, document=document, origin=origin)
    return render(request, "directives/_preview.html", {"article": article_being_written(letter)})


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as it stands, on the same template as the PDF."""
    document = get_object_or_404(selectors.documents_visible_to(request.user), pk=pk)
    if document.is_certificate:
        return redirect("directives:detail", pk)
    context = {
        "document": document,
        "training": document.training,
        "article": article_of(document),
        "stylesheets": PREVIEW_STYLESHEETS,
    }
    services.note_reading(document=document, user=request.user)
    return render(request, "directives/preview.html", context)


@require_GET
def pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The stored file with its signatures. Before its issue only those inside the house get it."""
    document: Document = get_object_or_404(selectors.documents_visible_to(request.user), pk=pk)
    held = selectors.current_file(document)
    if held is None:
        raise Http404
    return files.serve(held)


@require_GET
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as a file for Word, with the same text and structure; for those inside the house."""
    document = get_object_or_404(selectors.documents_visible_to(request.user), pk=pk)
    content = selectors.content_of(document)
    if isinstance(content, Certificate) or not rules.is_inside(request.user, document):
        raise Http404
    response = HttpResponse(docx_bytes(content), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{slug(document.abstract)[:80] or "van-ban"}.docx"'
    return response
