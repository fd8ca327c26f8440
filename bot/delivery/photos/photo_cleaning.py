"""A photo as it may go out: turned upright, no larger than the network shows, and without EXIF, place or any other trace of the phone."""

import io
import warnings

from PIL import Image, ImageOps

MAX_PIXELS = 25_000_000
MAX_SIDE = 2560
MAX_BYTES = 5 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITIES = (88, 75, 60, 40)


class NoPicture(Exception):
    """It does not open as a picture."""


class TooLarge(Exception):
    """It would take too much memory to open."""


def clean(content: bytes) -> bytes:
    """The picture as a fresh JPEG: nothing of the file but its pixels is kept. Raises NoPicture and TooLarge. Blocking."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise TooLarge
                return _jpeg(_flat(opened))
    except Image.DecompressionBombError:
        raise TooLarge from None
    except (OSError, ValueError, SyntaxError, KeyError, IndexError, EOFError, OverflowError, TypeError, AttributeError) as error:
        raise NoPicture(type(error).__name__) from None


def _flat(opened: Image.Image) -> Image.Image:
    opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
    turned = ImageOps.exif_transpose(opened)
    turned.thumbnail((MAX_SIDE, MAX_SIDE))
    pixels = turned.convert("RGBA")
    flat = Image.new("RGB", pixels.size, "white")
    flat.paste(pixels, mask=pixels.getchannel("A"))
    return flat


def _jpeg(picture: Image.Image) -> bytes:
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= MAX_BYTES:
            return out.getvalue()
    raise TooLarge
