"""Department groups: /connect, /disconnect, the bot added or thrown out."""

from handlers.kit.choices import PageTurn
from handlers.kit.context import Context
from handlers.kit.input import ChatPlace, Incoming, Membership, Pressed
from handlers.kit.registry import SERVED, command, press
from handlers.people.buttons import GroupButton
from incidents.desk.people import department_groups
from incidents.desk.sources import chats
from incidents.errors import WrongStep
from incidents.outbox_message import OutboxMessage
from incidents.people.messages import Connected, ConnectLeft, ConnectMenu, Disconnected
from incidents.role_rights import Right, check_right, has_right
from incidents.sources.chats import ChatKind


@command("connect")
async def on_connect(incoming: Incoming, ctx: Context) -> None:
    """Which department's cards come here."""
    await ctx.tx.outbox.say(_in_group(incoming).id, ConnectMenu(), topic_id=incoming.chat.topic_id, sound=False)


@command("disconnect")
async def on_disconnect(incoming: Incoming, ctx: Context) -> None:
    """No more cards here."""
    chat_id, topic_id = _in_group(incoming).id, incoming.chat.topic_id
    gone = await department_groups.disconnect(ctx.tx, chat_id, topic_id, by=ctx.who, now=ctx.now)
    await ctx.tx.outbox.say(chat_id, Disconnected(departments=tuple(each.id for each in gone)), topic_id=topic_id, sound=False)


@press(GroupButton)
async def on_choice(pressed: Pressed[GroupButton], ctx: Context) -> None:
    """A department was chosen under /connect."""
    check_right(ctx.who, Right.KEEP_GROUPS)
    if pressed.chat.is_private:
        raise WrongStep("Подключают в самой группе: добавьте туда бота и пришлите /connect")
    chat, wanted = pressed.chat, pressed.button.wanted
    told: OutboxMessage = ConnectLeft()
    if isinstance(wanted, PageTurn):
        told = ConnectMenu(page=wanted.page)
    elif wanted is not None:
        department = await department_groups.connect(ctx.tx, wanted, chat.id, chat.topic_id, by=ctx.who, now=ctx.now)
        told = Connected(department=department.id)
    await ctx.tx.outbox.say(chat.id, told, edit=pressed.message_id, topic_id=chat.topic_id, sound=False)


@SERVED.membership(private=False)
async def on_standing(changed: Membership, ctx: Context) -> None:
    """The bot was added (then a coordinator who did it is asked what the chat is), its rights changed, or it was thrown out."""
    chat = changed.chat
    if not changed.is_inside:
        await department_groups.thrown_out(ctx.tx, chat.id, now=ctx.now)
        return
    await department_groups.recheck(ctx.tx, chat.id)
    if not changed.was_inside and has_right(ctx.official, Right.KEEP_GROUPS):
        await chats.ask_which(ctx.tx, chat.id, chat.title, ChatKind(chat.kind), by=ctx.who, now=ctx.now)


def _in_group(incoming: Incoming) -> ChatPlace:
    if incoming.chat.is_private:
        raise WrongStep("Эту команду пришлите в группе отдела, куда добавлен бот, а в группе с темами в нужной теме")
    return incoming.chat
