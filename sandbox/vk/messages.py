"""Methods of messages of a community, and their events.

Source of parameters, token kinds and errors 901, 914: VKCOM/vk-api-schema (the messages methods, errors.json), read 2026-11-26 at
commit 0efe478f; objects: messages_message of the messages objects, callback_message_object of the callback objects.
"""

from sandbox.errors import Json
from sandbox.town import Town
from sandbox.vk import longpoll
from sandbox.vk.attachments import attachment_view
from sandbox.vk.call import Call, bad_param, fail
from sandbox.vk.dialogs import Dialog, Message
from sandbox.vk.state import GROUP, Group
from sandbox.vk.view import photo_view

NO_PERMISSION, TOO_LONG = 901, 914
LONGEST = 4096
MOST, COUNT = 200, 20
CLIENT = {"button_actions": ["text"], "keyboard": True, "inline_keyboard": True, "carousel": False, "lang_id": 0}


def send(call: Call, base: str) -> int:
    """Write to a person who wrote before; the same random_id again gives the first message's number."""
    group, peer = _own_group(call), call.number("peer_id") or call.number("user_id")
    if not peer:
        bad_param("peer_id")
    text = call.values.get("message", "")
    if not text.strip():
        bad_param("message", "is empty or invalid")
    if len(text) > LONGEST:
        fail(TOO_LONG)
    dialog = group.dialogs.get(peer)
    if dialog is None or not dialog.is_open:
        fail(NO_PERMISSION)
    if "random_id" not in call.values:
        bad_param("random_id")
    random_id = call.number("random_id") or 0
    known = next((each for each in dialog.messages if random_id and each.random_id == random_id), None)
    if known is not None:
        return known.id
    made = add_message(group, dialog, -group.id, text, call.town.now())
    made.random_id, made.out = random_id, True
    longpoll.tell(call.town, group, "message_reply", message_view(made, base))
    call.town.journal.count("vk", "bot_messages")
    return made.id


def get_history(call: Call, base: str) -> Json:
    """Show a dialogue, the newest message first."""
    group, peer = _own_group(call), call.number("peer_id") or call.number("user_id")
    if not peer:
        bad_param("peer_id")
    dialog = group.dialogs.get(peer)
    messages = list(dialog.messages) if dialog else []
    if not call.flag("rev"):
        messages.reverse()
    start = call.number("offset", 0) or 0
    page = messages[start : start + call.portion("count", COUNT, MOST)]
    return {"count": len(messages), "items": [message_view(each, base) for each in page]}


def get_conversations(call: Call, base: str) -> Json:
    """Show the dialogues of a community, the newest first."""
    group = _own_group(call)
    written = sorted((each for each in group.dialogs.values() if each.messages), key=lambda each: -each.messages[-1].id)
    if call.values.get("filter") == "unanswered":
        written = [each for each in written if not each.messages[-1].out]
    start = call.number("offset", 0) or 0
    page = written[start : start + call.portion("count", COUNT, MOST)]
    items = [
        {
            "conversation": {
                "peer": {"id": each.peer_id, "type": "user", "local_id": each.peer_id},
                "last_message_id": each.messages[-1].id,
                "in_read": 0,
                "out_read": 0,
                "can_write": {"allowed": each.is_open},
            },
            "last_message": message_view(each.messages[-1], base),
        }
        for each in page
    ]
    return {"count": len(written), "items": items}


def _own_group(call: Call) -> Group:
    if call.token.kind != GROUP or call.token.group_id is None:
        fail(15, "the sandbox keeps dialogues of communities only")
    return call.town.vk.groups[call.token.group_id]


def add_message(group: Group, dialog: Dialog, author: int, text: str, now: float) -> Message:
    """Put a message into a dialogue."""
    group.last_message += 1
    made = Message(group.last_message, len(dialog.messages) + 1, dialog.peer_id, author, text, int(now))
    dialog.messages.append(made)
    return made


def came(town: Town, group: Group, message: Message, kind: str = "message_new") -> None:
    """Tell the community of a message."""
    shown = message_view(message, town.vk.base)
    longpoll.tell(town, group, kind, {"message": shown, "client_info": CLIENT} if kind == "message_new" else shown)


def message_view(message: Message, base: str) -> Json:
    """Show a message."""
    photos = [photo_view(name, message.from_id, message.date, base) for name in message.photos]
    rest = enumerate(message.attachments)
    shown: Json = {
        "id": message.id,
        "date": message.date,
        "peer_id": message.peer_id,
        "from_id": message.from_id,
        "text": message.text,
        "out": int(message.out),
        "version": 10000 + message.id,
        "conversation_message_id": message.number,
        "random_id": message.random_id,
        "attachments": photos + [_attached(each, message.id * 10 + number, message) for number, each in rest],
        "fwd_messages": [],
        "important": False,
        "is_hidden": False,
    }
    return shown if message.edited is None else shown | {"update_time": message.edited}


def _attached(kept: Json, number: int, message: Message) -> Json:
    if kept["type"] == "sticker":
        return {"type": "sticker", "sticker": {"inner_type": "base_sticker_new", "sticker_id": 9008, "product_id": 279, "is_allowed": True}}
    if kept["type"] == "voice":
        own: Json = {"id": number, "owner_id": message.from_id, "duration": 7, "waveform": [1, 2, 3], "link_mp3": "", "link_ogg": ""}
        written = {"transcript": kept["title"], "transcript_state": "done"} if kept["title"] else {"transcript_state": "in_progress"}
        return {"type": "audio_message", "audio_message": own | {"access_key": "sandbox"} | written}
    return attachment_view(kept, number, message.from_id, message.date)
