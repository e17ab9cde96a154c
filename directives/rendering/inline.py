"""What may stand inside a typed text: places still to be filled ("[[tên xã]]") and footnotes ("[chú thích: …]").

Both are found in the finished, escaped HTML, so that a mark works wherever text is printed.
"""

from __future__ import annotations

import re
from itertools import count

_OPEN = re.compile(r"\[\[\s*([\w ,.-]{1,60}?)\s*\]\]")
_NOTE = re.compile(r"\s*\[chú thích:\s*([^\[\]<>]+?)\s*\]", re.IGNORECASE)


def open_places(text: str) -> list[str]:
    """Return the names of the places in a text that nobody has filled yet, each once and in order."""
    return list(dict.fromkeys(found[1] for found in _OPEN.finditer(text)))


def fill_places(text: str, values: dict[str, str]) -> str:
    """Put values into the places that they are known for; the others stay open."""
    known = {name.casefold(): value for name, value in values.items() if value}
    return _OPEN.sub(lambda found: known.get(found[1].casefold(), found[0]), text)


def marked(html: str) -> str:
    """Return the body of some HTML with open places in red and its footnotes numbered; the head stays as it is."""
    head, tag, body = html.rpartition("<body>")
    numbers = count(1)

    def note(found: re.Match[str]) -> str:
        number = next(numbers)
        call = f'<sup class="official__call">{number}</sup>'
        return f'{call}<span class="official__note"><sup>{number}</sup> {found[1]}</span>'

    body = _OPEN.sub(r'<mark class="official__open">[[\1]]</mark>', _NOTE.sub(note, body))
    return head + tag + body
