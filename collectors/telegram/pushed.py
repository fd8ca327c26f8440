"""Updates of chats as they are kept: no names, no others' words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from collectors.telegram.message import message_in, post_of
from incidents.sources.pushed import EventNews, PushedRow

Json = Mapping[str, Any]  # Any: raw JSON of Telegram
_PEOPLE = ("id", "is_bot")
_PLACES = ("id", "type", "username")
_ANSWERED = ("message_id", "is_automatic_forward", "forum_topic_created")
_NAMELESS = frozenset({
    "author_signature", "via_bot", "contact", "reply_markup", "quote", "external_reply", "pinned_message", "new_chat_members",
    "new_chat_member", "new_chat_participant", "left_chat_member", "left_chat_participant", "forward_from", "forward_sender_name",
})  # fmt: skip
_MARKED = ("entities", "caption_entities")


def bare(update: Json) -> dict[str, Any]:  # Any: raw JSON of Telegram
    """The update without anybody's name and without the words that it answers."""
    return {kind: _bare(value) if isinstance(value, Mapping) else value for kind, value in update.items()}


def _bare(message: Json) -> dict[str, Any]:
    kept = {name: value for name, value in message.items() if name not in _NAMELESS}
    for name, fields in (("from", _PEOPLE), ("sender_chat", _PLACES), ("chat", _PLACES)):
        if isinstance(kept.get(name), Mapping):
            kept[name] = _only(kept[name], fields)
    for name in _MARKED:
        if isinstance(kept.get(name), list):  # a person without a name of an account is marked with the whole of them
            kept[name] = [{key: value for key, value in each.items() if key != "user"} for each in kept[name] if isinstance(each, Mapping)]
    if isinstance(kept.get("forward_origin"), Mapping):
        kept["forward_origin"] = _origin(kept["forward_origin"])
    if isinstance(kept.get("reply_to_message"), Mapping):
        answered = kept["reply_to_message"]
        kept["reply_to_message"] = _only(answered, _ANSWERED)
        for name, fields in (("from", _PEOPLE), ("sender_chat", _PLACES)):
            if isinstance(answered.get(name), Mapping):
                kept["reply_to_message"][name] = _only(answered[name], fields)
        if isinstance(answered.get("forward_origin"), Mapping):
            kept["reply_to_message"]["forward_origin"] = _origin(answered["forward_origin"])
    return kept


def _origin(origin: Json) -> dict[str, Any]:
    kept = _only(origin, ("type", "message_id"))
    for name, fields in (("sender_user", _PEOPLE), ("chat", _PLACES), ("sender_chat", _PLACES)):
        if isinstance(origin.get(name), Mapping):
            kept[name] = _only(origin[name], fields)
    return kept


def _only(value: Json, names: Sequence[str]) -> dict[str, Any]:
    return {name: value[name] for name in names if name in value}


def album_of(row: PushedRow) -> str | None:
    """The album that a new message belongs to. What was changed comes alone."""
    raw = row.pushed.raw
    message = next((raw[kind] for kind in ("message", "channel_post") if kind in raw), None) if isinstance(raw, Mapping) else None
    album = message.get("media_group_id") if isinstance(message, Mapping) else None
    return album if isinstance(album, str) else None


def whole_albums(rows: Sequence[PushedRow]) -> Sequence[PushedRow]:
    """The rows with each album as one, in the place of its last part: a cursor that passes it has passed all of it."""
    parts: dict[str, list[PushedRow]] = {}
    for row in rows:
        if (album := album_of(row)) is not None:
            parts.setdefault(album, []).append(row)
    whole = {each[-1].id: [part.pushed.raw for part in each] for each in parts.values()}
    hidden = {part.id for each in parts.values() for part in each[:-1]}
    return [
        replace(row, pushed=replace(row.pushed, raw={"album": whole[row.id]})) if row.id in whole else row
        for row in rows
        if row.id not in hidden
    ]


def updates_of(row: PushedRow) -> Sequence[Json]:
    """The updates of a row: one, or those of an album. Raises TypeError for what is neither."""
    raw = row.pushed.raw
    if not isinstance(raw, Mapping):
        raise TypeError("an update is an object")
    album = raw.get("album")
    return album if isinstance(album, Sequence) else (raw,)


def read_row(row: PushedRow, *, channels: frozenset[int], under: str | None) -> EventNews:
    """What a row tells. A part of an album whose caption did not change says nothing: its words stand under another part."""
    updates = updates_of(row)
    messages = [message_in(each) for each in updates]
    is_edit = any(kind.startswith("edited_") for each in updates for kind in each)
    if is_edit and messages[0].get("media_group_id") and not messages[0].get("caption"):
        return EventNews()
    post = post_of(messages, until=row.received_at, channels=channels, under=under)
    return EventNews(posts=() if post is None else (post,))
