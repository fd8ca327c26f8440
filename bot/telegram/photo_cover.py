"""The grey picture in place of a photo that is too old to be deleted."""

import io
from functools import cache

from aiogram.types import BufferedInputFile, InputMediaPhoto
from PIL import Image

from incidents.messenger import Delivery, Done, Gone, Refused

_SIZE = (320, 200)
_WORDS = "Фото ушло вместе с карточкой"


def cover() -> InputMediaPhoto:
    """It with its words: Telegram deletes nothing after 48 hours, but shows another picture at any time."""
    return InputMediaPhoto(media=BufferedInputFile(_grey(), "photo.jpg"), caption=_WORDS)


@cache
def _grey() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", _SIZE, "grey").save(out, "JPEG")
    return out.getvalue()


def covered(said: Delivery) -> Delivery:
    """What is answered of it: done where nothing of the photo is left, refused where it still stands."""
    if isinstance(said, Gone):
        return Refused(because=said.because) if "can't be edited" in said.because else Done()
    return said
