"""The region's numbers: «Для региона», /region, the typed number."""

from datetime import UTC, datetime

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import command, press, question
from handlers.region.buttons import RegionAll, RegionButton, RegionDo, RegionPage, RegionTake, RegionView
from incidents.desk.region import region
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


@press(CardButton, Press.REGION)
async def on_region(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Для региона»: what to copy, number, «внесено»."""
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    check(ctx.who, Act.REGION, incident)
    await region.voices_counted_here(ctx.tx, incident.id)
    await menus.show(pressed, ctx, RegionMenu(incident=incident.id))


@press(CardButton, Press.REGION_NUMBER)
async def on_number(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Номер региона»: one voice is asked at once, of several one is chosen first."""
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    check(ctx.who, Act.REGION, incident)
    voices = await region.voices_counted_here(ctx.tx, incident.id)
    if len(voices) == 1:
        await ask(ctx, AskRegionNumber(incident=incident.id, post=voices[0].post_id))
        return
    await menus.show(pressed, ctx, RegionMenu(incident=incident.id))


@press(RegionButton)
async def on_voice(pressed: Pressed[RegionButton], ctx: Context) -> None:
    """One voice: copy, mark, ask the number."""
    id, post = IncidentId(pressed.button.incident), PostId(pressed.button.post)
    check(ctx.who, Act.REGION, await ctx.tx.incidents.get(id))
    match pressed.button.do:
        case RegionDo.NUMBER:
            await ask(ctx, AskRegionNumber(incident=id, post=post))
            return
        case RegionDo.TEXT:
            await ctx.tx.outbox.say(pressed.chat.id, RegionText(incident=id, post=post), topic_id=pressed.chat.topic_id, sound=False)
            return
        case RegionDo.ENTERED | RegionDo.BLOCK:
            await region.enter(ctx.tx, id, post, by=ctx.who, now=ctx.now)
            ctx.toast = "Записали: внесено"
        case RegionDo.NOT_ENTERED:
            await region.not_entered(ctx.tx, id, post, by=ctx.who, now=ctx.now)
            ctx.toast = "Записали: ещё не внесено"
    if pressed.button.do is RegionDo.BLOCK:
        await _turn(pressed, ctx, RegionBlocks())
        return
    shown = None if pressed.button.do is RegionDo.LIST else post
    await menus.show(pressed, ctx, RegionMenu(incident=id, post=shown))


@command("region", private=True)
async def on_command(_incoming: Incoming, ctx: Context) -> None:
    """/region: what stands between us and the region's system."""
    await ctx.say(RegionOverview())


@press(RegionPage)
async def on_page(pressed: Pressed[RegionPage], ctx: Context) -> None:
    """Turn /region to another page, in place."""
    check_right(ctx.who, Right.KEEP_REGION)
    await _turn(pressed, ctx, _shown(pressed.button.view, pressed.button.page))


@press(RegionAll)
async def on_all(pressed: Pressed[RegionAll], ctx: Context) -> None:
    """«Всё внесено»."""
    check_right(ctx.who, Right.KEEP_REGION)
    until = datetime.fromtimestamp(min(pressed.button.until, int(ctx.now.timestamp())), UTC)
    count = await region.enter_all(ctx.tx, until=until, by=ctx.who, now=ctx.now)
    ctx.toast = f"Записали, внесено: {count}. Ошиблись? «Для региона» на карточке"
    await _turn(pressed, ctx, RegionOverview())


@press(RegionTake)
async def on_take(pressed: Pressed[RegionTake], ctx: Context) -> None:
    """«Завести» one line of the region's list, or all."""
    if pressed.button.row:
        await region.take_theirs(ctx.tx, pressed.button.row, by=ctx.who, now=ctx.now)
        ctx.toast = "Заводим, карточка придёт через минуту"
    else:
        count = await region.take_all_theirs(ctx.tx, by=ctx.who, now=ctx.now)
        ctx.toast = f"Заводим: {count}. Карточки придут сами"
    await _turn(pressed, ctx, RegionTheirs(page=pressed.button.page))


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


async def _turn(pressed: Pressed[object], ctx: Context, what: OutboxMessage) -> None:
    await ctx.say_in(pressed.chat.id, what, topic_id=pressed.chat.topic_id, edit=pressed.message_id)


@question(AskRegionNumber)
async def _numbered(incoming: Incoming, ctx: Context) -> None:
    id, post = IncidentId(incoming.kept["incident"]), PostId(incoming.kept["post"])
    await region.set_number(ctx.tx, ctx.policy, id, post, incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(RegionNumbered(incident=id, post=post))
