"""Words of a card: foreign text made harmless.

Times and numbers come from `russian_time`, under one roof.
The order for a resident's words is clean → mask → cut → escape: masked before the cut, so that no half of a phone is left at the end;
escaped after it, so that no entity is broken.
"""

import re
import unicodedata
from collections.abc import Collection
from html import unescape

from handlers.kit.masking import mask, mask_numbers
from handlers.kit.russian_time import ago, clock, count, day, duration, how_long, moment, on_day, plural, stamp, took, weekday_moment
from incidents.posts import READ

__all__ = [
    "ago", "capital", "clean", "clock", "count", "cut", "day", "duration", "escape", "has_words", "how_long", "is_web", "link",
    "lower_first", "map_link", "mask", "moment", "name", "on_day", "ours", "plain", "plural", "quote_unless_masked", "quoted",
    "resident_quote", "resident_words", "stamp", "took", "visible_length", "visible_text", "weekday_moment",
]  # fmt: skip

ELLIPSIS = "…"
_TORN = 300  # code points: longer than any phone, flat or address of mail
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | {chr(c) for c in range(0xFE00, 0xFE0F)}
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACES = frozenset({"Zs", "Zl", "Zp"})
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARKS = re.compile(f"({_MARK}{{2}}){_MARK}+")
_ORDINARY = re.compile(r"[ -~а-яёА-ЯЁ«»№–—…\n]*")  # what stays as it is: most texts hold nothing else
_TAG = re.compile(r"<[^>]*>")


def _letter(char: str) -> str:
    if char.isascii():
        return char if " " <= char <= "~" else (" " if char.isspace() else "")
    if char in _INVISIBLE:
        return ""
    category = unicodedata.category(char)
    return "" if category in _DROPPED else " " if category in _SPACES else char


def plain(text: str) -> str:
    """Without controls, bidi and zero-width characters, lone surrogates and piles of accents; line breaks stay."""
    if _ORDINARY.fullmatch(text):
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(unicodedata.normalize("NFC", _MARKS.sub(r"\1", "".join(map(_letter, line)))) for line in lines)


def clean(text: str) -> str:
    """`plain`, folded into one line: foreign text cannot draw lines of its own on a card."""
    return " ".join(plain(text).split())


def cut(text: str, limit: int) -> str:
    """At most `limit` code points, ended by «…» after a whole word where one ends in the last third."""
    if len(text) <= limit:
        return text
    if limit <= 1:
        return ELLIPSIS[:limit]
    head = text[: limit - 1]
    if not text[limit - 1].isspace():
        space = head.rfind(" ")
        head = head[:space] if space >= len(head) * 2 // 3 else head
    opened = head.rfind("‹")
    if opened > head.rfind("›"):
        head = head[:opened]
    return head.rstrip(" \n,;:.-–—(«") + ELLIPSIS


def escape(text: str) -> str:
    """For Telegram HTML, attributes included."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def resident_words(text: str, limit: int, people: Collection[str] = ()) -> str:
    """A resident's words as HTML on one line: cleaned, masked, cut, escaped. `people`: whom the reader saw in them."""
    return escape(cut(_masked(text, limit, people), limit))


def _masked(text: str, limit: int, people: Collection[str] = ()) -> str:
    """Masked words of a text, of a long one a little more than `limit`: what is torn at its end is never shown."""
    text, size = text[:READ], limit * 4 + _TORN * 2
    while size < len(text):
        words = mask(clean(text[:size]), people)
        if len(words) > limit + _TORN:
            return words
        size *= 4
    return mask(clean(text), people)


def has_words(text: str) -> bool:
    """Whether anything of it is seen."""
    return resident_words(text, 1) != ""


def ours(text: str, limit: int) -> str:
    """A reason or a line of our own as HTML: cleaned, cut, escaped, not masked."""
    return escape(cut(clean(text[: limit * 8]), limit))


def resident_quote(text: str, limit: int, people: Collection[str] = ()) -> str:
    """A resident's words inside a line of ours: «…», with inner quotes told apart. `people`: whom the reader saw in them."""
    return f"«{escape(cut(_masked(text, limit, people).translate(_INNER), limit))}»"


def quote_unless_masked(text: str | None, limit: int, people: Collection[str] = ()) -> str:
    """`resident_quote`, or nothing where a part of it has to be hidden: no reason and no headline stands on a hole."""
    words = resident_quote(text or "", limit, people)
    return words if has_words(text or "") and "‹" not in words else ""


def name(text: str, limit: int) -> str:
    """A title or a place's name as plain text: cleaned, without pictures and quotes of its own, masked, cut. Not escaped."""
    kept = "".join(c for c in clean(text) if c in "№+" or unicodedata.category(c)[0] not in "SM" or c == "\u0301")
    return cut(mask_numbers(" ".join(kept.translate(_QUOTES).split())), limit)


_INNER = str.maketrans("«»", "„“")
_QUOTES = str.maketrans("", "", "«»„“”\"")  # fmt: skip


def quoted(title: str, limit: int) -> str:
    """«Название»: escaped HTML."""
    return f"«{escape(name(title, limit))}»"


def visible_text(html: str) -> str:
    """What a reader sees of our HTML, as plain text."""
    return unescape(_TAG.sub("", html))


def visible_length(html: str) -> int:
    """How many code points a reader sees: what Telegram counts after parsing."""
    return len(visible_text(html))


def link(url: str | None, html: str) -> str:
    """A link around ready HTML; only the text where the address is none of the web's."""
    return f'<a href="{escape(url)}">{html}</a>' if url and is_web(url) else html


def is_web(url: str) -> bool:
    """Whether Telegram takes it as the address of a button or a link."""
    return re.fullmatch(r"https?://[^\s\"<>\x00-\x1f\ud800-\udfff]{4,1000}", url) is not None


def map_link(lat: float, lon: float) -> str:
    """The place on the map that officials here use."""
    return f"https://yandex.ru/maps/?pt={lon:.4f},{lat:.4f}&z=17"


def capital(text: str) -> str:
    """First letter large, the rest as it is: «отдел ЖКХ» keeps its letters."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """First letter small, save an abbreviation («ЖКХ») or a name of one capital letter."""
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]
