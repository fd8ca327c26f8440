"""«Ответить всем»: what will be said, the sending, and its stop."""

from uuid import uuid4

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.answers.answer_dialogue import show, write
from handlers.answers.buttons import AllButton, AllDo, LinesButton
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked, private
from incidents.answers.messages import AnswerAll, AnswerAllChoice, AnswerAllSent, AnswerAllStopped, AskAnswer, AskShortReplies
from incidents.answers.values import AnswerKind, AnswerState
from incidents.approval.messages import ApprovalSheet
from incidents.desk.answers import draft_answer
from incidents.desk.answers.everyone import everyone as desk
from incidents.desk.answers.everyone import post_to_all, short_replies
from incidents.ids import AnswerId, IncidentId
from incidents.messages import Delete
from incidents.outbox_message import OutboxMessage

router = Router(name="answer_all")


@router.callback_query(CardButton.filter(F.press == Press.ANSWER_ALL))
async def on_all(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """Show it first, in private: the words that are out already, or the choice of a way."""
    id = IncidentId(callback_data.incident)
    is_said = await desk.is_said(ctx.tx, id, by=ctx.who)
    await ctx.say(AnswerAll(incident=id) if is_said else AnswerAllChoice(incident=id), under=id)
    if query.message is not None and query.message.chat.id != ctx.who.user_id:
        ctx.toast = "Продолжим в личном чате с ботом"


@router.callback_query(AllButton.filter())
async def on_do(query: CallbackQuery, callback_data: AllButton, ctx: Context, state: FSMContext) -> None:
    """Send, stop, begin a post, or leave it."""
    id, edit = IncidentId(callback_data.incident), query.message.message_id if query.message is not None else None
    what: OutboxMessage = Delete()
    match callback_data.do:
        case AllDo.SEND:
            guids = iter(lambda: uuid4().hex, "")
            count = await desk.answer_all(ctx.tx, id, guids=guids, by=ctx.who, now=ctx.now)
            what = AnswerAllSent(incident=id, count=count)
        case AllDo.POST:
            await _begin_post(ctx, state, id)
        case AllDo.ONLY:
            incident = await draft_answer.begin(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
            await write(private(state, ctx), incident.id, None)
            await ctx.tx.outbox.say(ctx.who.user_id, AskAnswer(incident=id), under=id)
        case AllDo.STOP:
            count = await desk.stop_all(ctx.tx, id, by=ctx.who, now=ctx.now)
            what = AnswerAllStopped(count=count)
    await ctx.say(what, edit=edit)


async def _begin_post(ctx: Context, state: FSMContext, id: IncidentId) -> None:
    """Planned works bring the text along; else it is asked for."""
    incident, text = await post_to_all.begin(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
    if text:
        draft = await draft_answer.create_draft(ctx.tx, id, text, by=ctx.who, guid=uuid4().hex, now=ctx.now, kind=AnswerKind.POST)
        await write(private(state, ctx), id, draft.id, AnswerKind.POST)
        await show(ctx, draft, None)
        return
    await write(private(state, ctx), incident.id, None, AnswerKind.POST)
    await ctx.tx.outbox.say(ctx.who.user_id, AskAnswer(incident=id, kind=AnswerKind.POST), under=id)


@router.callback_query(LinesButton.filter())
async def on_lines(query: CallbackQuery, callback_data: LinesButton, ctx: Context, state: FSMContext) -> None:
    """«Ответы в ветках»: other words are asked for."""
    id = AnswerId(callback_data.answer)
    await short_replies.may_write(ctx.tx, id, by=ctx.who)
    await ask(ctx, state, AskShortReplies(answer=id), message=query.message.message_id if query.message is not None else None)


async def _lines(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    answer = await short_replies.write_lines(ctx.tx, ctx.policy, AnswerId(data["answer"]), message.text or "", by=ctx.who, now=ctx.now)
    if answer.state is AnswerState.DRAFT:
        await write(private(state, ctx), answer.incident_id, answer.id, answer.kind)
        await show(ctx, answer, None)
        return
    await ctx.say(ApprovalSheet(answer=answer.id, official=ctx.who.id))


QUESTIONS = {asked(AskShortReplies): Question(answered=_lines)}
