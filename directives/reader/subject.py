"""The subject of a letter: "V/v …" under the number, or the abstract below the name of the type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from directives.reader.found import Found
from directives.reader.lines import Piece, is_capital, pieces
from directives.reader.source import Source
from directives.reader.words import BODY

if TYPE_CHECKING:
    from directives.reader.header import Header

_VV = re.compile(r'(?:^|(?<=[\s"\'(]))["\'(]?\s*(?:v\s*/\s*v\b[:.]?|vv\s*[:.])\s*', re.MULTILINE)
_ABOUT = re.compile(r'["\'(]*\s*(?:v\s*/\s*v|ve viec|ve)\b[:.]?\s*')
_TELLS = re.compile(
    r"(?<!\w)(?:thông báo|báo cáo|đề nghị|yêu cầu|kính|tổ chức|ban hành|hướng dẫn|xây dựng|triển khai|như sau)(?!\w)"
)


def lead_of(text: str) -> int:
    """How many blanks a text begins with."""
    return len(text) - len(text.lstrip())


def take_subject(src: Source, head: Header, body_end: int) -> None:
    """ "V/v …" under the number of a công văn, or the abstract below the name of the type."""
    limit = min(body_end, head.end + 900)
    vv = _VV.search(src.plain, 0, limit)
    if vv and (head.doc_type is None or vv.start() > head.doc_type.start):
        start, stop = vv.end(), _subject_end(src, head, vv.end(), limit)
    elif head.doc_type is not None:
        start, stop = head.doc_type.end, _subject_end(src, head, head.doc_type.end, limit)
        about = _ABOUT.match(src.plain, start + lead_of(src.text[start:stop]), stop)
        start = about.end() if about else _after_body(src, start, stop)
    else:
        return
    text = _unframed(without(src, head, start, stop))
    if text:
        head.subject = Found(text, start, stop, 0.9)
        head.end = max(head.end, stop)


_BODY_LINE = re.compile(r"\s*cua\s+[^\n]{3,90}\n\s*")


def _after_body(src: Source, start: int, stop: int) -> int:
    """ "KẾT LUẬN / CỦA BAN THƯỜNG VỤ TỈNH ỦY / về …": a line of capitals that says whose it is, is no abstract."""
    line = _BODY_LINE.match(src.plain, start, stop)
    if line is None or not is_capital(line_text := src.text[start : line.end()]) or not line_text.strip():
        return start
    about = _ABOUT.match(src.plain, line.end(), stop)
    return about.end() if about else line.end()


def _unframed(text: str) -> str:
    """Take off marks around a subject; quotes and brackets only where they have no fellow inside: "… (lần 2)"."""
    clean = text.strip(" .:;,-_*")
    for left, right in ("()", "“”", '""', "''"):
        ends = clean[-1:] == right and (left == right or clean.count(left) != clean.count(right))
        begins = clean[:1] == left and (left == right or clean.count(left) != clean.count(right))
        whole = clean[:1] == left and clean[-1:] == right and left not in clean[1:-1]
        clean = clean[1:] if begins or whole else clean
        clean = clean[:-1] if clean and (ends or whole) else clean
    return clean.strip(" .:;,-_*")


_SUBJECT_STOP = re.compile(
    r"(?:kinh gui|noi nhan|can cu |thuc hien (?:ke hoach|cong van|van ban|quyet dinh|chi)|nham |ngay \d|i\.|1\."
    r"|phan (?:thu|[ivx1-9])|"
    r"hoa toc|thuong khan|chu tich uy ban|uy ban nhan dan|giam doc|theo de nghi|dieu 1|\(?ban hanh kem"
    r"|\(?kem theo|kinh moi|thoi gian|"
    r"de |hom nay|.{0,40} tran trong|ubnd|bo truong|truong phong|hoi dong)"
)


def _subject_end(src: Source, head: Header, start: int, limit: int) -> int:
    """The subject runs on to an empty line, to a line that begins something else, or to the end of a quotation."""
    end, previous, seen = start, None, False
    for piece in pieces(src, start, limit):
        text = without(src, head, piece.start, piece.end).strip()
        if not text:
            end = piece.end if previous is None else end
            continue
        blank_line = previous is not None and src.text.count("\n", previous, piece.start) > 1
        if seen and (blank_line or _stops(src, piece) or src.text[end - 1] in ".:”"):
            break
        if (
            seen
            and src.text[previous or 0 : piece.start].count("\n")
            and is_capital(text) != is_capital(src.text[start:end].strip()[-12:])
            and is_capital(text)
            and len(text) > 12
        ):
            break
        seen, previous, end = True, piece.end, piece.end
    return end


def _stops(src: Source, piece: Piece) -> bool:
    """Whether a line begins something else; one in small letters goes on, a body that tells something begins it."""
    text, plain = piece.of(src), piece.plain(src)
    if text[0].islower():
        return plain.startswith("kinh gui")
    tells = len(text) > 50 and BODY.match(plain) and _TELLS.search(src.lower, piece.start, piece.end)
    return bool(_SUBJECT_STOP.match(plain) or tells)


def without(src: Source, head: Header, start: int, stop: int) -> str:
    """The text of a passage without what was taken out of it already."""
    chars = list(src.text[start:stop])
    for left, right in head.taken:
        for at in range(max(left, start), min(right, stop)):
            chars[at - start] = " "
    return re.sub(r"\s+", " ", "".join(chars)).strip()
