"""Bytes of killed processes are swept; what has a row, is young or is not ours stays. Small bombs are refused."""

import json
import time
import zlib
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from foundation import clock, files
from foundation.tasks import sweep_files
from tests.factories.uploads import pdf, upload


@pytest.fixture
def media(settings, tmp_path):
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    return tmp_path


def orphan(media: Path, token: str = "ab" * 20, name: str = "") -> Path:
    path = media / (name or f"{token[:2]}/{token}.pdf")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left behind")
    return path


def later():
    return clock.frozen(clock.now() + timedelta(hours=25))


@pytest.mark.django_db
def test_bytes_without_a_row_are_swept_and_all_others_stay(media):
    stored = files.store(name="a.pdf", content_type="application/pdf", content=pdf())
    kept = media / str(stored.file.name)
    neighbour = orphan(media, kept.stem[:2] + "c" * 38)
    picture = orphan(media, name=f"previews/{'cd' * 20}/1-240.jpg")
    kept_picture = orphan(media, name=f"previews/{kept.stem}/1-240.jpg")
    foreign = [orphan(media, name=name) for name in ("backup/ocop.sqlite3", "ab/notes.txt", "previews/x/1.jpg")]
    gone = [orphan(media), neighbour, picture]

    with later():
        assert sweep_files() == 3
        assert sweep_files() == 0

    assert not any(path.exists() for path in gone)
    assert all(path.exists() for path in (kept, kept_picture, *foreign))


@pytest.mark.django_db
def test_young_bytes_may_belong_to_a_running_transaction(media):
    path = orphan(media)

    assert files.sweep_files().names == ()
    assert path.exists()


@pytest.mark.django_db
def test_command_tells_first_and_deletes_then(media):
    path = orphan(media)
    out = StringIO()

    with later():
        call_command("sweep_files", "--dry-run", "--json", stdout=out)
        assert path.exists()
        call_command("sweep_files", stdout=StringIO())

    assert json.loads(out.getvalue()) == {"names": [f"ab/{'ab' * 20}.pdf"], "size": 11}
    assert not path.exists()
    with pytest.raises(CommandError):
        call_command("sweep_files", "--hours", "-1")


def bomb(megabytes: int) -> bytes:
    """Return a PDF of some kilobytes whose object stream unpacks to so many megabytes."""
    objects = b"4 0 5 9 << /A 1 >>" + b" " * (megabytes * 1024 * 1024)
    packed = zlib.compress(zlib.compress(objects, 1), 9)  # the second time makes small what the first, quick one left
    out = bytearray(b"%PDF-1.5\n")
    offsets = {}

    def add(number: int, body: bytes) -> None:
        offsets[number] = len(out)
        out.extend(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    add(1, b"<< /Type /Catalog /Pages 2 0 R /Extra 4 0 R >>")
    add(2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
    add(3, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>")
    head = b"<< /Type /ObjStm /N 2 /First 8 /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n" % len(packed)
    add(6, head + packed + b"\nendstream")
    start = len(out)
    rows = [(0, 0, 65535), *((1, offsets[n], 0) for n in (1, 2, 3)), (2, 6, 0), (2, 6, 1), (1, offsets[6], 0)]
    rows.append((1, start, 0))
    table = b"".join(bytes([kind]) + value.to_bytes(4, "big") + last.to_bytes(2, "big") for kind, value, last in rows)
    out.extend(b"7 0 obj\n<< /Type /XRef /Size 8 /W [1 4 2] /Root 1 0 R /Length %d >>\nstream\n" % len(table))
    out.extend(table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start)
    return bytes(out)


def test_small_file_that_unpacks_to_a_gigabyte_is_refused():
    content = bomb(1024)
    assert len(content) < 50_000
    began = time.monotonic()

    with pytest.raises(ValidationError, match="giải nén"):
        files.check_upload(upload("giay.pdf", content))

    assert time.monotonic() - began < 30


def test_ordinary_object_streams_are_read():
    content = bomb(1)

    assert files.check_upload(upload("giay.pdf", content)).pages == 1
