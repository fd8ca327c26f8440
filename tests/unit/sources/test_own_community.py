"""One's own community: what events tell and what the wall shows make one picture, and deaf ears get well."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from collectors.vk.events.community import AFTER_A_GAP, OwnCommunity
from collectors.vk.events.ears import Heard
from collectors.vk.memory import Known, Memory
from incidents.posts import Batch, Network, Post

START = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SELDOM, EVERY = 600.0, 180.0


def a_post(number: int, text: str = "Яма") -> Post:
    return Post(network=Network.VK, external_id=f"wall-1_{number}", url="", text=text, author_id="501", published_at=START)


def a_message(number: int, text: str = "Нет воды") -> Post:
    id = f"im1_501_{number}"
    return Post(network=Network.VK_MESSAGES, external_id=id, url="", text=text, author_id="501", published_at=START)


@dataclass
class Wall:
    """A wall that shows these posts and keeps what its cursor knew."""

    shows: list[Post] = field(default_factory=list)
    cursors: list[str | None] = field(default_factory=list)

    async def fetch(self, cursor: str | None) -> Batch:
        self.cursors.append(cursor)
        memory = Memory.load(cursor)
        after = Memory(posts=memory.posts, gone=memory.gone)
        new = []
        for post in self.shows:
            number = int(post.external_id.rpartition("_")[2])
            if number not in memory.posts:
                new.append(post)
            after.posts[number] = Known(date=int(START.timestamp()), mark="m")
        return Batch(posts=tuple(new), cursor=after.dump())

    def knew(self) -> list[int]:
        """What the cursor of the last sweep knew."""
        return sorted(Memory.load(self.cursors[-1]).posts)


class Ears:
    """Scripted ears: each question takes the next answer; after the last one nothing happens. `dialogues`: None while VK is silent."""

    waits = True

    def __init__(self, *answers: Heard, dialogues: Sequence[Post] | None = ()) -> None:
        self.answers, self.asked = list(answers), []  # type: tuple[list[Heard], list[tuple[str | None, bool]]]
        self.dialogues, self.since = dialogues, []  # type: tuple[Sequence[Post] | None, list[float]]

    async def begin(self) -> Heard:
        return Heard(cursor="t0")

    async def hear(self, cursor: str | None, *, at_once: bool = False) -> Heard:
        self.asked.append((cursor, at_once))
        return self.answers.pop(0) if self.answers else Heard(cursor=cursor)

    async def missed(self, since: float) -> Sequence[Post] | None:
        self.since.append(since)
        return self.dialogues


class Scene:
    """A community whose time is moved by hand."""

    def __init__(self, ears: Ears, wall: Wall | None = None) -> None:
        self.now, self.wall, self.cursor = START, wall or Wall(), None  # type: tuple[datetime, Wall, str | None]
        self.own = OwnCommunity(self.wall, ears, now=lambda: self.now, every=EVERY)

    async def fetch(self, **moved: float) -> Batch:
        self.now += timedelta(**moved)
        batch = await self.own.fetch(self.cursor)
        self.cursor = batch.cursor
        return batch


async def test_events_are_heard_before_the_wall_is_read() -> None:
    ears = Ears(Heard(cursor="t1", posts=(a_post(1, "старый текст"),)))
    one = Scene(ears)
    await one.fetch()
    one.wall.shows = [a_post(1, "новый текст")]
    batch = await one.fetch(seconds=EVERY)
    assert ears.asked == [("t0", True)]
    assert [each.text for each in batch.posts] in (["старый текст"], ["новый текст"])
    assert len(one.wall.cursors) == 2


async def test_a_late_event_of_a_post_that_the_wall_has_shown_brings_no_old_text_back() -> None:
    ears = Ears(Heard(cursor="t0"), Heard(cursor="t1", posts=(a_post(1, "старый текст"), a_post(2, "новая запись"))))
    one = Scene(ears, wall=Wall([]))
    await one.fetch()
    one.wall.shows = [a_post(1, "новый текст")]
    assert [each.text for each in (await one.fetch(seconds=EVERY)).posts] == ["новый текст"]
    assert [each.text for each in (await one.fetch(seconds=1)).posts] == ["новая запись"]


async def test_the_wall_is_asked_for_a_post_that_only_an_event_told_of() -> None:
    ears = Ears(Heard(cursor="t1", posts=(a_post(7),)))
    one = Scene(ears)
    await one.fetch()
    await one.fetch(seconds=1)
    await one.fetch(seconds=SELDOM)
    assert one.wall.knew() == [7]


async def test_ears_that_were_refused_once_are_asked_again_from_where_they_were() -> None:
    ears = Ears(Heard(cursor="t1"), Heard(cursor="t1", is_off=True), Heard(cursor="t2", posts=(a_post(1),)))
    one = Scene(ears)
    await one.fetch()
    await one.fetch(seconds=1)
    deaf = await one.fetch(seconds=1)
    assert deaf.ill is not None
    assert "События сообщества больше не приходят" in deaf.ill
    back = await one.fetch(seconds=EVERY)
    assert (back.posts, back.ill) == ((a_post(1),), None)
    assert [cursor for cursor, _ in ears.asked] == ["t0", "t1", "t1"]


async def test_the_wall_is_read_seldom_only_after_an_event_of_it_was_heard() -> None:
    ears = Ears(Heard(cursor="t1", posts=(a_message(1),)), Heard(cursor="t2"), Heard(cursor="t3", posts=(a_post(1),)))
    one = Scene(ears)
    await one.fetch()
    await one.fetch(seconds=1)
    await one.fetch(seconds=EVERY)
    assert len(one.wall.cursors) == 2
    await one.fetch(seconds=EVERY)
    one.wall.shows = [a_post(1)]
    assert len(one.wall.cursors) == 3
    await one.fetch(seconds=EVERY)
    assert len(one.wall.cursors) == 3
    await one.fetch(seconds=SELDOM)
    assert len(one.wall.cursors) == 4


async def test_a_post_that_no_event_told_of_makes_the_wall_be_read_as_any_other() -> None:
    one = Scene(Ears(Heard(cursor="t1", posts=(a_post(1),))))
    await one.fetch()
    await one.fetch(seconds=1)
    one.wall.shows = [a_post(1), a_post(2)]
    await one.fetch(seconds=SELDOM)
    before = len(one.wall.cursors)
    await one.fetch(seconds=EVERY)
    assert len(one.wall.cursors) == before + 1


async def test_after_a_gap_the_dialogues_are_read_from_the_moment_that_was_heard_last() -> None:
    ears = Ears(Heard(cursor="t1"), Heard(cursor="t9", is_gap=True), dialogues=[a_message(4)])
    one = Scene(ears)
    await one.fetch()
    await one.fetch(seconds=10)
    batch = await one.fetch(hours=3)
    assert batch.posts == (a_message(4),)
    assert ears.since == [(START + timedelta(seconds=10)).timestamp()]


class InOrder(Ears):
    """Ears that write down what they were asked for."""

    def __init__(self, *answers: Heard) -> None:
        super().__init__(*answers)
        self.order: list[str] = []

    async def begin(self) -> Heard:
        self.order.append("begin")
        return await super().begin()

    async def missed(self, since: float) -> Sequence[Post] | None:
        self.order.append("dialogues")
        return await super().missed(since)


async def test_a_thread_that_is_lost_is_begun_anew_before_the_dialogues_are_read() -> None:
    """What is written between the two would be in neither: no event tells of it, and the dialogues were read before."""
    ears = InOrder(Heard(cursor="t1"), Heard(cursor=None, is_gap=True))
    one = Scene(ears)
    await one.fetch()
    await one.fetch(seconds=10)
    await one.fetch(hours=3)
    assert ears.order == ["begin", "begin", "dialogues"]


async def test_dialogues_that_cannot_be_read_are_said_and_asked_for_again() -> None:
    ears = Ears(Heard(cursor="t1"), Heard(cursor="t9", is_gap=True), dialogues=None)
    one = Scene(ears)
    await one.fetch()
    await one.fetch(seconds=1)
    await one.fetch(seconds=AFTER_A_GAP)
    batch = await one.fetch(seconds=1)
    assert batch.ill is not None
    assert "загляните в сообщения сообщества" in batch.ill
    ears.dialogues = [a_message(4)]
    again = await one.fetch(seconds=EVERY)
    assert (again.posts, again.ill) == ((a_message(4),), None)
    assert ears.since[-1] == ears.since[-2]


class Brought(Ears):
    """Ears to which events are brought: nobody tells them what was not."""

    waits = False


async def test_where_events_are_brought_the_dialogues_are_looked_through_every_hour() -> None:
    ears = Brought(dialogues=[a_message(4)])
    one = Scene(ears)
    await one.fetch()
    await one.fetch(minutes=30)
    assert ears.since == []
    assert (await one.fetch(minutes=31)).posts == (a_message(4),)
    assert ears.since == [START.timestamp()]
    await one.fetch(minutes=30)
    assert len(ears.since) == 1


async def test_where_events_are_asked_for_a_quiet_hour_asks_for_no_dialogues() -> None:
    ears = Ears()
    one = Scene(ears)
    await one.fetch()
    await one.fetch(hours=3)
    assert ears.since == []


async def upgraded(cursor: str) -> tuple[Batch, Ears]:
    """The first look of this program over the cursor of an earlier one."""
    ears = Ears(dialogues=[a_message(4)])
    one = Scene(ears)
    one.cursor = cursor
    return await one.fetch(), ears


async def test_an_upgrade_reads_the_dialogues_from_the_last_sweep_of_the_earlier_version() -> None:
    last = int((START - timedelta(hours=7)).timestamp())
    batch, ears = await upgraded(Memory(at=last).dump())
    assert ears.since == [last]
    assert batch.posts == (a_message(4),)


async def test_an_upgrade_from_events_without_a_moment_reads_from_the_last_sweep_too() -> None:
    last = int((START - timedelta(hours=7)).timestamp())
    old = {"own": 1, "events": "t0", "wall": Memory(at=last).dump(), "wall_next": 0.0}
    _, ears = await upgraded(json.dumps(old))
    assert ears.since == [last]


async def test_an_upgrade_after_years_reads_a_month_of_dialogues_and_once() -> None:
    ears = Ears(dialogues=[])
    one = Scene(ears)
    one.cursor = Memory(at=1_500_000_000).dump()
    await one.fetch()
    await one.fetch(seconds=SELDOM)
    assert ears.since == [(START - timedelta(days=30)).timestamp()]


async def test_a_community_that_was_never_read_has_no_dialogues_to_catch_up_with() -> None:
    ears = Ears(dialogues=[a_message(4)])
    assert (await Scene(ears).fetch()).posts == ()
    assert ears.since == []
