"""What is asked several times while one page is made, and answered by the database once.

Nothing outlives the request, so nothing is ever out of date for longer than the making of one page. A request that
writes remembers until its first write and nothing after it: what it reads then is what the database holds.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import connection

Answer = TypeVar("Answer")

# A savepoint changes nothing; rolling back to one does.
_READS = ("SELECT", "SAVEPOINT")
_memory: ContextVar[dict[Hashable, Any] | None] = ContextVar("memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Keep the answers of ``remembered`` inside the block."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


@contextmanager
def remembering_until_written() -> Iterator[None]:
    """As ``remembering``, for requests that may write: the first statement that is no SELECT ends it."""
    with remembering(), connection.execute_wrapper(_forget_on_write):
        yield


def _forget_on_write(execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
    if not sql.lstrip("(").startswith(_READS):  # PostgreSQL writes the parts of a union in brackets
        _memory.set(None)
    return execute(sql, params, many, context)


def remembered(key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Return the answer to a question; ``ask`` is called once for a page, and each time outside of one.

    Args:
        key: names the question and everything that its answer depends on.
        ask: reads the answer. It must be complete: a list, never a queryset that reads on its own.
    """
    memory = _memory.get()
    if memory is None:
        return ask()
    if key not in memory:
        memory[key] = ask()
    answer: Answer = memory[key]
    return answer
