"""«Что меняли»: the log of what was set in the chat, newest first."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.buttons import ChangesButton
from handlers.context import Context
from incidents.delivery import Say
from incidents.errors import Forbidden, WrongStep
from incidents.settings_log import READERS, Area

router = Router(name="changes")


@router.callback_query(ChangesButton.filter())
async def on_changes(query: CallbackQuery, callback_data: ChangesButton, ctx: Context) -> None:
    """The log as a message of its own; its pages turn in place."""
    if callback_data.area not in set(Area):
        raise WrongStep("Такого списка больше нет")
    area = Area(callback_data.area)
    if ctx.who.role not in READERS[area]:
        raise Forbidden("Этот список видит тот, кто меняет настройки. Спросите координатора")
    edit = query.message.message_id if query.message is not None else None
    params: dict[str, int | str | None] = {"area": area, "page": callback_data.page, "edit": edit}
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code="changes", params=params, sound=False))
