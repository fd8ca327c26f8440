"""editMessageCaption and editMessageMedia."""

from sandbox.errors import Json, bad_request
from sandbox.telegram.call import Call
from sandbox.telegram.keyboard import inline_keyboard
from sandbox.telegram.media import caption, find_photo
from sandbox.telegram.messages import NOT_MODIFIED, editable, edited


async def edit_message_caption(call: Call) -> Json:
    """Change the words under a picture and the keyboard."""
    message = editable(call)
    if message.photo is None:
        bad_request("there is no caption in the message to edit")
    text, entities = caption(call.values)
    keyboard = inline_keyboard(call.get("reply_markup"))
    if (text, entities, keyboard) == (message.text, message.entities, message.keyboard):
        bad_request(NOT_MODIFIED)
    call.bot.pace.spend(message.chat.id, call.town.pace())
    message.text, message.entities, message.html = text, entities, call.get("caption")
    return edited(call, message, keyboard)


async def edit_message_media(call: Call) -> Json:
    """Put another picture (and its caption) in place of what is there; a text becomes a picture too."""
    message = editable(call)
    media: Json = call.get("media") or {}
    if media.get("type") != "photo":
        bad_request(f"type {media.get('type')} is not served by the sandbox")
    if message.extra:
        bad_request("message can't be edited")
    text, entities = caption(media)
    photo = find_photo(call, media["media"], None)
    keyboard = inline_keyboard(call.get("reply_markup"))
    if (photo, text, entities, keyboard) == (message.photo, message.text, message.entities, message.keyboard):
        bad_request(NOT_MODIFIED)
    call.bot.pace.spend(message.chat.id, call.town.pace())
    message.kind, message.photo = "photo", photo
    message.text, message.entities, message.html = text, entities, media.get("caption")
    return edited(call, message, keyboard)
