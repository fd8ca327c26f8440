"""getChat, getChatMember, getChatMemberCount, getChatAdministrators, sendChatAction."""

from sandbox.errors import Json, bad_request
from sandbox.telegram.call import Call
from sandbox.telegram.state import CHANNEL, HERE, PERMISSIONS, PRIVATE, Chat
from sandbox.telegram.view import bot_view, chat_view, standing, user_view

ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


async def get_chat(call: Call) -> Json:
    """Show a chat in full."""
    chat = call.writable_chat()
    shown = chat_view(chat, call.town.telegram) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.discussion is not None:
        shown["linked_chat_id"] = chat.discussion
    if chat.type not in {PRIVATE, CHANNEL}:
        shown["permissions"] = {name: name not in chat.forbidden for name in PERMISSIONS}
        if chat.slow_mode:
            shown["slow_mode_delay"] = chat.slow_mode
    return shown


def member(call: Call, chat: Chat, user_id: int) -> Json:
    """Show how a user or the bot stands in a chat."""
    if user_id == call.bot.id:
        status = "member" if chat.type == PRIVATE else chat.bot_status
        return standing(bot_view(call.bot), status, can_delete=chat.can_delete, in_channel=chat.type == CHANNEL)
    user = call.town.telegram.users.get(user_id)
    if user is None:
        bad_request("PARTICIPANT_ID_INVALID")
    inside = user_id in chat.members or user_id == chat.id
    return standing(user_view(user), "member" if inside else "left")


async def get_chat_member(call: Call) -> Json:
    """Show how somebody stands in a chat."""
    return member(call, call.writable_chat(), call.get("user_id"))


async def get_chat_member_count(call: Call) -> int:
    """Count people and the bot."""
    chat = call.writable_chat()
    return 2 if chat.type == PRIVATE else len(chat.members) + (chat.bot_status in HERE)


async def get_chat_administrators(call: Call) -> list[Json]:
    """List the administrators: here only the bot can be one."""
    chat = call.writable_chat()
    if chat.type == PRIVATE:
        bad_request("there are no administrators in the private chat")
    bots = call.get("return_bots") or chat.bot_status == "administrator"
    return [member(call, chat, call.bot.id)] if bots and chat.bot_status == "administrator" else []


async def send_chat_action(call: Call) -> bool:
    """Agree to «typing…»."""
    call.thread(call.writable_chat())
    if call.get("action") not in ACTIONS:
        bad_request("wrong parameter action in request")
    return True
