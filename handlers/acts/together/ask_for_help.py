"""Presses of «Нужна помощь» and of «Напомнить»."""

from handlers.acts.buttons import colleague
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.registry import press
from incidents.acts.ask_for_help import HELP_WORDS, HelpKind
from incidents.danger.messages import ColleagueMenu, HelpMenu
from incidents.desk.act import act
from incidents.desk.acts.ask_for_help import AskForHelp
from incidents.desk.acts.remind_holder import nudge
from incidents.desk.approval.lawyer import lawyers
from incidents.errors import DomainError
from incidents.ids import IncidentId
from incidents.incident import Act
from incidents.recipients import colleagues

_TOASTS = {
    HelpKind.LAWYER: "Юриста в боте нет: попросили координатора, он найдёт",
    HelpKind.CHIEF: "Позвали руководителя. Карточка остаётся у вас",
    HelpKind.COORDINATOR: "Позвали координатора. Карточка остаётся у вас",
}
_NO_CHIEF = "Руководителя в отделе нет: позвали координатора. Карточка остаётся у вас"


@press(CardButton, Press.HELP)
async def on_help(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Нужна помощь»: whose?"""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.HELP)
    await menus.show(pressed, ctx, HelpMenu(incident=incident.id))


@press(MenuButton, Menu.HELP)
async def on_whose(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """A colleague is chosen by name; the others hear it at once."""
    kind, id = pressed.button.read(HelpKind), IncidentId(pressed.button.incident)
    if kind is HelpKind.COLLEAGUE:
        incident = await menus.get_if_allowed(ctx, id, Act.HELP)
        if not colleagues(incident, await ctx.tx.officials.all(), but=ctx.who):
            raise DomainError("В отделе больше никто не подключён. Позовите руководителя или координатора")
        await menus.show(pressed, ctx, ColleagueMenu(incident=id, official=ctx.who.id))
        return
    outcome = await act(ctx.tx, ctx.policy, id, Act.HELP, by=ctx.who, now=ctx.now, choice=AskForHelp(help=kind))
    is_there = kind is not HelpKind.CHIEF or outcome.because == HELP_WORDS[kind]
    is_asked = kind is HelpKind.LAWYER and lawyers(await ctx.tx.officials.all(), but=ctx.who)
    ctx.toast = "Спросили юриста. Ответ придёт вам и встанет заметкой на карточку" if is_asked else _TOASTS[kind] if is_there else _NO_CHIEF
    await menus.close(pressed, ctx)


@press(MenuButton, Menu.COLLEAGUE)
async def on_colleague(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """This colleague is called."""
    choice, id = AskForHelp(help=HelpKind.COLLEAGUE, colleague=pressed.button.read(colleague)), IncidentId(pressed.button.incident)
    await act(ctx.tx, ctx.policy, id, Act.HELP, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = "Позвали. Карточка остаётся у вас"
    await menus.close(pressed, ctx)


@press(CardButton, Press.NUDGE)
async def on_nudge(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Напомнить»: the holder hears it under the card."""
    await nudge(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), by=ctx.who, now=ctx.now)
    ctx.toast = "Напомнили. Следующий раз не раньше чем через час"
