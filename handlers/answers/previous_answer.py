"""«Прошлый ответ» under a reopened card."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from incidents.answers.messages import PreviousAnswerMenu
from incidents.answers.previous_answer import previous_answer_of
from incidents.ids import IncidentId

router = Router(name="former")


@router.callback_query(CardButton.filter(F.press == Press.FORMER))
async def on_previous_answer(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """Show it, with a way back."""
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    await previous_answer_of(ctx.tx, incident.id)
    await menus.show(query, ctx, PreviousAnswerMenu(incident=incident.id))
