"""Talk of chats goes after three days: what stays, what a crash leaves, what the list of «Не взяли» still shows."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.reading.chat_access import ChatAccess
from bot.reading.collect import Collecting
from bot.storage.answers.answers import answer
from bot.storage.engine.own_district import everywhere
from bot.storage.intake.dropped_posts import drop_verdict
from bot.storage.privacy.erasures import erasure
from bot.storage.privacy.talk import Talk
from bot.storage.sources.pushed import pushed
from bot.telegram.incoming.door import take_in
from bot.ticks import privacy
from bot.ticks.privacy import TICKS, blank_talk
from bot.wakeups import Nudge
from incidents.answers.values import AnswerState
from incidents.ids import PostId
from incidents.intake.dropped_posts import DropVerdict, listed_since
from incidents.posts import Network, StoredPost
from incidents.privacy.values import Keep
from incidents.reading import DangerGrade, Kind
from incidents.sources.chats import ChatKind
from tests.kit.chat_updates import BOT, CHANNEL, CHAT, NEIGHBOUR, message
from tests.kit.chat_updates import update as told
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.source_chats import becomes_source
from tests.kit.values.outbox_rows import a_copy
from tests.kit.values.samples import MOSCOW, at, place, reading

TALK = "Девочки, у Ленки Жаворонковой из 45-й нашли онкологию, скинемся"
NOTHING: dict[str, Any] = {"is_appeal": False, "appeal_score": 0.02, "kind": Kind.CHAT, "places": (), "main": place("Конаково")}


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(database_url) as town:
        await of_chat(town, CHAT)
        yield town


async def of_chat(town: DeskTown, chat_id: int, kind: ChatKind = ChatKind.SUPERGROUP) -> None:
    """What is written next is written there."""
    chat = await becomes_source(town.storage, chat_id, kind)
    async with town.storage.transaction() as tx:
        town.source = next(each for each in await tx.sources.all() if each.id == chat.source_id)


async def says(town: DeskTown, text: str = TALK, *, number: int | None = None, **read: Any) -> StoredPost:
    """A message of the chat, read and taken in."""
    number = next(town.numbers) if number is None else number
    written = await write(town, text, number)
    await town.take(written, reading(**{**NOTHING, **read}))
    return written


async def write(town: DeskTown, text: str, number: int, **more: Any) -> StoredPost:
    fields: dict[str, Any] = {"network": Network.TELEGRAM, "external_id": f"c/1234/{number}", "url": f"https://t.me/c/1234/{number}"}
    return await town.write(text, author_id="9702", photos=("sent:abc",), **{**fields, **more})


async def night(town: DeskTown) -> None:
    await blank_talk(town.around())


async def words(town: DeskTown, *posts: StoredPost) -> list[str]:
    async with town.storage.transaction() as tx:
        return [(await tx.posts.get(each.id)).post.text for each in posts]


async def test_talk_goes_with_its_author_its_photos_and_what_was_read_in_it(town: DeskTown) -> None:
    said = await says(
        town, places=reading().places, danger_words="нашли онкологию", danger_title="онкология", trouble="онкология", persons=((10, 15),)
    )
    town.clock.move(days=3, hours=1)
    await night(town)
    async with town.storage.transaction() as tx:
        kept, read = await tx.posts.get(said.id), await tx.readings.of(said.id)
        assert read is not None
        assert (kept.post.text, kept.post.author_id, kept.post.url, kept.post.photos) == ("", "", "", ())
        assert (kept.people, kept.post.is_erased) == ((), True)
        assert (read.places, read.persons, read.danger_words, read.danger_title, read.trouble) == ((), (), None, None, None)
        assert [each.text for each in await tx.posts.wordings(said.id)] == [""]
        assert await tx.posts.find(Network.TELEGRAM, said.post.external_id) is None


async def test_what_asks_for_something_or_may_be_dangerous_stays_as_long_as_before(town: DeskTown) -> None:
    card = await write(town, "На Лесной, 5 прорвало трубу", 1)
    await town.take(card, reading())
    filtered = await write(town, "Яма на Правды", 2)
    async with town.storage.transaction() as tx:  # a filter of its source dropped it
        await tx.readings.save(filtered, reading(), at=town.clock.now())
    danger = await says(town, "Провод висит", number=3, danger=True, danger_grade=DangerGrade.NOW)
    doubtful = await says(town, "Пахнет газом вроде", number=4, danger_asked=True)
    unread = await write(town, "Ещё не читали", 5)
    talk = await says(town, number=6)
    town.clock.move(days=29)
    await night(town)
    assert "" not in await words(town, card, filtered, danger, doubtful, unread)
    assert await words(town, talk) == [""]


async def test_walls_and_channels_are_no_chats(town: DeskTown) -> None:
    await of_chat(town, CHANNEL, ChatKind.CHANNEL)
    public = await says(town, "Доброе утро, подписчики")
    town.clock.move(days=29)
    await night(town)
    assert await words(town, public) == ["Доброе утро, подписчики"]


async def test_a_reply_to_our_answer_stays(town: DeskTown) -> None:
    card = await write(town, "На Лесной, 5 прорвало трубу", 1)
    incident = (await town.take(card, reading())).incident
    assert incident is not None
    await town.sent(incident.id, "coordinator")
    async with town.storage.transaction() as tx:
        await tx._run(everywhere(update(answer).values(state=AnswerState.PUBLISHED, external_id="c/1234/70")))
    reply = await write(town, "Вечером посмотрим", 2, parent_external_id="c/1234/1", reply_to_external_id="c/1234/70")
    await town.take(reply, reading(**NOTHING))
    beside = await write(town, TALK, 3, parent_external_id="c/1234/1", reply_to_external_id="c/1234/2")
    await town.take(beside, reading(**NOTHING))
    town.clock.move(days=4)
    await night(town)
    assert await words(town, reply, beside) == ["Вечером посмотрим", ""]


async def test_a_chat_that_is_read_no_more_is_blanked_too(town: DeskTown) -> None:
    said = await says(town)
    async with town.storage.transaction() as tx:
        await tx.sources.save_state(replace(town.source, removed_at=town.clock.now()))
    town.clock.move(days=4)
    await night(town)
    assert await words(town, said) == [""]


async def test_mondays_coordinator_sees_friday_evening_and_yesterday_is_listed_as_before(town: DeskTown) -> None:
    town.clock.moment = at(19, day=27)  # a Friday
    friday = await says(town, "Опять в подъезде потоп", appeal_score=0.3)
    town.clock.moment = at(3, 5, day=30)
    await night(town)
    town.clock.moment = at(18, day=30)
    async with town.storage.transaction() as tx:
        since = listed_since(town.policy.calendar, town.clock.now())
        listed = await tx.dropped_posts.between(since, town.clock.now())
    assert since.astimezone(MOSCOW).day == 27
    assert [each.post_id for each in listed] == [friday.id]
    assert await words(town, friday) == ["Опять в подъезде потоп"]
    town.clock.move(hours=10)
    await night(town)
    assert await words(town, friday) == [""]


async def test_what_a_person_judged_goes_whatever_the_reader_says_and_what_was_learned_stays(town: DeskTown) -> None:
    judged = await says(town, "Пахнет газом, шутка", danger_asked=True)
    async with town.storage.transaction() as tx:
        await tx.dropped_posts.judge(judged.id, DropVerdict.RIGHTLY, by=town.who("coordinator").id, at=town.clock.now())
        await tx.dropped_posts.keep_features({judged.id: {"words": [1, 2]}})
    town.clock.move(days=4)
    await night(town)
    async with town.storage.transaction() as tx:
        assert [(row.verdict, row.features) for row in await tx._all(everywhere(select(drop_verdict)))] == [("rightly", {"words": [1, 2]})]
        assert [(each.post_id, each.features) for each in await tx.lessons.kept(None)] == [(judged.id, {"words": [1, 2]})]
    assert await words(town, judged) == [""]


async def test_a_process_that_dies_between_two_lots_goes_on_where_it_stopped(town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> None:
    said = [await says(town, f"Разговор {n}") for n in range(5)]
    town.clock.move(days=4)
    monkeypatch.setattr(privacy, "AT_ONCE", 2)
    lots: list[PostId] = []
    chat_posts = Talk.chat_posts

    async def dies(self: Talk, *, after: PostId, **more: Any) -> Any:
        lots.append(after)
        if len(lots) == 2:
            raise OSError("the power is off")
        return await chat_posts(self, after=after, **more)

    monkeypatch.setattr(Talk, "chat_posts", dies)
    with pytest.raises(OSError, match="power"):
        await night(town)
    assert (await words(town, *said)).count("") == 2
    await night(town)
    assert (await words(town, *said)).count("") == 5
    await night(town)  # once a night: nothing is looked at again
    assert len(lots) == 2 + 2
    async with town.storage.transaction() as tx:
        assert await tx._scalar(everywhere(select(func.sum(erasure.c.posts)))) == 5


async def test_after_an_upgrade_nobody_waits_for_the_night(town: DeskTown) -> None:
    """The night of the former version is over, the chat was announced long ago: within minutes of the first start all of a year is gone."""
    said = await says(town)
    town.clock.move(days=300)
    async with town.storage.transaction() as tx:
        await tx.slots.take("retention", town.around().last(privacy.NIGHT).date(), at=town.clock.now())
    assert TICKS["talk"][1] <= 300
    await night(town)
    assert await words(town, said) == [""]


async def test_a_thread_goes_on_under_talk_that_is_blanked(town: DeskTown) -> None:
    """A card was told of under it: who answers there later still speaks of the same trouble, and the card quotes nothing any more."""
    root = await says(town, number=11)
    appeal = await write(town, "А у нас на Лесной, 5 прорвало трубу", 12, parent_external_id="c/1234/11")
    incident = (await town.take(appeal, reading())).incident
    assert incident is not None
    await town.sweep_outbox()
    async with town.storage.transaction() as tx:
        await tx.copies.save(a_copy(incident.id, town.chat("ann")))
    town.clock.move(days=4)
    await night(town)
    assert await town.cards(incident.id) == {town.chat("ann")}  # shown anew, without the quote
    collecting = Collecting(
        town.storage, town.clock, (), Nudge(), every=180.0, collector_of=ChatAccess(town.storage, album=0.0).collector_of
    )
    now = int(town.clock.now().timestamp())
    later = [message(n, "И у нас", by=NEIGHBOUR, reply_to_message=message(to)) | {"date": now} for n, to in ((13, 11), (14, 12))]
    async with town.storage.transaction() as tx:
        await take_in(tx, BOT, [told(n, each) for n, each in enumerate(later)], at=town.clock.now(), username="otklik_bot")
    async with asyncio.TaskGroup() as group:
        await collecting.drain(group)
    async with town.storage.transaction() as tx:
        for number in (12, 13, 14):
            found = await tx.posts.find(Network.TELEGRAM, f"c/1234/{number}")
            assert found is not None
            assert (found.parent_id, found.parent_text) == (root.id, "")
        late = await tx.posts.find(Network.TELEGRAM, "c/1234/13")
        assert late is not None
        assert await tx.voices.incidents_beside(late) == [incident.id]
        assert {row.raw for row in await tx._all(everywhere(select(pushed)))} == {None}


def test_the_term_of_talk_is_three_days() -> None:
    assert Keep().talk == timedelta(days=3)
