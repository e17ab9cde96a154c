"""``read``: put together what the rules find in a letter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from directives.reader.addressees import addressees_of
from directives.reader.assignees import Named
from directives.reader.doubts import doubts
from directives.reader.drafts import Draft, share_year
from directives.reader.foot import Foot, foot_of
from directives.reader.found import Found
from directives.reader.header import Header, header_of
from directives.reader.opening import Opening, opening_of
from directives.reader.paragraphs import CELL, paragraphs
from directives.reader.references import Ref, references
from directives.reader.source import Source, source
from directives.reader.tasks import tasks_in

LONGEST = 400_000  # characters; a letter of 300 pages


@dataclass(frozen=True)
class Place:
    """Where a value stands in the text as given, and how sure its rule is (0 to 1)."""

    field: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True)
class Reference:
    """A document that the letter names."""

    kind: str
    number: str | None
    date: str | None
    issuer: str | None


@dataclass(frozen=True)
class Recurrence:
    """``every``: month, quarter, half_year, year, period; ``day`` and ``month`` as written."""

    every: str
    day: int | None
    month: int | None
    text: str


@dataclass(frozen=True)
class Task:
    """What somebody is to do; ``deadline`` is the named day as written, an ISO date, or ``None``.

    ``last_day``: where the letter names no day but a month, a quarter or a number of days ("trong tháng 9/2025"), the
    last day of that; ``deadline`` is then ``None``.
    """

    assignee: str | None
    summary: str
    deadline: str | None
    deadline_time: str | None
    deadline_kind: str | None
    deadline_text: str | None
    recurrence: Recurrence | None
    cooperating: tuple[str, ...] = ()
    round: str | None = None
    last_day: str | None = None


@dataclass(frozen=True)
class Round:
    """A round that the letter opens."""

    name: str
    deadline: str | None
    deadline_kind: str | None


@dataclass
class Reading:
    """All that was read; ``places`` say where from, ``warnings`` what a person should look at."""

    doc_type: str | None = None
    issuer: str | None = None
    number: str | None = None
    place: str | None = None
    date: str | None = None
    subject: str | None = None
    addressees: list[str] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signing_authority: str | None = None
    signer_title: str | None = None
    signer_name: str | None = None
    places: list[Place] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class _Reader:
    """One reading of one text."""

    def __init__(self, raw: str) -> None:
        self.src: Source = source(raw[:LONGEST])
        self.result = Reading()
        if len(raw) > LONGEST:
            self.result.warnings.append("Văn bản quá dài: chỉ đọc phần đầu.")

    def read(self) -> Reading:
        foot = foot_of(self.src)
        head = header_of(self.src, foot.start)
        opening = opening_of(self.src) if head.number is None and head.issuer is None else Opening()
        names, body_start = addressees_of(self.src, 0, foot.start)
        body_start = body_start if names else min(head.end, foot.start)
        self._head(head, opening, addressed=bool(names))
        self._many("addressees", self.result.addressees, names or opening.addressees)
        self._foot(foot)
        self._references(names[0].start if names else (head.end if head.is_official else 0), foot, opening)
        drafts = self._drafts(body_start, foot, names or opening.addressees)
        for draft in drafts:
            self._task(draft)
        self.result.warnings += doubts(self.result, head, drafts)
        return self.result

    def _mark(self, name: str, found: Found | None) -> str | None:
        if found is None:
            return None
        start, end = self.src.in_raw(found.start, found.end)
        self.result.places.append(Place(name, start, end, found.confidence))
        return found.value

    def _many(self, name: str, target: list[str], found: list[Found]) -> None:
        for item in found:
            self._mark(f"{name}[{len(target)}]", item)
            target.append(item.value)

    def _head(self, head: Header, opening: Opening, *, addressed: bool) -> None:
        result, ref = self.result, opening.reference
        if ref is not None:
            told = [(name, getattr(ref, name)) for name in ("number", "date", "issuer")]
            head.doc_type = head.doc_type or Found(ref.kind.lower(), ref.start, ref.end, 0.7)
            for name, value in told:
                if value is not None and getattr(head, name) is None:
                    setattr(head, name, Found(value, ref.start, ref.end, 0.75))
            head.subject = head.subject or opening.subject
        if head.doc_type is None and (addressed or head.number or (head.subject and head.is_official)):
            anchor = head.number or head.subject
            head.doc_type = Found("công văn", anchor.start if anchor else 0, anchor.end if anchor else 0, 0.85)
        for name in ("doc_type", "issuer", "number", "place", "date", "subject"):
            setattr(result, name, self._mark(name, getattr(head, name)))

    def _foot(self, foot: Foot) -> None:
        self._many("recipients", self.result.recipients, foot.recipients)
        self.result.signing_authority = self._mark("signing_authority", foot.authority)
        self.result.signer_title = self._mark("signer_title", foot.title)
        self.result.signer_name = self._mark("signer_name", foot.name)

    def _references(self, start: int, foot: Foot, opening: Opening) -> None:
        own = self.result.number
        found = references(self.src, start, foot.start, own)
        known = {ref.number for ref in found}
        found += [ref for ref in references(self.src, foot.end, len(self.src.text), own) if ref.number not in known]
        for ref in found:
            if opening.reference is not None and ref.number == opening.reference.number:
                continue
            self._reference(ref)

    def _reference(self, ref: Ref) -> None:
        name = f"references[{len(self.result.references)}]"
        self._mark(name, Found(ref.kind, ref.start, ref.end, ref.confidence))
        self.result.references.append(Reference(ref.kind, ref.number, ref.date, ref.issuer))

    def _drafts(self, start: int, foot: Foot, addressees: list[Found]) -> list[Draft]:
        fallback = None
        if addressees:
            value = "; ".join(item.value for item in addressees)
            fallback = Named(value, addressees[0].start, addressees[-1].end)
        telling = self.result.doc_type in ("báo cáo", "tờ trình", "biên bản", "giấy mời")
        drafts = tasks_in(self.src, paragraphs(self.src, start, foot.start), fallback, orders=not telling)
        if foot.end < len(self.src.text):
            annex = paragraphs(self.src, foot.end, len(self.src.text))
            drafts += [
                d for d in tasks_in(self.src, annex, fallback, orders=False) if d.term and d.term.confidence > 0.9
            ]
        share_year(drafts, self.result.date)
        return drafts

    def _task(self, draft: Draft) -> None:
        src, index = self.src, len(self.result.tasks)
        name = f"tasks[{index}]"
        self._mark(name, Found("", draft.start, draft.end, draft.confidence))
        if draft.assignee is not None:
            self._mark(f"{name}.assignee", Found("", draft.assignee.start, draft.assignee.end, draft.confidence))
        for other in draft.cooperating:
            self._mark(f"{name}.cooperating", Found("", other.start, other.end, 0.8))
        deadline, kind, time, text = self._deadline(draft, name)
        recurrence = self._recurrence(draft, name)
        round_name = src.value(*draft.round) if draft.round else None
        if recurrence is not None and draft.cycle is not None:
            kind, text = draft.cycle.kind, recurrence.text
        self.result.tasks.append(
            Task(
                assignee=draft.assignee.value if draft.assignee else None,
                summary=_said(src, draft),
                deadline=deadline,
                deadline_time=time,
                deadline_kind=kind,
                deadline_text=text,
                recurrence=recurrence,
                cooperating=tuple(other.value for other in draft.cooperating),
                round=round_name,
                last_day=_last_day(draft),
            )
        )
        if round_name and draft.round:
            self._round(draft, round_name, deadline, kind)

    def _round(self, draft: Draft, name: str, deadline: str | None, kind: str | None) -> None:
        rounds, place = self.result.rounds, draft.round or (0, 0)
        if any(one.name == name and one.deadline == deadline for one in rounds):
            return
        end = max(place[1], draft.term.end if draft.term else 0)
        self._mark(f"rounds[{len(rounds)}]", Found("", place[0], end, 0.9))
        rounds.append(Round(name[0].upper() + name[1:], deadline, kind))

    def _deadline(self, draft: Draft, name: str) -> tuple[str | None, str | None, str | None, str | None]:
        src, term = self.src, draft.term
        if term is None:
            if draft.vague is None:
                return None, None, None, None
            self._mark(f"{name}.deadline", Found("", *draft.vague, 0.4))
            text = src.value(*draft.vague)
            return None, "before" if re.match(r"trước", text.lower()) else "until", None, text
        start = term.text_start
        if draft.round and draft.round[0] < term.start and not CELL.search(src.text, draft.round[1], term.start):
            start = min(start, draft.round[0])
        self._mark(f"{name}.deadline", Found("", start, term.end, term.confidence))
        date = None if term.counted else term.day.date
        return date.isoformat() if date else None, term.kind, term.time, term.words or src.value(start, term.end)

    def _recurrence(self, draft: Draft, name: str) -> Recurrence | None:
        cycle = draft.cycle
        if cycle is None:
            return None
        self._mark(f"{name}.recurrence", Found("", cycle.start, cycle.end, 0.8))
        return Recurrence(cycle.every, cycle.day, cycle.month, self.src.value(cycle.start, cycle.end))


_LEADS = re.compile(
    r"(?:(?<!\w)(?:giao(?: nhiệm vụ)?(?: cho)?|đề nghị|yêu cầu|phân công|đối với|chỉ đạo|kiến nghị)\s+)+$"
)
_LINKS = re.compile(r"[\s,:.;–-]*(?:(?:có trách nhiệm|chịu trách nhiệm(?! trước| về)|có nhiệm vụ)\s*:?\s*)?")


def _after_assignee(src: Source, draft: Draft) -> int:
    """What is to be done begins behind the name of who does it, where the name stands first."""
    named = draft.assignee
    if named is None or not draft.text_start <= named.start < named.end < draft.end:
        return draft.text_start
    if draft.term is not None and draft.start <= draft.term.start < named.end:
        return draft.text_start
    if src.text[draft.text_start : named.start].strip() and not _LEADS.search(
        src.lower[draft.text_start : named.start]
    ):
        return draft.text_start
    links = _LINKS.match(src.lower, named.end, draft.end)
    return links.end() if links and draft.end - links.end() > 8 else draft.text_start


def _last_day(draft: Draft) -> str | None:
    date = draft.term.day.date if draft.term is not None and draft.term.counted else None
    return date.isoformat() if date else None


def _said(src: Source, draft: Draft) -> str:
    own = _summary(draft.words or src.value(_after_assignee(src, draft), draft.end))
    if draft.intro is None:
        return own
    what = re.split(r"(?<=[;.])\s+", _summary(src.value(*draft.intro)).rstrip(": "))[-1]
    what = what.capitalize() if what.isupper() else what
    return what if own.casefold() == what.casefold() else f"{what[:300]}: {own}"


def _summary(text: str) -> str:
    clean = re.sub(r"[\s./;]+$", "", text)[:2000]
    return clean[:1].upper() + clean[1:]


def read(text: str) -> Reading:
    """Read a letter. Never raises; the same text always gives the same reading."""
    return _Reader(text).read()
