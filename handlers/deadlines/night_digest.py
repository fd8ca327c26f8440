"""Presses under the night digest and under each dropped post."""

from handlers.deadlines.buttons import NightButton, NightDo
from handlers.kit.buttons import Listed
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.menus import show_list
from handlers.kit.registry import press
from incidents.deadlines.messages import DoubtfulPosts
from incidents.deadlines.worktime import plural
from incidents.desk.deadlines import night_digest
from incidents.ids import PostId
from incidents.role_rights import Right, check_right


@press(NightButton, NightDo.DECIDE)
async def on_decide(_pressed: Pressed[NightButton], ctx: Context) -> None:
    """«Решить: 2»: the queue, as a message of its own."""
    check_right(ctx.who, Right.SEE_NIGHT)
    await show_list(ctx, Listed.QUEUE)


@press(NightButton, NightDo.RELEASE)
async def on_release(_pressed: Pressed[NightButton], ctx: Context) -> None:
    """«Отпустить все»."""
    held = await night_digest.release(ctx.tx, ctx.policy, by=ctx.who, now=ctx.now)
    went = plural(held, "карточка уходит", "карточки уходят", "карточек уходят")
    ctx.toast = f"Отпустили: {held} {went} в отделы сейчас"


@press(NightButton, NightDo.HOLD)
async def on_hold(_pressed: Pressed[NightButton], ctx: Context) -> None:
    """«Пауза до 10:00»."""
    until = await night_digest.hold(ctx.tx, ctx.policy, by=ctx.who, now=ctx.now)
    ctx.toast = f"Карточки ночи подождут до {ctx.policy.clock(until)}. Опасное уходит сразу. Раньше? «Отпустить все»"


@press(NightButton, NightDo.DOUBTFUL)
async def on_doubtful(pressed: Pressed[NightButton], ctx: Context) -> None:
    """«Спорные: 5»: one after another in a message of its own."""
    check_right(ctx.who, Right.SEE_NIGHT)
    await _show(ctx, pressed.button, None)


@press(NightButton, NightDo.APPEAL, NightDo.RIGHTLY)
async def on_verdict(pressed: Pressed[NightButton], ctx: Context) -> None:
    """One dropped post is judged; the next one stands in its place."""
    id = PostId(pressed.button.post)
    if pressed.button.do is NightDo.APPEAL:
        outcome = await night_digest.overrule(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
        number = f" № {outcome.incident.number}" if outcome.incident else ""
        ctx.toast = f"Взяли в работу{number}. Фильтр учтёт"
    else:
        await night_digest.uphold(ctx.tx, id, by=ctx.who, now=ctx.now)
        ctx.toast = "Записали"
    await _show(ctx, pressed.button, pressed.message_id)


async def _show(ctx: Context, button: NightButton, edit: int | None) -> None:
    await ctx.say(DoubtfulPosts(since=button.since, until=button.until), edit=edit)
