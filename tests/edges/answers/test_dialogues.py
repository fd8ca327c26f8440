"""A talk in the community's messages: replies, thanks and halves of one appeal have no post above them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from handlers.kit.buttons import CardButton, Press
from incidents.answers.reactions import Tone
from incidents.desk.answers.ask_author import draft_question
from incidents.incident import Act, Doubt, Incident, Status
from incidents.posts import Network, StoredPost
from incidents.reading import Kind, Mood, ReactionKind
from tests.kit.phones import Phones, phones
from tests.kit.promises import published
from tests.kit.published_answers import publish
from tests.kit.said import said
from tests.kit.values.samples import place, reading

AUTHOR = "77"
WORDS: dict[str, Any] = {"is_appeal": False, "kind": Kind.CHAT, "mood": Mood.NEUTRAL, "main": place()}  # Any: fields of a Reading
STREET: dict[str, Any] = {**WORDS, "main": place("Конаково", "Белавинская", "5")}  # Any: as above


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def message(town: Phones, text: str, by: str = AUTHOR) -> StoredPost:
    """One more message of a resident to the community."""
    id = f"im1_{by}_{next(town.town.numbers)}"
    return await town.town.write(text, network=Network.VK_MESSAGES, external_id=id, author_id=by)


async def take(town: Phones, post: StoredPost, **read: Any) -> Incident | None:  # Any: fields of a Reading
    return (await town.town.take(post, reading(**read))).incident


async def unplaced(town: Phones) -> Incident:
    """An appeal whose place nobody named."""
    incident = await take(town, await message(town, "Нет воды третий день"), main=place())
    assert incident is not None
    assert incident.doubt is Doubt.PLACE
    return incident


async def ask(town: Phones, incident: Incident) -> None:
    """A question to the author stands in the dialogue."""
    async with town.town.storage.transaction() as tx:
        by, now = town.town.who("coordinator"), town.town.clock.now()
        draft = await draft_question(tx, town.town.policy, incident.id, by=by, guid="question", now=now)
    await publish(town.town, await town.town.send(draft.id, "coordinator"), proved=True)
    town.town.clock.move(minutes=20)


async def answered(town: Phones) -> Incident:
    incident = await take(town, await message(town, "На Белавинской вода"))
    assert incident is not None
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    await published(town, await town.town.sent(incident.id, "ann", "Здравствуйте! Починили. Отвечает отдел дорожного хозяйства."))
    town.town.clock.move(hours=1)
    return await town.town.incident(incident.id)


async def tones(town: Phones, incident: Incident) -> list[Tone]:
    async with town.town.storage.transaction() as tx:
        return [each.tone for each in await tx.reactions.of(incident.id)]


async def test_a_reply_to_our_question_fills_the_incident(town: Phones) -> None:
    incident = await unplaced(town)
    await ask(town, incident)
    told = await take(town, await message(town, "На Белавинской, дом 5"), **STREET)
    assert told is not None
    assert told.id == incident.id
    after = await town.town.incident(incident.id)
    assert (after.place.street, after.place.house, after.doubt) == ("Белавинская", "5", None)
    assert after.department_id is not None


async def test_another_residents_message_is_no_reply(town: Phones) -> None:
    incident = await unplaced(town)
    await ask(town, incident)
    assert await take(town, await message(town, "На Белавинской, дом 5", by="88"), **STREET) is None
    assert (await town.town.incident(incident.id)).doubt is Doubt.PLACE


async def test_another_trouble_of_the_same_resident_is_an_incident_of_its_own(town: Phones) -> None:
    incident = await unplaced(town)
    await ask(town, incident)
    other = await take(town, await message(town, "А ещё мусор не вывозят"), group="waste", topic="waste_removal", groups=(("waste", 0.9),))
    assert other is not None
    assert other.id != incident.id


async def test_what_the_author_says_of_our_answer_is_heard(town: Phones) -> None:
    incident = await answered(town)
    said = await message(town, "Так и не сделали")
    async with town.town.storage.transaction() as tx:
        before = await tx.answers.before(said)
    assert before is not None  # the reader is told of it
    await take(town, said, **WORDS, reaction=ReactionKind.ANGER, resolved=False)
    assert await tones(town, incident) == [Tone.DENIES]
    await take(town, await message(town, "Спасибо, починили"), **WORDS, reaction=ReactionKind.THANKS, resolved=True)
    assert await tones(town, incident) == [Tone.DENIES, Tone.THANKS]


async def test_words_of_long_ago_are_no_part_of_this_talk(town: Phones) -> None:
    incident = await answered(town)
    town.town.clock.move(days=91)
    await take(town, await message(town, "Так и не сделали"), **WORDS, reaction=ReactionKind.ANGER, resolved=False)
    assert await tones(town, incident) == []


async def test_one_appeal_in_three_messages_is_one_incident_with_its_place(town: Phones) -> None:
    assert await take(town, await message(town, "здравствуйте"), **WORDS) is None
    incident = await unplaced(town)
    town.town.clock.move(minutes=1)
    told = await take(town, await message(town, "Белавинская 5"), **STREET)
    assert told is not None
    assert told.id == incident.id
    after = await town.town.incident(incident.id)
    assert (after.place.house, after.doubt, after.status) == ("5", None, Status.ASSIGNED)


async def test_a_street_named_hours_later_or_where_the_place_is_known_adds_nothing(town: Phones) -> None:
    incident = await unplaced(town)
    town.town.clock.move(hours=5)
    assert await take(town, await message(town, "Белавинская 5"), **STREET) is None
    assert (await town.town.incident(incident.id)).doubt is Doubt.PLACE
    known = await take(town, await message(town, "Яма на Белавинской", by="88"))
    assert known is not None
    assert await take(town, await message(town, "Новая 7", by="88"), **{**WORDS, "main": place("Редкино", "Новая")}) is None
    assert (await town.town.incident(known.id)).place == known.place


async def test_what_is_said_of_a_question_and_of_an_unseen_answer_names_the_dialogue(town: Phones) -> None:
    incident = await take(town, await message(town, "На Белавинской вода"))
    assert incident is not None
    await town.town.sweep_outbox()
    await town.press("ann", CardButton(press=Press.ASK_AUTHOR, incident=incident.id))
    ((code, text),) = await said(town.town)
    assert code == "ask_author"
    assert "уйдёт жителю сообщением и ответом не считается" in text
    assert "под постом" not in text
