"""/sources: what is read; add by a link, pause, remove, bring back."""

from collections.abc import Mapping

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.question_dialogue import Data, Question, ask
from handlers.sources.buttons import SourceButton, SourceDo
from incidents.delivery import Say
from incidents.desk.sources import sources as desk
from incidents.ids import SourceId

router = Router(name="sources")


@router.callback_query(SourceButton.filter())
async def on_press(query: CallbackQuery, callback_data: SourceButton, ctx: Context, state: FSMContext) -> None:
    """A source, a question, or a change by one tap."""
    desk.may_keep(ctx.who)
    if callback_data.do is SourceDo.ADD:
        await ask(ctx, state, "source")
        return
    edit = query.message.message_id if query.message is not None else None
    id = SourceId(callback_data.source)
    await ctx.tx.source(id)
    code = "source_one"
    match callback_data.do:
        case SourceDo.TOWN:
            await ask(ctx, state, "source_town", source=id)
            return
        case SourceDo.ASK_REMOVE:
            code = "source_remove"
        case SourceDo.PAUSE:
            await desk.pause(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Пауза. После неё придёт и то, что написали без нас"
        case SourceDo.RESUME:
            await desk.resume(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Читаем снова, со следующего обхода"
        case SourceDo.REMOVE:
            await desk.remove(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Убрали. Вернуть можно здесь же"
        case SourceDo.RESTORE:
            await desk.restore(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Вернули. Первый обход запомнит старое, карточки пойдут с новых"
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code=code, params={"edit": edit, "source": id}, sound=False))


async def _link(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    """The link that was typed: another part of the program looks at it."""
    await desk.take_link(ctx.tx, message.text or "", by=ctx.who, now=ctx.now)
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code="source_checking", sound=False))


async def _town(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """The settlement of which people write there."""
    id = SourceId(int(data["source"]))
    await desk.set_town(ctx.tx, ctx.policy, id, message.text or "", by=ctx.who, now=ctx.now)
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code="source_one", params={"source": id}, sound=False))


QUESTIONS: Mapping[str, Question] = {"source": Question(answered=_link), "source_town": Question(answered=_town)}
