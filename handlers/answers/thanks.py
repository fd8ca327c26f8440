"""«Передать бригаде» and «Ответить спасибо» under a card of thanks."""

from uuid import uuid4

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.answers.answer_dialogue import show, write
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.question_dialogue import private
from incidents.desk.answers.thanks_to_crew import draft_thanks, pass_to_crew
from incidents.ids import IncidentId

router = Router(name="gratitude")


@router.callback_query(CardButton.filter(F.press == Press.TO_CREW))
async def on_pass(_query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """The department's people read it too."""
    await pass_to_crew(ctx.tx, ctx.policy, IncidentId(callback_data.incident), by=ctx.who, now=ctx.now)
    ctx.toast = "Передали. Текст пришлём отдельно, его можно переслать бригаде"


@router.callback_query(CardButton.filter(F.press == Press.THANK))
async def on_thank(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """Two sentences by the template, shown before they go out."""
    id = IncidentId(callback_data.incident)
    answer = await draft_thanks(ctx.tx, ctx.policy, id, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await write(private(state, ctx), answer.incident_id, answer.id, answer.kind)
    await show(ctx, answer, None)
    menus.in_private(query, ctx)
