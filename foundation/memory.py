"""What is asked several times while one page is made, and answered by the database once.

Only pages that are asked for (GET) remember; whoever posts changes things and reads them again. Nothing outlives the
request, so nothing is ever out of date for longer than the making of one page.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Answer = TypeVar("Answer")

_memory: ContextVar[dict[Hashable, Any] | None] = ContextVar("memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Keep the answers of ``remembered`` inside the block."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


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
