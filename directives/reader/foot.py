"""The foot of a letter: recipients ("Nơi nhận"), in whose name it is signed, the signer's post and name."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from directives.reader.found import Found
from directives.reader.lines import Piece, is_capital, pieces
from directives.reader.source import Source

_RECIPIENTS = re.compile(r"^[ \t\W]*noi nhan[ \t]*(?::|\.|(?=[ \t]{2,}|\n|-|$|(?:tm|kt|tl|tuq|q)\.))", re.MULTILINE)
_RECIPIENTS_RIGHT = re.compile(r"[ \t]noi nhan[ \t]*:[ \t]*$", re.MULTILINE)
AUTHORITY = re.compile(r"(?:(?:tm|kt|tl|tuq|tun)\s*\.|(?:t/m|k/t|t/l|t/uq)\b\.?)\s*\w")
_POSTS = (
    r"(?:quyen |q\. ?|p\. ?)?(?:pho )?(?:tong )?(?:chu tich|giam doc|truong phong|chanh van phong"
    r"|van phong truong|bo truong"
    r"|thu truong|truong ban|cuc truong|chi cuc truong|to truong|chu toa|chu tri|bi thu|hieu truong|vien truong"
    r"|thu tuong|chanh thanh tra|truong doan|truong cong an|chi huy truong|hat truong|dai dien|chanh an|thu ky"
    r"|tong thu ky|tram truong|doi truong|ke toan truong|nguoi lap|nguoi chu tri|vu truong|truong tieu ban)"
)
POST = re.compile(_POSTS + r"\b")
# What may stand to the left of a signature on one line after the columns were run together.
_TAIL = re.compile(
    r"(?<=\S)(?<!\b[qp]\.)[ \t]+(?=(?:(?:tm|kt|tl|tuq|q)\. ?[a-z]|(?:t/m|t/l|k/t)\.? ?[a-z]|" + _POSTS + r"\b))"
)
_SURNAMES = [
    "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong",
    "ly", "a", "y", "dinh", "truong", "lam", "mai", "trinh", "dao", "doan", "vuong", "ha", "luong", "luu", "chau",
    "thai", "to", "ta", "cao", "phung", "thach", "kieu", "quach", "la", "lu", "ma", "nong", "hua", "be", "trieu",
    "vi", "than", "nghiem", "giap", "tong", "uong", "ton", "dam", "chu", "kpa", "rcom", "siu", "nay", "ksor",
    "rmah", "k", "h", "bo", "ro", "hlang",
]  # fmt: skip
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?$")
_TITLES = re.compile(r"^(?:(?:TS|ThS|Ths|PGS|GS|KS|BS|CN|Ông|Bà|Đ/c)\.?\s+|PGS\.TS\.?\s+)+")
_ANNEX = re.compile(
    r"^[ \t]*(?:phu luc|mau so|bieu so|bieu mau|mau \d|danh sach|danh muc|ke hoach|quy che|quy dinh|bang tong hop)\b",
    re.MULTILINE,
)
_GAPS = re.compile(r"\(\s+|\s+(?=[):]|,\s)")  # "( b/c )", "Lưu : VT , KT"
_ARCHIVE = re.compile(r"luu\b")


@dataclass
class Foot:
    """What the foot says; ``start`` is where the body ends, ``end`` where an annex may begin."""

    start: int
    end: int
    recipients: list[Found] = field(default_factory=list)
    authority: Found | None = None
    title: Found | None = None
    name: Found | None = None


def foot_of(src: Source) -> Foot:
    """Find the foot; a text without one has its foot at its end."""
    marks = [*_RECIPIENTS.finditer(src.plain), *_RECIPIENTS_RIGHT.finditer(src.plain)]
    heading = min(marks, key=lambda found: found.start()) if marks else None
    start, stop = _bounds(src, heading)
    foot = Foot(start, _end(src, start, stop))
    parts = [part for piece in pieces(src, start, foot.end) for part in _split(src, piece)]
    if heading is not None:
        _take_recipients(src, foot, parts, heading)
    _take_signature(src, foot, parts)
    return foot


def _bounds(src: Source, heading: re.Match[str] | None) -> tuple[int, int]:
    """Return where the foot begins, and from where on an annex is looked for."""
    anchor = heading.start() if heading else len(src.text)
    mark = src.text.rfind("./.", 0, anchor)
    floor = mark + 3 if mark >= 0 else 0
    signed = _signature_lines(src, floor, anchor, need_name=mark < 0 and heading is None)
    if heading is None:
        return (signed[0], signed[-1]) if signed else (len(src.text), len(src.text))
    near = [at for at in signed if anchor - at < 400]
    return (min([anchor, *near]), heading.end())


def _signature_lines(src: Source, floor: int, stop: int, *, need_name: bool) -> list[int]:
    found = [piece for piece in pieces(src, floor, stop) if _is_post(src, piece) or _is_authority(src, piece)]
    if need_name:
        found = [piece for piece in found if _name_after(src, piece.end, stop)]
    if stop == len(src.text) and found:  # an annex may be signed too: the letter's own signature comes first
        found = [piece for piece in found if piece.start - found[0].start < 600]
    return [piece.start for piece in found]


def _name_after(src: Source, start: int, stop: int) -> bool:
    return any(_is_name(part.of(src)) for part in pieces(src, start, min(stop, start + 160))[:5])


def _end(src: Source, start: int, after: int) -> int:
    for found in _ANNEX.finditer(src.plain, min(after + 1, len(src.plain))):
        line_end = src.text.find("\n", found.start())
        line = src.text[found.start() : line_end if line_end >= 0 else len(src.text)].strip()
        if is_capital(line) or found.group().strip().startswith(("phu luc", "mau", "bieu")):
            return found.start()
    return min(len(src.text), start + 4000)


def _split(src: Source, piece: Piece) -> list[Piece]:
    """Split a piece where a signature was run into a recipient's line."""
    for found in _TAIL.finditer(src.plain, piece.start, piece.end):
        if is_capital(src.text[found.end() : piece.end]) and not is_capital(src.text[piece.start : found.start()]):
            return [Piece(piece.start, found.start(), piece.line), Piece(found.end(), piece.end, piece.line)]
    text = piece.of(src)
    tail = re.search(r"(?<=[.;:\d)])\s+((?:[^\W\d_]+\s?){2,5})$", text)
    if tail and _is_name(tail.group(1)) and text.lstrip().startswith(("-", "+", "L")):
        at = piece.start + tail.start(1)
        return [Piece(piece.start, piece.start + tail.start(), piece.line), Piece(at, piece.end, piece.line)]
    return [piece]


def _take_recipients(src: Source, foot: Foot, parts: list[Piece], heading: re.Match[str]) -> None:
    item: list[Piece] = []
    for part in (_after(src, part, heading.end()) for part in parts):
        if part is None or _is_authority(src, part) or _is_post(src, part) or _is_mark(src, part):
            continue
        if item and _is_name(part.of(src)) and _closed(src, item):
            continue
        if item and _is_archive(src, item[0]) and (_closed(src, item) or not _goes_on(src, part)):
            break
        if item and (_is_item(src, part) or _closed(src, item)):
            _close(src, foot, item)
            item = []
        item.append(part)
    if item:
        _close(src, foot, item)


def _after(src: Source, part: Piece, at: int) -> Piece | None:
    """Leave out what stands before the list; "Nơi nhận: - Như trên;" may begin on the heading's own line."""
    if part.end <= at:
        return None
    if part.start >= at:
        return part
    rest = next(iter(pieces(src, at, part.end)), None)
    return Piece(rest.start, rest.end, part.line) if rest else None


def _is_item(src: Source, part: Piece) -> bool:
    return part.of(src).lstrip()[:1] in "-+*•–—" or bool(_ARCHIVE.match(part.plain(src)))


def _is_archive(src: Source, part: Piece) -> bool:
    return bool(re.search(r"(?:^\W*|;\s*-?\s*)luu\b", part.plain(src)))


def _goes_on(src: Source, part: Piece) -> bool:
    text = part.of(src)
    return not _is_item(src, part) and len(text) < 40 and not _is_name(text) and not is_capital(text)


def _closed(src: Source, item: list[Piece]) -> bool:
    return src.text[item[-1].end - 1] in ";.:"


def _is_mark(src: Source, part: Piece) -> bool:
    return bool(re.match(r"\(?(?:da ky|ky ten|ky, ghi|dau|ky so|da dong dau|ky, dong dau)", part.plain(src)))


def _close(src: Source, foot: Foot, item: list[Piece]) -> None:
    start, end = item[0].start, item[-1].end
    words = " ".join(part.of(src) for part in item)
    for text in re.split(r"(?<=[;.])\s*[-+•–]\s+|\s-\s+(?=Lưu)", words):
        clean = _GAPS.sub(lambda gap: gap.group().strip(), " ".join(text.split()))
        clean = clean.lstrip("-+*•–— ").rstrip(" ;.,/")
        if clean:
            foot.recipients.append(Found(clean, start, end, 0.95))


def _take_signature(src: Source, foot: Foot, parts: list[Piece]) -> None:
    authorities = [part for part in parts if _is_authority(src, part)]
    posts = [part for part in parts if _is_post(src, part)]
    if not authorities and not posts:
        return
    if authorities:
        value = "; ".join(src.value(part.start, part.end).rstrip(",;") for part in _with_rest(src, parts, authorities))
        foot.authority = Found(value, authorities[0].start, authorities[-1].end, 0.95)
    post = _chief(src, posts)
    if post is not None:
        foot.title = Found(src.value(post.start, post.end).rstrip(",;:"), post.start, post.end, 0.95)
    first = min(part.start for part in [*authorities, *posts])
    _take_name(src, foot, parts, first, post)


def _with_rest(src: Source, parts: list[Piece], authorities: list[Piece]) -> list[Piece]:
    """Join "TM. ỦY BAN NHÂN DÂN" with a second line "HUYỆN NGỌC HỒI" that belongs to it."""
    joined = []
    for part in authorities:
        following = next((other for other in parts if other.line == part.line + 1 and other.start > part.end), None)
        own = (
            following
            and is_capital(following.of(src))
            and re.match(r"(?:tinh|huyen|xa|phuong|thi tran|thanh pho|thi xa|quan) ", following.plain(src))
        )
        straight = own and not src.text[part.end : following.start].strip()  # type: ignore[union-attr]
        joined.append(Piece(part.start, following.end, part.line) if following and straight else part)
    return joined


def _chief(src: Source, posts: list[Piece]) -> Piece | None:
    """Of the posts under a letter the last; of minutes, signed by two side by side, the chair's."""
    chairs = [part for part in posts if re.match(r"chu (?:toa|tri)", part.plain(src))]
    others = [part for part in posts if not re.match(r"(?:thu ky|nguoi lap|dai dien)", part.plain(src))]
    return (chairs or (others[:1] and _same_stack(others)) or posts)[-1] if posts else None


def _same_stack(posts: list[Piece]) -> list[Piece]:
    return [part for part in posts if part.line - posts[0].line <= 3]


def _take_name(src: Source, foot: Foot, parts: list[Piece], first: int, post: Piece | None) -> None:
    names = [part for part in parts if part.start > first and _is_name(part.of(src)) and not _is_post(src, part)]
    low = post.end if post else first
    names = [part for part in names if part.start >= low] or names
    if not names:
        names = _broken_name(src, [part for part in parts if part.start >= low])
    if not names:
        return
    side_by_side = [part for part in names if part.line == names[0].line]
    name = side_by_side[-1] if post is not None and _is_right(src, post, parts) else names[0]
    name = _whole(src, name, parts)
    clean = _TITLES.sub("", src.value(name.start, name.end)).strip(" .,")
    foot.name = Found(clean, name.start, name.end, 0.9)


def _whole(src: Source, name: Piece, parts: list[Piece]) -> Piece:
    """A name of two words may go on in the next line: "Võ Thị" / "Thanh Thủy"."""
    after = next((part for part in parts if part.line == name.line + 1 and part.start > name.end), None)
    if after is None or len(name.of(src).split()) > 2 or src.text[name.end : after.start].strip(" \n"):
        return name
    words = after.of(src).split()
    fits = len(words) <= 2 and all(word.isalpha() and word.istitle() for word in words)
    return Piece(name.start, after.end, name.line) if fits and _plain(words[0]) not in _SURNAMES else name


def _is_right(src: Source, post: Piece, parts: list[Piece]) -> bool:
    return any(part.line == post.line and part.start < post.start and _is_post(src, part) for part in parts)


def _broken_name(src: Source, parts: list[Piece]) -> list[Piece]:
    """A name cut by a line break: "Nguyễn Văn" / "Việt"."""
    for left, right in itertools.pairwise(parts):
        both = f"{left.of(src)} {right.of(src)}"
        if right.line == left.line + 1 and _is_name(both):
            return [Piece(left.start, right.end, left.line)]
    return []


def _is_authority(src: Source, part: Piece) -> bool:
    return bool(AUTHORITY.match(part.plain(src))) and is_capital(part.of(src))


def _is_post(src: Source, part: Piece) -> bool:
    text = part.of(src).strip(" ,;:")
    return bool(POST.match(part.plain(src))) and is_capital(text) and len(text) < 70


def _is_name(text: str) -> bool:
    """Whether this is a person's name: two to five words with capitals, the first a family name unless all fits."""
    words = _TITLES.sub("", text.strip(" .,")).split()
    if not 2 <= len(words) <= 5 or not all(_NAME_WORD.match(word) and word[0].isupper() for word in words):
        return False
    family = re.sub(r"[^a-z]", "", _plain(words[0]))
    if is_capital(text):
        return (family in _SURNAMES and len(words) > 2) or family in _SURNAMES[:14]
    return family in _SURNAMES or not re.match(
        r"(?:Nơi|Như|Lưu|Ủy|Phòng|Sở|Ban|Bộ|Các|Văn|Trang|Hội|Huyện|Tỉnh|Xã)$", words[0]
    )


def _plain(word: str) -> str:
    from directives.reader.source import source

    return source(word).plain
