"""Two verdicts of intake apply to one post: the one that stands before the other decides."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from incidents.desk.answers.ask_author import draft_question
from incidents.desk.intake.by_hand import open_by_hand
from incidents.desk.outcome import Outcome
from incidents.incident import Incident
from incidents.posts import StoredPost
from incidents.reading import Kind, Mood
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.many_places import AUTHOR, edits, writes
from tests.kit.published_answers import publish
from tests.kit.values.samples import place, reading

OFFICIAL = "Уважаемые жители! 26 ноября с 10:00 до 17:00 будет отключена холодная вода на улице Баскакова"
ANNOUNCED: dict[str, Any] = {"is_appeal": False, "kind": Kind.OTHER, "mood": Mood.NEUTRAL}
SOLVED: dict[str, Any] = {"is_appeal": False, "kind": Kind.CHAT, "resolved": True, "main": place()}
LOST = "Воды по колено, а где не скажу"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def under(town: DeskTown, post: StoredPost, text: str, author: str, **read: Any) -> Outcome:  # Any: fields of a Reading
    town.clock.move(minutes=20)
    comment = await town.write(text, author_id=author, parent_external_id=post.post.external_id)
    return await town.take(comment, reading(**read))


async def asked(town: DeskTown) -> tuple[StoredPost, Incident]:
    """A post whose place nobody named; its author is asked where it is."""
    post = await town.write(LOST, author_id=AUTHOR)
    incident = (await town.take(post, reading(main=place()))).incident
    assert incident is not None
    async with town.storage.transaction() as tx:
        by, now = town.who("coordinator"), town.clock.now()
        draft = await draft_question(tx, town.policy, incident.id, by=by, guid="guid-question", now=now)
    await publish(town, await town.send(draft.id, "coordinator"), proved=True)
    return post, incident


async def test_an_edit_of_a_voice_is_no_reaction(town: DeskTown) -> None:
    post = await town.write("На Лесной, 5 третий день нет воды", author_id=AUTHOR)
    incident = (await town.take(post)).incident
    comment = await town.write("И у нас нет воды", author_id="77", parent_external_id=post.post.external_id)
    joined = (await town.take(comment)).incident
    assert incident is not None and joined is not None and joined.id == incident.id
    assert (await edits(town, comment, "Воду дали, уже починили", **SOLVED)).because == "житель изменил текст"


async def test_that_it_is_over_is_a_reaction_and_no_reply_to_the_question(town: DeskTown) -> None:
    post, incident = await asked(town)
    outcome = await under(town, post, "Уже починили, спасибо", AUTHOR, **SOLVED)
    assert (outcome.incident and outcome.incident.id, outcome.because) == (incident.id, "отозвались в обсуждении")


async def test_the_same_words_under_our_question_are_a_reply(town: DeskTown) -> None:
    post, incident = await asked(town)
    outcome = await under(town, post, LOST, AUTHOR, main=place("Конаково", "Белавинская", "5"))
    assert (outcome.incident and outcome.incident.id, outcome.because) == (incident.id, "автор уточнил")


async def test_an_announcement_that_an_official_opened_is_a_voice_in_its_next_place(town: DeskTown) -> None:
    post = await writes(town, 1, OFFICIAL)
    async with town.storage.transaction() as tx:
        opened = await open_by_hand(tx, town.policy, post, reading(**ANNOUNCED), now=town.clock.now())
    await town.sweep_outbox()
    outcome = await town.take(await writes(town, 2, OFFICIAL), reading(**ANNOUNCED))
    assert opened.incident is not None and outcome.incident is not None and outcome.incident.id == opened.incident.id
    assert await town.says("works_announced") == []


async def test_a_filter_drops_no_announcement(town: DeskTown) -> None:
    async with town.storage.transaction() as tx:
        await tx.sources.save_state(replace(await tx.sources.get(town.source.id), stop_words=("вода",)))
    read_as = reading(**{**ANNOUNCED, "is_appeal": True})
    assert (await town.take(await town.write(OFFICIAL), read_as)).because == "не обращение: объявление"
    assert (await town.take(await town.write("Холодная вода в кране ржавая"))).because == "отсеял фильтр источника: стоп-слово «вода»"
