"""«Дали воду» in another group stands on the card of that trouble, in one line, and closes nothing."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from incidents.desk.outcome import Outcome
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target
from incidents.incident import Act, ClosingOutcome, Incident, Status
from incidents.privacy.values import DataOf, Ground, Keep
from incidents.reading import Kind, Mood, Praise
from incidents.sameness.fingerprint import Fingerprint
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.many_places import AUTHOR, writes
from tests.kit.screens import card_text
from tests.kit.values.samples import place, reading

WATER = Fingerprint(
    topics={1: 1.0}, objects={10: 1.0, 11: 1.0}, troubles={20: 0.9}, names={30: 1.0}, numbers=frozenset({5}), signs={}, length=5
).written()
ELSEWHERE = Fingerprint(topics={7: 1.0}, objects={70: 1.0}, troubles={71: 0.9}, names={}, numbers=frozenset(), signs={}, length=3).written()
OVER: dict[str, Any] = {"is_appeal": False, "kind": Kind.CHAT, "mood": Mood.NEUTRAL, "resolved": True, "fingerprint": WATER}
THANKS = OVER | {"kind": Kind.THANKS, "praise": Praise.SINCERE, "resolved": None}


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def tells(town: DeskTown, text: str, author: str = "88", **read: Any) -> Outcome:  # Any: fields of a Reading
    """Somebody says it in a group of its own."""
    town.clock.move(minutes=20)
    return await town.take(await writes(town, 100 + next(town.numbers), text, author=author), reading(**{**OVER, **read}))


async def trouble(town: DeskTown) -> Incident:
    incident = (await town.take(await writes(town, 2, author=AUTHOR), reading(fingerprint=WATER))).incident
    assert incident is not None
    return incident


async def words(town: DeskTown, incident: Incident) -> list[tuple[bool, str]]:
    async with town.storage.transaction() as tx:
        return [(each.by_author, (await tx.posts.get(each.post_id)).post.text) for each in await tx.reactions.of(incident.id)]


async def test_a_word_in_another_group_is_a_line_with_a_link_on_the_card_and_closes_nothing(town: DeskTown) -> None:
    incident = await trouble(town)
    told = await tells(town, "Воду дали, напор хороший")
    assert (told.incident and told.incident.id, told.is_new, told.because) == (incident.id, False, "пишут, что решено")
    assert "Житель пишет: решено, «Воду дали, напор хороший» · пост" in await card_text(town, incident, "ann")
    assert (await town.incident(incident.id)).status is Status.ASSIGNED
    assert await town.says("reaction") == []


async def test_fifty_words_are_one_line_that_grows(town: DeskTown) -> None:
    incident = await trouble(town)
    for number in range(50):
        await tells(town, f"дали {number}", author=f"9{number}")
    text = await card_text(town, incident, "ann")
    assert text.count("Житель пишет") == 1 and "«дали 49», и ещё 49" in text


async def test_what_is_of_another_trouble_asks_or_mocks_stands_on_no_card(town: DeskTown) -> None:
    incident = await trouble(town)
    await tells(town, "Дед нашёлся!", fingerprint=ELSEWHERE, main=place("Редкино", "Садовая"))
    await tells(town, "не прошло и года, дали 👏")
    await tells(town, "Воду дали?", resolved=None)
    assert (await tells(town, "Дали воду, а свет когда?", is_appeal=True, kind=Kind.QUESTION)).because != "пишут, что решено"
    assert await words(town, incident) == []


async def test_the_author_elsewhere_is_called_the_author_and_nobody_is_asked_to_close(town: DeskTown) -> None:
    incident = await trouble(town)
    await tells(town, "Мне дали", author=AUTHOR)
    assert await words(town, incident) == [(True, "Мне дали")]
    assert "Автор пишет: решено, «Мне дали»" in await card_text(town, incident, "ann")
    assert await town.says("reaction") == []


async def test_thanks_that_tell_of_an_end_stand_on_the_card_and_go_to_the_crew_too(town: DeskTown) -> None:
    incident = await trouble(town)
    given = await tells(town, "Спасибо дорожникам, сухо", **{**THANKS, "resolved": True})
    assert given.because == "спасибо, не обращение" and given.incident is not None and given.incident.id != incident.id
    assert await words(town, incident) == [(False, "Спасибо дорожникам, сухо")]


async def test_thanks_alone_go_to_the_crew_only(town: DeskTown) -> None:
    incident = await trouble(town)
    await tells(town, "Спасибо дорожникам", **{**THANKS, "resolved": None})
    assert await words(town, incident) == []


async def test_a_card_closed_lately_hears_it_and_again_takes_the_way_of_a_repeat(town: DeskTown) -> None:
    incident = await trouble(town)
    await town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.EXPLAINED)
    await tells(town, "Дали!")
    assert await words(town, incident) == [(False, "Дали!")] and (await town.incident(incident.id)).status is Status.CLOSED
    again = await tells(town, "На Белавинской опять вода на дороге", is_appeal=True, kind=Kind.COMPLAINT, resolved=None)
    assert again.incident is not None and (again.incident.id, again.incident.status) == (incident.id, Status.REOPENED)


async def test_a_word_about_a_merged_card_stands_on_what_it_was_merged_into(town: DeskTown) -> None:
    merged = await trouble(town)
    head = await town.open(fingerprint=ELSEWHERE, main=place("Конаково", "Гагарина", "9"))
    await town.act(merged.id, Act.MERGE, "coordinator", into=head.id)
    await tells(town, "Дали!")
    assert await words(town, merged) == [] and await words(town, head) == [(False, "Дали!")]


async def test_an_erased_word_leaves_the_one_before(town: DeskTown) -> None:
    incident = await trouble(town)
    await tells(town, "Дали!", author="88")
    post = await writes(town, 9, "Пошла", author="99")
    await town.take(post, reading(**OVER))
    target = Target(whose=DataOf.AUTHOR, post=post.id)
    async with town.storage.transaction() as tx:
        assert (await tx.personal_data.reach([post.id])).shared == (incident.id,)  # its copies in chats are refreshed
        await erase(tx, target, ground=Ground.REQUEST, by=None, keep=Keep(), now=town.clock.now())
    text = await card_text(town, incident, "ann")
    assert "решено, «Дали!»" in text and "Пошла" not in text


async def test_a_neighbour_who_only_agrees_opens_a_card_that_is_offered_to_the_first(town: DeskTown) -> None:
    first = (
        await town.take(
            await town.write("На Белавинской, 12 нет воды"), reading(main=place("Конаково", "Белавинская", "12"), fingerprint=WATER)
        )
    ).incident
    assert first is not None
    async with town.storage.transaction() as tx:
        above = (await tx.voices.of(first.id))[0].post_id
        thread = (await tx.posts.get(above)).post.external_id
    fourteen = reading(main=place("Конаково", "Белавинская", "14"), fingerprint=WATER)
    told = await town.take(await town.write("у нас в 14 тоже", author_id="91", parent_external_id=thread), fourteen)
    assert told.is_new and told.incident is not None and told.incident.place.house == "14"
    assert [each.incident_id for each in told.similar] == [first.id]
    more = await town.take(await town.write("и у нас в 14 тоже", author_id="92", parent_external_id=thread), fourteen)
    assert not more.is_new and more.incident is not None and more.incident.id == told.incident.id
