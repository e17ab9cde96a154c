"""The quick reader reads what pyHanko reads, and leaves what is odd to pyHanko's own judgement."""

from __future__ import annotations

import io
import re
import zlib

import pytest
from pyhanko.pdf_utils.generic import Reference
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from directives.signing.reader import Reader
from tests.signing.test_signing import made, signed_by_both


def objects(reader_type: type[PdfFileReader], pdf: bytes) -> dict[int, str]:
    """Return everything in a file by its number: what it says, or which complaint reading it brings."""
    reader = reader_type(io.BytesIO(pdf))
    found = {}
    for number in range(1, int(reader.trailer["/Size"])):
        try:
            found[number] = repr(reader.get_object(Reference(number, 0, reader)))
        except (PdfError, ValueError, KeyError, AssertionError) as error:
            found[number] = repr(error)
    return found


@pytest.mark.parametrize("index", [0, 1])
def test_every_object_reads_as_pyhanko_reads_it(index):
    pdf = signed_by_both()[index]

    assert objects(Reader, pdf) == objects(PdfFileReader, pdf)


def with_object_stream(
    table: str, *, first: int | None = None, kind: str = "ObjStm", content: str = "41 42 43"
) -> bytes:
    """Return a PDF whose objects 4, 5 and 6 lie in one stream under this table."""
    table += " "
    packed = zlib.compress((table + content).encode())
    begins = len(table) if first is None else first
    head = f"<< /Type /{kind} /N 3 /First {begins} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
    parts = [
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n",
        b"3 0 obj\n" + head + packed + b"\nendstream\nendobj\n",
    ]
    out, places = b"%PDF-1.7\n", [(0, 0, 255)]
    for part in parts:
        places.append((1, len(out), 0))
        out += part
    places += [(2, 3, index) for index in range(3)] + [(1, len(out), 0)]
    rows = b"".join(bytes([a]) + b.to_bytes(2, "big") + bytes([c]) for a, b, c in places)
    xref = f"7 0 obj\n<< /Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R /Length {len(rows)} >>\nstream\n".encode()
    return out + xref + rows + f"\nendstream\nendobj\nstartxref\n{len(out)}\n%%EOF\n".encode()


@pytest.mark.parametrize(
    ("table", "options"),
    [
        ("4 0 5 3 6 6", {}),
        ("4 0 6 3 5 6", {}),  # another order than the cross-references say
        ("4 0 4 3 6 6", {}),  # one number twice
        ("4 0 5 3", {}),  # too short
        ("4 0 x 3 6 6", {}),
        ("4 0 % 1\n5 3 6 6", {}),
        ("4 0 5\x0b3 6 6", {}),
        ("4 0 5 +3 6 6", {}),
        ("4 0 5 3 6 99", {}),  # beyond the end
        ("4 0 5 3 6 6", {"first": 11}),  # the table runs into the objects
        ("4 0 5 3 6 6", {"kind": "Other"}),
        ("4 0 5 3 6 8", {"content": "41 1 0 R 43"}),  # a reference, which a stream may not hold
        ("4 0 5 3 6 6", {"content": "41 << 43"}),
    ],
)
def test_odd_tables_are_judged_as_pyhanko_judges_them(table, options):
    pdf = with_object_stream(table, **options)

    assert objects(Reader, pdf) == objects(PdfFileReader, pdf)


def test_well_formed_stream_gives_its_objects():
    found = objects(Reader, with_object_stream("4 0 5 3 6 6"))

    assert [found[number] for number in (4, 5, 6)] == ["41", "42", "43"]


def test_table_of_a_stream_is_read_once(monkeypatch):
    pdf = made().pdf
    assert len(re.findall(rb"/ObjStm", pdf)) >= 1
    reader = Reader(io.BytesIO(pdf))
    left_to_pyhanko = []
    own = PdfFileReader._get_object_from_stream
    monkeypatch.setattr(
        PdfFileReader, "_get_object_from_stream", lambda *words: left_to_pyhanko.append(words) or own(*words)
    )

    for number in range(1, int(reader.trailer["/Size"])):
        reader.get_object(Reference(number, 0, reader))

    assert left_to_pyhanko == []
