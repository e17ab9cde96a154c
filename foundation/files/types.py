"""What kinds of files there are: told by their first bytes, allowed by list."""

from __future__ import annotations

import filetype

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
HEIC = "image/heic"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# Sniffed type → extensions that may carry it, the usual one first. Some phones call their HEIC pictures .jpg.
EXTENSIONS = {
    PDF: ("pdf",),
    JPEG: ("jpg", "jpeg"),
    PNG: ("png",),
    HEIC: ("heic", "heif", "hif", "jpg", "jpeg"),
    XLSX: ("xlsx",),
    DOCX: ("docx",),
}
PICTURES = (JPEG, PNG, HEIC)
OFFICE = (XLSX, DOCX)

# What an upload field may take.
PAPERS = (PDF, *PICTURES)
WORKBOOKS = (XLSX,)
EVERYTHING = (*PAPERS, *OFFICE)

_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_ZIP = b"PK\x03\x04"
# Compound files: what Office makes of a workbook with a password, and its formats before 2007.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sniff(content: bytes, extension: str) -> str:
    """Return the type that the first bytes tell, or "" for everything that is not on the list.

    Office files are zip archives; which of the two it is, ``office.check_archive`` looks up inside.
    """
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return HEIC
    if content.startswith(_ZIP):
        return next((kind for kind in OFFICE if extension in EXTENSIONS[kind]), "")
    kind = filetype.guess(content[:8192])
    return kind.mime if kind is not None and kind.mime in EXTENSIONS else ""


def accept_of(kinds: tuple[str, ...]) -> str:
    """Return the ``accept`` of a file input. Phones offer their camera where pictures of any kind are asked for."""
    names = [f".{extension}" for kind in kinds for extension in EXTENSIONS[kind]]
    camera = ["image/*"] if set(kinds) & set(PICTURES) else []
    return ",".join(dict.fromkeys(names + camera))


def words_of(kinds: tuple[str, ...]) -> str:
    """Return the kinds as people call them: "PDF, JPG, PNG, HEIC"."""
    return ", ".join(EXTENSIONS[kind][0].upper() for kind in kinds)
