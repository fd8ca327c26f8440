"""Photos as they may go out: upright, small, and with no trace of the phone; what is none is refused."""

import io
import struct
import zlib

import pytest
from PIL import Image

from bot.delivery.photos import photo_cleaning
from bot.delivery.photos.photo_cleaning import MAX_BYTES, MAX_SIDE, NoPicture, TooLarge, clean
from tests.kit.phone_photos import GPS, phone_photo


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_place_and_the_phone_are_gone_and_the_picture_stands_upright(kind: str) -> None:
    before = phone_photo(kind=kind)
    assert Image.open(io.BytesIO(before)).getexif().get_ifd(GPS)
    after = clean(before)
    shown = Image.open(io.BytesIO(after))
    assert (shown.format, shown.size) == ("JPEG", (40, 60))
    assert not shown.getexif()
    assert "comment" not in shown.info
    assert b"Secret" not in after
    assert b"Exif" not in after
    top, bottom = shown.getpixel((20, 5)), shown.getpixel((20, 55))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > bottom[0]  # turned by 90 degrees: what was left is above


def test_a_large_photo_is_made_smaller() -> None:
    shown = Image.open(io.BytesIO(clean(phone_photo((4000, 3000), orientation=1))))
    assert shown.size == (MAX_SIDE, 1920)


def test_a_picture_with_holes_gets_a_white_ground() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO(clean(out.getvalue()))).getpixel((5, 5)) == (255, 255, 255)


def test_noise_is_pressed_until_it_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = io.BytesIO()
    Image.effect_noise((600, 600), 90).save(noise, "PNG")
    roomy = len(clean(noise.getvalue()))
    monkeypatch.setattr(photo_cleaning, "MAX_BYTES", roomy - 1)
    assert len(clean(noise.getvalue())) < roomy <= MAX_BYTES
    monkeypatch.setattr(photo_cleaning, "MAX_BYTES", 10)
    with pytest.raises(TooLarge):
        clean(noise.getvalue())


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90\x00" + b"\0" * 500, b"\xff\xd8\xff\xe0JFIF", b"%PDF-1.7", phone_photo()[:200], b"GIF89a"]
)
def test_a_renamed_program_or_a_torn_file_is_no_picture(content: bytes) -> None:
    with pytest.raises(NoPicture):
        clean(content)


@pytest.mark.parametrize("size", [(6000, 5001), (60_000, 60_000)])
def test_a_bomb_of_many_pixels_is_refused_before_it_is_opened(size: tuple[int, int]) -> None:
    header = struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    with pytest.raises(TooLarge):
        clean(bomb)
