"""One text for several cards: typed, shown, closed after."""

from uuid import uuid4

from handlers.answers.buttons import AnswerButton, AnswerDo
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import keep_asking
from handlers.kit.registry import press, question
from incidents.acts.bulk import BulkMenu, allows
from incidents.answers.alike_answers import AlikeNow, AskAlike, alike_of
from incidents.answers.values import AnswerState
from incidents.desk.answers.answer_alike import draft_alike, leave_alike
from incidents.errors import Unchanged
from incidents.ids import AnswerId
from incidents.incident import Act
from incidents.messages import AskedEnough


@press(AnswerButton, AnswerDo.CLOSE)
async def on_close(pressed: Pressed[AnswerButton], ctx: Context) -> None:
    """«Закрыть: 40…»: how those that got the text have ended."""
    batch = await alike_of(ctx.tx.answers, await ctx.tx.answers.get(AnswerId(pressed.button.answer)))
    reached = await ctx.tx.incidents.these([each.incident_id for each in batch if each.state is AnswerState.PUBLISHED])
    if not (cards := tuple(each.id for each in reached if allows(ctx.who, Act.CLOSE, each))):
        raise Unchanged("Закрывать нечего: эти карточки уже закрыли или их ведут другие")
    await keep_asking(ctx, BulkMenu, cards=cards, chosen=cards)
    await ctx.say(BulkMenu(official=ctx.who.id, incidents=cards, chosen=cards, is_closing=True))


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
