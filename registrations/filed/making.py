"""The files themselves, made by jobs from what ``compose`` has fixed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import override

from directives.rendering import FiledDossier, anchor_of, render_filed
from foundation import files
from foundation.exports import workbook_bytes
from foundation.models import StoredFile
from foundation.text import slug
from registrations.enums import EvidenceKind
from registrations.filed.binding import Annex, bind

# A ZIP says when its files were made; a fixed day keeps the same content the same bytes.
_ZIP_DAY = (2020, 1, 1, 0, 0, 0)


def whole_pdf(context: dict[str, Any]) -> bytes:
    """Return the forms with the papers as annexes."""
    filed = FiledDossier.from_dict(context["filed"])
    made = render_filed(filed)
    stored = _stored(context["papers"])
    annexes = [
        Annex(
            title=f"Phụ lục {sheet.number}. {sheet.title}",
            sheet=made.places[anchor_of(sheet)].page,
            files=[(file.content_type, files.read(file)) for file in _files_of(paper, stored)],
        )
        for sheet, paper in zip(filed.annexes, context["papers"], strict=True)
    ]
    return bind(made.pdf, annexes, title=filed.title)


def forms_pdf(context: dict[str, Any]) -> bytes:
    """Return the forms alone, for signing."""
    return render_filed(FiledDossier.from_dict(context["filed"])).pdf


def package_of(context: dict[str, Any], pdf: bytes) -> bytes:
    """Return the ZIP: the PDF, the papers' own files in folders by kind, and a list of them. Names are plain ASCII."""
    root = f"ho-so-{slug(context['filed']['title'].partition(':')[2])}"
    buffer = io.BytesIO()
    rows: list[list[Any]] = []
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, f"{root}/01-ho-so.pdf", pdf)
        _write_signed(archive, root, context.get("signed"))
        for paper, named in zip(context["papers"], named_files(context["papers"]), strict=True):
            for name, file in named:
                _write(archive, f"{root}/{name}", files.read(file))
                rows.append(_row(paper, name, file))
        _write(archive, f"{root}/00-danh-muc.xlsx", workbook_bytes(title="Danh mục", headers=_HEADERS, rows=rows))
    return buffer.getvalue()


_HEADERS = (
    "Phụ lục", "Loại minh chứng", "Tên giấy tờ", "Số", "Cơ quan cấp", "Có giá trị đến", "Dùng cho tiêu chí",
    "Tệp trong gói", "Tên tệp gốc", "SHA-256",
)  # fmt: skip


def _row(paper: dict[str, Any], name: str, file: StoredFile) -> list[Any]:
    with override("vi"):
        kind = str(EvidenceKind(paper["kind"]).label)
    facts = [paper["annex"], kind, paper["title"], paper["number"], paper.get("issuer", ""), paper["expires_on"]]
    return [*facts, ", ".join(paper["items"]), name, file.original_name, file.sha256]


def _named(paper: dict[str, Any], stored: list[StoredFile]) -> Iterator[tuple[str, StoredFile]]:
    """Yield the name of each file in the package: "minh-chung/03-kiem-nghiem/03-phieu-kiem-nghiem-1.pdf"."""
    with override("vi"):
        folder = f"minh-chung/{paper['annex']}-{slug(str(EvidenceKind(paper['kind']).label))[:40].strip('-')}"
    for place, file in enumerate(stored, start=1):
        extension = str(file.file.name).rsplit(".", 1)[-1]
        yield f"{folder}/{paper['annex']}-{slug(paper['title'])[:60]}-{place}.{extension}", file


def named_files(papers: list[dict[str, Any]]) -> list[list[tuple[str, StoredFile]]]:
    """Return for each paper (``compose``) its files with the names that ``package_of`` gives them below its root."""
    stored = _stored(papers)
    return [list(_named(paper, _files_of(paper, stored))) for paper in papers]


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, date_time=_ZIP_DAY)
    # Photographs and PDFs are compressed already.
    info.compress_type = zipfile.ZIP_STORED if name.endswith((".jpg", ".png", ".pdf")) else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)


def _write_signed(archive: zipfile.ZipFile, root: str, signed: dict[str, Any] | None) -> None:
    """Put the forms as the producer has signed them digitally beside the copy; their name says when they are older."""
    stored = StoredFile.objects.filter(pk=signed["id"]).first() if signed else None
    if signed and stored:
        ending = "-ban-truoc" if signed["outdated"] else ""
        _write(archive, f"{root}/02-ho-so-da-ky-so{ending}.pdf", files.read(stored))


def _stored(papers: list[dict[str, Any]]) -> dict[int, StoredFile]:
    wanted = [file["id"] for paper in papers for file in paper["files"]]
    return StoredFile.objects.in_bulk(wanted)


def _files_of(paper: dict[str, Any], stored: dict[int, StoredFile]) -> list[StoredFile]:
    return [stored[file["id"]] for file in paper["files"] if file["id"] in stored]
