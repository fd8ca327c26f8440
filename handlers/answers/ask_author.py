"""«Спросить жителя» and «Ответить общим»: ready texts, shown before sending."""

from uuid import uuid4

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.answers.answer_dialogue import show, write
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.question_dialogue import private
from incidents.answers.messages import AskAuthor
from incidents.answers.values import Answer, AnswerKind
from incidents.desk.answers.ask_author import draft_general, draft_question, is_placeless
from incidents.desk.answers.draft_answer import begin
from incidents.ids import IncidentId
from incidents.incident import Act

router = Router(name="clarify")


@router.callback_query(CardButton.filter(F.press == Press.ASK_AUTHOR))
async def on_ask(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """Where it is, by the district's own words; anything else in one's own."""
    incident = await menus.allowed(ctx, callback_data.incident, Act.ASK_AUTHOR)
    if is_placeless(incident):
        answer = await draft_question(ctx.tx, ctx.policy, incident.id, by=ctx.who, guid=uuid4().hex, now=ctx.now)
        await _preview(query, ctx, state, answer)
        return
    await begin(ctx.tx, ctx.policy, incident.id, by=ctx.who, now=ctx.now, kind=AnswerKind.CLARIFY)
    await write(private(state, ctx), incident.id, None, AnswerKind.CLARIFY)
    await ctx.say(AskAuthor(incident=incident.id), under=incident.id)
    menus.in_private(query, ctx)
    await menus.close(query, ctx)


@router.callback_query(CardButton.filter(F.press == Press.GENERAL))
async def on_general(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """How to ask so that it can be solved: an answer like any other."""
    id = IncidentId(callback_data.incident)
    answer = await draft_general(ctx.tx, ctx.policy, id, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await _preview(query, ctx, state, answer)


async def _preview(query: CallbackQuery, ctx: Context, state: FSMContext, answer: Answer) -> None:
    await write(private(state, ctx), answer.incident_id, answer.id)
    await show(ctx, answer, None)
    menus.in_private(query, ctx)
    await menus.close(query, ctx)
