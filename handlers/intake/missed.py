"""«Не взяли», /missed: posts without a card are shown and judged."""

from handlers.intake.buttons import MissedButton, MissedDo
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import command, press, question
from incidents.desk.intake import judge_dropped
from incidents.ids import PostId
from incidents.intake.messages import AskMissed, MissedList, MissedPost
from incidents.messages import Delete
from incidents.role_rights import Right, has_right


@command("missed")
async def on_missed(incoming: Incoming, ctx: Context) -> None:
    """The whole list, or «/missed» and a word; whoever only searches is asked for one."""
    if incoming.args:
        await _search(ctx, incoming.args)
    elif has_right(ctx.who, Right.SEE_MISSED):
        await show_missed(ctx)
    else:
        await ask(ctx, AskMissed())


@question(AskMissed)
async def _answered(incoming: Incoming, ctx: Context) -> None:
    await _search(ctx, incoming.text)


@press(MissedButton, MissedDo.LIST)
async def on_list(pressed: Pressed[MissedButton], ctx: Context) -> None:
    """A page of the list, in place."""
    asked = pressed.button
    await judge_dropped.open_dropped(ctx.tx, None, searched=asked.is_found, by=ctx.who, now=ctx.now)
    await ctx.say(MissedList(is_found=asked.is_found, page=asked.page), edit=pressed.message_id)


@press(MissedButton, MissedDo.SHOW)
async def on_show(pressed: Pressed[MissedButton], ctx: Context) -> None:
    """One post, in place of the list."""
    asked = pressed.button
    await judge_dropped.open_dropped(ctx.tx, PostId(asked.post), searched=asked.is_found, by=ctx.who, now=ctx.now)
    await ctx.say(MissedPost(post=PostId(asked.post), is_found=asked.is_found, page=asked.page), edit=pressed.message_id)


@press(MissedButton, MissedDo.APPEAL, MissedDo.RIGHTLY)
async def on_verdict(pressed: Pressed[MissedButton], ctx: Context) -> None:
    """One post is judged; the next one stands in its place."""
    asked = pressed.button
    await judge(ctx, PostId(asked.post), is_appeal=asked.do is MissedDo.APPEAL)
    await ctx.say(MissedList(is_found=True, page=asked.page) if asked.is_found else MissedPost(), edit=pressed.message_id)


@press(MissedButton, MissedDo.YES, MissedDo.NO)
async def on_answer(pressed: Pressed[MissedButton], ctx: Context) -> None:
    """«Обращение?» is answered, and goes."""
    await judge(ctx, PostId(pressed.button.post), is_appeal=pressed.button.do is MissedDo.YES)
    if pressed.message_id is not None:
        await ctx.say(Delete(), edit=pressed.message_id)


async def judge(ctx: Context, post: PostId, *, is_appeal: bool) -> None:
    """«Это обращение» or «Верно, не наше»."""
    if is_appeal:
        outcome = await judge_dropped.overrule(ctx.tx, ctx.policy, post, by=ctx.who, now=ctx.now)
        number = f" № {outcome.incident.number}" if outcome.incident else ""
        ctx.toast = f"Взяли в работу{number}. Бот учтёт"
    else:
        await judge_dropped.uphold(ctx.tx, post, by=ctx.who, now=ctx.now)
        ctx.toast = "Записали, бот учтёт"


async def show_missed(ctx: Context) -> None:
    """The whole list, as a message of its own."""
    await judge_dropped.open_dropped(ctx.tx, None, searched=False, by=ctx.who, now=ctx.now)
    await ctx.say(MissedList())


async def _search(ctx: Context, words: str) -> None:
    await judge_dropped.search_dropped(ctx.tx, words, by=ctx.who, now=ctx.now)
    await ctx.say(MissedList(is_found=True))
