"""One text for several cards: it is typed, its preview follows."""

from uuid import uuid4

from handlers.kit.context import Context
from handlers.kit.input import Incoming
from handlers.kit.question_dialogue import keep_asking
from handlers.kit.registry import question
from incidents.answers.alike import AlikeNow, AskAlike
from incidents.desk.answers.answer_alike import draft_alike, leave_alike
from incidents.ids import AnswerId
from incidents.messages import AskedEnough


async def _leave(incoming: Incoming, ctx: Context) -> None:
    """The drafts of the former text go."""
    if incoming.kept.get("answer"):
        await leave_alike(ctx.tx, AnswerId(incoming.kept["answer"]), by=ctx.who)


async def _cancel(incoming: Incoming, ctx: Context) -> None:
    await _leave(incoming, ctx)
    await ctx.say(AskedEnough())


@question(AskAlike, cancelled=_cancel)
async def _take_text(incoming: Incoming, ctx: Context) -> None:
    """The text, or another one in its place: who gets it, and who does not."""
    await _leave(incoming, ctx)
    cards, guids = incoming.kept["cards"], iter(lambda: uuid4().hex, "")
    drafted = await draft_alike(ctx.tx, ctx.policy, cards, incoming.text, guids=guids, by=ctx.who, now=ctx.now)
    first = drafted.drafts[0].id
    await keep_asking(ctx, AskAlike, cards=cards, answer=first)
    await ctx.say(AlikeNow(answer=first, left=tuple(drafted.left), unfit=tuple(drafted.unfit)))
