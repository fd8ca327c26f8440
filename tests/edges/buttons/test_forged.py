"""Numbers that no button of ours carries: an outdated button, no dead letter, no alarm, nothing that cannot be rendered."""

import itertools
from collections.abc import AsyncIterator, Iterator
from enum import Enum

import pytest
from aiogram.filters.callback_data import CallbackData
from sqlalchemy import select

from bot.delivery.invitation_codes import rendered
from bot.renderer import Renderer
from bot.storage.delivery.inbox import inbox
from bot.storage.engine.own_district import everywhere
from bot.username import BotName
from handlers.kit.registry import served
from handlers.kit.rendering import Unneeded
from incidents.errors import DomainError
from incidents.incident import Act
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones, phones

served()  # all classes of buttons

BIG, BIGGER = 2**63 - 1, 10**19
WORDS = (str(BIGGER), f"+{BIGGER}", f"s{BIGGER}", f"to{BIGGER}", f"x~{BIGGER}")


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


def classes() -> Iterator[type[CallbackData]]:
    for cls in CallbackData.__subclasses__():
        if cls.__module__.startswith("handlers."):
            yield cls


CLASSES = sorted(classes(), key=lambda cls: cls.__prefix__)


def pressed(cls: type[CallbackData]) -> Iterator[str]:
    """What a forger would put into a button of this class: every act with ordinary numbers, one of them odd."""
    names = list(cls.model_fields)
    kinds = [cls.model_fields[name].annotation for name in names]
    acts = [[each.value for each in kind] if isinstance(kind, type) and issubclass(kind, Enum) else ["1"] for kind in kinds]
    for plain in itertools.product(*acts):
        for n, kind in enumerate(kinds):
            if isinstance(kind, type) and issubclass(kind, Enum):
                continue
            for odd in WORDS if kind is str else (str(BIG),):
                data = ":".join([cls.__prefix__, *plain[:n], odd, *plain[n + 1 :]])
                if len(data.encode()) <= 64:
                    yield data


@pytest.mark.parametrize("cls", CLASSES, ids=[cls.__prefix__ for cls in CLASSES])
async def test_a_forged_number_is_an_outdated_button(town: Phones, cls: type[CallbackData]) -> None:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.ACCEPT, "coordinator")
    await town.town.draft(incident.id, "coordinator")
    for data in pressed(cls):
        await town.put(callback_query=town.query("coordinator", data))
    await town.handle()
    async with town.town.storage.transaction() as tx:
        failed = await tx._all(everywhere(select(inbox.c.raw, inbox.c.error).where(inbox.c.error.is_not(None))))
    wrong: list[tuple[object, ...]] = [(row.raw["callback_query"]["data"], row.error) for row in failed]
    renderer = Renderer(konakovo(), BotName("otklik_bot"))
    for row in await town.town.rows():
        try:
            async with town.town.storage.transaction() as tx:
                if row.code not in {None, "delete"}:
                    await rendered(renderer, tx, row, now=town.town.clock.now())
        except (DomainError, Unneeded):
            continue
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told with its button
            wrong.append((row.code, dict(row.params), repr(error)))
    assert wrong == []


@pytest.mark.parametrize("data", [f"c1:accept:{2**63}", f"l1:{BIGGER}", f"h1:decide:{BIG}:1:0", f"m1:merge_sure:1:{BIGGER}"])
async def test_whoever_forged_it_reads_that_the_button_is_outdated(town: Phones, data: str) -> None:
    await town.town.open()
    assert await town.press("coordinator", data) == "Кнопка устарела. Что ждёт вас сейчас, покажет команда /my"
    assert await town.town.says("dead_letter") == []
