"""What a phone shows: messages and cards as they would be sent now. Every text is parsed as Telegram would."""

from bot.renderer import Renderer
from bot.storage.delivery.outbox import OutboxKind
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.text import visible_length
from incidents.incident import Incident
from incidents.messenger import Message
from tests.kit.desk_town import DeskTown, konakovo
from tests.kit.tdlib import parse

CARD = 1024


def card(incident: Incident, press: Press) -> CardButton:
    """A button of a card."""
    return CardButton(press=press, incident=incident.id)


def menu(incident: Incident, which: Menu, choice: str) -> MenuButton:
    """A choice of a menu."""
    return MenuButton(menu=which, incident=incident.id, choice=choice)


def labels(message: Message) -> list[str]:
    """All labels in order."""
    return [button.label for row in message.rows for button in row]


async def shown(town: DeskTown, code: str) -> Message:
    """The newest message with this code."""
    row = [row for row in await town.rows() if row.kind is OutboxKind.SAY and row.code == code][-1]
    async with town.storage.transaction() as tx:
        message = await Renderer(konakovo()).say(tx, row, now=town.clock.now())
    parse(message.html)
    return message


async def card_of(town: DeskTown, incident: Incident, who: str) -> Message:
    """The card as this official sees it."""
    async with town.storage.transaction() as tx:
        message = await Renderer(konakovo()).card(tx, incident.id, town.chat(who), now=town.clock.now())
    parse(message.html)
    assert visible_length(message.html) <= CARD
    return message


async def card_text(town: DeskTown, incident: Incident, who: str) -> str:
    """Its words."""
    return parse((await card_of(town, incident, who)).html)
