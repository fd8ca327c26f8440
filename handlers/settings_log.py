"""«Что меняли»: the settings log, newest first."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.kit.buttons import ChangesButton
from handlers.kit.context import Context
from incidents.errors import Forbidden, WrongStep
from incidents.messages import SettingsChanges
from incidents.role_rights import Right, check_right, has_right
from incidents.settings_log import RIGHTS, Area

router = Router(name="changes")


@router.callback_query(ChangesButton.filter())
async def on_changes(query: CallbackQuery, callback_data: ChangesButton, ctx: Context) -> None:
    """The log as a message of its own; its pages turn in place."""
    if callback_data.area not in set(Area):
        raise WrongStep("Такого списка больше нет")
    area = Area(callback_data.area)
    if RIGHTS[area] is Right.SEE_JOURNAL:
        check_right(ctx.who, Right.SEE_JOURNAL)
    if not has_right(ctx.who, RIGHTS[area]):
        raise Forbidden("Этот список видит тот, кто меняет настройки. Спросите координатора")
    edit = query.message.message_id if query.message is not None else None
    await ctx.say(SettingsChanges(area=area, page=callback_data.page), edit=edit)
