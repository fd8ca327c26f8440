"""/status: what works, what does not, since when and what to do."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.app import App
from bot.config.program_parts import ProgramPart
from bot.config.settings import DatabaseSettings, Settings, TelegramSettings
from bot.health.episodes import Episode
from bot.health.illness import TOLD_BY, Illness
from bot.health.illness_words import ailment_of, wanted
from bot.renderer import Renderer
from handlers.bot_status_words import LATE
from incidents.messages import BotStatus
from incidents.official import Role
from incidents.posts import Network
from tests.kit.desk_town import an_official, konakovo
from tests.kit.phones import TOKEN, Phones, fake_telegram, phones
from tests.kit.said import said
from tests.kit.screens import shown
from tests.kit.tdlib import parse


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as hands:
        yield hands


def settings_of(url: str, base: str) -> Settings:
    return Settings(telegram=TelegramSettings.model_validate({"token": TOKEN, "api_base": base}), database=DatabaseSettings(url=url))


async def broke(hands: Phones, title: str, because: str) -> None:
    async with hands.town.storage.transaction() as tx:
        made = await tx.sources.add(Network.FEED, f"https://gazeta.example/{title}", title, None)
        await tx.sources.save(replace(made, broken_at=hands.town.clock.now(), broken_because=because))


async def test_a_coordinator_reads_that_all_is_well(hands: Phones) -> None:
    async with hands.town.storage.transaction() as tx:
        await tx.sources.save(replace(hands.town.source, last_ok_at=hands.town.clock.now()))
    await hands.type("coordinator", "/status")
    text = parse((await shown(hands.town, "bot_status")).html)
    assert text.startswith("Бот работает\n")
    assert "читаем 1 из 1, последний раз в" in text


async def test_nobody_else_has_the_command(hands: Phones) -> None:
    await hands.type("ann", "/status")
    assert "bot_status" not in [code for code, _ in await said(hands.town)]


async def test_what_does_not_work_comes_first_with_since_when_and_what_to_do(hands: Phones) -> None:
    for number in range(5):
        await broke(hands, f"Газета {number}", "По этому адресу ленты нет (410)")
    now = hands.town.clock.now()
    episode = Episode(kind=Illness.CONFLICT, because="409", since=now, seen_at=now)
    async with hands.town.storage.transaction() as tx:
        await tx.outbox.say(hands.town.chat("coordinator"), BotStatus())
    row = (await hands.town.rows())[-1]
    renderer = Renderer(konakovo())
    renderer.ailments = lambda: [ailment_of(episode)]
    hands.town.clock.move(seconds=LATE.total_seconds())
    async with hands.town.storage.transaction() as tx:
        lines = parse((await renderer.say(tx, row, now=hands.town.clock.now())).html).splitlines()
    assert lines[0] == "Бот работает не весь"
    assert lines[1].startswith("Ботом управляют две программы сразу, с ")
    assert wanted(Illness.CONFLICT) in lines[1]
    assert sum(line.startswith("Источник молчит: «Газета") for line in lines) == 3
    assert "И ещё 2 источника молчат: /sources" in lines


async def test_a_process_that_does_a_part_says_of_which_it_speaks(sqlite_url: str) -> None:
    async with fake_telegram() as telegram:
        app = await App.build(settings_of(sqlite_url, telegram.base), konakovo())
        try:
            async with app.storage.transaction() as tx:
                coordinator = await tx.officials.enrol(an_official(1, Role.COORDINATOR))
                await tx.outbox.say(coordinator.user_id, BotStatus())
            async with asyncio.TaskGroup() as group, asyncio.timeout(20):
                task = group.create_task(app.run((ProgramPart.DELIVER,)))
                while "sendMessage" not in dict(telegram.calls):  # noqa: ASYNC110 - seen from outside
                    await asyncio.sleep(0.01)
                task.cancel()
        finally:
            await app.close()
    lines = parse(dict(telegram.calls)["sendMessage"]["text"]).splitlines()
    assert lines[0] == "База и отправка карточек работают"
    assert "отсюда видны база и отправка" in lines[-1]


def test_a_process_that_does_all_parts_knows_all_illnesses() -> None:
    assert {kind for kinds in TOLD_BY.values() for kind in kinds} == set(Illness)


@pytest.mark.parametrize("kind", Illness)
def test_every_illness_says_what_to_do(kind: Illness) -> None:
    assert wanted(kind)
