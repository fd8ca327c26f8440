"""Presses on a card and in its menus, each one desk call."""

from collections.abc import Mapping

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.choices import bad_choice
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.menus import UNDO_HINT
from handlers.kit.registry import Rank, press
from handlers.kit.text import capital
from handlers.promises.planning import asks_day
from handlers.promises.promises import asks_word
from incidents.acts.messages import AssignMenu, CloseMenu, CloseUnansweredMenu, MoreMenu, RejectMenu
from incidents.acts.readers import group_keeps_copy
from incidents.desk.act import act
from incidents.desk.acts.bring_card import bring_card
from incidents.desk.acts.close_and_reopen import Close, Reject, asks_first
from incidents.desk.routing.accept_return_assign import Assign
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Act, ClosingOutcome, Doubt, RejectReason
from incidents.outbox_message import AboutIncident
from incidents.rights import check

_MENUS: Mapping[Press, tuple[type[AboutIncident], Act]] = {
    Press.CLOSE: (CloseMenu, Act.CLOSE),
    Press.ASSIGN: (AssignMenu, Act.ASSIGN),
    Press.REJECT: (RejectMenu, Act.REJECT),
}
_TOASTS = {
    Act.REOPEN: "Вернули в работу",
    Act.CHECKED: f"Оставили как есть. {UNDO_HINT}",
    Act.CONFIRM_DONE: f"Подтвердили: сделано. {UNDO_HINT}",
    Act.CLOSE: f"Закрыто. {UNDO_HINT}",
    Act.REJECT: f"Убрали из работы. {UNDO_HINT}",
    Act.RUMOUR: f"Слух: проверит пресс-служба. {UNDO_HINT}",
}


@press(CardButton, Press.ACCEPT, Press.REOPEN, Press.CHECKED, Press.CONFIRM_DONE)
async def on_act(pressed: Pressed[CardButton], ctx: Context) -> None:
    """Acts that need no choice."""
    what = Act(pressed.button.press)
    outcome = await act(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), what, by=ctx.who, now=ctx.now)
    due = outcome.incident.answer_by if outcome.incident else None
    ctx.toast = _TOASTS.get(what) or (f"Принято. Ответить до {ctx.policy.day(due)}" if due else "Принято")


@press(CardButton, *_MENUS)
async def on_menu(pressed: Pressed[CardButton], ctx: Context) -> None:
    """Open a menu: the handler's own message, a reply to the card."""
    menu, what = _MENUS[pressed.button.press]
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    check(ctx.who, what, incident)
    await menus.show(pressed, ctx, menu(incident=incident.id))


@press(CardButton, Press.MORE)
async def on_more(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Ещё…»: what the card has no room for."""
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    await menus.show(pressed, ctx, MoreMenu(incident=incident.id))


@press(MenuButton, rank=Rank.REST)
async def on_choice(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """A choice in a menu: the act is done and the menu goes.

    A plan asks for its day first, a deed for the resident's word, an explanation whether the resident has it.
    """
    chosen = _choice(pressed.button)
    if chosen == Close(outcome=ClosingOutcome.PLANNED) and await asks_day(pressed, ctx):
        return
    if chosen == Close(outcome=ClosingOutcome.DONE) and await asks_word(pressed, ctx):
        return
    if chosen == Close(outcome=ClosingOutcome.EXPLAINED) and await _asks_to_explain(pressed, ctx):
        return
    checked = chosen == Reject(reason=RejectReason.RUMOUR) and await _is_checked(ctx, pressed.button)
    what, choice = (Act.RUMOUR, None) if checked else (chosen.of, chosen)
    outcome = await act(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), what, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = _TOASTS.get(what) or capital(outcome.because)
    await menus.close(pressed, ctx)


@press(CardButton, Press.WHY)
async def on_why(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Почему мне?»: the reason of the route, in a window."""
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    reasons = [f"Почему вам: {incident.route_because}"]
    alarming = [each for each in (incident.danger_words, incident.danger_title) if each and "‹" not in ctx.masked(each)]
    if alarming:
        reasons.append(f"Почему опасно: «{alarming[0]}»")
    if incident.matched_because:
        reasons.append(f"Почему вместе: {incident.matched_because}")
    ctx.toast, ctx.alert = "\n".join(reasons)[:200], True


@press(CardButton, Press.SHOW)
async def on_show(pressed: Pressed[CardButton], ctx: Context) -> None:
    """From a list: bring the card here, fresh."""
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    chat_id, topic_id = pressed.chat.id, pressed.chat.topic_id
    if chat_id != ctx.who.user_id and not await group_keeps_copy(ctx.tx.departments, chat_id, incident):
        chat_id, topic_id, ctx.toast = ctx.who.user_id, None, "Показали в личном чате с ботом"
    await bring_card(ctx.tx, incident.id, chat_id, topic_id)


async def _asks_to_explain(pressed: Pressed[MenuButton], ctx: Context) -> bool:
    """Turn the menu of outcomes into «Разъяснить сейчас?»; False where the resident was answered, or they may not answer."""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.CLOSE)
    is_sure = pressed.button.menu is Menu.CLOSE_UNANSWERED
    if is_sure or not await asks_first(ctx.tx, ctx.policy, incident, ClosingOutcome.EXPLAINED, by=ctx.who):
        return False
    await menus.show(pressed, ctx, CloseUnansweredMenu(incident=incident.id))
    return True


async def _is_checked(ctx: Context, button: MenuButton) -> bool:
    """A rumour is checked, not thrown away; in a trial week nobody checks."""
    return (await ctx.tx.incidents.get(IncidentId(button.incident))).doubt is not Doubt.TRIAL


def _choice(button: MenuButton) -> Close | Reject | Assign:
    match button.menu:
        case Menu.CLOSE | Menu.CLOSE_UNANSWERED:
            return Close(outcome=button.read(ClosingOutcome))
        case Menu.REJECT:
            return Reject(reason=button.read(RejectReason))
        case Menu.ASSIGN:
            return Assign(department_id=button.read(DepartmentId))
        case _:
            raise bad_choice()
