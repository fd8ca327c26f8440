"""/control/vk/message…: what people write to a community, and where its events go."""

from sandbox.control.wish import Wish
from sandbox.errors import Json, no
from sandbox.town import Town
from sandbox.vk import callback, longpoll, messages
from sandbox.vk.dialogs import Callback, Dialog
from sandbox.vk.state import Group

MESSAGE = frozenset({"group_id", "user_id", "text", "photos", "attachments"})
KINDS = frozenset({"sticker", "voice", "video", "doc", "link"})


def _group(town: Town, wish: Wish) -> Group:
    group = town.vk.groups.get(wish.number("group_id"))
    if group is None:
        no("нет группы VK с этим group_id")
    return group


def _user(town: Town, wish: Wish) -> int:
    number = wish.number("user_id")
    if number not in town.vk.people:
        no(f"нет человека VK с id {number}")
    return number


def message(town: Town, wish: Wish) -> Json:
    """Write to a community; whoever writes takes its answers."""
    wish.only(MESSAGE)
    group, user = _group(town, wish), _user(town, wish)
    rows = wish.rows("attachments")
    kinds = [(row.choice("type", KINDS, ""), row.maybe_text("title") or "") for row in rows]
    attached: list[Json] = [{"type": kind, "title": title, "description": "", "url": ""} for kind, title in kinds]
    text, photos = wish.maybe_text("text") or "", wish.photos()
    if not (text or photos or attached):
        no("Пустое сообщение не отправить: напишите текст или приложите что-нибудь")
    dialog = group.dialogs.setdefault(user, Dialog(user))
    dialog.is_open = True
    made = messages.add_message(group, dialog, user, text, town.now())
    made.photos, made.attachments = photos, attached
    messages.came(town, group, made)
    return {"message_id": made.id, "conversation_message_id": made.number}


def edit_message(town: Town, wish: Wish) -> Json:
    """Change one's own message."""
    wish.only(frozenset({"group_id", "user_id", "conversation_message_id", "text"}))
    group, user = _group(town, wish), _user(town, wish)
    dialog, number = group.dialogs.get(user), wish.number("conversation_message_id")
    found = next((each for each in dialog.messages if each.number == number and not each.out), None) if dialog else None
    if found is None:
        no(f"нет такого сообщения: {number}")
    found.text, found.edited = wish.text("text"), int(town.now())
    messages.came(town, group, found, "message_edit")
    return {"ok": True}


def deny(town: Town, wish: Wish) -> Json:
    """Take no messages of the community any more, or take them again with `allow`."""
    wish.only(frozenset({"group_id", "user_id", "allow"}))
    group, user = _group(town, wish), _user(town, wish)
    is_open = bool(wish.fields.get("allow", False))
    group.dialogs.setdefault(user, Dialog(user)).is_open = is_open
    longpoll.tell(town, group, "message_allow" if is_open else "message_deny", {"user_id": user} | ({"key": ""} if is_open else {}))
    return {"ok": True}


def dialog(town: Town, group_id: str, user_id: str) -> Json:
    """Show a dialogue, the oldest message first."""
    group = town.vk.groups.get(int(group_id)) if group_id.isdecimal() else None
    found = group.dialogs.get(int(user_id)) if group and user_id.isdecimal() else None
    if found is None:
        no("нет такого диалога")
    said = [{"id": each.id, "from_id": each.from_id, "text": each.text, "date": each.date, "out": each.out} for each in found.messages]
    return {"is_open": found.is_open, "messages": said}


async def set_callback(town: Town, wish: Wish) -> Json:
    """Name the server to which events are brought, and ask it for its word; without a url events are brought nowhere."""
    wish.only(frozenset({"group_id", "url", "secret"}))
    group, url = _group(town, wish), wish.maybe_text("url")
    if not url:
        group.callback = None
        return {"confirmation": None}
    made = Callback(url, wish.maybe_text("secret") or "")
    word = await callback.confirmed(made, group.id)
    group.callback = made
    return {"confirmation": word}


def callback_state(town: Town, group_id: str) -> Json:
    """Show how many events were brought and wait."""
    group = town.vk.groups.get(int(group_id)) if group_id.isdecimal() else None
    if group is None or group.callback is None:
        no("у этой группы нет сервера событий")
    shown = group.callback
    return {"url": shown.url, "waiting": len(shown.waiting), "brought": shown.brought, "last_error": shown.last_error}
