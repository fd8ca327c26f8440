"""Put a rendered message over one that stands, or send it anew."""

from functools import partial

from bot.delivery.channel import ChannelCall
from bot.delivery.plain import accepted
from incidents.ids import ChatId
from incidents.messenger import Delivery, Done, Gone, Message, Messenger


async def put_into_chat(
    messenger: Messenger,
    chat_id: ChatId,
    message: Message,
    *,
    edit: int | None,
    silent: bool = True,
    topic_id: int | None = None,
    reply_to: int | None = None,
    is_anew: bool = True,
) -> tuple[Delivery, ChannelCall]:
    """What the messenger said, and of what call. `is_anew`: a message that is gone is sent as a new one; else nothing is."""
    if edit is not None:
        delivery = await accepted(partial(messenger.edit, chat_id, edit), message)
        if not isinstance(delivery, Gone):
            return delivery, ChannelCall.EDIT
        if not is_anew:
            return Done(), ChannelCall.EDIT
    send = partial(messenger.send, chat_id, silent=silent, topic_id=topic_id, reply_to=reply_to)
    return await accepted(send, message), ChannelCall.SEND if message.attached is None else ChannelCall.UPLOAD
