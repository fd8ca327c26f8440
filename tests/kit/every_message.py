"""Every message that waits to be sent: rendered as the courier does it, parsed by Telegram's own parser, and measured."""

import itertools

from sqlalchemy import select

from bot.delivery.invitation_codes import rendered
from bot.renderer import Renderer
from bot.storage.delivery.outbox import OutboxKind, OutboxRow, outbox, outbox_row_of
from bot.storage.engine.own_district import everywhere
from bot.username import BotName
from handlers.kit.rendering import Unneeded
from incidents.errors import DomainError
from incidents.messenger import Message
from tests.kit.desk_town import DeskTown, konakovo
from tests.kit.tdlib import parse

LARGEST, BUTTON = 4096, 64


class EveryMessage:
    """Takes what waits out of the outbox and looks at each message."""

    def __init__(self, town: DeskTown) -> None:
        self._town, self._renderer = town, Renderer(konakovo(), BotName("otklik_bot"))

    async def check(self) -> int:
        """Look at all that waits; gives back how many there were. Raises AssertionError where one cannot be sent."""
        async with self._town.storage.transaction() as tx:
            rows = [outbox_row_of(row) for row in await tx._all(everywhere(select(outbox).where(outbox.c.state == "pending")))]
            await tx._run(everywhere(outbox.delete()))
        return sum([await self._look(row) for row in rows])

    async def _look(self, row: OutboxRow) -> bool:
        if row.kind is OutboxKind.PHOTOS or row.code == "delete":
            return False
        now = self._town.clock.now()
        try:
            async with self._town.storage.transaction() as tx:
                if row.kind is OutboxKind.CARD and row.incident_id is not None:
                    fits(await self._renderer.card(tx, row.incident_id, row.chat_id, now=now))
                else:
                    fits(await rendered(self._renderer, tx, row, now=now))
        except (DomainError, Unneeded):  # what it spoke of is gone
            return False
        return True


def fits(message: Message) -> None:
    """It parses, and neither text nor buttons are larger than Telegram takes."""
    assert 0 < len(parse(message.html)) <= LARGEST, message.html
    for button in itertools.chain.from_iterable(message.rows):
        assert 0 < len(button.label) <= BUTTON, button
        assert button.data is None or 0 < len(button.data.encode()) <= BUTTON, button
