"""Duty."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.renderer import Renderer
from bot.username import BotName
from incidents.messenger import Message
from incidents.official import Role, Watch
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones, phones
from tests.kit.tdlib import parse


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        for name, words in (("ivan", "Иванов Пётр"), ("anna", "Петрова Анна")):
            person = await town.town.enrol(name, Role.DUTY)
            async with town.town.storage.transaction() as tx:
                await tx.officials.save(replace(person, name=words))
        yield town


async def said(town: Phones, code: str) -> Message:
    row = [row for row in await town.town.rows() if row.code == code][-1]
    async with town.town.storage.transaction() as tx:
        return await Renderer(konakovo(), BotName()).say(tx, row, now=town.town.clock.now())


async def text(town: Phones, code: str) -> str:
    return parse((await said(town, code)).html)


async def standing(town: Phones) -> dict[str, Watch | None]:
    async with town.town.storage.transaction() as tx:
        return {name: (await tx.officials.get(town.town.who(name).id)).watch for name in ("ivan", "anna", "duty")}
