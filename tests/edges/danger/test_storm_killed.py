"""A storm of dangers whose process is killed loses nothing.

Each danger stands on each board once, and each board once in its chat.
"""

import asyncio
import json
import random
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import or_, select

from bot.clock import ScenarioClock
from bot.storage.acts.incidents import incident
from bot.storage.delivery.board_tables import board, board_row
from bot.storage.delivery.copies import card_copy
from bot.storage.delivery.outbox import outbox
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.table import type_row
from incidents.danger.board import OF_DISTRICT, QUIET
from tests.chaos.points import ARMED, HIT
from tests.kit.desk_town import START, DeskTown, desk_town
from tests.kit.storm_process import DANGERS, POINTS, SPEED

pytestmark = pytest.mark.long

PHONES = ("ann", "peter", "coordinator", "duty")
PATIENCE = 180.0  # real seconds
UNTIL_ANYWHERE = 60.0  # real seconds that a point is waited for; then the process is killed wherever it is


class Storm:
    """Processes over one base, and what they have said in the chats."""

    def __init__(self, url: str, folder: Path, town: DeskTown) -> None:
        self.url, self.folder, self.storage, self.town = url, folder, town.storage, town
        self._anchor = str(time.time())
        self._children: list[asyncio.subprocess.Process] = []

    async def start(self, first: int, step: int, at: int = 0, point: str = "") -> asyncio.subprocess.Process:
        """A process that takes these dangers; nobody dies at another's point."""
        folder = self.folder / str(first)
        for name in (ARMED, HIT):
            (folder / name).mkdir(parents=True, exist_ok=True)
        arguments = (self.url, str(folder), self._anchor, str(first), str(step), str(at), *([point] if point else []))
        command = (sys.executable, "-m", "tests.kit.storm_process", *arguments)
        self._children.append(await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE))
        return self._children[-1]

    async def end(self) -> None:
        """All of them."""
        for child in self._children:
            if child.returncode is None:
                child.kill()
            await child.wait()

    async def rows(self, question: Any) -> Sequence[type_row]:  # Any: of any columns
        async with self.storage.transaction() as tx:
            return await tx._all(everywhere(question))

    async def until_said(self) -> None:
        """Every danger is in the base, and nothing is due soon."""
        clock = ScenarioClock(START, SPEED, float(self._anchor))
        waits = select(outbox.c.id).where(outbox.c.state.in_(("pending", "claimed")))
        async with asyncio.timeout(PATIENCE):
            while True:
                soon = or_(outbox.c.not_before.is_(None), outbox.c.not_before <= clock.now() + QUIET / 3)
                if len(await self.rows(select(incident.c.id))) == DANGERS and not await self.rows(waits.where(soon)):
                    return
                await asyncio.sleep(0.2)

    def calls(self) -> list[list[list[Any]]]:  # Any: moment, method, chat, number, text
        """What each process asked of the messenger."""
        return [[json.loads(line) for line in file.read_text().splitlines()] for file in self.folder.glob("*/journal.*")]

    def on_their_way(self) -> set[int]:
        """The last two messages of each chat: the base may not know them."""
        last: set[int] = set()
        for calls in self.calls():
            for chat in map(self.town.chat, PHONES):
                last |= set([number for _, method, where, number, _ in calls if (method, where) == ("send", chat)][-2:])
        return last

    def chats(self) -> dict[int, dict[int, str]]:
        """What stands in each chat, by its number."""
        shown: dict[int, dict[int, str]] = {}
        calls = [call for each in self.calls() for call in each]
        for _, method, chat, number, html in sorted(calls):
            if method == "delete":
                shown.setdefault(chat, {}).pop(number, None)
            else:
                shown.setdefault(chat, {})[number] = html
        return shown


async def judged(storm: Storm) -> None:
    ids = {row.id for row in await storm.rows(select(incident.c.id))}
    boards = {row.chat_id: row for row in await storm.rows(select(board))}
    on_board = Counter((row.chat_id, row.incident_id) for row in await storm.rows(select(board_row)))
    cards = {(row.chat_id, row.incident_id): row.message_id for row in await storm.rows(select(card_copy))}
    assert len(ids) == DANGERS
    assert not await storm.rows(select(outbox.c.id).where(outbox.c.state == "dead"))
    shown = storm.chats()
    for chat in map(storm.town.chat, PHONES):
        assert [id for id in ids if on_board[chat, id] != 1 and (chat, id) not in cards] == [], "nothing is lost"
        assert all(times == 1 for times in on_board.values())
        many = {id for id in ids if on_board[chat, id]}
        assert len(many) >= DANGERS - OF_DISTRICT  # of two that come at once neither counts the other
        boards_here = {number: html for number, html in shown[chat].items() if "Опасно: " in html}
        assert boards[chat].message_id in boards_here
        assert re.search(r"Опасно: (\d+)", boards_here[boards[chat].message_id])[1] == str(len(many))  # type: ignore[index]
        known = {boards[chat].message_id, *(number for (where, _), number in cards.items() if where == chat)}
        assert known <= set(shown[chat])
        assert set(shown[chat]) - known <= storm.on_their_way(), "what the base knew to stand is there once"


async def killed(storm: Storm, shares: Sequence[int], seed: int) -> None:
    """At each point once; the others of the shares go on meanwhile."""
    dice = random.Random(seed)
    points = dice.sample(POINTS, len(POINTS))
    moments = sorted(dice.sample(range(2, DANGERS - 4), len(points)))
    try:
        for share in shares[1:]:
            await storm.start(share, len(shares))
        for at, point in zip(moments, points, strict=True):
            child = await storm.start(shares[0], len(shares), at, point)
            with suppress(TimeoutError):  # another process may have sent all that this one would have died at
                async with asyncio.timeout(UNTIL_ANYWHERE):
                    await child.wait()
            if child.returncode is None:
                child.kill()
            assert await child.wait() == -signal.SIGKILL
            (storm.folder / str(shares[0]) / ARMED / point).unlink(missing_ok=True)
        await storm.start(shares[0], len(shares))
        await storm.until_said()
        await judged(storm)
    finally:
        await storm.end()


@pytest.mark.parametrize("seed", range(10))
async def test_a_process_that_is_killed_at_each_point_of_a_storm_loses_nothing(database_url: str, tmp_path: Path, seed: int) -> None:
    """On PostgreSQL another process goes on meanwhile."""
    async with desk_town(database_url) as town:
        await killed(Storm(database_url, tmp_path, town), (0,) if town.storage.is_embedded else (0, 1), seed)
