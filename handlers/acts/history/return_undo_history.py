"""Presses of «Не наше», «Вернуть» and «История»."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.menus import UNDO_HINT, capital
from handlers.routing.buttons import Whose
from incidents.acts.messages import HistoryMenu, ReturnMenu, Undone
from incidents.desk.act import act
from incidents.desk.acts.undo import undo
from incidents.desk.routing.accept_return_assign import Return
from incidents.ids import IncidentId
from incidents.incident import Act

router = Router(name="returning")


@router.callback_query(CardButton.filter(F.press == Press.RETURN))
async def on_return(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Не наше»: whose then? The three likeliest, or nobody knows."""
    incident = await menus.allowed(ctx, callback_data.incident, Act.RETURN)
    await menus.show(query, ctx, ReturnMenu(incident=incident.id))


@router.callback_query(MenuButton.filter(F.menu == Menu.RETURN))
async def on_whose(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """A department, or «Не знаю чьё»."""
    named = callback_data.read(Whose.parse).department
    id, choice = IncidentId(callback_data.incident), Return(department_id=named)
    outcome = await act(ctx.tx, ctx.policy, id, Act.RETURN, by=ctx.who, now=ctx.now, choice=choice)
    went = outcome.incident is not None and outcome.incident.department_id is not None
    ctx.toast = f"{capital(outcome.because) if went else 'Вернули, отдел выберет координатор'}. {UNDO_HINT}"
    await menus.close(query, ctx)


@router.callback_query(CardButton.filter(F.press == Press.UNDO))
async def on_undo(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Вернуть»: everything as it was before the last act."""
    id = IncidentId(callback_data.incident)
    await undo(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
    if query.message is not None and _is_alone(query):
        chat_id, topic_id = menus.where(query.message, ctx)
        await ctx.tx.outbox.say(chat_id, Undone(incident=id), edit=query.message.message_id, topic_id=topic_id, sound=False)
    ctx.toast = "Вернули, как было"


def _is_alone(query: CallbackQuery) -> bool:
    """Whether the message has this button only: a line about the act, and no card, which always has others."""
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    return markup is not None and [button.callback_data for row in markup.inline_keyboard for button in row] == [query.data]


@router.callback_query(CardButton.filter(F.press == Press.HISTORY))
async def on_history(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«История»: the log, a page at a time, in a message of its own."""
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    await menus.show(query, ctx, HistoryMenu(incident=incident.id))
