"""Talk that is taken in several posts a transaction ends as if each had been taken in alone and everything asked of it."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

import bot.reading.intake as intake_module
from bot.reading.intake import Intake
from bot.reading.post_reader import PostReader
from bot.reading.reader import ReaderProcess
from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_table import voice
from bot.storage.answers.reactions import reaction
from bot.storage.delivery.outbox import outbox
from bot.storage.engine.migrate import migrate
from bot.storage.engine.own_district import everywhere
from bot.storage.intake.posts import post
from bot.storage.intake.unknown_posts import UnknownPosts
from bot.wakeups import Nudge
from incidents.desk.intake.take_in import take_in as really
from incidents.ids import PostId
from incidents.posts import Network, StoredPost
from incidents.reading import Kind, Reading
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.values.samples import place, reading

TALK = ("кто сегодня на рынке был", "отдам котят", "у нас тоже так", "поддерживаю", "дали воду, спасибо", "во сколько почта закрывается")


class Told(ReaderProcess):
    """Appeals are what begins with a capital; «дали воду» says that it is over."""

    read_some = PostReader.read_some

    def __init__(self) -> None:
        super().__init__(Path())

    async def read(self, post: StoredPost, *, answer: str | None = None, fast: bool = False) -> Reading:
        if post.post.text[0].isupper():
            return reading(main=place(street=f"Лесная {post.post.text[-1]}"))
        chat = reading(is_appeal=False, kind=Kind.CHAT, appeal_score=0.1)
        return replace(chat, resolved=True) if "дали воду" in post.post.text else chat


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(database_url) as town:
        yield town


def intake_of(town: DeskTown) -> Intake:
    return Intake(town.storage, town.clock, Told(), town.policy, Nudge(poll=0.01))


async def take_all(town: DeskTown) -> None:
    intake = intake_of(town)
    while await intake.step():
        pass


async def written(town: DeskTown, seed: int) -> None:
    """Sixty posts and comments by seven people; some say the same twice, some stand under an appeal."""
    chance, roots = random.Random(seed), list[str]()
    for n in range(60):
        parent = chance.choice(roots[-6:]) if roots and chance.random() < 0.6 else None
        said = chance.choice(TALK) if chance.random() < 0.8 else f"Яма на улице Лесной {chance.randrange(8)}"
        id = f"wall-1_{1000 + n}"
        again = {"original": chance.choice(roots)} if roots and parent is None and chance.random() < 0.15 else {}
        await town.write(said, external_id=id, author_id=str(chance.randrange(7)), parent_external_id=parent, **again)
        if parent is None:
            roots.append(id)
        town.clock.move(minutes=7)


async def became(town: DeskTown) -> list[Sequence[Any]]:  # Any: rows
    """All that the posts became, without moments and ids that only count."""
    tables = (
        select(post.c.external_id, post.c.taken_at.is_not(None)).order_by(post.c.id),
        select(incident.c.number, incident.c.status, incident.c.topic, incident.c.matched_because).order_by(incident.c.number),
        select(post.c.external_id, voice.c.incident_id, voice.c.because, voice.c.place_of)
        .join(post, post.c.id == voice.c.post_id)
        .order_by(post.c.id),
        select(reaction.c.post_id, reaction.c.incident_id, reaction.c.tone, reaction.c.by_author).order_by(reaction.c.post_id),
        select(outbox.c.kind, outbox.c.code, outbox.c.chat_id, outbox.c.incident_id).order_by(
            outbox.c.kind, outbox.c.code, outbox.c.chat_id, outbox.c.incident_id
        ),
    )
    async with town.storage.transaction() as tx:
        return [[tuple(row) for row in await tx._all(everywhere(each))] for each in tables]


@pytest.mark.parametrize("seed", range(6))
async def test_what_becomes_of_posts_is_the_same(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    async with desk_town(sqlite_url) as town:
        await written(town, seed)
        await take_all(town)
        together = await became(town)
    beside = f"sqlite+aiosqlite:///{tmp_path / 'beside.db'}"
    await asyncio.to_thread(migrate, beside)
    async with desk_town(beside) as other:
        monkeypatch.setattr(intake_module, "TOGETHER", 1)
        monkeypatch.setattr(UnknownPosts, "among", nothing)
        await written(other, seed)
        await take_all(other)
        alone = await became(other)
    assert together == alone
    assert len(together[1]) > 2, "some were appeals"


async def nothing(_self: UnknownPosts, _posts: Sequence[StoredPost]) -> frozenset[PostId]:
    """Everything is asked of each."""
    return frozenset()


async def test_much_talk_is_one_transaction(town: DeskTown) -> None:
    for n in range(15):
        await town.write(f"кто был на рынке {n}")
    begun = 0

    def counts(_connection: object) -> None:
        nonlocal begun
        begun += 1

    event.listen(town.storage._engine.sync_engine, "begin", counts)
    assert await intake_of(town).step()
    assert begun == 2, "one to look, one to take fifteen posts in"


async def test_one_post_that_fails_is_taken_alone_and_stops_nobody(town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(6):
        await town.write("bad" if n == 3 else f"кто был на рынке {n}")
    tried: list[str] = []

    async def take_in(tx: Any, policy: Any, post: StoredPost, *args: Any, **kwargs: Any) -> Any:  # Any: the desk's own
        tried.append(post.post.text)
        if post.post.text == "bad":
            raise ValueError("a defect")
        return await really(tx, policy, post, *args, **kwargs)

    monkeypatch.setattr(intake_module, "take_in", take_in)
    assert await intake_of(town).step()
    async with town.storage.transaction() as tx:
        assert [each.post.text for each in await tx.unread.next(10)] == ["bad"]
    assert tried.count("bad") == 2, "with the others, and alone"


async def test_what_is_known_of_a_post_keeps_it_from_being_unknown(town: DeskTown) -> None:
    voice_post = await town.write("Яма на дороге", external_id="wall-1_500", author_id="ann")
    opened = await town.take(voice_post)
    assert opened.incident is not None
    known = {
        "read before": await town.write("кто был", author_id="b"),
        "by the same author": await town.write("ещё раз", author_id="ann"),
        "in the thread": await town.write("и у нас", author_id="c", parent_external_id="wall-1_500"),
        "passed on": await town.write("Яма на дороге", author_id="d", original="wall-1_500"),
        "a voice": voice_post,
    }
    async with town.storage.transaction() as tx:
        await tx.readings.save(known["read before"], reading(), at=town.clock.now())
    talk = await town.write("письмо", author_id="e", network=Network.VK_MESSAGES, external_id="vk-messages-1")
    later = town.clock.now() + timedelta(days=9)
    new = [await town.write("новый", author_id="f"), await town.write("через неделю", author_id="ann", published_at=later)]
    async with town.storage.transaction() as tx:
        for why, each in known.items():
            assert await tx.unknown_posts.among([each]) == frozenset(), why
        assert await tx.unknown_posts.among([talk]) == frozenset(), "a dialogue has a memory of its own"
        assert await tx.unknown_posts.among(new) == {each.id for each in new[:1]}, "the span is that of all that are asked of together"
        assert await tx.unknown_posts.among(new[1:]) == {new[1].id}


async def test_only_what_waits_in_this_text_is_taken(town: DeskTown) -> None:
    one, other = await town.write("первый"), await town.write("второй")
    await town.write("первый, исправлено", external_id=one.post.external_id)
    await town.take(other)
    third = await town.write("третий")
    async with town.storage.transaction() as tx:
        assert await tx.unknown_posts.still_wait([third, one, other]) == [third]
