"""Presses under the night digest."""

from handlers.deadlines.buttons import NightButton, NightDo
from handlers.intake.missed import judge, show_missed
from handlers.kit.buttons import Listed
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.menus import show_list
from handlers.kit.registry import press
from incidents.deadlines.worktime import plural
from incidents.desk.deadlines import night_digest
from incidents.ids import PostId
from incidents.intake.messages import MissedPost
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
async def on_missed(_pressed: Pressed[NightButton], ctx: Context) -> None:
    """«Не взяли»: what became no card."""
    await show_missed(ctx)


@press(NightButton, NightDo.APPEAL, NightDo.RIGHTLY)
async def on_verdict(pressed: Pressed[NightButton], ctx: Context) -> None:
    """A post of the former «Спорные» is judged."""
    await judge(ctx, PostId(pressed.button.post), is_appeal=pressed.button.do is NightDo.APPEAL)
    await ctx.say(MissedPost(), edit=pressed.message_id)
