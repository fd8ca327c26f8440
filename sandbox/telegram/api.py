"""The door of the Bot API: /bot<token>/<method> and /file/bot<token>/<path>."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox import faults
from sandbox.errors import Json, TelegramError
from sandbox.params import Params, UnreadableBody, read_params
from sandbox.telegram import bots, chats, edits, media, messages, places, presses, topics, webhook
from sandbox.telegram.call import Call
from sandbox.telegram.spec import checked, method_named
from sandbox.town import Town, town_of

TOO_MANY = 429

METHODS: dict[str, Callable[[Call], Awaitable[object]]] = {
    "getMe": bots.get_me,
    "getUpdates": bots.get_updates,
    "setWebhook": webhook.set_webhook,
    "getWebhookInfo": webhook.get_webhook_info,
    "deleteWebhook": webhook.delete_webhook,
    "setMyCommands": bots.set_my_commands,
    "getMyCommands": bots.get_my_commands,
    "deleteMyCommands": bots.delete_my_commands,
    "sendMessage": messages.send_message,
    "editMessageText": messages.edit_message_text,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "deleteMessage": messages.delete_message,
    "deleteMessages": messages.delete_messages,
    "sendPhoto": media.send_photo,
    "sendDocument": media.send_document,
    "sendVoice": media.send_voice,
    "sendMediaGroup": media.send_media_group,
    "getFile": media.get_file,
    "answerCallbackQuery": presses.answer_callback_query,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatMemberCount": chats.get_chat_member_count,
    "getChatAdministrators": chats.get_chat_administrators,
    "sendChatAction": chats.send_chat_action,
    "sendLocation": places.send_location,
    "sendVenue": places.send_venue,
    "editMessageCaption": edits.edit_message_caption,
    "editMessageMedia": edits.edit_message_media,
    "createForumTopic": topics.create_forum_topic,
    "editForumTopic": topics.edit_forum_topic,
    "closeForumTopic": topics.close_forum_topic,
    "reopenForumTopic": topics.reopen_forum_topic,
    "deleteForumTopic": topics.delete_forum_topic,
}


async def handle(request: web.Request) -> web.StreamResponse:
    """Answer one call in Telegram's form, or fail as ordered."""
    town = town_of(request)
    named = method_named(request.match_info["method"])
    method = named[0] if named else request.match_info["method"]
    fault: faults.Fault | None = None
    params = Params()
    answer: Json = {}
    error: TelegramError | None = None
    try:
        params = await read_params(request)
        fault = town.faults.take("telegram", method, params.values.get("chat_id"))
        if fault is None or fault.after:
            answer = {"ok": True, "result": await _result(town, request, method, params)}
    except UnreadableBody:
        error = TelegramError(400, "Bad Request: strings must be encoded in UTF-8")
    except TelegramError as refusal:
        error = refusal
    fault = await faults.slowed(fault, town.stopping)
    if fault is not None and fault.kind == "error":
        refusal_on_order = fault.refusal()
        assert isinstance(refusal_on_order, TelegramError)
        error = refusal_on_order
    _write_down(town, method, params, answer, error, fault)
    if fault is not None and fault.kind != "error":
        return await faults.act_out(fault, request, town.stopping)
    if error is not None:
        return web.json_response(error.body(), status=error.code)
    return web.json_response(answer)


async def _result(town: Town, request: web.Request, method: str, params: Params) -> object:
    bot = town.telegram.bots.get(request.match_info["token"])
    if bot is None:
        raise TelegramError(401, "Unauthorized")
    named = method_named(method)
    if named is None:
        raise TelegramError(404, "Not Found")
    values, unknown = checked(named[1], params)
    for name in unknown:
        town.journal.refuse("telegram", method, f"unknown parameter {name}")
    result = await METHODS[method](Call(town, bot, values, params.files))
    town.changes.called(method, values)
    return result


def _write_down(
    town: Town,
    method: str,
    params: Params,
    answer: Json,
    error: TelegramError | None,
    fault: faults.Fault | None,
) -> None:
    if fault is not None and fault.kind != "error":
        town.journal.call(town.now(), "telegram", method, params, f"fault: {fault.kind}")
        return
    if error is not None:
        if error.code == TOO_MANY:
            town.journal.meet("telegram", error.code)
        town.journal.refuse("telegram", method, error.description)
    elif method == "getUpdates" and not answer.get("result"):
        return  # an empty poll is no event
    town.journal.call(town.now(), "telegram", method, params, error.description if error else None)


async def file(request: web.Request) -> web.StreamResponse:
    """Serve a picture or a file that somebody sent."""
    town = town_of(request)
    if request.match_info["token"] in town.telegram.bots:
        for photo in town.telegram.photos.values():
            if photo.path == request.match_info["path"]:
                return web.Response(body=photo.content, content_type=photo.content_type)
        for document in town.telegram.documents.values():
            if document.path == request.match_info["path"]:
                return web.Response(body=document.content, content_type="application/octet-stream")
    return web.json_response(TelegramError(404, "Not Found").body(), status=404)


def routes() -> list[web.RouteDef]:
    """List the routes."""
    return [
        web.route("*", r"/bot{token:[^/]+}/{method}", handle),
        web.get(r"/file/bot{token:[^/]+}/{path:.+}", file),
    ]
