"""The last router: unknown buttons, and colleagues' replies in groups."""

from handlers.kit.choices import OUTDATED
from handlers.kit.context import Context
from handlers.kit.input import WORDLESS, Incoming, MessageKind, Pressed
from handlers.kit.registry import Rank, message, press
from incidents.acts.looks import LookKind
from incidents.desk.acts.bring_card import bring_card
from incidents.desk.acts.look import look
from incidents.messages import GroupReply


@press(object, rank=Rank.UNKNOWN)
async def on_old_button(pressed: Pressed[object], ctx: Context) -> None:
    """An old or forged button: a polite answer and, where a card stands, a fresh one."""
    ctx.toast = OUTDATED
    if pressed.message_id is None:
        return
    chat = pressed.chat
    incident_id = await ctx.tx.copies.incident_at(chat.id, pressed.message_id)
    if incident_id is not None and await look(ctx.tx, incident_id, LookKind.OPENED, by=ctx.who, now=ctx.now) is None:
        ctx.toast = "Кнопка устарела. Вот свежая карточка"
        await bring_card(ctx.tx, incident_id, chat.id, chat.topic_id)


@message(MessageKind.WORDS, MessageKind.CANCEL, *WORDLESS, private=False, when=lambda incoming: incoming.reply_to, rank=Rank.REST)
async def on_group_reply(incoming: Incoming, ctx: Context) -> None:
    """A colleague's words under a card in a group are never published: say so."""
    chat, card = incoming.chat, incoming.reply_to
    if card is not None and await ctx.tx.copies.incident_at(chat.id, card.message_id) is not None:
        await ctx.tx.outbox.say(chat.id, GroupReply(), topic_id=chat.topic_id, sound=False)
