"""Whatever a resident writes: it is read, taken in, and every message about it parses and fits."""

import asyncio
import json
from collections.abc import Iterator

import pytest
from hypothesis import strategies as st

from bot.config.district import PACKAGE_DATA
from incidents.errors import DomainError
from incidents.incident import Act
from incidents.posts import Post
from nlp.district_files import load_district, load_taxonomy
from nlp.reader import Reader
from nlp.wire import reading_from_json, reading_to_json
from tests.kit.bad_input import WORDS, holds, number_of_cases
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.every_message import EveryMessage

DISTRICTS = PACKAGE_DATA / "districts"
TROUBLES = ("На Лесной, 5 прорвало трубу", "горит дом, люди внутри", "Спасибо дорожникам!", "яма на Энергетиков 29 уже месяц", "")
TEXTS = st.builds(lambda *parts: " ".join(parts), st.sampled_from(TROUBLES), WORDS, st.sampled_from(TROUBLES)) | WORDS
Case = tuple[str, str | None]


class District:
    """The real reader, storage, desk and screens, over one file for all cases."""

    def __init__(self, url: str, runner: asyncio.Runner) -> None:
        self.runner, self.opened = runner, desk_town(url)
        self.town: DeskTown = runner.run(self.opened.__aenter__())
        self.messages = EveryMessage(self.town)
        self.reader = Reader(load_district(DISTRICTS / "konakovo"), load_taxonomy(DISTRICTS / "taxonomy.csv"))
        self.shown = 0

    def close(self) -> None:
        self.runner.run(self.opened.__aexit__(None, None, None))

    def write(self, case: Case) -> None:
        self.runner.run(self._write(*case))

    async def _write(self, text: str, parent: str | None) -> None:
        under: dict[str, str] = {}
        if parent is not None:
            under["parent_external_id"] = (await self._taken(parent)).external_id
        await self._taken(text, **under)
        self.shown += await self.messages.check()

    async def _taken(self, text: str, **fields: str) -> Post:
        post = await self.town.write(text, **fields)
        told = self.reader.read(post.post.whole, parent_text=post.parent_text)
        read = reading_from_json(json.loads(json.dumps(reading_to_json(told))))  # as the reader's process says it
        outcome = await self.town.take(post, read)
        if outcome.incident is not None:
            try:
                await self.town.act(outcome.incident.id, Act.ACCEPT, "coordinator")
            except DomainError:  # it is accepted or closed already
                return post.post
        return post.post


@pytest.fixture
def district(sqlite_url: str) -> Iterator[District]:
    with asyncio.Runner() as runner:
        made = District(sqlite_url, runner)
        yield made
        made.close()


@number_of_cases(40, 1_000)
def test_any_words_of_a_resident(district: District, cases: int) -> None:
    holds(cases, st.tuples(TEXTS, st.none() | TEXTS), district.write)
    assert district.shown > cases // 2  # the cards of the appeals among them
