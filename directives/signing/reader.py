"""pyHanko's reader, reading the table of an object stream once.

pyHanko reads that table anew for every object that it takes from the stream, so that checking a letter which two have
signed took time by the square of its objects: twenty seconds of a web process for a few pages.
"""

from __future__ import annotations

import io
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

_VERTICAL_TAB = b"\x0b"  # white space to Python, not to PDF


class Reader(PdfFileReader):
    """Takes the short way to an object where all is as it should be; in any doubt pyHanko itself reads and judges."""

    def __init__(self, *args: Any, **options: Any) -> None:
        # Stream object number → the stream, its bytes, and object number → (place in the table, where it begins).
        self._tables: dict[int, tuple[Any, bytes, dict[int, tuple[int, int]]]] = {}
        super().__init__(*args, **options)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
        data, table = self._table_of(stmnum)
        place, begins = table.get(idnum, (None, 0))
        if place == idx:
            stream = io.BytesIO(data)
            stream.seek(begins)
            try:
                found = generic.read_object(stream, generic.Reference(idnum, 0, self))
                generic.read_non_whitespace(stream, seek_back=True, allow_eof=True)
            except PdfError:
                found = None
            if found is not None and not isinstance(found, generic.StreamObject | generic.IndirectObject):
                return found
        return super()._get_object_from_stream(idnum, stmnum, idx)

    def _table_of(self, stmnum: int) -> tuple[bytes, dict[int, tuple[int, int]]]:
        """Return the bytes of an object stream and where its objects begin; nothing where its table is odd."""
        stream: Any = generic.Reference(stmnum, 0, self).get_object()
        known = self._tables.get(stmnum)
        if known is None or known[0] is not stream:
            known = self._tables[stmnum] = (stream, *_read_table(stream))
        return known[1], known[2]


def _read_table(stream: Any) -> tuple[bytes, dict[int, tuple[int, int]]]:
    if not isinstance(stream, generic.StreamObject) or stream.get("/Type") != "/ObjStm":
        return b"", {}
    data = stream.read_data(DecodePurpose.OBJECT_STREAM)
    first, count = stream["/First"], stream["/N"]
    header = data[:first]
    numbers = header.split()
    plain = all(map(bytes.isdigit, numbers)) and _VERTICAL_TAB not in header and header[-1:].isspace()
    if not plain or len(numbers) != 2 * count:
        return b"", {}
    table: dict[int, tuple[int, int]] = {}
    for place, (number, offset) in enumerate(zip(numbers[::2], numbers[1::2], strict=True)):
        table.setdefault(int(number), (place, first + int(offset)))
    return data, table
