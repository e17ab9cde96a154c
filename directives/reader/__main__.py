"""``python -m directives.reader NAME``: the text of the file on standard input; exits 2 where there is none.

What is odd about a file that could be read is said on standard error.

Run as a program of its own, so that a file that eats time or memory takes this one down and not the portal.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import warnings

from directives.reader.files import Unreadable, oddity_of, text_of

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 60


def main() -> int:
    """Read, write, and say what is wrong or odd on stderr; nobody else speaks there."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    content = sys.stdin.buffer.read()
    try:
        text = text_of(content, sys.argv[1] if len(sys.argv) > 1 else "")
    except Unreadable as error:
        sys.stderr.buffer.write(str(error).encode())
        return 2
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stderr.buffer.write(oddity_of(content).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
