"""Stored files: nothing half-written, nothing left over; pages as pictures, made once."""

import errno
import io
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from PIL import Image

from foundation import files
from foundation.models import StoredFile
from tests.factories.uploads import pdf, picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Give each test a folder of its own for stored files."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "media")},
        }
    }
    return tmp_path / "media"


def stored(name="giay.pdf", content=None):
    return files.store_upload(upload=files.check_upload(upload(name, content or pdf())), by=None)


def left_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


class FullStorage(FileSystemStorage):
    """A disk that is full after a hundred bytes."""

    code = errno.ENOSPC

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read(100))
        raise OSError(self.code, "no room")


class QuotaStorage(FullStorage):
    code = errno.EDQUOT


def use(settings, storage, media):
    backend = {"BACKEND": f"{__name__}.{storage.__name__}", "OPTIONS": {"location": str(media)}}
    settings.STORAGES = settings.STORAGES | {"default": backend}


def test_stored_file_is_served_as_a_sandboxed_attachment():
    row = stored("giấy phép.pdf")

    response = files.serve(row)

    assert "attachment" in response["Content-Disposition"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "giấy" not in row.file.name
    response.close()


@pytest.mark.parametrize("storage", [FullStorage, QuotaStorage])
def test_full_disk_leaves_neither_row_nor_half_a_file(settings, media, storage):
    use(settings, storage, media)

    with pytest.raises(files.NotStored, match="đã hết dung lượng"):
        stored(content=picture(size=(400, 300)), name="anh.jpg")

    assert StoredFile.objects.count() == 0
    assert left_in(media) == []


@files.nothing_left_behind()
@transaction.atomic
def store_and_fail():
    stored()
    raise RuntimeError


@files.nothing_left_behind()
@transaction.atomic
def store_well_inside_and_fail():
    with files.nothing_left_behind(), transaction.atomic():
        stored()
    raise RuntimeError


@pytest.mark.parametrize("act", [store_and_fail, store_well_inside_and_fail])
def test_files_of_a_failed_transaction_are_deleted(media, act):
    kept = stored()

    with pytest.raises(RuntimeError):
        act()

    assert StoredFile.objects.get() == kept
    assert len(left_in(media)) == 1


def test_pages_are_drawn_once_and_kept(media):
    row = stored(content=pdf(pages=2))

    first = files.page_image(row, 2, 300)
    kept = left_in(media / "previews")
    again = files.page_image(row, 2, 300)

    assert Image.open(io.BytesIO(first)).size[0] == 300
    assert len(kept) == 1
    assert again == first == kept[0].read_bytes()


def test_photographs_are_shrunk_but_never_blown_up():
    row = stored("anh.jpg", picture(size=(1000, 500)))

    assert Image.open(io.BytesIO(files.page_image(row, 1, 240))).size == (240, 120)
    assert Image.open(io.BytesIO(files.page_image(row, 1, 1200))).size == (1000, 500)


def test_clear_picture_is_shown_on_white():
    row = stored("anh.png", picture("PNG", mode="RGBA"))

    assert Image.open(io.BytesIO(files.page_image(row, 1, 240))).getpixel((3, 3)) == (255, 255, 255)


def test_endless_page_is_drawn_within_bounds():
    row = stored(content=pdf(size=(20, 14_000)))

    width, height = Image.open(io.BytesIO(files.page_image(row, 1, 240))).size
    assert height <= 961
    assert width < 240


@pytest.mark.parametrize("page", [0, 3, -1])
def test_page_that_is_not_there(page):
    row = stored(content=pdf(pages=2))

    with pytest.raises(files.NoPicture):
        files.page_image(row, page, 240)


def test_file_that_cannot_be_drawn_has_no_picture():
    row = files.store(name="hong.pdf", content_type="application/pdf", content=b"%PDF-1.7 broken", pages=1)

    with pytest.raises(files.NoPicture):
        files.page_image(row, 1, 240)
    assert files.page_count(files.store(name="a.xlsx", content_type="application/zip", content=b"PK")) == 0


def test_pages_of_older_rows_are_counted_when_somebody_looks():
    row = stored(content=pdf(pages=3))
    StoredFile.objects.update(pages=None)
    row.refresh_from_db()

    assert files.page_count(row) == 3
    assert StoredFile.objects.get().pages == 3


def test_picture_that_cannot_be_kept_is_shown_all_the_same(settings, media):
    row = stored()
    use(settings, FullStorage, media)
    row = StoredFile.objects.get(pk=row.pk)

    assert files.page_image(row, 1, 240)[:2] == b"\xff\xd8"


def test_discarded_file_takes_its_pictures_along(media, django_capture_on_commit_callbacks):
    row = stored()
    files.page_image(row, 1, 240)

    with django_capture_on_commit_callbacks(execute=True):
        files.discard(row)

    assert StoredFile.objects.count() == 0
    assert left_in(media) == []
