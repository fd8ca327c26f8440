"""Presses under the night digest and under each dropped post."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.deadlines.buttons import NightButton, NightDo
from handlers.kit.buttons import Listed
from handlers.kit.context import Context
from handlers.kit.menus import listed
from incidents.deadlines.messages import DoubtfulPosts
from incidents.deadlines.worktime import plural
from incidents.desk.deadlines import night_digest as desk
from incidents.ids import PostId
from incidents.role_rights import Right, check_right

router = Router(name="night")


@router.callback_query(NightButton.filter(F.do == NightDo.DECIDE))
async def on_decide(_query: CallbackQuery, ctx: Context) -> None:
    """«Решить: 2»: the queue, as a message of its own."""
    check_right(ctx.who, Right.SEE_NIGHT)
    await listed(ctx, Listed.QUEUE)


@router.callback_query(NightButton.filter(F.do == NightDo.RELEASE))
async def on_release(_query: CallbackQuery, ctx: Context) -> None:
    """«Отпустить все»."""
    held = await desk.release(ctx.tx, ctx.policy, by=ctx.who, now=ctx.now)
    went = plural(held, "карточка уходит", "карточки уходят", "карточек уходят")
    ctx.toast = f"Отпустили: {held} {went} в отделы сейчас"


@router.callback_query(NightButton.filter(F.do == NightDo.HOLD))
async def on_hold(_query: CallbackQuery, ctx: Context) -> None:
    """«Пауза до 10:00»."""
    until = await desk.hold(ctx.tx, ctx.policy, by=ctx.who, now=ctx.now)
    ctx.toast = f"Карточки ночи подождут до {ctx.policy.clock(until)}. Опасное уходит сразу. Раньше? «Отпустить все»"


@router.callback_query(NightButton.filter(F.do == NightDo.DOUBTFUL))
async def on_doubtful(_query: CallbackQuery, callback_data: NightButton, ctx: Context) -> None:
    """«Спорные: 5»: one after another in a message of its own."""
    check_right(ctx.who, Right.SEE_NIGHT)
    await _show(ctx, callback_data, None)


@router.callback_query(NightButton.filter(F.do.in_({NightDo.APPEAL, NightDo.RIGHTLY})))
async def on_verdict(query: CallbackQuery, callback_data: NightButton, ctx: Context) -> None:
    """One dropped post is judged; the next one stands in its place."""
    id = PostId(callback_data.post)
    if callback_data.do is NightDo.APPEAL:
        outcome = await desk.overrule(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
        number = f" № {outcome.incident.number}" if outcome.incident else ""
        ctx.toast = f"Взяли в работу{number}. Фильтр учтёт"
    else:
        await desk.uphold(ctx.tx, id, by=ctx.who, now=ctx.now)
        ctx.toast = "Записали"
    await _show(ctx, callback_data, query.message.message_id if query.message is not None else None)


async def _show(ctx: Context, pressed: NightButton, edit: int | None) -> None:
    await ctx.say(DoubtfulPosts(since=pressed.since, until=pressed.until), edit=edit)
