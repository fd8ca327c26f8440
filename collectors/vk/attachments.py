"""What is attached to a post of VK: kinds and words.

Pure. Source: «attachments», `geo` and `copy_history` of objects/wall_wallpost in VK's published schema.
"""

import html
import re
from collections.abc import Iterator
from typing import Any

from incidents.posts import Attachment, AttachmentKind

Item = dict[str, Any]  # an object of VK's JSON: its fields are as many as VK wants
LONGEST = 500  # code points of a title or a caption that are kept
MOST = 10  # VK takes no more attachments
DEEPEST = 5  # reposts of reposts
KINDS = {
    "photo": AttachmentKind.PHOTO,
    "posted_photo": AttachmentKind.PHOTO,
    "video": AttachmentKind.VIDEO,
    "short_video": AttachmentKind.CLIP,
    "clip": AttachmentKind.CLIP,
    "link": AttachmentKind.LINK,
    "poll": AttachmentKind.POLL,
    "doc": AttachmentKind.DOCUMENT,
    "audio": AttachmentKind.AUDIO,
    "audio_message": AttachmentKind.AUDIO,
}
_SAYS = {
    AttachmentKind.PHOTO: ("text",),
    AttachmentKind.VIDEO: ("title", "description"),
    AttachmentKind.CLIP: ("title", "description"),
    AttachmentKind.LINK: ("title",),
    AttachmentKind.POLL: ("question",),
    AttachmentKind.DOCUMENT: ("title",),
}
"""Where the words of a kind stand. A song's title is about no street, so audio has none."""

_WORD = re.compile(r"[а-яё]{3}", re.IGNORECASE)
_OF_VK = re.compile(r"\s*(?:(?:видео|клип|фото|запись)\s+(?:от|пользователя)\b|(?:видео\s+)?без\s+(?:названия|имени)\b)", re.IGNORECASE)


def chain_of(item: Item) -> list[Item]:
    """The post and the posts that it passes on, the nearest first."""
    copies = item.get("copy_history")
    return [item, *(each for each in (copies if isinstance(copies, list) else [])[:DEEPEST] if isinstance(each, dict))]


def attached_to(item: Item) -> tuple[Attachment, ...]:
    """What stands in the post beside its words and photos, also in what it passes on."""
    chain = chain_of(item)
    found = [each for link in chain for each in (*_attachments(link), *_place(link))]
    repost = [Attachment(kind=AttachmentKind.REPOST)] if len(chain) > 1 else []
    return tuple(dict.fromkeys([*repost, *found]))[: MOST + 1]


def of_kind(item: Item, *kinds: str) -> list[Item]:
    """The objects of these kinds that are attached; what is not as documented is left out."""
    rows = item.get("attachments")
    named = [(each, each.get("type")) for each in (rows if isinstance(rows, list) else []) if isinstance(each, dict)]
    return [each[kind] for each, kind in named if kind in kinds and isinstance(each.get(kind), dict)]


def _attachments(item: Item) -> Iterator[Attachment]:
    rows = item.get("attachments")
    for each in rows if isinstance(rows, list) else []:
        if not isinstance(each, dict):
            continue
        name = str(each.get("type"))
        given = each.get(name)
        thing: Item = given if isinstance(given, dict) else {}
        kind = KINDS.get(name, AttachmentKind.OTHER)
        if kind is AttachmentKind.VIDEO and thing.get("type") == "short_video":
            kind = AttachmentKind.CLIP
        words = _words(*(thing.get(field) for field in _SAYS.get(kind, ())))
        if kind is not AttachmentKind.PHOTO or words:
            yield Attachment(kind=kind, words=words)


def _place(item: Item) -> Iterator[Attachment]:
    geo = item.get("geo")
    if isinstance(geo, dict):
        place = geo.get("place")
        yield Attachment(kind=AttachmentKind.PLACE, words=_words(place.get("title")) if isinstance(place, dict) else "")


def _words(*texts: object) -> str:
    """What was said by a person: no name of a file, no title that VK gave by itself."""
    plain = (" ".join(html.unescape(text[: LONGEST * 4]).split()) for text in texts if isinstance(text, str))
    return ". ".join(dict.fromkeys(text for text in plain if _WORD.search(text) and not _OF_VK.match(text)))[:LONGEST]
