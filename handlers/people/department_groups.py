"""Department groups: /connect, /disconnect, the bot added or thrown out."""

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers.kit.choices import Turn
from handlers.kit.commands import command
from handlers.kit.context import Context
from handlers.kit.menus import where
from handlers.people.buttons import GroupButton
from incidents.desk.people import department_groups as desk
from incidents.desk.sources import chats
from incidents.errors import WrongStep
from incidents.ids import ChatId
from incidents.outbox_message import OutboxMessage
from incidents.people.messages import Connected, ConnectLeft, ConnectMenu, Disconnected
from incidents.role_rights import Right, check_right, has_right
from incidents.sources.chats import ChatKind

router = Router(name="groups")
changes = Router(name="group changes")

_INSIDE = frozenset({ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.RESTRICTED})


@router.message(command("connect"))
async def on_connect(message: Message, ctx: Context) -> None:
    """Which department's cards come here."""
    chat_id, topic_id = where(message, ctx)
    _in_group(message)
    await ctx.tx.outbox.say(chat_id, ConnectMenu(), topic_id=topic_id, sound=False)


@router.message(command("disconnect"))
async def on_disconnect(message: Message, ctx: Context) -> None:
    """No more cards here."""
    chat_id, topic_id = where(message, ctx)
    _in_group(message)
    gone = await desk.disconnect(ctx.tx, chat_id, topic_id, by=ctx.who, now=ctx.now)
    await ctx.tx.outbox.say(chat_id, Disconnected(departments=tuple(each.id for each in gone)), topic_id=topic_id, sound=False)


@router.callback_query(GroupButton.filter())
async def on_choice(query: CallbackQuery, callback_data: GroupButton, ctx: Context) -> None:
    """A department was chosen under /connect."""
    check_right(ctx.who, Right.KEEP_GROUPS)
    if query.message is None or query.message.chat.type == "private":
        raise WrongStep("Подключают в самой группе: добавьте туда бота и пришлите /connect")
    (chat_id, topic_id), edit, wanted = where(query.message, ctx), query.message.message_id, callback_data.wanted
    told: OutboxMessage = ConnectLeft()
    if isinstance(wanted, Turn):
        told = ConnectMenu(page=wanted.page)
    elif wanted is not None:
        department = await desk.connect(ctx.tx, wanted, chat_id, topic_id, by=ctx.who, now=ctx.now)
        told = Connected(department=department.id)
    await ctx.tx.outbox.say(chat_id, told, edit=edit, topic_id=topic_id, sound=False)


@changes.my_chat_member(F.chat.type.in_({"group", "supergroup", "channel"}))
async def on_standing(update: ChatMemberUpdated, ctx: Context) -> None:
    """The bot was added (then a coordinator who did it is asked what the chat is), its rights changed, or it was thrown out."""
    chat_id = ChatId(update.chat.id)
    was_inside, is_inside = update.old_chat_member.status in _INSIDE, update.new_chat_member.status in _INSIDE
    if not is_inside:
        await desk.thrown_out(ctx.tx, chat_id, now=ctx.now)
        return
    await desk.recheck(ctx.tx, chat_id)
    if not was_inside and has_right(ctx.official, Right.KEEP_GROUPS):
        title, kind = update.chat.title or "", ChatKind(update.chat.type)
        await chats.ask_which(ctx.tx, chat_id, title, kind, by=ctx.who, now=ctx.now)


def _in_group(message: Message) -> None:
    if message.chat.type == "private":
        raise WrongStep("Эту команду пришлите в группе отдела, куда добавлен бот, а в группе с темами в нужной теме")
