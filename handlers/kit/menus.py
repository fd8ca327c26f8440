"""Menus: the handlers' own messages, never the card.

Opened as a reply to it, changed in place, taken away when the act is done.
"""

from aiogram import F, Router
from aiogram.types import CallbackQuery, MaybeInaccessibleMessageUnion, Message

from handlers.kit.buttons import Listed, Menu, MenuButton
from handlers.kit.choices import PAGE_MARK, TO_MORE, Turn
from handlers.kit.context import Context
from incidents.acts.messages import HistoryMenu, LooksMenu, MoreMenu
from incidents.danger.messages import CallMenu
from incidents.errors import WrongStep
from incidents.ids import ChatId, IncidentId
from incidents.incident import Act, Incident
from incidents.lifecycle import can
from incidents.messages import Delete
from incidents.outbox_message import AboutIncident, message_of
from incidents.rights import check

router = Router(name="menus")

PRIVATE = (HistoryMenu, LooksMenu, CallMenu)
"""Colleagues' words, the head's orders, phones: never for a whole group to read."""


@router.callback_query(MenuButton.filter(F.choice == ""))
async def on_back(query: CallbackQuery, ctx: Context) -> None:
    """«Назад» of a menu that was opened on the card takes it away."""
    await close(query, ctx)


@router.callback_query(MenuButton.filter(F.choice == TO_MORE))
async def on_back_to_more(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """«Назад» of a menu that was opened from «Ещё…»."""
    await show(query, ctx, MoreMenu(incident=IncidentId(callback_data.incident)))


@router.callback_query(MenuButton.filter(F.choice.startswith(PAGE_MARK)))
async def on_page(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """Another page of any menu, in place."""
    turn = callback_data.read(Turn.parse)
    menu = message_of(f"menu_{callback_data.menu}", {"incident": IncidentId(callback_data.incident), "page": turn.page})
    assert isinstance(menu, AboutIncident)
    await show(query, ctx, menu)


def where(message: MaybeInaccessibleMessageUnion | None, ctx: Context) -> tuple[ChatId, int | None]:
    """The chat and the topic where a button was pressed; the private chat where Telegram does not say."""
    if message is None:
        return ctx.who.user_id, None
    topic = getattr(message, "message_thread_id", None) if getattr(message, "is_topic_message", None) else None
    return ChatId(message.chat.id), topic


def menu_id(query: CallbackQuery) -> int | None:
    """The pressed message, if it is a menu of ours (a keyboard with a way back), not a card, a reminder or a list."""
    if query.message is None:
        return None
    return query.message.message_id if _menu_data(query) else None


async def show(query: CallbackQuery, ctx: Context, what: AboutIncident) -> None:
    """Open a menu, or turn the menu that was pressed into it. Raises NotFound."""
    await ctx.tx.incidents.get(what.incident)
    chat_id, topic_id = where(query.message, ctx)
    if isinstance(what, PRIVATE) and chat_id != ctx.who.user_id:
        ctx.toast = "Показали в личном чате с ботом"
        await ctx.say(what, under=what.incident)
        return
    edit = menu_id(query)
    under = what.incident if edit is None else None
    to_more = not isinstance(what, MoreMenu) and _is_under_more(query)
    await ctx.say_in(chat_id, what, under=under, edit=edit, topic_id=topic_id, to_more=to_more)


def _is_under_more(query: CallbackQuery) -> bool:
    """Whether «Ещё…» was pressed, or a menu that was opened from it."""
    return any(menu == Menu.MORE or choice == TO_MORE for _, menu, *_, choice in (data.split(":") for data in _menu_data(query)))


def _menu_data(query: CallbackQuery) -> list[str]:
    """What the buttons of the pressed message carry that belong to a menu."""
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    beside = [button.callback_data or "" for row in markup.inline_keyboard for button in row] if markup is not None else []
    return [data for data in (query.data or "", *beside) if data.startswith(f"{MenuButton.__prefix__}:")]


async def close(query: CallbackQuery, ctx: Context) -> None:
    """Take the menu away: what was chosen is done. A card stays."""
    edit = menu_id(query)
    if edit is not None:
        chat_id, topic_id = where(query.message, ctx)
        await ctx.tx.outbox.say(chat_id, Delete(), edit=edit, topic_id=topic_id, sound=False)


async def allowed(ctx: Context, id: int, act: Act) -> Incident:
    """The incident, before a question is asked about it. Raises Forbidden or WrongStep where the answer could not be used."""
    incident = await ctx.tx.incidents.get(IncidentId(id))
    check(ctx.who, act, incident)
    if not can(incident.status, act):
        raise WrongStep
    return incident


def in_private(query: CallbackQuery, ctx: Context) -> None:
    """A question of ours waits in the private chat: say so to whoever pressed elsewhere."""
    if query.message is not None and query.message.chat.id != ctx.who.user_id:
        ctx.toast = "Продолжим в личном чате с ботом"


def capital(text: str) -> str:
    """First letter large, the rest as it is: «отдел ЖКХ» keeps its letters."""
    return text[:1].upper() + text[1:]


UNDO_HINT = "Передумали? «Вернуть» работает 10 минут"
"""At the end of a toast about an act that may be taken back."""


async def listed(ctx: Context, what: Listed, *, key: str = "", page: int = 0, edit: int | None = None) -> None:
    """Show a list in private: it is the reader's own."""
    await ctx.say(message_of(what, {"official": ctx.who.id, "key": key, "page": page}), edit=edit)
