"""What a handler asked to be said, rendered as the courier would; every text and every button is held to the limits of Telegram."""

from bot.renderer import Renderer
from bot.storage.delivery.outbox import OutboxKind
from incidents.ids import ChatId, IncidentId
from incidents.messenger import Message
from tests.kit.desk_town import DeskTown, konakovo
from tests.kit.tdlib import parse


async def messages(town: DeskTown) -> list[tuple[str, Message]]:
    """What waits to be said, without deletions; then it waits no more."""
    found = []
    for row in await town.rows():
        if row.kind is OutboxKind.SAY and row.code != "delete":
            async with town.storage.transaction() as tx:
                message = await Renderer(konakovo()).say(tx, row, now=town.clock.now())
            assert all(len((button.data or "").encode()) <= 64 for line in message.rows for button in line)
            found.append((row.code or "", message))
    await town.sweep_outbox()
    return found


async def said(town: DeskTown) -> list[tuple[str, str]]:
    """Codes and texts."""
    return [(code, parse(message.html)) for code, message in await messages(town)]


async def card(town: DeskTown, id: IncidentId, by: str) -> tuple[str, list[str]]:
    """The card as this person sees it: its text and its buttons."""
    async with town.storage.transaction() as tx:
        message = await Renderer(konakovo()).card(tx, id, ChatId(town.chat(by)), now=town.clock.now())
    return parse(message.html), [button.label for row in message.rows for button in row]
