"""A message's text as Telegram keeps it: cleaned, parsed, trimmed.

With what it finds itself.
"""

import re

from sandbox.errors import Json, bad_request
from sandbox.telegram.html import HtmlParser, utf16_length
from sandbox.telegram.tags import TAGS

TEXT_LIMIT = 4096  # code points after parsing
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100  # the rest are dropped
NOT_PRINTABLE = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f]")
FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<url>https?://[^\s<>\"«»]+[^\s<>\"«».,:;!?)])"
    r"|(?P<mention>(?<![\w@])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w))"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
)
KINDS = frozenset(TAGS.values()) | {
    "expandable_blockquote", "text_mention", "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number",
}  # fmt: skip
OPAQUE = frozenset({"pre", "code", "text_link", "text_mention"})


def formatted(text: object, parse_mode: object, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """Give plain text and entities of what a bot sends; refuse what Telegram refuses."""
    clean = cleaned(text)
    if not parse_mode:
        return trimmed(clean, checked_entities(clean, entities or []))
    mode = str(parse_mode).lower()
    if mode == "html":
        return trimmed(*HtmlParser(clean.encode()).parse())
    if mode not in {"markdown", "markdownv2"}:
        bad_request("unsupported parse_mode")
    return trimmed(clean, [])  # Markdown is taken literally: nobody here speaks it


def checked_entities(text: str, entities: list[Json]) -> list[Json]:
    """Refuse entities of unknown kinds or outside the text; drop empty ones."""
    end = utf16_length(text)
    for entity in entities:
        offset, length = entity["offset"], entity["length"]
        if entity["type"] not in KINDS:
            bad_request("can't parse MessageEntity: Unsupported type specified")
        if offset < 0:
            bad_request(f"receive an entity with incorrect offset {offset}")
        if offset > end:
            bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
        if offset + length > end:
            bad_request(f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {offset + length}")
    return [dict(entity) for entity in entities if entity["length"] > 0]


def cleaned(text: object) -> str:
    """Replace control characters by spaces and drop carriage returns; refuse half characters."""
    value = str(text if text is not None else "")
    try:
        value.encode()
    except UnicodeEncodeError:
        bad_request("strings must be encoded in UTF-8")
    return NOT_PRINTABLE.sub(" ", value.replace("\r", ""))


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Cut spaces at both ends, move the entities along, add found ones, keep the first hundred."""
    text = text.rstrip()
    first = min((entity["offset"] for entity in entities), default=len(text))
    lead = min(len(text) - len(text.lstrip()), first)
    text = text[lead:]
    length = utf16_length(text)
    kept = []
    for entity in entities:
        begin = max(0, entity["offset"] - lead)
        end = min(length, entity["offset"] - lead + entity["length"])
        if begin < end:
            kept.append(entity | {"offset": begin, "length": end - begin})
    kept += found(text, kept)
    kept.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, kept[:ENTITY_LIMIT]


def found(text: str, taken: list[Json]) -> list[Json]:
    """Find commands, addresses, mentions and hashtags outside code and links."""
    opaque = [range(entity["offset"], entity["offset"] + entity["length"]) for entity in taken if entity["type"] in OPAQUE]
    result = []
    for match in FOUND.finditer(text):
        offset = utf16_length(text[: match.start()])
        if not any(offset in covered for covered in opaque):
            length = utf16_length(match.group())
            result.append({"type": match.lastgroup, "offset": offset, "length": length})
    return result
