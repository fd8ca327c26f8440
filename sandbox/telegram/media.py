"""sendPhoto, sendMediaGroup, getFile, and the files themselves."""

import itertools
import re
import struct
from typing import NoReturn

from sandbox.errors import Json, TelegramError, bad_request
from sandbox.params import Upload
from sandbox.photos import PHOTOS
from sandbox.telegram.call import Call
from sandbox.telegram.keyboard import inline_keyboard, reply_keyboard
from sandbox.telegram.messages import new_message
from sandbox.telegram.state import Chat, Document, Photo, Voice
from sandbox.telegram.text import CAPTION_LIMIT, formatted
from sandbox.telegram.view import message_view

PNG_HEADER = 24
PHOTO_BYTES = 10 * 1024 * 1024
PHOTO_SIDES, PHOTO_RATIO = 10_000, 20  # width and height together; one to the other (sendPhoto, Bot API)
FILE_BYTES = 50 * 1024 * 1024
PICTURE = re.compile(r"/vk/photo/([\w-]+)\.jpg$")
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
    _weighed(upload, FILE_BYTES)
    return _send(call, chat, "document", keep_document(call.town.telegram.documents, upload.content, upload.name))


async def send_voice(call: Call) -> Json:
    """Send a spoken message: a file, or one that somebody sent before."""
    chat = call.writable_chat()
    named: str | None = call.get("voice")
    upload = call.files.get((named or "voice").removeprefix("attach://"))
    voices = call.town.telegram.voices
    if upload is not None:
        _weighed(upload, FILE_BYTES)
        voice = Voice(f"voice{next(_ids)}", upload.content, call.get("duration", 0))
        voices[voice.file_id] = voice
    elif named is not None and named in voices:
        voice = voices[named]
    else:
        bad_request("wrong remote file identifier specified: Wrong string length")
    return _send(call, chat, "voice", voice)


def _send(call: Call, chat: Chat, kind: str, media: Photo | Document | Voice) -> Json:
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
    call.may_send(chat, f"{kind}s")
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
    call.may_send(chat, "photos")
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
    if named is not None and named.lower().startswith(("http://", "https://")):
        return keep_photo(known, _by_address(call, named), named.rpartition("/")[2])
    if named is None or named not in known:
        bad_request("wrong remote file identifier specified: Wrong string length")
    return known[named]


def _by_address(call: Call, address: str) -> bytes:
    """Give the picture of a wall of this town; nothing else of the web can be reached from here."""
    found = PICTURE.search(address)
    content = (PHOTOS.get(found[1]) or call.town.vk.pictures.get(found[1])) if found else None
    if content is None:
        bad_request("failed to get HTTP URL content")
    return content


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
    if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
        bad_request("PHOTO_INVALID_DIMENSIONS")
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
    if content.startswith(b"\xff\xd8"):
        bad_request("IMAGE_PROCESS_FAILED")  # no frame in it: torn or made up
    return 640, 480


def _weighed(upload: Upload, most: int) -> None:
    """Refuse what is too heavy with the HTTP server's own words, before the method sees it."""
    if len(upload.content) > most:
        raise TelegramError(413, "Request Entity Too Large")


async def get_file(call: Call) -> Json:
    """Tell where a file is."""
    file_id: str = call.get("file_id")
    known = call.town.telegram
    voice = known.voices.get(file_id)
    if voice is not None:
        return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(voice.content), "file_path": f"voice/{file_id}.oga"}
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
