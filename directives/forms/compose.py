"""All forms of a letter together: what they begin with, whether they are right, and the content they make."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.forms.utils import ErrorDict, ErrorList

from accounts.models import Office
from directives import selectors
from directives.body import SectionText, blocks_of
from directives.drafts import TaskDraft
from directives.enums import DocumentType
from directives.forms.annexes import AnnexFormSet, annexes_in
from directives.forms.initial import initial_of, sections_in
from directives.forms.letter import FootForm, HeadForm
from directives.forms.origins import Origin, base_of
from directives.forms.parts import DueKind, SectionFormSet, TaskFormSet
from directives.models import Document
from directives.rendering import OfficialDocument, Paragraph, Signature

ADD = "add"  # the button that asks for one more section or task
MISSING = "…"


@dataclass(frozen=True)
class Start:
    """In whose name a letter is written, by whom, and of what kind; decided before the first line and never changed."""

    office: Office
    drafting_office: Office
    type: str
    training: bool = False

    @classmethod
    def of(cls, document: Document) -> Start:
        """Return what a draft was begun with."""
        return cls(document.office, document.drafting_office, document.type, document.training)


class LetterForms:
    """Head, sections, tasks and foot of one letter; ``document`` is the draft that is changed, if any."""

    def __init__(
        self, data: Any = None, *, start: Start, document: Document | None = None, origin: Origin | None = None
    ) -> None:
        self.start = start
        self.document = document
        self.origin = origin
        stored = selectors.content_of(document) if document else base_of(origin, self._blank())
        self.content = stored if isinstance(stored, OfficialDocument) else None
        self.body_is_text = self.content is None or sections_in(self.content) is not None
        self.asks_for_more = data is not None and bool(data.get(ADD))
        bound = _with_one_more(data) if self.asks_for_more else data
        fresh = self._fresh() | (origin.initial if origin else {})
        initial = initial_of(document, self.content) if document and self.content else fresh
        lists = selectors.text_lists_of((start.office, start.drafting_office))
        kind = {"initial": initial, "document_type": start.type, "lists": lists}
        self.head = HeadForm(bound, prefix="head", **kind)
        # Posted parts are taken as they come: one that equals the stored one is still a part of the letter.
        rows = initial if bound is None else {}
        self.sections = SectionFormSet(bound, prefix="sections", initial=rows.get("sections"))
        # A page that was opened before there were annexes in the form says nothing about them.
        said = bound is None or document is None or "annexes-TOTAL_FORMS" in bound
        self.annexes_are_text = said and annexes_in(self.content) is not None
        self.annexes = AnnexFormSet(_counted(bound), prefix="annexes", initial=rows.get("annexes"))
        self.tasks = TaskFormSet(bound, prefix="tasks", initial=rows.get("tasks"))
        stacks = selectors.signature_stacks(start.office, start.type)
        self.foot = FootForm(bound, prefix="foot", stacks=stacks, **kind)
        if self.asks_for_more:
            self._keep_quiet()

    @property
    def parts(self) -> list[Any]:
        """The forms in the order of the page."""
        texts = [*([self.sections] if self.body_is_text else []), *([self.annexes] if self.annexes_are_text else [])]
        return [self.head, *texts, self.tasks, self.foot]

    def is_valid(self) -> bool:
        """Whether the letter can be saved; fills the errors of all parts."""
        return sum(part.is_valid() for part in self.parts) == len(self.parts)

    def official_document(self) -> OfficialDocument:
        """Return the letter as far as it is written; dots stand for what is missing. Ask ``is_valid`` first."""
        head, foot = self._read(self.head), self._read(self.foot)
        letter = self.start.type == DocumentType.CONG_VAN
        written: dict[str, Any] = {
            "abstract": head.get("abstract") or MISSING,
            "addressees": head.get("addressees") or ([MISSING] if letter else []),
            "legal_grounds": head.get("legal_grounds") or [],
            "proposal": head.get("proposal") or "",
            "urgency": head.get("urgency") or "",
            "body": self._body(),
            "recipients": foot.get("recipients") or [],
            "annexes": self._annexes(),
            "contact": foot.get("contact") or [],
            "drafter": foot.get("drafter") or "",
            "archive": f"VT, {foot['archive']}" if foot.get("archive") else "VT",
            "signature": Signature(foot.get("signature_lines") or [MISSING], name=foot.get("signer_name") or ""),
        }
        if self.start.type == DocumentType.BIEN_BAN:
            stored = self.content.second_signature if self.content else None
            lines = stored.authority_lines if stored else ["Thư ký"]
            written["second_signature"] = Signature(lines, name=foot.get("secretary_name") or "")
        return replace(self.content or self._blank(), **written)

    def task_drafts(self) -> list[TaskDraft]:
        """Return one task for each office in charge. Only for valid forms."""
        drafts = []
        for form in self.tasks.kept_forms():
            data = form.cleaned_data
            has_deadline = data["due_kind"] != DueKind.REGULAR
            drafts += [
                TaskDraft(
                    assignee=office,
                    summary=data["summary"],
                    section=data["section"],
                    due_at=form.due_at() if has_deadline else None,
                    due_text=form.due_text() if has_deadline else "",
                )
                for office in data["assignees"]
            ]
        return drafts

    def values(self) -> dict[str, Any]:
        """Return what ``services.create_document`` and ``update_document`` both take. Only for valid forms."""
        return {
            "content": self.official_document(),
            "abstract": self.head.cleaned_data["abstract"],
            "law": self.head.cleaned_data["law"],
            "sent_to": self.head.cleaned_data["sent_to"],
            "mail_to": self.head.cleaned_data["mail_to"],
            "tasks": self.task_drafts(),
        }

    def _read(self, form: Any) -> dict[str, Any]:
        return getattr(form, "cleaned_data", {})

    def _body(self) -> Any:
        if not self.body_is_text and self.content is not None:
            return self.content.body
        texts = [(f.cleaned_data.get("title", ""), f.cleaned_data.get("text", "")) for f in self.sections.kept_forms()]
        return blocks_of((SectionText(*text) for text in texts), self.start.type) or [Paragraph(MISSING)]

    def _annexes(self) -> Any:
        return self.annexes.annexes() if self.annexes_are_text or not self.content else self.content.annexes

    def _blank(self) -> OfficialDocument:
        """Return a document with nothing on it but the office's letterhead."""
        start, head = self.start, selectors.letterhead(self.start.office)
        return OfficialDocument(
            type=start.type,
            issuer=head.issuer,
            parent_issuer=head.parent_issuer,
            symbol=selectors.symbol_of(start.office, start.type, start.drafting_office),
            place=head.place,
            authority_line=selectors.authority_of(start.office) if start.type == DocumentType.QUYET_DINH else "",
            training=start.training,
            addressees=[MISSING],
            body=[],
            signature=Signature([MISSING]),
        )

    def _fresh(self) -> dict[str, Any]:
        """Return what a new letter begins with: the signature block of the issuing office, its drafting unit."""
        start = self.start
        minutes = start.type == DocumentType.BIEN_BAN
        block = ["Chủ tọa"] if minutes else selectors.signature_block(start.office, start.type).authority_lines
        unit = start.drafting_office.abbreviation if start.drafting_office != start.office else ""
        return {"signature_lines": "\n".join(block), "archive": unit, "contact": selectors.contact_of(start.office)}

    def _keep_quiet(self) -> None:
        """Show no errors yet: the person asked for room, not for a check."""
        for form in (self.head, self.foot, *self.sections.forms, *self.annexes.forms, *self.tasks.forms):
            form._errors = ErrorDict()
            form.cleaned_data = {}
        for formset in (self.sections, self.annexes, self.tasks):
            formset._errors = [{} for _form in formset.forms]
            formset._non_form_errors = ErrorList()


def _counted(data: Any) -> Any:
    """Return the posted values with a count of annexes, which a letter without any need not carry."""
    if data is None or "annexes-TOTAL_FORMS" in data:
        return data
    counted = data.copy()
    counted["annexes-TOTAL_FORMS"] = counted["annexes-INITIAL_FORMS"] = "0"
    return counted


def _with_one_more(data: Any) -> Any:
    """Return the posted values with one more empty section or task."""
    more = data.copy()
    name = f"{data[ADD]}-TOTAL_FORMS"
    if str(more.get(name, "0")).isdecimal():
        more[name] = str(int(more.get(name, "0")) + 1)
        more.setdefault(f"{data[ADD]}-INITIAL_FORMS", "0")
    return more
