"""/my, /queue, /summary, /sources, /status, /help, /start, and pages of lists."""

from handlers.acts.buttons import MyPage
from handlers.kit.buttons import ListButton, Listed
from handlers.kit.context import Context
from handlers.kit.input import Incoming, MessageKind, Pressed
from handlers.kit.menus import show_list
from handlers.kit.registry import START, Rank, command, message, press
from incidents.acts.messages import MyList
from incidents.desk.acts.find import note_page
from incidents.errors import DomainError, Forbidden
from incidents.messages import BotStatus, Help, NothingToCancel, NotUnderstood
from incidents.people.role_commands import known, may_give, whose


@command("my")
async def on_my(_incoming: Incoming, ctx: Context) -> None:
    """What waits for me."""
    await ctx.say(MyList(official=ctx.who.id))


@press(MyPage)
async def on_page(pressed: Pressed[MyPage], ctx: Context) -> None:
    """Turn a page of the list in place."""
    await ctx.say(MyList(official=ctx.who.id, page=pressed.button.page), edit=pressed.message_id)


@command("queue")
async def on_queue(_incoming: Incoming, ctx: Context) -> None:
    """What waits for the coordinator's decision, by kind."""
    await show_list(ctx, Listed.QUEUE)


@command("summary")
async def on_summary(_incoming: Incoming, ctx: Context) -> None:
    """The head's figures of today, with buttons of other periods."""
    await show_list(ctx, Listed.SUMMARY)


@command("sources")
async def on_sources(_incoming: Incoming, ctx: Context) -> None:
    """What is read, and what is silent."""
    await show_list(ctx, Listed.SOURCES)


@press(ListButton)
async def on_list(pressed: Pressed[ListButton], ctx: Context) -> None:
    """Another page or part of a list, in place."""
    row = known(f"/{_COMMAND_OF.get(pressed.button.what, 'my')}")
    if row is not None and not may_give(ctx.who, row):
        raise Forbidden(f"Этот список {whose(row, 'видит', 'видят')}. Что ждёт вас, покажет /my")
    if pressed.button.what is Listed.FOUND:
        await note_page(ctx.tx, pressed.button.page, by=ctx.who, now=ctx.now)
    await show_list(ctx, pressed.button.what, key=pressed.button.key, page=pressed.button.page, edit=pressed.message_id)


@command("status")
async def on_status(_incoming: Incoming, ctx: Context) -> None:
    """What of the bot works and what does not."""
    await ctx.say(BotStatus())


_COMMAND_OF = {
    Listed.RULES: "rules",
    Listed.QUEUE: "queue",
    Listed.CAUGHT_UP: "queue",
    Listed.SOURCES: "sources",
    Listed.SUMMARY: "summary",
}


@command("help")
@command(START)
async def on_help(incoming: Incoming, ctx: Context) -> None:
    """What the bot does for this role."""
    await ctx.say_in(incoming.chat.id, Help(official=ctx.who.id))


@message(MessageKind.COMMAND, private=True, rank=Rank.REST)
async def on_foreign_command(incoming: Incoming, ctx: Context) -> None:
    """A command of another role, or one that does not exist."""
    row = known(incoming.text)
    if row is None:
        raise DomainError("Такой команды нет. Что умеет бот, покажет /help, что ждёт вас сейчас, /my")
    raise Forbidden(f"Команда /{row.name} не для вашей роли, ею {whose(row, 'пользуется', 'пользуются')}. Ваши команды покажет /help")


@message(MessageKind.COMMAND, private=False, rank=Rank.REST)
async def on_group_command(incoming: Incoming, ctx: Context) -> None:
    """A command of groups from one of ours whose it is not, told in private; what other bots are told is none of our business."""
    row = known(incoming.text)
    if row is not None and row.in_groups and ctx.official is not None:
        raise Forbidden(f"Группу подключает и отключает координатор. Попросите его прислать /{row.name} в той группе")


@message(MessageKind.CANCEL, private=True, rank=Rank.REST)
async def on_cancel(_incoming: Incoming, ctx: Context) -> None:
    """«отмена» where nothing waits for an answer."""
    await ctx.say(NothingToCancel())


@message(MessageKind.WORDS, MessageKind.PHOTO, MessageKind.VOICE, MessageKind.POINT, MessageKind.OTHER, private=True, rank=Rank.REST)
async def on_anything(_incoming: Incoming, ctx: Context) -> None:
    """Words outside any dialogue: nothing dead-ends, say what the bot can do."""
    await ctx.say(NotUnderstood())
