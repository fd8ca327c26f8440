"""Which entity each tag of Telegram's HTML makes."""

import re

from sandbox.errors import Json, bad_request

TAGS = {
    "a": "text_link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "u": "underline", "ins": "underline", "tg-spoiler": "spoiler", "span": "spoiler",
    "tg-emoji": "custom_emoji", "tg-time": "date_time", "pre": "pre", "code": "code",
    "blockquote": "blockquote",
}  # fmt: skip


ADDRESS = re.compile(r"(?i)(?:(https?)://)?((?:[\w.-]+@)?[\w-]+(?:\.[\w-]+)+(?::\d+)?)((?:[/?#]\S*)?)")
OWN_SCHEME = re.compile(r"(?i)(tg|ton|tonsite)://[^\s/]")


def entity_kind(tag: str, attributes: dict[str, str], inside: str) -> Json | None:
    """Give type and argument of a finished tag; None for a link that leads nowhere."""
    kind: Json = {"type": TAGS[tag]}
    if tag == "a":
        return link(attributes.get("href") or inside)
    if tag == "code":
        language = attributes.get("class", "")
        if language.startswith("language-"):
            kind["language"] = language.removeprefix("language-")
    elif tag == "tg-emoji":
        kind["custom_emoji_id"] = attributes.get("emoji-id", "")
        if not kind["custom_emoji_id"].isdecimal():
            bad_request("can't parse entities: Invalid custom emoji identifier specified")
    elif tag == "blockquote" and "expandable" in attributes:
        kind["type"] = "expandable_blockquote"
    return kind


def link(url: str) -> Json | None:
    """Make a link's entity: a mention of a user, a text link, or none if it is no address."""
    user = re.fullmatch(r"tg://user\?id=(\d+)", url)
    if user:
        return {"type": "text_mention", "user_id": int(user[1])}
    address = ADDRESS.fullmatch(url)
    if address is None:
        return {"type": "text_link", "url": url} if OWN_SCHEME.match(url) else None
    scheme, host, rest = address.groups()
    path = rest if rest.startswith("/") else f"/{rest}"
    return {"type": "text_link", "url": f"{(scheme or 'http').lower()}://{host.lower()}{path}"}


def merged(last: Json, kind: Json) -> bool:
    """Make one entity of <pre> and <code class="language-…"> around the same text."""
    pair = (last["type"], kind["type"])
    if pair == ("code", "pre") and last.get("language"):
        last["type"] = "pre"
        return True
    if pair == ("pre", "code") and kind.get("language"):
        last["language"] = kind["language"]
        return True
    return False


def finished(entities: list[Json]) -> list[Json]:
    """Order by beginnings, outer first; a language belongs to <pre> only."""
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
