"""«Поправка»: two questions in private, then the preview of one more comment."""

from collections.abc import Mapping
from uuid import uuid4

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.answers.answer_dialogue import show, write
from handlers.buttons import CardButton, Press
from handlers.context import Context
from handlers.menus import close, where
from handlers.question_dialogue import Data, Question, ask
from incidents.desk.answers.answer_correction import amend, to_amend, wrong_words
from incidents.ids import AnswerId, IncidentId

router = Router(name="amending")


@router.callback_query(CardButton.filter(F.press == Press.AMEND))
async def on_amend(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """Ask which words are wrong."""
    answer = await to_amend(ctx.tx, IncidentId(callback_data.incident), by=ctx.who)
    await ask(ctx, state, "amend_was", incident=answer.incident_id, answer=answer.id)
    if where(query.message, ctx)[0] != ctx.who.user_id:
        ctx.toast = "Продолжим в личном чате с ботом"
    await close(query, ctx)


async def _was(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    answer = await ctx.tx.answer(AnswerId(data["answer"]))
    was = wrong_words(answer, message.text or "")
    # A list is kept for the next answer and never becomes a parameter of a Say: words of people do not stand in the outbox.
    await ask(ctx, state, "amend_now", incident=answer.incident_id, answer=answer.id, was=[was])


async def _now(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    id = AnswerId(data["answer"])
    draft = await amend(ctx.tx, ctx.policy, id, was=data["was"][0], becomes=message.text or "", by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await write(state, draft.incident_id, draft.id)
    await show(ctx, draft, None)


QUESTIONS: Mapping[str, Question] = {"amend_was": Question(answered=_was), "amend_now": Question(answered=_now)}
