"""Who is told to do what: orders under headings that name somebody, orders that name somebody inline, and deadlines.

A walk over the paragraphs keeps who is addressed: headings by their level, sentences such as "UBND huyện yêu cầu
UBND các xã …:" for all that follows. A paragraph with a deadline always gives a task; one without only where
somebody is named.
"""

from __future__ import annotations

import re
from dataclasses import replace

from directives.reader.assignees import Named, heading_assignee, inline_assignee
from directives.reader.counted import counted_in
from directives.reader.deadlines import VAGUE, Term, terms_in
from directives.reader.drafts import Draft, copied, is_bare
from directives.reader.heading_terms import enter_term
from directives.reader.lines import is_capital
from directives.reader.paragraphs import NO_MARK, ROUND, Paragraph, is_row
from directives.reader.recurrence import cycles_in
from directives.reader.rounds import round_of
from directives.reader.source import Source
from directives.reader.tables import table_drafts
from directives.reader.walk import Walk
from directives.reader.words import THING, VERB
from directives.reader.writing import write

_CLOSING = re.compile(
    r"(?:nhan duoc|trong qua trinh|trong truong hop|truong hop (?:co )?(?:vuong|kho)|yeu cau (?:cac|thu truong"
    r"|uy ban|ubnd|giam doc)[^.]{0,150}"
    r"(?:trien khai(?:,)? (?:thuc hien|nghiem)|nghiem tuc|thuc hien|biet)|de nghi [^.]{0,120}(?:quan tam"
    r"|trien khai|phoi hop)[^.]{0,80}\./|tren day la|"
    r"can cu |quyet dinh nay|ke hoach nay|thong bao nay|(?:uy ban nhan dan|ubnd|phong|so"
    r"|van phong)[^.]{2,80}(?:thong bao|bao cao|kinh bao|tran trong)|"
    r"tran trong|rat mong|kinh (?:mong|de nghi|trinh)|moi (?:vuong mac|chi tiet|thong tin)|chi tiet lien he)"
)
_GENERAL = re.compile(
    r"(?:nghiêm túc|quan tâm|triển khai|thực hiện|phối hợp|biết|căn cứ|phản ánh|kịp thời (?:phản|báo)|liên hệ"
    r"|tổ chức (?:triển|thực)|"
    r"khẩn trương (?:triển|thực)|chỉ đạo(?:,)? (?:triển|thực)|xem xét|theo dõi)"
)
_CLOSING_TASK = re.compile(
    r"(?:chịu trách nhiệm (?:thi hành|thực hiện)|căn cứ quyết định thi hành|có hiệu lực|bãi bỏ|thay thế)"
)
_SUSPEND = re.compile(
    r"(?:thoi gian|lich|dia diem|thoi han|kinh phi|nguon|muc dich|muc tieu|yeu cau|can cu|noi dung|ket qua|tinh hinh"
    r"|ton tai|han che|"
    r"nguyen nhan|thuan loi|kho khan|thanh phan|doi tuong|pham vi|quan diem|danh gia chung|uu diem|bai hoc"
    r"|chu tri|thu ky|"
    r"phuong huong|so luong|ho so|dieu kien|chi tieu|giai phap|hinh thuc|chuong trinh)\b"
)
_ORGANISE = re.compile(
    r"(?:to chuc thuc hien|phan cong|trach nhiem|nhiem vu|giao nhiem vu|de xuat|kien nghi|trien khai)"
)
_ORDER = re.compile(
    r"(?<!\w)(?:yêu cầu|đề nghị|giao|giao cho|chỉ đạo|thông báo tới|thông báo đến|đề xuất|kiến nghị|phân công|mời)\s+"
)
_INTRO = re.compile(
    r"(?:như sau|sau đây|nội dung sau|nhiệm vụ sau|một số nội dung|cụ thể|việc sau)[^.]{0,30}:\s*$|:\s*$"
)
_LISTING = re.compile(r"(?<!\w)gồm(?: có)?[^.:]{0,20}:\s*$")
_LABEL = re.compile(r"[^.;:]{0,60}:\s+")
_ABOUT = re.compile(
    r"(?:riêng\s+)?(?:đối\s+với|với)\s[^.;:]{5,220}?,\s+(?:đề\s+nghị\s+|yêu\s+cầu\s+)?"
)  # "Đối với …, chỉ đạo …"
_FOR_OTHERS = re.compile(r"(?:hướng dẫn|tuyên truyền|vận động|phổ biến|hỗ trợ)\s")  # that others register, not when
_WORD = re.compile(r"[^\W\d_]{3,}")
_LONG_HEADING = 170


def tasks_in(src: Source, parts: list[Paragraph], fallback: Named | None, *, orders: bool = True) -> list[Draft]:
    """Return the tasks of a body; ``orders`` false: deadlines only, as in an annex or a letter that only tells."""
    walk = Walk(src, fallback)
    tables = table_drafts(src, parts)
    for index, part in enumerate(parts):
        if part.start in tables:
            walk.drafts += tables[part.start]
        if part.footnote or part.start in tables:
            continue
        last = index + 1 == len(parts) or all(rest.footnote for rest in parts[index + 1 :])
        _step(walk, parts, index, orders=orders, last=last)
    return walk.drafts


def _step(walk: Walk, parts: list[Paragraph], index: int, *, orders: bool, last: bool) -> None:
    src, part = walk.src, parts[index]
    following = parts[index + 1] if index + 1 < len(parts) else None
    terms, cycles = _terms(walk, part), cycles_in(src, part.start, part.end)
    _year_of_next_round(src, parts, index, terms)
    inherited = walk.inherited(part.level)
    if enter_term(walk, part, following, terms):
        return
    if not terms and not cycles and _is_heading(walk, part, following):
        _enter(walk, part)
        return
    if not terms:
        _take_context(walk, part)
    timed = bool(terms or cycles)
    if _is_intro(src, part, following) and not timed:
        _set_default(walk, part)
        return
    if part.level == NO_MARK and walk.suspended is not None and not ROUND.match(src.plain, part.start) and not timed:
        walk.suspended = None if following is None else walk.suspended
    if terms and not is_row(src.text[part.start : part.end]) and _attach(walk, part, terms):
        return
    if inherited is not None and not timed and part.level < NO_MARK:
        terms = [replace(inherited)]
    if timed or terms or (orders and _is_order(walk, part, last=last)):
        write(walk, part, terms, cycles)


def _take_context(walk: Walk, part: Paragraph) -> None:
    """Keep what a sentence that ends in a colon says: the rounds below it are for that."""
    src, colon = walk.src, walk.src.text[part.end - 1] == ":"
    if not ROUND.match(src.plain, part.start) and (part.level < NO_MARK or colon):
        walk.context = src.lower[part.start : part.end] if colon else ""
        walk.intro = (part.text_start, part.end) if walk.context else walk.intro


def _terms(walk: Walk, part: Paragraph) -> list[Term]:
    """The days and the counted ends of a paragraph, in order; a round's day is for what stands above the rounds."""
    src = walk.src
    of_round = ROUND.match(src.plain, part.text_start) or ROUND.match(src.plain, part.start)
    context = f"{walk.title} {walk.context}" if of_round else ""
    dated = terms_in(src, part.start, part.end, context)
    counted = counted_in(src, part.start, part.end)
    free = [one for one in counted if not any(one.start < term.end and term.start < one.end for term in dated)]
    return sorted([*dated, *free], key=lambda term: term.start)


def _year_of_next_round(src: Source, parts: list[Paragraph], index: int, terms: list[Term]) -> None:
    """Rounds in paragraphs of their own may share the year that the last of them names."""
    if not terms or terms[-1].day.year is not None or round_of(src, parts[index].start, terms[-1]) is None:
        return
    for part in parts[index + 1 : index + 5]:
        later = [term for term in terms_in(src, part.start, part.end) if round_of(src, part.start, term)]
        if not later:
            return
        if later[0].day.year is not None:
            for term in terms:
                term.day.year = term.day.year or later[0].day.year
            return


def _is_heading(walk: Walk, part: Paragraph, following: Paragraph | None) -> bool:
    text = walk.src.text[part.text_start : part.end].strip()
    if part.level == NO_MARK and not (text.endswith(":") and len(text) < 120):
        return False
    if following is None or len(text) > _LONG_HEADING or not text:
        return False
    if heading_assignee(walk.src, part.text_start, part.end) is not None:
        return part.level < NO_MARK or text.endswith(":")
    deeper = following.level > part.level
    closed = text[-1] in ".;" and not re.match(r"[^.;]{0,60}[.]$", text)
    short = (len(text) < 110 and text[-1] not in ".;") or text.endswith(":")
    return deeper and not closed and short and not _ORDER.match(text.lower() + " ")


def _enter(walk: Walk, part: Paragraph) -> None:
    """Take a heading: it names somebody, or opens a part in which nothing is ordered, or is only a title."""
    src = walk.src
    walk.title, walk.context, walk.intro = src.lower[part.start : part.end], "", (part.text_start, part.end)
    walk.current(part.level)
    named = heading_assignee(src, part.text_start, part.end)
    plain = src.plain[part.text_start : part.end]
    if walk.suspended is not None and part.level <= walk.suspended:
        walk.suspended = None
    if named is not None:
        walk.suspended = None
        walk.headings.append((part.level, named))
    elif _SUSPEND.match(plain) and not _ORGANISE.search(plain):
        walk.suspended = part.level
        walk.suspended_words = plain
        walk.headings.append((part.level, None))
    elif part.level < NO_MARK:
        above = walk.headings[-1][1] if walk.headings else None
        walk.headings.append((part.level, above))


def _is_intro(src: Source, part: Paragraph, following: Paragraph | None) -> bool:
    text = src.lower[part.text_start : part.end].strip()
    return part.level == NO_MARK and following is not None and bool(_INTRO.search(text)) and bool(_ORDER.search(text))


def _set_default(walk: Walk, part: Paragraph) -> None:
    named = inline_assignee(walk.src, part.text_start, part.end, anywhere=True)
    walk.default = named or walk.fallback
    walk.order = True
    walk.listing = bool(_LISTING.search(walk.src.lower, part.text_start, part.end))
    walk.suspended = None


def _attach(walk: Walk, part: Paragraph, terms: list[Term]) -> bool:
    """A deadline in a part of its own ("Thời gian nhận đăng ký") belongs to the last order that it fits."""
    src = walk.src
    alone = is_bare(src, part, terms)
    if not walk.drafts or not (alone or walk.suspended is not None) or inline_assignee(src, part.text_start, part.end):
        return False
    host, fits = _host(walk, part)
    if not fits and (round_of(src, part.start, terms[0]) or (host is not None and (host.term or host.cycle))):
        return False  # rounds of something else than that order, or another matter with a day of its own
    if host is None or ROUND.match(src.plain, host.text_start):
        return False
    if host.term is not None and host.round is None and round_of(src, part.start, terms[0]):
        return False  # that order has its own day; the rounds are those of their heading
    for term in terms:
        mark = round_of(src, part.start, term)
        if host.term is None and host.cycle is None:
            host.term, host.round, host.confidence = term, mark, 0.75
        else:
            walk.drafts.insert(walk.drafts.index(host) + 1, copied(host, term, mark))
            host = walk.drafts[walk.drafts.index(host) + 1]
    return True


def _host(walk: Walk, part: Paragraph) -> tuple[Draft | None, bool]:
    """Return the order to which a deadline belongs, and whether they share a word."""
    words = set(_WORD.findall(walk.suspended_words + " " + walk.src.plain[part.text_start : part.end]))
    words -= {"thoi", "gian", "truoc", "ngay", "dot", "thang", "nam", "dia", "diem", "nhan", "cua", "cac", "het", "den"}
    words -= {"hoan", "thanh", "quy", "trong", "xong"}
    best, most = None, -1
    for draft in walk.drafts:
        if _FOR_OTHERS.match(walk.src.lower, draft.text_start):
            continue
        own = set(_WORD.findall(walk.src.plain[draft.text_start : min(draft.end, draft.text_start + 60)]))
        score = len(words & own)
        if score >= most:
            best, most = draft, score
    return best, most > 0


def _is_order(walk: Walk, part: Paragraph, *, last: bool) -> bool:  # noqa: PLR0911
    src = walk.src
    plain, lower = src.plain[part.text_start : part.end], src.lower[part.text_start : part.end]
    if (
        len(plain) < 15
        or is_capital(src.text[part.text_start : part.end])
        or _CLOSING_TASK.search(lower)
        or (plain.rstrip().endswith(":") and part.level == NO_MARK)
    ):
        return False
    if _SUSPEND.match(plain) and _LABEL.match(plain):
        return False
    if part.level == NO_MARK and (last or "./." in plain or _CLOSING.match(plain)):
        return _is_last_order(src, part)
    if VAGUE.search(plain) and inline_assignee(src, part.text_start, part.end):
        return True
    if inline_assignee(src, part.text_start, part.end) is not None:
        return walk.suspended is None and (part.level < NO_MARK or bool(_ORDER.match(lower)))
    if walk.suspended is not None and part.level > walk.suspended:
        return False
    return _is_item(walk, part, lower)


def _is_item(walk: Walk, part: Paragraph, lower: str) -> bool:
    """Whether an item under a heading or an order is something to be done."""
    src = walk.src
    if walk.current(part.level) is not None:
        return not _LABEL.match(src.text[part.text_start : part.end]) or bool(VERB.match(lower))
    if not walk.order or part.level == NO_MARK:
        return False
    about = _ABOUT.match(lower)
    if VERB.match(lower, about.end() if about else 0):
        return True
    return not (walk.listing or THING.match(lower) or _LABEL.match(lower))


def _is_last_order(src: Source, part: Paragraph) -> bool:
    """Whether the last paragraph orders something of its own, more than "nghiêm túc triển khai thực hiện"."""
    lower = src.lower[part.text_start : part.end]
    named = inline_assignee(src, part.text_start, part.end) if _ORDER.match(lower) else None
    if named is None or _CLOSING.match(src.plain, part.text_start):
        return False
    said = src.lower[named.end : part.end].strip(" ,:")
    return len(said.split()) > 8 and (lower.startswith("giao") or not _GENERAL.match(said))
