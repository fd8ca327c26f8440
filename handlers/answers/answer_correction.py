"""«Поправка»: two questions in private, then the preview of one more comment."""

from collections.abc import Mapping
from uuid import uuid4

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.answers.answer_dialogue import show, write
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.menus import close, where
from handlers.kit.question_dialogue import Data, Question, ask, asked
from incidents.answers.messages import AskRightWords, AskWrongWords
from incidents.desk.answers.answer_correction import correct, to_correct, wrong_words
from incidents.ids import AnswerId, IncidentId

router = Router(name="amending")


@router.callback_query(CardButton.filter(F.press == Press.AMEND))
async def on_correct(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """Ask which words are wrong."""
    answer = await to_correct(ctx.tx, IncidentId(callback_data.incident), by=ctx.who)
    await ask(ctx, state, AskWrongWords(answer=answer.id), incident=answer.incident_id)
    if where(query.message, ctx)[0] != ctx.who.user_id:
        ctx.toast = "Продолжим в личном чате с ботом"
    await close(query, ctx)


async def _was(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    answer = await ctx.tx.answers.get(AnswerId(data["answer"]))
    was = wrong_words(answer, message.text or "")
    # Kept for the next answer, no field of the question: words of people do not stand in the outbox.
    await ask(ctx, state, AskRightWords(answer=answer.id), incident=answer.incident_id, was=[was])


async def _now(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    id = AnswerId(data["answer"])
    draft = await correct(ctx.tx, ctx.policy, id, was=data["was"][0], becomes=message.text or "", by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await write(state, draft.incident_id, draft.id)
    await show(ctx, draft, None)


QUESTIONS: Mapping[str, Question] = {asked(AskWrongWords): Question(answered=_was), asked(AskRightWords): Question(answered=_now)}
