"""sendPhoto, sendMediaGroup, getFile, and the files themselves."""

import itertools
import struct
from typing import NoReturn

from sandbox.errors import Json, bad_request
from sandbox.params import Upload
from sandbox.telegram.call import Call
from sandbox.telegram.keyboard import inline_keyboard, reply_keyboard
from sandbox.telegram.messages import new_message
from sandbox.telegram.state import Chat, Document, Photo
from sandbox.telegram.text import CAPTION_LIMIT, formatted
from sandbox.telegram.view import message_view

PNG_HEADER = 24
PHOTO_BYTES = 10 * 1024 * 1024
ALBUM = range(2, 11)
SIGNATURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"RIFF": "image/webp"}
MARKER = 0xFF  # begins each segment of a JPEG
_ids = itertools.count(1)


async def send_photo(call: Call) -> Json:
    """Send one picture."""
    chat = call.writable_chat()
    return _send(call, chat, "photo", find_photo(call, call.get("photo"), call.files.get("photo")))


async def send_document(call: Call) -> Json:
    """Send one file."""
    chat = call.writable_chat()
    upload = call.files.get("document")
    named: str | None = call.get("document")
    if named is not None and named.startswith("attach://"):
        upload = call.files.get(named.removeprefix("attach://"))
    if upload is None:
        bad_request("there is no document in the request")
    return _send(call, chat, "document", keep_document(call.town.telegram.documents, upload.content, upload.name))


def _send(call: Call, chat: Chat, kind: str, media: Photo | Document) -> Json:
    """One message with one picture or file."""
    text, entities = caption(call.values)
    markup = call.get("reply_markup")
    content: Json = {
        "kind": kind,
        kind: media,
        "text": text,
        "entities": entities,
        "html": call.get("caption"),
        "keyboard": inline_keyboard(markup),
        "reply_keyboard": reply_keyboard(markup),
        "thread_id": call.thread(chat),
        "reply_to": call.replied(chat),
    }
    call.bot.pace.spend(chat.id, call.town.pace())
    call.town.journal.count("telegram", f"{kind}s")
    return message_view(new_message(call, chat, **content), call.town.telegram)


async def send_media_group(call: Call) -> list[Json]:
    """Send an album: several messages with one media_group_id and no keyboard."""
    chat = call.writable_chat()
    media: list[Json] = call.get("media") or []
    if len(media) not in ALBUM:
        bad_request("too few media to send" if len(media) < ALBUM.start else "too much messages")
    items = []
    for item in media:
        if item["type"] != "photo":
            bad_request(f"type {item['type']} is not served by the sandbox")
        text, entities = caption(item)
        photo = find_photo(call, item["media"], None)
        items.append({"photo": photo, "text": text, "entities": entities})
        items[-1]["html"] = item.get("caption")
    common = {"thread_id": call.thread(chat), "reply_to": call.replied(chat)}
    call.bot.pace.spend(chat.id, call.town.pace(), len(items))
    call.town.journal.count("telegram", "photos", len(items))
    group = f"album{next(_ids)}"
    telegram = call.town.telegram
    return [message_view(new_message(call, chat, kind="photo", media_group_id=group, **common, **item), telegram) for item in items]


def caption(values: Json) -> tuple[str, list[Json]]:
    """Read caption, parse_mode and caption_entities; refuse a long one."""
    text, entities = formatted(values.get("caption"), values.get("parse_mode"), values.get("caption_entities"))
    if len(text) > CAPTION_LIMIT:
        bad_request("message caption is too long")
    return text, entities


def find_photo(call: Call, named: str | None, upload: Upload | None) -> Photo:
    """Take an uploaded picture, or one that is known by its file_id."""
    known = call.town.telegram.photos
    if named is not None and named.startswith("attach://"):
        upload = call.files.get(named.removeprefix("attach://"))
        if upload is None:
            bad_request(f"can't find file by URI {named}")
    if upload is not None:
        return keep_photo(known, upload.content, upload.name)
    if named is None or named not in known:
        bad_request("wrong remote file identifier specified: Wrong string length")
    return known[named]


def keep_photo(known: dict[str, Photo], content: bytes, name: str) -> Photo:
    """Keep bytes of a picture; refuse what is none."""
    kind = next((kind for mark, kind in SIGNATURES.items() if content.startswith(mark)), None)
    if not content:
        bad_request("file must be non-empty")
    if kind is None:
        bad_request("IMAGE_PROCESS_FAILED")
    if len(content) > PHOTO_BYTES:
        bad_request("file is too big")
    width, height = dimensions(content)
    photo = Photo(f"photo{next(_ids)}", content, kind, width, height, name)
    known[photo.file_id] = photo
    return photo


def dimensions(content: bytes) -> tuple[int, int]:
    """Read width and height of a PNG or JPEG; others get a guess."""
    if content.startswith(b"\x89PNG") and len(content) > PNG_HEADER:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    at = 2
    while content.startswith(b"\xff\xd8") and at + 9 < len(content) and content[at] == MARKER:
        if content[at + 1] in {0xC0, 0xC1, 0xC2}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return 640, 480


async def get_file(call: Call) -> Json:
    """Tell where a file is."""
    file_id: str = call.get("file_id")
    known = call.town.telegram
    file = known.documents.get(file_id) or known.photos.get(file_id.removesuffix("s"))
    if file is None:
        _wrong_file()
    return {
        "file_id": file_id,
        "file_unique_id": f"u{file_id}",
        "file_size": len(file.content),
        "file_path": file.path,
    }


def keep_document(known: dict[str, Document], content: bytes, name: str) -> Document:
    """Keep the bytes of a file that a person sends."""
    document = Document(f"document{next(_ids)}", content, name)
    known[document.file_id] = document
    return document


def _wrong_file() -> NoReturn:
    bad_request("invalid file_id")
