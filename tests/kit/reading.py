"""Reading: a card of roads, who looked at it, where it stands."""

from sqlalchemy import select

from bot.renderer import Renderer
from bot.storage.acts.looks import look as looks_table
from bot.storage.delivery.copies import Copy
from bot.storage.engine.own_district import everywhere
from bot.username import BotName
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from incidents.ids import ChatId
from incidents.incident import Incident
from tests.kit.desk_town import ROADS, konakovo
from tests.kit.phones import Phones
from tests.kit.tdlib import parse

WORDS = "На Белавинской яма, у Сидоровой диагноз"


async def of_roads(town: Phones) -> Incident:
    incident = await town.town.open(WORDS)
    assert incident.department_id == ROADS
    await town.town.sweep_outbox()
    return incident


async def told(town: Phones, code: str) -> str:
    row = [row for row in await town.town.rows() if row.code == code][-1]
    async with town.town.storage.transaction() as tx:
        return parse((await Renderer(konakovo(), BotName()).say(tx, row, now=town.town.clock.now())).html)


async def looked(town: Phones) -> list[tuple[str, str, int | None]]:
    names = {each.id: name for name, each in town.town.people.items()}
    async with town.town.storage.transaction() as tx:
        rows = await tx._all(everywhere(select(looks_table).order_by(looks_table.c.id)))
        return [(names[row.official_id], row.how, row.incident_id) for row in rows]


def card(press: Press, incident: Incident) -> CardButton:
    return CardButton(press=press, incident=incident.id)


def menu(what: Menu, incident: Incident, choice: str) -> MenuButton:
    return MenuButton(menu=what, incident=incident.id, choice=choice)


async def stands(town: Phones, incident: Incident, who: str | ChatId, message_id: int) -> None:
    """A copy of the card stands in this chat."""
    chat = town.user(who) if isinstance(who, str) else who
    async with town.town.storage.transaction() as tx:
        await tx.copies.save(Copy(incident_id=incident.id, chat_id=chat, topic_id=None, message_id=message_id, shown="", photos_sent=False))
