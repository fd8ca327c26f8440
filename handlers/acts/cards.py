"""Presses on a card and in its menus, each one desk call."""

from collections.abc import Mapping

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.choices import bad_choice
from handlers.kit.context import Context
from handlers.kit.menus import UNDO_HINT, capital
from handlers.promises.planning import asks_day
from handlers.promises.promises import asks_word
from incidents.acts.messages import AssignMenu, CloseMenu, MoreMenu, RejectMenu
from incidents.acts.readers import group_keeps_copy
from incidents.desk.act import act
from incidents.desk.acts.bring_card import bring_card
from incidents.desk.acts.close_and_reopen import Close, Reject
from incidents.desk.routing.accept_return_assign import Assign
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Act, ClosingOutcome, Doubt, RejectReason
from incidents.outbox_message import AboutIncident
from incidents.rights import check

router = Router(name="cards")

_MENUS: Mapping[Press, tuple[type[AboutIncident], Act]] = {
    Press.CLOSE: (CloseMenu, Act.CLOSE),
    Press.ASSIGN: (AssignMenu, Act.ASSIGN),
    Press.REJECT: (RejectMenu, Act.REJECT),
}
_TOASTS = {
    Act.REOPEN: "Вернули в работу",
    Act.CHECKED: f"Оставили как есть. {UNDO_HINT}",
    Act.CLOSE: f"Закрыто. {UNDO_HINT}",
    Act.REJECT: f"Убрали из работы. {UNDO_HINT}",
    Act.RUMOUR: f"Слух: проверит пресс-служба. {UNDO_HINT}",
}


@router.callback_query(CardButton.filter(F.press.in_({Press.ACCEPT, Press.REOPEN, Press.CHECKED})))
async def on_act(_query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """Acts that need no choice."""
    what = Act(callback_data.press)
    outcome = await act(ctx.tx, ctx.policy, IncidentId(callback_data.incident), what, by=ctx.who, now=ctx.now)
    due = outcome.incident.answer_by if outcome.incident else None
    ctx.toast = _TOASTS.get(what) or (f"Принято. Ответить до {ctx.policy.day(due)}" if due else "Принято")


@router.callback_query(CardButton.filter(F.press.in_(set(_MENUS))))
async def on_menu(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """Open a menu: the handler's own message, a reply to the card."""
    menu, what = _MENUS[callback_data.press]
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    check(ctx.who, what, incident)
    await menus.show(query, ctx, menu(incident=incident.id))


@router.callback_query(CardButton.filter(F.press == Press.MORE))
async def on_more(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Ещё…»: what the card has no room for."""
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    await menus.show(query, ctx, MoreMenu(incident=incident.id))


@router.callback_query(MenuButton.filter())
async def on_choice(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """A choice in a menu: the act is done and the menu goes; a plan asks for its day first, a deed for the resident's word."""
    chosen = _choice(callback_data)
    if chosen == Close(outcome=ClosingOutcome.PLANNED) and await asks_day(query, callback_data, ctx):
        return
    if chosen == Close(outcome=ClosingOutcome.DONE) and await asks_word(query, callback_data, ctx):
        return
    checked = chosen == Reject(reason=RejectReason.RUMOUR) and await _is_checked(ctx, callback_data)
    what, choice = (Act.RUMOUR, None) if checked else (chosen.of, chosen)
    outcome = await act(ctx.tx, ctx.policy, IncidentId(callback_data.incident), what, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = _TOASTS.get(what) or capital(outcome.because)
    await menus.close(query, ctx)


@router.callback_query(CardButton.filter(F.press == Press.WHY))
async def on_why(_query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Почему мне?»: the reason of the route, in a window."""
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    reasons = [f"Почему вам: {incident.route_because}"]
    alarming = [each for each in (incident.danger_words, incident.danger_title) if each and "‹" not in ctx.masked(each)]
    if alarming:
        reasons.append(f"Почему опасно: «{alarming[0]}»")
    if incident.matched_because:
        reasons.append(f"Почему вместе: {incident.matched_because}")
    ctx.toast, ctx.alert = "\n".join(reasons)[:200], True


@router.callback_query(CardButton.filter(F.press == Press.SHOW))
async def on_show(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """From a list: bring the card here, fresh."""
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    chat_id, topic_id = menus.where(query.message, ctx)
    if chat_id != ctx.who.user_id and not await group_keeps_copy(ctx.tx.departments, chat_id, incident):
        chat_id, topic_id, ctx.toast = ctx.who.user_id, None, "Показали в личном чате с ботом"
    await bring_card(ctx.tx, incident.id, chat_id, topic_id)


async def _is_checked(ctx: Context, pressed: MenuButton) -> bool:
    """A rumour is checked, not thrown away; in a trial week nobody checks."""
    return (await ctx.tx.incidents.get(IncidentId(pressed.incident))).doubt is not Doubt.TRIAL


def _choice(pressed: MenuButton) -> Close | Reject | Assign:
    match pressed.menu:
        case Menu.CLOSE:
            return Close(outcome=pressed.read(ClosingOutcome))
        case Menu.REJECT:
            return Reject(reason=pressed.read(RejectReason))
        case Menu.ASSIGN:
            return Assign(department_id=pressed.read(DepartmentId))
        case _:
            raise bad_choice()
