"""Phone photos."""

import io

from PIL import Image

ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F


def phone_photo(size: tuple[int, int] = (60, 40), orientation: int = 6, kind: str = "JPEG") -> bytes:
    """The left half is red, the rest is blue; EXIF says where and by what it was taken."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "SecretPhone"
    exif[GPS] = {1: "N", 2: (56.0, 42.0, 30.0), 3: "E", 4: (36.0, 46.0, 5.0)}
    out = io.BytesIO()
    more = {"comment": b"SecretComment"} if kind == "JPEG" else {}
    picture.save(out, kind, exif=exif, **more)
    return out.getvalue()
