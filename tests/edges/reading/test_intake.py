"""Unread posts on their way to the desk; the reader says what the test wants."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.reading.intake import Intake
from bot.reading.post_reader import PostReader, Read, ReaderDown, ReaderNotStarted, ToRead, UnreadablePost
from bot.reading.read_ahead import ReadAheadBatch
from bot.reading.reader import ReaderProcess
from bot.storage.intake.unread import READ_TRIES
from bot.wakeups import Nudge
from incidents.desk.intake.take_in import take_in as really
from incidents.errors import StaleVersion
from incidents.incident import Act
from incidents.posts import LONG_PAST, StoredPost
from incidents.reading import DangerGrade, Kind, Reading
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.published_answers import publish
from tests.kit.values.samples import reading

DANGER = "wire"


class ScriptedReader(ReaderProcess):
    """Raises what is planned for a text; reads all else as water on a road."""

    read_some = PostReader.read_some

    def __init__(self, **errors: Exception) -> None:
        super().__init__(Path())
        self.errors = errors
        self.asked: list[str] = []
        self.told: list[tuple[str | None, bool]] = []  # our answer before it, in haste
        self.while_reading: Any = None  # Any: an awaitable made by the test

    async def read(self, post: StoredPost, *, answer: str | None = None, fast: bool = False) -> Reading:
        self.asked.append(post.post.text)
        self.told.append((answer, fast))
        if self.while_reading is not None:
            await self.while_reading
            self.while_reading = None
        if post.post.text in self.errors:
            raise self.errors[post.post.text]
        if post.post.text == DANGER:
            return reading(danger=True, danger_grade=DangerGrade.NOW)
        return reading() if post.post.text != "chat" else reading(is_appeal=False, kind=Kind.CHAT)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


def one_by_one(reader: ReaderProcess) -> Callable[[Sequence[StoredPost]], Awaitable[Sequence[Read]]]:
    return lambda posts: reader.read_some([ToRead(post) for post in posts])


def intake_of(town: DeskTown, reader: ReaderProcess) -> Intake:
    return Intake(town.storage, town.clock, reader, town.policy, Nudge(poll=0.01))


async def unread(town: DeskTown) -> list[str]:
    async with town.storage.transaction() as tx:
        return [post.post.text for post in await tx.unread.next(100)]


async def incidents(town: DeskTown) -> int:
    async with town.storage.transaction() as tx:
        return len(await tx.incidents.unfinished())


async def test_posts_are_read_oldest_first_and_taken_in(town: DeskTown) -> None:
    for text in ("first", "chat", "third"):
        await town.write(text)
        town.clock.move(minutes=1)
    reader = ScriptedReader()
    intake = intake_of(town, reader)
    assert await intake.step()
    assert reader.asked == ["first", "chat", "third"]
    assert await incidents(town) == 1
    assert not await intake.step()


async def test_the_next_posts_are_read_while_one_is_taken_in(town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("first", "second", "third"):
        await town.write(text)
        town.clock.move(minutes=1)
    reader, asked = ScriptedReader(), []

    async def take_in(tx: Any, policy: Any, post: StoredPost, *args: Any, **kwargs: Any) -> Any:  # Any: the desk's own
        taken = await really(tx, policy, post, *args, **kwargs)
        asked.append((post.post.text, list(reader.asked)))
        return taken

    monkeypatch.setattr("bot.reading.intake.take_in", take_in)
    assert await intake_of(town, reader).step()
    assert [text for text, _ in asked] == ["first", "second", "third"]
    assert all(len(read) > len(taken) for taken, (_, read) in zip(([1], [1, 2]), asked[:2], strict=True))


async def test_a_danger_that_is_known_goes_before_all_that_is_calm(town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(45):
        await town.write(DANGER if n == 41 else f"calm {n}")
    reader, taken = ScriptedReader(), list[str]()

    async def take_in(tx: Any, policy: Any, post: StoredPost, *args: Any, **kwargs: Any) -> Any:  # Any: the desk's own
        taken.append(post.post.text)
        return await really(tx, policy, post, *args, **kwargs)

    monkeypatch.setattr("bot.reading.intake.take_in", take_in)
    intake = intake_of(town, reader)
    assert await intake.step()
    assert DANGER in taken[:2], "all of them were read at once, it was the forty-second"
    assert len(taken) < 45, "what comes meanwhile is looked at"
    while await intake.step():
        pass
    assert len(taken) == 45
    assert sorted(reader.asked) == sorted(taken), "nothing is read twice"


async def test_a_text_that_the_reader_dies_over_is_counted_at_once_and_all_others_go_on(town: DeskTown) -> None:
    for n in range(45):
        await town.write("bad" if n == 30 else f"calm {n}")
    reader = ScriptedReader(bad=ReaderDown("EOFError"))
    intake, steps = intake_of(town, reader), 0
    while await intake.step():
        steps += 1
        assert reader.asked.count("bad") == min(steps, READ_TRIES)
    assert sorted(reader.asked) == sorted(["bad"] * READ_TRIES + [f"calm {n}" for n in range(45) if n != 30])


async def test_however_many_dangers_come_each_fourth_is_taken_in_its_turn(town: DeskTown) -> None:
    for n in range(20):
        await town.write(f"calm {n}" if n < 10 else DANGER)
    async with town.storage.transaction() as tx:
        posts = await tx.unread.next(20)
    batch = ReadAheadBatch(sorted(posts, key=lambda each: each.id), {}, one_by_one(ScriptedReader()), since=town.clock.now() - LONG_PAST)
    await batch.read_all()
    given = [one[0].post.text for _ in range(8) if (one := await batch.next()) is not None]
    assert given == [*[DANGER] * 3, "calm 0", *[DANGER] * 3, "calm 1"]


async def test_what_was_rewritten_while_it_waited_is_read_anew(town: DeskTown) -> None:
    waiting = [await town.write(f"calm {n}") for n in range(45)]
    reader = ScriptedReader()
    intake = intake_of(town, reader)
    assert await intake.step()
    last = waiting[-1].post
    await town.write("rewritten", external_id=last.external_id)
    while await intake.step():
        pass
    assert reader.asked[-1] == "rewritten"
    assert await unread(town) == []


async def test_a_post_that_the_base_does_not_take_cuts_off_no_question_to_the_reader(
    town: DeskTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("first", "second"):
        await town.write(text)
        town.clock.move(minutes=1)
    answered: list[str] = []

    class Slow(ScriptedReader):
        async def read(self, post: StoredPost, *, answer: str | None = None, fast: bool = False) -> Reading:
            await asyncio.sleep(0.05)
            answered.append(post.post.text)
            return await super().read(post, answer=answer, fast=fast)

    intake = intake_of(town, Slow())

    async def locked(*_of: object) -> None:
        raise TimeoutError("the base is locked")

    monkeypatch.setattr(intake, "_take", locked)
    with pytest.raises(TimeoutError, match="locked"):
        await intake.step()
    assert answered == ["first", "second"]
    assert await unread(town) == ["first", "second"]


async def test_our_answer_goes_with_the_comment_and_a_flood_is_read_in_haste(town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> None:
    post = await town.write("first", author_id="77")
    incident = (await town.take(post)).incident
    assert incident is not None
    await town.act(incident.id, Act.ACCEPT, "ann")
    await publish(town, await town.sent(incident.id, "ann", "Починили вчера"))
    town.clock.move(minutes=5)
    under = {"parent_external_id": post.post.external_id, "author_id": "77"}
    await town.write("спасибо", external_id=f"{post.post.external_id}_r1", **under)
    await town.write("second")
    reader = ScriptedReader()
    await intake_of(town, reader).step()
    assert dict(zip(reader.asked, reader.told, strict=True)) == {"спасибо": ("Починили вчера", False), "second": (None, False)}
    monkeypatch.setattr("bot.reading.intake.FLOOD", 1)
    for text in ("third", "fourth"):
        await town.write(text)
    await intake_of(town, reader).step()
    assert reader.told[2:] == [(None, True), (None, True)]


@pytest.mark.parametrize("error", [UnreadablePost("too odd"), ReaderDown("EOFError")])
async def test_a_text_that_fails_is_tried_a_few_times_and_set_aside_and_stops_no_other(town: DeskTown, error: Exception) -> None:
    await town.write("bad")
    await town.write("good")
    reader = ScriptedReader(bad=error)
    intake = intake_of(town, reader)
    while await intake.step():
        pass
    assert reader.asked.count("bad") == READ_TRIES
    assert [code for code, chat in await town.says() if chat == town.chat("coordinator")] == ["post_unread"]
    assert await unread(town) == []
    assert await incidents(town) == 1


async def test_while_the_reader_does_not_start_posts_wait_without_losing_a_try(town: DeskTown) -> None:
    await town.write("first")
    await town.write("second")
    reader = ScriptedReader(first=ReaderNotStarted("no memory"))
    intake = intake_of(town, reader)
    for _ in range(READ_TRIES + 2):
        assert not await intake.step()
    assert await unread(town) == ["first", "second"]
    reader.errors = {}
    assert await intake.step()
    assert await unread(town) == []


async def test_a_defect_of_the_desk_over_one_post_stops_no_other(
    town: DeskTown, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await town.write("bad")
    await town.write("good")

    async def take_in(tx: Any, policy: Any, post: StoredPost, *args: Any, **kwargs: Any) -> Any:  # Any: the desk's own
        if post.post.text == "bad":
            raise RuntimeError("a defect")
        return await really(tx, policy, post, *args, **kwargs)

    monkeypatch.setattr("bot.reading.intake.take_in", take_in)
    intake = intake_of(town, ScriptedReader())
    while await intake.step():
        pass
    assert await incidents(town) == 1
    assert await unread(town) == []
    assert "a defect" in caplog.text


async def test_a_lost_race_loses_no_try(town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> None:
    await town.write("good")
    races = [StaleVersion()] * (READ_TRIES + 1)

    async def take_in(*args: Any, **kwargs: Any) -> Any:  # Any: the desk's own
        if races:
            raise races.pop()
        return await really(*args, **kwargs)

    monkeypatch.setattr("bot.reading.intake.take_in", take_in)
    intake = intake_of(town, ScriptedReader())
    while await intake.step():
        pass
    assert await incidents(town) == 1


async def test_a_post_that_another_process_took_meanwhile_is_not_taken_twice(town: DeskTown) -> None:
    post = await town.write("good")
    reader = ScriptedReader()
    reader.while_reading = town.take(post)
    await intake_of(town, reader).step()
    assert await incidents(town) == 1
    assert await unread(town) == []


async def test_intake_runs_until_cancelled(town: DeskTown) -> None:
    reader = ScriptedReader()
    intake = intake_of(town, reader)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(intake.run())
        await asyncio.sleep(0.05)
        await town.write("good")
        async with asyncio.timeout(30):
            while not await incidents(town):  # noqa: ASYNC110 - the database is the only witness
                await asyncio.sleep(0.01)
        task.cancel()
