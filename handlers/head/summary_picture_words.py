"""The picture under the summary: the day against usual days.

Readable on a phone. A font of our own: no machine must have one.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from incidents.head.usual_day import Beside

FONT = Path(__file__).resolve().parent.parent / "fonts" / "DejaVuSans-ru.ttf"
WIDTH, EDGE = 1080, 60
_TITLE, _LABEL, _FIGURE = 52, 40, 44  # sizes of letters: a phone shows a third of them
_BAR, _STEP, _TOP = 44, 210, 210
_FULL = WIDTH - 2 * EDGE - 130  # the longest bar, with room for its figure
_PAPER, _INK, _QUIET, _DAY, _USUAL = "#ffffff", "#1d2733", "#5c6b7a", "#2b6cb0", "#c3ccd6"


def picture(figures: Sequence[Beside], *, title: str) -> bytes:
    """PNG: a pair of bars a figure, the day above usual days."""
    image = Image.new("RGB", (WIDTH, _TOP + _STEP * len(figures) + EDGE // 2), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((EDGE, 45), title, font=_font(_TITLE), fill=_INK)
    _legend(draw)
    most = max((max(each.now, each.usual) for each in figures), default=0)
    for n, each in enumerate(figures):
        top = _TOP + _STEP * n
        draw.text((EDGE, top), each.name, font=_font(_LABEL), fill=_QUIET)
        _bar(draw, top + 56, each.now, most, _DAY, _INK)
        _bar(draw, top + 56 + _BAR + 8, each.usual, most, _USUAL, _QUIET)
    content = BytesIO()
    image.save(content, "PNG", optimize=True)
    return content.getvalue()


def _legend(draw: ImageDraw.ImageDraw) -> None:
    left = EDGE
    for words, colour in (("за этот день", _DAY), ("обычно в такой же день", _USUAL)):
        draw.rectangle((left, 133, left + 32, 165), fill=colour)
        draw.text((left + 46, 126), words, font=_font(_LABEL - 6), fill=_QUIET)
        left += 46 + int(draw.textlength(words, font=_font(_LABEL - 6))) + 50


def _bar(draw: ImageDraw.ImageDraw, top: int, value: int, most: int, colour: str, ink: str) -> None:
    right = EDGE - 16
    if value > 0:
        right = EDGE + max(16, round(_FULL * value / most))
        draw.rounded_rectangle((EDGE, top, right, top + _BAR), radius=8, fill=colour)
    draw.text((right + 16, top - 4), str(value), font=_font(_FIGURE), fill=ink)


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)
