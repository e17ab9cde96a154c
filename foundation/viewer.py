"""A stored file for looking at, page by page; template ``components/file_viewer.html``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.http import QueryDict

from foundation.files import page_count
from foundation.models import StoredFile

FILE_KEY, PAGE_KEY = "tep", "trang"


class Viewable(Protocol):
    """A row that holds a stored file and knows the addresses through which its app serves it."""

    stored: StoredFile

    def get_absolute_url(self) -> str: ...

    def page_url(self, page: int) -> str: ...


@dataclass(frozen=True)
class FileView:
    """What the viewer shows: one page at a time, and the ways to the others."""

    key: str
    stored: StoredFile
    page: int
    pages: int
    picture_url: str
    previous_url: str
    next_url: str
    download_url: str


def view_of(file: Viewable, query: QueryDict) -> FileView:
    """Return a file at the page that the address names: ``?trang=3``, or ``?tep=12&trang=3`` among several."""
    stored = file.stored
    pages = page_count(stored)
    page = min(max(_wanted(stored, query), 1), max(pages, 1))
    return FileView(
        key=f"tep-{stored.pk}",
        stored=stored,
        page=page,
        pages=pages,
        picture_url=file.page_url(page) if pages else "",
        previous_url=_address(stored, query, page - 1) if page > 1 else "",
        next_url=_address(stored, query, page + 1) if page < pages else "",
        download_url=file.get_absolute_url(),
    )


def _wanted(stored: StoredFile, query: QueryDict) -> int:
    number = query.get(PAGE_KEY, "")
    mine = query.get(FILE_KEY, str(stored.pk)) == str(stored.pk)
    return int(number) if mine and number.isdecimal() and len(number) < 6 else 1


def _address(stored: StoredFile, query: QueryDict, page: int) -> str:
    """Return this page's address with another page of the file; everything else that it names stays."""
    other = query.copy()
    other.pop(FILE_KEY, None)
    other.pop(PAGE_KEY, None)
    other[FILE_KEY], other[PAGE_KEY] = str(stored.pk), str(page)
    return f"?{other.urlencode()}#tep-{stored.pk}"


def empty_query() -> Any:
    """Return the query of a page that was rendered without a request."""
    return QueryDict("")
