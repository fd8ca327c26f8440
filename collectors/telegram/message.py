"""A message of a chat as a post: words, photos, author, thread."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from collectors.telegram.refs import MessageRef, ref_in
from incidents.intake.by_hand import SENT
from incidents.posts import Attachment, AttachmentKind, Network, Post
from incidents.sources.chats import is_announcement

Json = Mapping[str, Any]  # Any: raw JSON of Telegram

MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post")
"""Kinds of updates that carry a message."""

_ATTACHED = {
    "video": AttachmentKind.VIDEO,
    "animation": AttachmentKind.VIDEO,
    "video_note": AttachmentKind.CLIP,
    "voice": AttachmentKind.AUDIO,
    "audio": AttachmentKind.AUDIO,
    "document": AttachmentKind.DOCUMENT,
    "location": AttachmentKind.PLACE,
    "story": AttachmentKind.OTHER,
    "sticker": AttachmentKind.OTHER,
}


def message_in(update: Json) -> Json:
    """The message that an update carries. Raises LookupError where it carries none."""
    found = next((value for kind in MESSAGES if isinstance(value := update.get(kind), Mapping)), None)
    if found is None:
        raise LookupError("no message")
    return found


def is_service(message: Json) -> bool:
    """Whether it only tells what happened in the chat: somebody came, a message was pinned, a topic opened."""
    return not any(name in message for name in ("text", "caption", "photo", "poll", "venue", *_ATTACHED))


def is_forward_of(message: Json) -> int | None:
    """The channel whose post Telegram itself put into the discussion group; None for any other message."""
    if message.get("is_automatic_forward") is not True:
        return None
    sender = message.get("sender_chat")
    return int(sender["id"]) if isinstance(sender, Mapping) else None


def post_of(parts: Sequence[Json], *, until: datetime, channels: Collection[int] = (), under: str | None = None) -> Post | None:
    """A message, or the parts of an album, as a post; None for what nobody wrote to be read.

    `until`: when it came, no message is later. `channels`: those that are read themselves, so that their posts are not read twice.
    `under`: the post that the thread began with, where it is not the message that is answered.
    """
    first = first_of(parts)
    words = "\n".join(said for part in parts if (said := _words(part)))
    if is_service(first) or is_announcement(words) or _is_of_a_machine(first) or is_forward_of(first) in channels:
        return None
    ref, answered = ref_in(first["chat"], int(first["message_id"])), answered_by(first, channels)
    return Post(
        network=Network.TELEGRAM,
        external_id=ref.external_id,
        url=ref.url,
        text=words,
        author_id=_author(first),
        published_at=min(datetime.fromtimestamp(int(first["date"]), UTC), until),
        parent_external_id=under or (answered.external_id if answered else None),
        reply_to_external_id=answered.external_id if answered and under and under != answered.external_id else None,
        photos=tuple(f"{SENT}{part['photo'][-1]['file_id']}" for part in parts if part.get("photo")),
        attached=tuple(each for part in parts for each in _attached(part)),
        repeats=_repeats(first),
    )


def answered_by(message: Json, channels: Collection[int] = ()) -> MessageRef | None:
    """The message that this one answers. In a forum every message answers the line that opened its topic: that is none."""
    answered = message.get("reply_to_message")
    if not isinstance(answered, Mapping) or "forum_topic_created" in answered:
        return None
    origin = answered.get("forward_origin")
    if is_forward_of(answered) in channels and isinstance(origin, Mapping):
        return ref_in(origin["chat"], int(origin["message_id"]))
    return ref_in(message["chat"], int(answered["message_id"]))


def first_of(parts: Sequence[Json]) -> Json:
    """The part that an album is known by: with its words, since an edit of them comes alone; else the earliest."""
    ordered = sorted(parts, key=lambda part: int(part["message_id"]))
    return next((part for part in ordered if _words(part)), ordered[0])


def _words(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "").strip()


def _is_of_a_machine(message: Json) -> bool:
    """A bot wrote it, or wrote what is passed on. A chat or a channel that writes stands behind a bot's name too: that is somebody."""
    if "sender_chat" not in message and (message.get("from") or {}).get("is_bot") is True:
        return True
    origin = message.get("forward_origin") or {}
    return (origin.get("sender_user") or {}).get("is_bot") is True


def _author(message: Json) -> str:
    """An anonymous administrator, the channel itself and its copy in the discussion write in the chat's own name."""
    chat, sender = int(message["chat"]["id"]), message.get("sender_chat")
    if is_forward_of(message) is not None:
        return str(chat)
    if isinstance(sender, Mapping):
        return str(int(sender["id"]))
    return str(int(message["from"]["id"])) if "from" in message else str(chat)


def _repeats(message: Json) -> str:
    """Whose words are passed on, where a chat or a channel wrote them."""
    origin = message.get("forward_origin")
    if not isinstance(origin, Mapping) or is_forward_of(message) is not None:
        return ""
    chat = origin.get("chat") or origin.get("sender_chat")
    return str(int(chat["id"])) if isinstance(chat, Mapping) else ""


def _attached(message: Json) -> list[Attachment]:
    found = []
    if "poll" in message:
        poll = message["poll"]
        said = [str(poll.get("question") or ""), *(str(option.get("text") or "") for option in poll.get("options") or ())]
        found.append(Attachment(kind=AttachmentKind.POLL, words="\n".join(filter(None, said))))
    if "venue" in message:
        venue = message["venue"]
        words = ", ".join(filter(None, (str(venue.get("title") or ""), str(venue.get("address") or ""))))
        return [*found, Attachment(kind=AttachmentKind.PLACE, words=words)]
    names = [name for name in _ATTACHED if name in message and not (name == "document" and "animation" in message)]
    return found + [Attachment(kind=_ATTACHED[name]) for name in names]
