"""Presses of a changed text: «Взять новое», «Оставить»."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.menus import UNDO_HINT, capital
from incidents.desk.act import act
from incidents.desk.routing.take_new_text import FollowText
from incidents.ids import IncidentId
from incidents.incident import Act

router = Router(name="new_text")


@router.callback_query(CardButton.filter(F.press.in_({Press.TAKE_TEXT, Press.LEAVE_TEXT})))
async def on_decided(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """The coordinator takes the topic and the place of the new text, or leaves those of the card."""
    choice = FollowText(take=callback_data.press is Press.TAKE_TEXT)
    outcome = await act(ctx.tx, ctx.policy, IncidentId(callback_data.incident), Act.NEW_TEXT, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = f"{capital(outcome.because)}. {UNDO_HINT}"
    await menus.close(query, ctx)
