"""Real files as people send them, and as attackers do."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pillow_heif import register_heif_opener

register_heif_opener()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return an upload of these bytes."""
    return SimpleUploadedFile(name, content)


def exif_of_a_phone() -> Image.Exif:
    """Return what a phone writes: held sideways, its maker, and where it stood."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Điện thoại của bà Hoa"
    exif.get_ifd(0x8825).update({1: "N", 2: (14.0, 39.0, 10.0), 3: "E", 4: (107.0, 37.0, 5.0)})
    return exif


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **save: Any) -> bytes:
    """Return a plain picture."""
    out = io.BytesIO()
    Image.new(mode, size, "green" if mode == "RGB" else 0).save(out, kind, **save)
    return out.getvalue()


def bomb_png(width: int = 20_000, height: int = 20_000) -> bytes:
    """Return a PNG whose header claims this size, with next to nothing behind it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


def pdf(pages: int = 1, *, size: tuple[int, int] = (595, 842), **save: Any) -> bytes:
    """Return a plain PDF whose pages are blank."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page(page_size=size)
        document.save(out, **save)
    return out.getvalue()


def hostile_pdf() -> bytes:
    """Return a PDF with everything in it that must go, and a link and a note that may stay."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page()
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('script')")
        document.Root.OpenAction = document.make_indirect(script)
        document.Root.Names = pikepdf.Dictionary(
            JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script]))
        )
        document.Root.AcroForm = pikepdf.Dictionary(
            Fields=pikepdf.Array(), XFA=document.make_stream(b"<xdp>formscript</xdp>")
        )
        document.attachments["virus.exe"] = b"MZ attached-program"
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd-program.exe")
        link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.vn/")
        box = pikepdf.Array([0, 0, 9, 9])
        page.obj.AA = pikepdf.Dictionary(O=script)
        page.obj.Annots = pikepdf.Array([
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=box, A=launch),
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=box, A=link),
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=box),
        ])  # fmt: skip
        document.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def workbook(parts: dict[str, bytes] | None = None) -> bytes:
    """Return an XLSX archive; ``parts`` are added to the least that one has."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"} | (parts or {})
        ).items():
            archive.writestr(name, content)
    return out.getvalue()
