"""/sources: what is read; add by a link, pause, remove, bring back."""

from collections.abc import Mapping

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.question_dialogue import Data, Question, ask, asked
from handlers.sources.buttons import SourceButton, SourceDo
from incidents.desk.sources import sources as desk
from incidents.ids import SourceId
from incidents.posts import SourceMark
from incidents.role_rights import Right, check_right
from incidents.sources.messages import AskSource, AskSourceTown, OneSource, RemoveSourceMenu, SourceChecking

router = Router(name="sources")


@router.callback_query(SourceButton.filter())
async def on_press(query: CallbackQuery, callback_data: SourceButton, ctx: Context, state: FSMContext) -> None:
    """A source, a question, or a change by one tap."""
    check_right(ctx.who, Right.KEEP_SOURCES)
    if callback_data.do is SourceDo.ADD:
        await ask(ctx, state, AskSource())
        return
    edit = query.message.message_id if query.message is not None else None
    id = SourceId(callback_data.source)
    await ctx.tx.sources.get(id)
    match callback_data.do:
        case SourceDo.TOWN:
            await ask(ctx, state, AskSourceTown(source=id))
            return
        case SourceDo.ASK_REMOVE:
            await ctx.say(RemoveSourceMenu(source=id), edit=edit)
            return
        case SourceDo.PAUSE:
            await desk.pause(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Пауза. После неё придёт и то, что написали без нас"
        case SourceDo.RESUME:
            await desk.resume(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Читаем снова"
        case SourceDo.REMOVE:
            await desk.remove(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Убрали. Вернуть можно здесь же"
        case SourceDo.OFFICIAL:
            await desk.mark(ctx.tx, id, SourceMark.OFFICIAL, by=ctx.who, now=ctx.now)
            ctx.toast = "Отметили: официальная. Что пишет от себя, больше не разбираем, только комментарии"
        case SourceDo.RESIDENTS:
            await desk.mark(ctx.tx, id, SourceMark.RESIDENTS, by=ctx.who, now=ctx.now)
            ctx.toast = "Сняли отметку. Что пишет от своего имени, снова разбираем"
        case SourceDo.RESTORE:
            await desk.restore(ctx.tx, id, by=ctx.who, now=ctx.now)
            is_read = (await ctx.tx.sources.get(id)).removed_at is None
            ctx.toast = "Вернули. Первый обход запомнит старое, карточки пойдут с новых" if is_read else "Спросили других координаторов"
    await ctx.say(OneSource(source=id), edit=edit)


async def _link(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    """The link that was typed: another part of the program looks at it."""
    await desk.take_link(ctx.tx, message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(SourceChecking())


async def _town(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """The settlement of which people write there."""
    id = SourceId(int(data["source"]))
    await desk.set_town(ctx.tx, ctx.policy, id, message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(OneSource(source=id))


QUESTIONS: Mapping[str, Question] = {asked(AskSource): Question(answered=_link), asked(AskSourceTown): Question(answered=_town)}
