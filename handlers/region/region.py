"""The region's numbers: «Для региона», /region, the typed number."""

from datetime import UTC, datetime

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Press
from handlers.kit.commands import command
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
from handlers.region.buttons import RegionAll, RegionButton, RegionDo, RegionPage, RegionTake, RegionView
from incidents.desk.region import region as desk
from incidents.ids import IncidentId, PostId
from incidents.incident import Act
from incidents.outbox_message import OutboxMessage
from incidents.region.messages import (
    AskRegionNumber,
    RegionBlocks,
    RegionMenu,
    RegionNumbered,
    RegionOurs,
    RegionOverview,
    RegionText,
    RegionTheirs,
)
from incidents.rights import check
from incidents.role_rights import Right, check_right

router = Router(name="region")


@router.callback_query(CardButton.filter(F.press == Press.REGION))
async def on_region(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Для региона»: what to copy, number, «внесено»."""
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    check(ctx.who, Act.REGION, incident)
    await desk.counted(ctx.tx, incident.id)
    await menus.show(query, ctx, RegionMenu(incident=incident.id))


@router.callback_query(CardButton.filter(F.press == Press.REGION_NUMBER))
async def on_number(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """«Номер региона»: one voice is asked at once, of several one is chosen first."""
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    check(ctx.who, Act.REGION, incident)
    voices = await desk.counted(ctx.tx, incident.id)
    if len(voices) == 1:
        await ask(ctx, state, AskRegionNumber(incident=incident.id, post=voices[0].post_id))
        return
    await menus.show(query, ctx, RegionMenu(incident=incident.id))


@router.callback_query(RegionButton.filter())
async def on_voice(query: CallbackQuery, callback_data: RegionButton, ctx: Context, state: FSMContext) -> None:
    """One voice: copy, mark, ask the number."""
    id, post = IncidentId(callback_data.incident), PostId(callback_data.post)
    check(ctx.who, Act.REGION, await ctx.tx.incidents.get(id))
    match callback_data.do:
        case RegionDo.NUMBER:
            await ask(ctx, state, AskRegionNumber(incident=id, post=post))
            return
        case RegionDo.TEXT:
            chat_id, topic_id = menus.where(query.message, ctx)
            await ctx.tx.outbox.say(chat_id, RegionText(incident=id, post=post), topic_id=topic_id, sound=False)
            return
        case RegionDo.ENTERED | RegionDo.BLOCK:
            await desk.enter(ctx.tx, id, post, by=ctx.who, now=ctx.now)
            ctx.toast = "Записали: внесено"
        case RegionDo.NOT_ENTERED:
            await desk.not_entered(ctx.tx, id, post, by=ctx.who, now=ctx.now)
            ctx.toast = "Записали: ещё не внесено"
    if callback_data.do is RegionDo.BLOCK:
        await _turn(query, ctx, RegionBlocks())
        return
    shown = None if callback_data.do is RegionDo.LIST else post
    await menus.show(query, ctx, RegionMenu(incident=id, post=shown))


@router.message(command("region"), F.chat.type == "private")
async def on_command(_message: Message, ctx: Context) -> None:
    """/region: what stands between us and the region's system."""
    await ctx.say(RegionOverview())


@router.callback_query(RegionPage.filter())
async def on_page(query: CallbackQuery, callback_data: RegionPage, ctx: Context) -> None:
    """Turn /region to another page, in place."""
    check_right(ctx.who, Right.KEEP_REGION)
    await _turn(query, ctx, _shown(callback_data.view, callback_data.page))


@router.callback_query(RegionAll.filter())
async def on_all(query: CallbackQuery, callback_data: RegionAll, ctx: Context) -> None:
    """«Всё внесено»."""
    check_right(ctx.who, Right.KEEP_REGION)
    until = datetime.fromtimestamp(min(callback_data.until, int(ctx.now.timestamp())), UTC)
    count = await desk.enter_all(ctx.tx, until=until, by=ctx.who, now=ctx.now)
    ctx.toast = f"Записали, внесено: {count}. Ошиблись? «Для региона» на карточке"
    await _turn(query, ctx, RegionOverview())


@router.callback_query(RegionTake.filter())
async def on_take(query: CallbackQuery, callback_data: RegionTake, ctx: Context) -> None:
    """«Завести» one line of the region's list, or all."""
    if callback_data.row:
        await desk.take_theirs(ctx.tx, callback_data.row, by=ctx.who, now=ctx.now)
        ctx.toast = "Заводим, карточка придёт через минуту"
    else:
        count = await desk.take_all_theirs(ctx.tx, by=ctx.who, now=ctx.now)
        ctx.toast = f"Заводим: {count}. Карточки придут сами"
    await _turn(query, ctx, RegionTheirs(page=callback_data.page))


def _shown(view: RegionView, page: int) -> OutboxMessage:
    match view:
        case RegionView.STATE:
            return RegionOverview()
        case RegionView.BLOCKS:
            return RegionBlocks(page=page)
        case RegionView.THEIRS:
            return RegionTheirs(page=page)
        case RegionView.OURS:
            return RegionOurs(page=page)


async def _turn(query: CallbackQuery, ctx: Context, what: OutboxMessage) -> None:
    edit = query.message.message_id if query.message is not None else None
    chat_id, topic_id = menus.where(query.message, ctx)
    await ctx.say_in(chat_id, what, topic_id=topic_id, edit=edit)


async def _numbered(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    id, post = IncidentId(data["incident"]), PostId(data["post"])
    await desk.set_number(ctx.tx, ctx.policy, id, post, message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(RegionNumbered(incident=id, post=post))


QUESTIONS = {asked(AskRegionNumber): Question(answered=_numbered)}
