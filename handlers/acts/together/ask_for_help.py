"""Presses of «Нужна помощь» and of «Напомнить»."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.acts.buttons import colleague
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
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

router = Router(name="help")

_TOASTS = {
    HelpKind.LAWYER: "Юриста в боте нет: попросили координатора, он найдёт",
    HelpKind.CHIEF: "Позвали руководителя. Карточка остаётся у вас",
    HelpKind.COORDINATOR: "Позвали координатора. Карточка остаётся у вас",
}
_NO_CHIEF = "Руководителя в отделе нет: позвали координатора. Карточка остаётся у вас"


@router.callback_query(CardButton.filter(F.press == Press.HELP))
async def on_help(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Нужна помощь»: whose?"""
    incident = await menus.allowed(ctx, callback_data.incident, Act.HELP)
    await menus.show(query, ctx, HelpMenu(incident=incident.id))


@router.callback_query(MenuButton.filter(F.menu == Menu.HELP))
async def on_whose(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """A colleague is chosen by name; the others hear it at once."""
    kind, id = callback_data.read(HelpKind), IncidentId(callback_data.incident)
    if kind is HelpKind.COLLEAGUE:
        incident = await menus.allowed(ctx, id, Act.HELP)
        if not colleagues(incident, await ctx.tx.officials.all(), but=ctx.who):
            raise DomainError("В отделе больше никто не подключён. Позовите руководителя или координатора")
        await menus.show(query, ctx, ColleagueMenu(incident=id, official=ctx.who.id))
        return
    outcome = await act(ctx.tx, ctx.policy, id, Act.HELP, by=ctx.who, now=ctx.now, choice=AskForHelp(help=kind))
    is_there = kind is not HelpKind.CHIEF or outcome.because == HELP_WORDS[kind]
    is_asked = kind is HelpKind.LAWYER and lawyers(await ctx.tx.officials.all(), but=ctx.who)
    ctx.toast = "Спросили юриста. Ответ придёт вам и встанет заметкой на карточку" if is_asked else _TOASTS[kind] if is_there else _NO_CHIEF
    await menus.close(query, ctx)


@router.callback_query(MenuButton.filter(F.menu == Menu.COLLEAGUE))
async def on_colleague(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """This colleague is called."""
    choice, id = AskForHelp(help=HelpKind.COLLEAGUE, colleague=callback_data.read(colleague)), IncidentId(callback_data.incident)
    await act(ctx.tx, ctx.policy, id, Act.HELP, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = "Позвали. Карточка остаётся у вас"
    await menus.close(query, ctx)


@router.callback_query(CardButton.filter(F.press == Press.NUDGE))
async def on_nudge(_query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Напомнить»: the holder hears it under the card."""
    await nudge(ctx.tx, ctx.policy, IncidentId(callback_data.incident), by=ctx.who, now=ctx.now)
    ctx.toast = "Напомнили. Следующий раз не раньше чем через час"
