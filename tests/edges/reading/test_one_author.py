"""One author writes very much: the coordinator reads one line, opens the list, and every post still becomes what it is."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.reading.collect import Collecting, Watched
from bot.reading.intake import Intake
from bot.reading.post_reader import PostReader
from bot.reading.reader import ReaderProcess
from bot.wakeups import Nudge
from incidents.messenger import Message
from incidents.posts import Batch, Network, Post, StoredPost
from incidents.reading import Reading
from tests.kit.phones import Phones, phones
from tests.kit.screens import labels, shown
from tests.kit.scripted_collector import sweep
from tests.kit.tdlib import parse
from tests.kit.values.samples import reading

CALM = "Поставьте лавочку у клуба, сидеть негде"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


class Waters(ReaderProcess):
    """Reads everything as water on a road."""

    read_some = PostReader.read_some

    def __init__(self) -> None:
        super().__init__(Path())
        self.asked: list[str] = []

    async def read(self, post: StoredPost, *, answer: str | None = None, fast: bool = False) -> Reading:
        self.asked.append(post.post.text)
        return reading()


async def read_all(town: Phones) -> list[str]:
    """All that waits, in the order it was read."""
    intake = Intake(town.town.storage, town.town.clock, reader := Waters(), town.town.policy, Nudge())
    while await intake.step():
        pass
    return reader.asked


class Wall:
    """A wall where one author writes."""

    def __init__(self) -> None:
        self.posts: list[Post] = []

    async def fetch(self, cursor: str | None) -> Batch:
        return Batch(posts=tuple(self.posts), cursor="1")


async def flood(town: Phones, count: int, text: str = CALM) -> None:
    """So many posts of one author, a minute apart; each wave is one sweep."""
    wall, now = Wall(), town.town.clock.now()
    collecting = Collecting(town.town.storage, town.town.clock, [Watched(town.town.source, wall)], Nudge(), backfill=True)
    first = next(town.town.numbers)
    for n in range(first, first + count):
        known = {"network": Network.VK, "external_id": f"wall-1_{n}", "url": f"https://vk.com/wall-1_{n}", "author_id": "77"}
        wall.posts.append(Post(**known, text=f"{text}, {n}", published_at=now + timedelta(minutes=n - first)))  # type: ignore[arg-type]  # a mixed dict
        next(town.town.numbers)
    town.town.clock.move(minutes=count)
    await sweep(collecting)


async def heard(town: Phones) -> list[str]:
    return [code for code, chat in await town.town.says() if chat == town.user("coordinator")]


async def opened(town: Phones, message: Message, label: str, *, by: str = "coordinator") -> str | None:
    """Press a button of what is shown; gives back the toast."""
    (data,) = [button.data for row in message.rows for button in row if button.label == label]
    assert data is not None
    return await town.press(by, data)


async def test_the_coordinator_reads_one_line_of_a_flood(town: Phones) -> None:
    await flood(town, 19)
    assert await heard(town) == []
    await flood(town, 1)
    assert await heard(town) == ["many_posts"]
    await flood(town, 30)
    assert await heard(town) == ["many_posts"]
    line = await shown(town.town, "many_posts")
    assert parse(line.html).startswith("Один автор: 50 сообщений за сутки\n")
    assert labels(line) == ["Показать"]


async def test_dangers_of_one_author_are_no_flood(town: Phones) -> None:
    await flood(town, 40, "У подъезда провод искрит, там дети")
    assert await heard(town) == []


async def test_the_list_says_what_became_of_each_post_and_a_number_brings_the_card(town: Phones) -> None:
    await flood(town, 25)
    line = await shown(town.town, "many_posts")
    await opened(town, line, "Показать")
    first = await shown(town.town, "author_posts")
    text = parse(first.html)
    assert text.startswith("Один автор: 25 сообщений, сначала старые\n1. ")
    assert text.count("ещё не прочитали") == 10
    assert labels(first) == ["Позже"]
    await read_all(town)
    read = await shown(town.town, "author_posts")
    assert parse(read.html).count("№ ") == 10
    await opened(town, read, "Позже")
    await town.town.sweep_outbox()
    (number,) = {label for label in labels(read) if label.startswith("№")}
    await opened(town, read, number)
    async with town.town.storage.transaction() as tx:
        (incident,) = await tx.incidents.unfinished()
    assert town.user("coordinator") in await town.town.cards(incident.id)


async def test_pages_turn_and_one_beyond_the_end_is_the_last(town: Phones) -> None:
    await flood(town, 25)
    await opened(town, await shown(town.town, "many_posts"), "Показать")
    await opened(town, await shown(town.town, "author_posts"), "Позже")
    second = await shown(town.town, "author_posts")
    assert labels(second) == ["Раньше", "Позже"]
    await opened(town, second, "Позже")
    third = await shown(town.town, "author_posts")
    assert parse(third.html).splitlines()[1].startswith("21. ")
    assert labels(third) == ["Раньше"]


async def test_the_list_is_the_coordinators(town: Phones) -> None:
    await flood(town, 25)
    assert await opened(town, await shown(town.town, "many_posts"), "Показать", by="ann") == (
        "Этот список видит координатор. Что ждёт вас, покажет /my"
    )


async def test_every_post_of_a_flood_is_read_in_the_end(town: Phones) -> None:
    await flood(town, 45)
    assert len(await read_all(town)) == 45
