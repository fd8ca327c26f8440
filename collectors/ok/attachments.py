"""What a topic of Odnoklassniki holds: words, photos, the rest.

Pure. A topic is a list of blocks (`media`); photos, films and polls stand in `entities` and are named by refs.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from incidents.posts import KEPT, Attachment, AttachmentKind

Item = dict[str, Any]  # Any: an object of the network's JSON
LONGEST = 500  # code points of a title that are kept
MOST = 10
DEEPEST = 3  # topics that pass on topics
_SIZES = ("pic_max", "pic1024x768", "pic1024max", "pic640x480", "pic480x480", "pic240min", "pic128x128")
_MARK = re.compile(r"\{/?(?:user|group|app|media_topic|theme|photo|group_photo|movie|place)(?::\d{1,24})?\}")
_WORD = re.compile(r"[а-яё]{3}", re.IGNORECASE)
_KINDS = {
    "movie": AttachmentKind.VIDEO,
    "video": AttachmentKind.VIDEO,
    "link": AttachmentKind.LINK,
    "poll": AttachmentKind.POLL,
    "music": AttachmentKind.AUDIO,
    "place": AttachmentKind.PLACE,
    "app": AttachmentKind.OTHER,
}
_LISTS = {"movie": ("movies", "videos"), "video": ("videos", "movies")}
_SAYS = ("title", "question", "description", "name", "text")


class Entities:
    """What an answer says of the things that are named by refs, «group_photo:5»."""

    def __init__(self, entities: object) -> None:
        given = entities if isinstance(entities, dict) else {}
        self._rows = {(str(name), number): row for name, rows in given.items() for row in objects(rows) for number in _numbers(row)}

    def find(self, ref: object) -> Item | None:
        """The thing behind a ref; None: the answer does not hold it."""
        if not isinstance(ref, str):
            return None
        kind, _, number = ref.partition(":")
        keys = [(name, each) for name in _LISTS.get(kind, (f"{kind}s",)) for each in (ref, number)]
        return next((self._rows[key] for key in keys if key in self._rows), None)


def _numbers(row: Item) -> Iterator[str]:
    """By what a thing is named: its ref, or its number."""
    return (str(row[name]) for name in ("ref", "id", "uid") if row.get(name))


@dataclass(slots=True)
class Content:
    """What a topic says, with what it passes on. `repeats`: whose words a topic without own ones passes on."""

    said: list[str] = field(default_factory=list)
    photos: list[str] = field(default_factory=list)
    attached: list[Attachment] = field(default_factory=list)
    repeats: str = ""

    @property
    def text(self) -> str:
        """Its own words, then those that it passes on."""
        return "\n\n".join(dict.fromkeys(self.said))


def content_of(topic: Item, entities: Entities, deep: int = 0) -> Content:
    """Words, photos and attachments of a topic, its own and those of what it passes on."""
    made, blocks = Content(), objects(topic.get("media"))
    own = "\n".join(said for each in blocks if each.get("type") == "text" and (said := plain(_text(each))))
    made.said += [own] if own else []
    for block in blocks:
        kind = str(block.get("type"))
        if kind == "photo":
            _photos(block, entities, made)
        elif kind == "topic":
            _passed_on(block, entities, made, deep)
        elif kind != "text":
            made.attached += _things(kind, block, entities)
    return made


def attached_to(made: Content) -> tuple[Attachment, ...]:
    """Each kind with its words once."""
    return tuple(dict.fromkeys(made.attached))[: MOST + 1]


def of_comment(item: Item) -> tuple[Attachment, ...]:
    """A trace of what is attached to a comment, as the network names its kind."""
    kinds = {"PHOTO": None, "MOVIE": AttachmentKind.VIDEO, "TOPIC": AttachmentKind.LINK, "LINK": AttachmentKind.LINK}
    found = (kinds.get(str(each.get("type")).upper(), AttachmentKind.OTHER) for each in objects(item.get("attachments")))
    return tuple(Attachment(kind=kind) for kind in dict.fromkeys(found) if kind is not None)


def comment_photos(item: Item) -> tuple[str, ...]:
    """Addresses of photos that are attached to a comment."""
    rows = [each for each in objects(item.get("attachments")) if str(each.get("type")).upper() == "PHOTO"]
    return tuple(url for each in rows if (url := largest(each) or largest(_one(each.get("photo")))))


def plain(text: object) -> str:
    """A text as people see it: marks of mentions are taken off, entities are characters."""
    return _MARK.sub("", unescape(text)[:KEPT]).strip() if isinstance(text, str) else ""


def objects(rows: object) -> list[Item]:
    """The objects of a list; a null spoils nothing else."""
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def largest(photo: Item) -> str:
    """The address of the largest size that is given; "" where none is."""
    return next((url for size in _SIZES if isinstance(url := photo.get(size), str) and url.startswith(("http://", "https://"))), "")


def _text(block: Item) -> str:
    """The words of a block, whole or in pieces."""
    text = block.get("text")
    if isinstance(text, str) and text:
        return text
    return "".join(piece for each in objects(block.get("text_tokens")) if isinstance(piece := each.get("text"), str))


def _named(block: Item, name: str, entities: Entities) -> Iterator[Item]:
    """Things of a block: as they stand in it, or by their refs."""
    yield from objects(block.get(f"{name}s")) or objects(block.get("list"))
    refs = block.get(f"{name}_refs")
    for ref in refs if isinstance(refs, list) else []:
        yield entities.find(ref) or {}


def _photos(block: Item, entities: Entities, made: Content) -> None:
    for photo in _named(block, "photo", entities):
        made.photos += [url] if (url := largest(photo)) and url not in made.photos else []
        words = _words(plain(photo.get("text")))
        made.attached += [Attachment(kind=AttachmentKind.PHOTO, words=words)] if words else []


def _passed_on(block: Item, entities: Entities, made: Content, deep: int) -> None:
    """A topic inside of a topic: its words stand after our own."""
    made.attached.append(Attachment(kind=AttachmentKind.REPOST))
    owners = block.get("reshare_owner_refs")
    for topic in _named(block, "media_topic", entities) if deep < DEEPEST else ():
        inner = content_of(topic, entities, deep + 1)
        if not made.said:
            made.repeats = made.repeats or str(topic.get("author_ref") or (owners[0] if isinstance(owners, list) and owners else ""))
        made.said += inner.said
        made.photos += [url for url in inner.photos if url not in made.photos]
        made.attached += inner.attached


def _things(kind: str, block: Item, entities: Entities) -> Iterable[Attachment]:
    """A film, a link, a poll…: at least its kind, with its words where it has any."""
    what = _KINDS.get(kind, AttachmentKind.OTHER)
    if what is AttachmentKind.AUDIO:  # a song's title is about no street
        return [Attachment(kind=what)]
    rows = list(_named(block, kind, entities)) or [block]
    return [Attachment(kind=what, words=_words(*(plain(row.get(name)) for name in _SAYS if name in row))) for row in rows]


def _words(*texts: str) -> str:
    """What was said by a person: no name of a file."""
    said = (" ".join(text.split()) for text in texts)
    return ". ".join(dict.fromkeys(text for text in said if _WORD.search(text)))[:LONGEST]


def _one(value: object) -> Item:
    return value if isinstance(value, dict) else {}
