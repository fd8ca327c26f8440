"""One text for several cards: it is typed, its preview follows."""

from uuid import uuid4

from handlers.kit.context import Context
from handlers.kit.input import Incoming
from handlers.kit.question_dialogue import keep_asking
from handlers.kit.registry import question
from incidents.answers.alike_answers import AlikeNow, AskAlike, alike_of
from incidents.desk.answers.answer_alike import draft_alike, leave_alike
from incidents.ids import AnswerId
from incidents.messages import AskedEnough


async def _leave(incoming: Incoming, ctx: Context) -> None:
    """The drafts of the former text go."""
    if incoming.kept.get("answer"):
        former = await ctx.tx.answers.get(AnswerId(incoming.kept["answer"]))
        await leave_alike(ctx.tx, await alike_of(ctx.tx.answers, former), by=ctx.who)


async def _cancel(incoming: Incoming, ctx: Context) -> None:
    await _leave(incoming, ctx)
    await ctx.say(AskedEnough())


@question(AskAlike, cancelled=_cancel)
async def _take_text(incoming: Incoming, ctx: Context) -> None:
    """The text, or another one in its place; its preview."""
    await _leave(incoming, ctx)
    cards, guids = incoming.kept["cards"], iter(lambda: uuid4().hex, "")
    drafts, left, unfit = await draft_alike(ctx.tx, ctx.policy, cards, incoming.text, guids=guids, by=ctx.who, now=ctx.now)
    await keep_asking(ctx, AskAlike, cards=cards, answer=drafts[0].id)
    await ctx.say(AlikeNow(answer=drafts[0].id, left=tuple(left), unfit=tuple(unfit)))
