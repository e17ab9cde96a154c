"""Receiving bodies: one that was cut off on the way, or for which there is no room, is refused as a whole.

Without this, a form whose connection broke would be read as far as it came, and saved like that.
"""

from __future__ import annotations

import errno
import io
from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, UnreadablePostError

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class CutOff(OSError):
    """The connection ended before the announced number of bytes had come."""


class NoRoom(UnreadablePostError):
    """The disk for temporary files is full."""


class WholeBody(io.IOBase):
    """Reads the body of a request and raises CutOff where it ends before its announced length."""

    def __init__(self, stream: Any, announced: int) -> None:
        self._stream = stream
        self._left = announced

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        data = b""
        while len(data) < wanted:
            more = self._stream.read(wanted - len(data))
            if not more:
                raise CutOff
            data += more
        self._left -= len(data)
        return data

    def readline(self, size: int | None = -1, /) -> bytes:
        line = bytes(self._stream.readline(size))
        if not line and self._left > 0:
            raise CutOff
        self._left -= len(line)
        return line


class SpooledUploadHandler(TemporaryFileUploadHandler):
    """Keeps large uploads in temporary files; says so when there is no room for them."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise NoRoom(*error.args) from error
            raise


def let_go(request: HttpRequest) -> None:
    """Close the temporary files of a request whose body could not be read."""
    for handler in request.upload_handlers:
        if hasattr(handler, "file"):
            handler.file.close()
