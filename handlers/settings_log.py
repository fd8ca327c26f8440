"""«Что меняли»: the settings log, newest first."""

from handlers.kit.buttons import ChangesButton
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.registry import press
from incidents.errors import Forbidden, WrongStep
from incidents.messages import SettingsChanges
from incidents.role_rights import Right, check_right, has_right
from incidents.settings_log import RIGHTS, Area


@press(ChangesButton)
async def on_changes(pressed: Pressed[ChangesButton], ctx: Context) -> None:
    """The log as a message of its own; its pages turn in place."""
    if pressed.button.area not in set(Area):
        raise WrongStep("Такого списка больше нет")
    area = Area(pressed.button.area)
    if RIGHTS[area] is Right.SEE_JOURNAL:
        check_right(ctx.who, Right.SEE_JOURNAL)
    if not has_right(ctx.who, RIGHTS[area]):
        raise Forbidden("Этот список видит тот, кто меняет настройки. Спросите координатора")
    await ctx.say(SettingsChanges(area=area, page=pressed.button.page), edit=pressed.message_id)
