"""«Передать вовне»: organisation, promised day, letter number.

Three short questions in private.
"""

from collections.abc import Mapping
from typing import Any

from handlers.acts.buttons import OFFERED
from handlers.kit import day_choice, menus
from handlers.kit.buttons import CardButton, Day, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask, kept_by
from handlers.kit.registry import press, question
from incidents.acts.messages import AskOutside, AskOutsideDate, AskOutsideLetter, SentOutside
from incidents.desk.act import act
from incidents.desk.acts.postpone_or_pass_outside import LETTER_LIMIT, ORGANISATION_LIMIT, SendOutside
from incidents.errors import WrongStep, fit
from incidents.ids import IncidentId
from incidents.incident import Act
from incidents.outbox_message import OutboxMessage

NEIGHBOURS = "администрация соседнего округа"


@press(CardButton, Press.OUTSIDE)
async def on_outside(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Передать вовне»: to whom?"""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.SEND_OUTSIDE)
    await ask(ctx, AskOutside(incident=incident.id))
    await menus.go_on_in_private(pressed, ctx)


@press(CardButton, Press.NEIGHBOURS)
async def on_neighbours(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Передать соседям»: to whom is clear, when did they promise?"""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.SEND_OUTSIDE)
    town = incident.place.settlement
    await _ask_date(ctx, incident.id, f"{NEIGHBOURS}, {town}"[:ORGANISATION_LIMIT] if town else NEIGHBOURS)
    await menus.go_on_in_private(pressed, ctx)


@press(MenuButton, Menu.OUTSIDE)
async def on_known(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """One of the organisations asked before."""
    id = IncidentId(pressed.button.incident)
    await _open(ctx, AskOutside, id)
    incident = await menus.get_if_allowed(ctx, id, Act.SEND_OUTSIDE)
    known = await ctx.tx.requests.organisations(group=incident.group, limit=OFFERED)
    chosen = next((each for each in known if each.id == pressed.button.read_id(int)), None)
    if chosen is None:
        raise WrongStep("Этой организации в списке больше нет. Напишите её название сообщением")
    await _ask_date(ctx, id, chosen.organisation)
    await menus.close(pressed, ctx)


@question(AskOutside)
async def _named(incoming: Incoming, ctx: Context) -> None:
    id = IncidentId(incoming.kept["incident"])
    await menus.get_if_allowed(ctx, id, Act.SEND_OUTSIDE)
    await _ask_date(ctx, id, fit(incoming.text, ORGANISATION_LIMIT))


async def _ask_date(ctx: Context, id: IncidentId, organisation: str) -> None:
    await ask(ctx, AskOutsideDate(incident=id), kept={"organisation": organisation})


@press(MenuButton, Menu.OUTSIDE_DATE)
async def on_day(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """When they promised to answer: a day of the menu."""
    id = IncidentId(pressed.button.incident)
    data = await _open(ctx, AskOutsideDate, id)
    until = ctx.policy.ahead(day_choice.chosen(ctx, pressed.button.read(Day)), now=ctx.now)
    await _ask_letter(ctx, id, {**data["kept"], "until": until.isoformat()})
    await menus.close(pressed, ctx)


@question(AskOutsideDate)
async def _dated(incoming: Incoming, ctx: Context) -> None:
    until = ctx.policy.ahead(day_choice.typed(ctx, incoming.text), now=ctx.now)
    await _ask_letter(ctx, IncidentId(incoming.kept["incident"]), {**incoming.kept["kept"], "until": until.isoformat()})


async def _ask_letter(ctx: Context, id: IncidentId, kept: dict[str, Any]) -> None:  # Any: JSON of the dialogue
    await ask(ctx, AskOutsideLetter(incident=id), kept=kept)


@press(MenuButton, Menu.OUTSIDE_LETTER)
async def on_no_letter(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """«Без номера»."""
    data = await _open(ctx, AskOutsideLetter, IncidentId(pressed.button.incident))
    await ctx.dialogue.clear()
    await _send(ctx, data, None)
    await menus.close(pressed, ctx)


@question(AskOutsideLetter)
async def _lettered(incoming: Incoming, ctx: Context) -> None:
    await _send(ctx, incoming.kept, fit(incoming.text, LETTER_LIMIT))


async def _send(ctx: Context, data: Mapping[str, Any], letter: str | None) -> None:  # Any: JSON of the dialogue
    kept, id = data["kept"], IncidentId(data["incident"])
    until = day_choice.parsed(kept["until"])
    choice = SendOutside(organisation=kept["organisation"], until=until, letter=letter)
    await act(ctx.tx, ctx.policy, id, Act.SEND_OUTSIDE, by=ctx.who, now=ctx.now, choice=choice)
    await ctx.say(SentOutside(incident=id))


async def _open(ctx: Context, what: type[OutboxMessage], id: IncidentId) -> Mapping[str, Any]:  # Any: JSON of the dialogue
    """The dialogue that a button belongs to. Raises WrongStep where it is over, or about another card."""
    data = await kept_by(ctx, what, id)
    if not data:
        raise WrongStep("Этот вопрос уже закрыт. Нажмите «Передать вовне» на карточке ещё раз")
    return data
