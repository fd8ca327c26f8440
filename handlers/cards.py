"""Presses on a card and in its menus: each is one call to the desk."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, MaybeInaccessibleMessageUnion

from handlers.buttons import PAGE_MARK, CardButton, Menu, MenuButton, Press
from handlers.context import Context
from incidents.desk.act import Choice, act
from incidents.desk.common import refresh_id
from incidents.errors import WrongStep
from incidents.ids import ChatId, DepartmentId, IncidentId
from incidents.incident import Act, ClosingOutcome, RejectReason
from incidents.ports import Say
from incidents.rights import check

router = Router(name="cards")

_MENUS = {Press.CLOSE: (Menu.CLOSE, Act.CLOSE), Press.ASSIGN: (Menu.ASSIGN, Act.ASSIGN), Press.REJECT: (Menu.REJECT, Act.REJECT)}
_TOASTS = {
    Act.RETURN: "Вернули. Отдел выберет координатор",
    Act.REOPEN: "Вернули в работу",
    Act.CLOSE: "Закрыто. Передумали? На карточке есть «Вернуть в работу»",
    Act.REJECT: "Убрали из работы. Ошиблись? На карточке есть «Всё-таки наше»",
}


@router.callback_query(CardButton.filter(F.press.in_({Press.ACCEPT, Press.RETURN, Press.REOPEN})))
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
    incident = await ctx.tx.incident(IncidentId(callback_data.incident))
    check(ctx.who, what, incident)
    chat_id, topic_id = _where(query.message, ctx)
    params: dict[str, int | str | None] = {"incident": incident.id}
    await ctx.tx.say(Say(chat_id=chat_id, topic_id=topic_id, code=f"menu_{menu}", params=params, incident_id=incident.id, sound=False))


@router.callback_query(MenuButton.filter())
async def on_choice(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """A choice in a menu; «Назад» takes the menu away."""
    chat_id, topic_id = _where(query.message, ctx)
    edit = query.message.message_id if query.message is not None else None
    if callback_data.choice.startswith(PAGE_MARK):
        page = callback_data.choice.removeprefix(PAGE_MARK)
        params: dict[str, int | str | None] = {"incident": callback_data.incident, "edit": edit}
        params["page"] = int(page) if page.isdecimal() else 0
        await ctx.tx.say(Say(chat_id=chat_id, topic_id=topic_id, code=f"menu_{callback_data.menu}", params=params, sound=False))
        return
    if callback_data.choice:
        what, choice = _choice(callback_data)
        outcome = await act(ctx.tx, ctx.policy, IncidentId(callback_data.incident), what, by=ctx.who, now=ctx.now, choice=choice)
        ctx.toast = _TOASTS.get(what) or outcome.because.capitalize()
    await ctx.tx.say(Say(chat_id=chat_id, topic_id=topic_id, code="delete", params={"edit": edit}, sound=False))


@router.callback_query(CardButton.filter(F.press == Press.WHY))
async def on_why(_query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Почему мне?»: the reason of the route, in a window."""
    incident = await ctx.tx.incident(IncidentId(callback_data.incident))
    reasons = [f"Почему вам: {incident.route_because}"]
    if incident.danger_words:
        reasons.append(f"Почему опасно: «{incident.danger_words}»")
    if incident.matched_because:
        reasons.append(f"Почему вместе: {incident.matched_because}")
    ctx.toast, ctx.alert = "\n".join(reasons)[:200], True


@router.callback_query(CardButton.filter(F.press == Press.SHOW))
async def on_show(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """From a list: bring the card here, fresh."""
    incident_id = IncidentId(callback_data.incident)
    await ctx.tx.incident(incident_id)
    await bring(ctx, incident_id, *_where(query.message, ctx))


async def bring(ctx: Context, id: IncidentId, chat_id: ChatId, topic_id: int | None) -> None:
    """Send a fresh card into this chat."""
    await ctx.tx.forget_copy(id, chat_id)
    await ctx.tx.refresh_here(id, chat_id, topic_id)
    await refresh_id(ctx.tx, id)


def _choice(pressed: MenuButton) -> tuple[Act, Choice]:
    try:
        match pressed.menu:
            case Menu.CLOSE:
                return Act.CLOSE, Choice(outcome=ClosingOutcome(pressed.choice))
            case Menu.REJECT:
                return Act.REJECT, Choice(reason=RejectReason(pressed.choice))
            case Menu.ASSIGN:
                return Act.ASSIGN, Choice(department_id=DepartmentId(pressed.choice))
    except ValueError:
        raise WrongStep("Такого выбора больше нет. Откройте меню на карточке ещё раз") from None


def _where(message: MaybeInaccessibleMessageUnion | None, ctx: Context) -> tuple[ChatId, int | None]:
    if message is None:
        return ctx.who.user_id, None
    topic = getattr(message, "message_thread_id", None) if getattr(message, "is_topic_message", None) else None
    return ChatId(message.chat.id), topic
