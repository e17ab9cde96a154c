"""Photographs: upright, bare of EXIF data, of a sane size; bombs are refused before they are decoded."""

import io
import time

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from foundation import files
from tests.factories.uploads import bomb_png, exif_of_a_phone, picture, upload


def opened(checked):
    image = Image.open(io.BytesIO(checked.content))
    image.load()
    return image


def test_exif_is_removed_and_the_picture_turned_upright():
    content = picture(size=(40, 30), exif=exif_of_a_phone())
    assert b"GPS" in content or Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)

    checked = files.check_upload(upload("anh.jpg", content))

    image = opened(checked)
    assert image.size == (30, 40)
    assert not image.getexif()
    assert b"Exif" not in checked.content


def test_heic_photograph_becomes_a_bare_jpeg():
    out = io.BytesIO()
    half = Image.new("RGB", (64, 48), "red")
    half.paste("blue", (0, 0, 32, 48))
    exif = exif_of_a_phone()
    exif[0x0112] = 1
    half.save(out, "HEIF", exif=exif)

    checked = files.check_upload(upload("IMG_0001.HEIC", out.getvalue()))

    image = opened(checked)
    assert (checked.name, checked.content_type, checked.pages) == ("IMG_0001.jpg", "image/jpeg", 1)
    assert (image.format, image.size) == ("JPEG", (64, 48))
    assert not image.getexif()
    assert image.getpixel((5, 5))[2] > 200


def test_heic_photograph_that_its_phone_calls_jpg_is_accepted():
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(out, "HEIF")

    assert files.check_upload(upload("anh.jpg", out.getvalue())).content_type == "image/jpeg"


def test_broken_heic_is_refused():
    out = io.BytesIO()
    Image.effect_noise((64, 64), 90).convert("RGB").save(out, "HEIF")

    with pytest.raises(ValidationError, match="bị hỏng"):
        files.check_upload(upload("anh.heic", out.getvalue()[:-300]))


@pytest.mark.parametrize("side", [8_000, 12_000, 20_000, 60_000])
def test_bomb_is_refused_by_its_header(side):
    content, began = bomb_png(side, side), time.monotonic()

    with pytest.raises(ValidationError, match="60 megapixel"):
        files.check_upload(upload("anh.png", content))
    assert time.monotonic() - began < 1


def test_limit_of_pixels_is_a_setting(settings):
    settings.UPLOAD_MAX_PIXELS = 1_000_000

    with pytest.raises(ValidationError, match="1 megapixel"):
        files.check_upload(upload("anh.jpg", picture(size=(1001, 1000))))


def test_large_photograph_is_scaled_down(settings):
    settings.UPLOAD_PICTURE_EDGE = 400

    checked = files.check_upload(upload("anh.jpg", picture(size=(1000, 500))))

    assert opened(checked).size == (400, 200)


@pytest.mark.parametrize(
    ("kind", "mode", "name"),
    [
        ("JPEG", "CMYK", "a.jpg"),
        ("JPEG", "L", "a.jpg"),
        ("PNG", "P", "a.png"),
        ("PNG", "RGBA", "a.png"),
        ("PNG", "1", "a.png"),
    ],
)
def test_every_usual_colour_space_is_read(kind, mode, name):
    checked = files.check_upload(upload(name, picture(kind, mode=mode)))

    assert opened(checked).format == kind


def test_picture_with_a_second_one_behind_it_keeps_the_first():
    out = io.BytesIO()
    first, second = Image.new("RGB", (40, 30), "red"), Image.new("RGB", (40, 30), "blue")
    first.save(out, "MPO", save_all=True, append_images=[second])

    checked = files.check_upload(upload("anh.jpg", out.getvalue()))

    assert opened(checked).format == "JPEG"
    assert opened(checked).getpixel((5, 5))[0] > 200
