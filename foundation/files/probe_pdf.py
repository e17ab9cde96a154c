"""Opens a PDF from stdin and unpacks its objects, nothing else. Run as a program of its own by ``pdfs``.

Argument: bytes of memory that it may take. A small file can unpack to gigabytes: then this program ends, not the
portal.
"""

from __future__ import annotations

import io
import resource
import sys

import pikepdf

SECONDS = 20
_REFUSED_ELSEWHERE = (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, ValueError, TypeError)


def probe(content: bytes) -> None:
    """Unpack every object of a PDF; what is wrong with it otherwise is said by whoever reads it next."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            list(pdf.objects)
            len(pdf.pages)
            said = pdf.get_warnings()  # an object that does not fit becomes null, with this word
    except _REFUSED_ELSEWHERE as error:
        said = [str(error)]
    if any("bad_alloc" in words for words in said):
        raise MemoryError


if __name__ == "__main__":
    limit = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    probe(sys.stdin.buffer.read())
