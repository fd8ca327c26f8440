"""«Передать вовне»: organisation, promised day, letter number.

Three short questions in private.
"""

from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.acts.buttons import OFFERED
from handlers.kit import day_choice, menus
from handlers.kit.buttons import CardButton, Day, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Asking, Data, Question, ask, asked, private
from incidents.acts.messages import AskOutside, AskOutsideDate, AskOutsideLetter, SentOutside
from incidents.desk.act import act
from incidents.desk.acts.postpone_or_pass_outside import LETTER_LIMIT, ORGANISATION_LIMIT, SendOutside
from incidents.errors import WrongStep, fit
from incidents.ids import IncidentId
from incidents.incident import Act
from incidents.outbox_message import OutboxMessage

router = Router(name="outside")

NEIGHBOURS = "администрация соседнего округа"


@router.callback_query(CardButton.filter(F.press == Press.OUTSIDE))
async def on_outside(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """«Передать вовне»: to whom?"""
    incident = await menus.allowed(ctx, callback_data.incident, Act.SEND_OUTSIDE)
    await ask(ctx, state, AskOutside(incident=incident.id))
    menus.in_private(query, ctx)
    await menus.close(query, ctx)


@router.callback_query(CardButton.filter(F.press == Press.NEIGHBOURS))
async def on_neighbours(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """«Передать соседям»: to whom is clear, when did they promise?"""
    incident = await menus.allowed(ctx, callback_data.incident, Act.SEND_OUTSIDE)
    town = incident.place.settlement
    await _ask_date(ctx, state, incident.id, f"{NEIGHBOURS}, {town}"[:ORGANISATION_LIMIT] if town else NEIGHBOURS)
    menus.in_private(query, ctx)
    await menus.close(query, ctx)


@router.callback_query(MenuButton.filter(F.menu == Menu.OUTSIDE))
async def on_known(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """One of the organisations asked before."""
    id = IncidentId(callback_data.incident)
    await _open(ctx, state, AskOutside, id)
    incident = await menus.allowed(ctx, id, Act.SEND_OUTSIDE)
    known = await ctx.tx.requests.organisations(group=incident.group, limit=OFFERED)
    chosen = next((each for each in known if each.id == callback_data.read_id(int)), None)
    if chosen is None:
        raise WrongStep("Этой организации в списке больше нет. Напишите её название сообщением")
    await _ask_date(ctx, state, id, chosen.organisation)
    await menus.close(query, ctx)


async def _named(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    id = IncidentId(data["incident"])
    await menus.allowed(ctx, id, Act.SEND_OUTSIDE)
    await _ask_date(ctx, state, id, fit(message.text, ORGANISATION_LIMIT))


async def _ask_date(ctx: Context, state: FSMContext, id: IncidentId, organisation: str) -> None:
    await ask(ctx, state, AskOutsideDate(incident=id), kept={"organisation": organisation})


@router.callback_query(MenuButton.filter(F.menu == Menu.OUTSIDE_DATE))
async def on_day(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """When they promised to answer: a day of the menu."""
    id = IncidentId(callback_data.incident)
    data = await _open(ctx, state, AskOutsideDate, id)
    until = ctx.policy.ahead(day_choice.chosen(ctx, callback_data.read(Day)), now=ctx.now)
    await _ask_letter(ctx, state, id, {**data["kept"], "until": until.isoformat()})
    await menus.close(query, ctx)


async def _dated(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    until = ctx.policy.ahead(day_choice.typed(ctx, message.text), now=ctx.now)
    await _ask_letter(ctx, state, IncidentId(data["incident"]), {**data["kept"], "until": until.isoformat()})


async def _ask_letter(ctx: Context, state: FSMContext, id: IncidentId, kept: dict[str, Any]) -> None:  # Any: JSON of the dialogue
    await ask(ctx, state, AskOutsideLetter(incident=id), kept=kept)


@router.callback_query(MenuButton.filter(F.menu == Menu.OUTSIDE_LETTER))
async def on_no_letter(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """«Без номера»."""
    data = await _open(ctx, state, AskOutsideLetter, IncidentId(callback_data.incident))
    await private(state, ctx).clear()
    await _send(ctx, data, None)
    await menus.close(query, ctx)


async def _lettered(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    await _send(ctx, data, fit(message.text, LETTER_LIMIT))


async def _send(ctx: Context, data: Data, letter: str | None) -> None:
    kept, id = data["kept"], IncidentId(data["incident"])
    until = day_choice.parsed(kept["until"])
    choice = SendOutside(organisation=kept["organisation"], until=until, letter=letter)
    await act(ctx.tx, ctx.policy, id, Act.SEND_OUTSIDE, by=ctx.who, now=ctx.now, choice=choice)
    await ctx.say(SentOutside(incident=id))


async def _open(ctx: Context, state: FSMContext, what: type[OutboxMessage], id: IncidentId) -> Data:
    """The dialogue that a button belongs to. Raises WrongStep where it is over, or about another card."""
    dialogue = private(state, ctx)
    data = await dialogue.get_data()
    if await dialogue.get_state() != Asking.words.state or (data.get("what"), data.get("incident")) != (asked(what), id):
        raise WrongStep("Этот вопрос уже закрыт. Нажмите «Передать вовне» на карточке ещё раз")
    return data


QUESTIONS = {
    asked(AskOutside): Question(answered=_named),
    asked(AskOutsideDate): Question(answered=_dated),
    asked(AskOutsideLetter): Question(answered=_lettered),
}
