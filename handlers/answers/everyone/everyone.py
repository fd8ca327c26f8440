"""«Ответить всем»: what will be said, the sending, and its stop."""

from uuid import uuid4

from handlers.answers.answer_dialogue import show_draft
from handlers.answers.buttons import AllButton, AllDo, LinesButton
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.menus import in_private
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from incidents.answers.messages import AnswerAll, AnswerAllChoice, AnswerAllSent, AnswerAllStopped, AskAnswer, AskShortReplies
from incidents.answers.values import AnswerKind, AnswerState
from incidents.approval.messages import ApprovalSheet
from incidents.desk.answers import draft_answer
from incidents.desk.answers.everyone import everyone, post_to_all, short_replies
from incidents.ids import AnswerId, IncidentId
from incidents.messages import Delete
from incidents.outbox_message import OutboxMessage


@press(CardButton, Press.ANSWER_ALL)
async def on_all(pressed: Pressed[CardButton], ctx: Context) -> None:
    """Show it first, in private: the words that are out already, or the choice of a way."""
    id = IncidentId(pressed.button.incident)
    is_said = await everyone.is_said(ctx.tx, id, by=ctx.who)
    await ctx.say(AnswerAll(incident=id) if is_said else AnswerAllChoice(incident=id), under=id)
    in_private(pressed, ctx)


@press(AllButton)
async def on_do(pressed: Pressed[AllButton], ctx: Context) -> None:
    """Send, stop, begin a post, or leave it."""
    id = IncidentId(pressed.button.incident)
    what: OutboxMessage = Delete()
    match pressed.button.do:
        case AllDo.SEND:
            guids = iter(lambda: uuid4().hex, "")
            count = await everyone.answer_all(ctx.tx, id, guids=guids, by=ctx.who, now=ctx.now)
            what = AnswerAllSent(incident=id, count=count)
        case AllDo.POST:
            await _begin_post(ctx, id)
        case AllDo.ONLY:
            incident = await draft_answer.begin(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
            await ask(ctx, AskAnswer(incident=incident.id), sound=True)
        case AllDo.STOP:
            count = await everyone.stop_all(ctx.tx, id, by=ctx.who, now=ctx.now)
            what = AnswerAllStopped(count=count)
    await ctx.say(what, edit=pressed.message_id)


async def _begin_post(ctx: Context, id: IncidentId) -> None:
    """Planned works bring the text along; else it is asked for."""
    incident, text = await post_to_all.begin(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
    if text:
        draft = await draft_answer.create_draft(ctx.tx, id, text, by=ctx.who, guid=uuid4().hex, now=ctx.now, kind=AnswerKind.POST)
        await show_draft(ctx, draft)
    else:
        await ask(ctx, AskAnswer(incident=incident.id, kind=AnswerKind.POST), sound=True)


@press(LinesButton)
async def on_lines(pressed: Pressed[LinesButton], ctx: Context) -> None:
    """«Ответы в ветках»: other words are asked for."""
    id = AnswerId(pressed.button.answer)
    await short_replies.may_write(ctx.tx, id, by=ctx.who)
    await ask(ctx, AskShortReplies(answer=id), message=pressed.message_id)


@question(AskShortReplies)
async def _take_short_replies(incoming: Incoming, ctx: Context) -> None:
    answer = await short_replies.write_lines(ctx.tx, ctx.policy, AnswerId(incoming.kept["answer"]), incoming.text, by=ctx.who, now=ctx.now)
    if answer.state is AnswerState.DRAFT:
        await show_draft(ctx, answer)
        return
    await ctx.say(ApprovalSheet(answer=answer.id, official=ctx.who.id))
