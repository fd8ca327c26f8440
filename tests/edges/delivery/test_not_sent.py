"""The message about what did not get through gathers what failed within a minute and never tells what arrived meanwhile."""

from collections.abc import AsyncIterator

import pytest

from incidents.delivery import Say
from incidents.ids import ChatId
from incidents.incident import Incident
from incidents.messenger import Later, Message, Refused
from incidents.reading import DangerGrade
from tests.kit.desk_town import ROADS
from tests.kit.post_office import Post, post_office

NO = Refused(because="Bad Request: PHOTO_INVALID_DIMENSIONS")
GROUP = ChatId(-500)


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with post_office(sqlite_url) as post:
        yield post


async def with_photos(post: Post) -> Incident:
    outcome = await post.town.take(await post.town.write(photos=("https://example.org/1.jpg",)))
    assert outcome.incident is not None
    await post.deliver(rounds=1)
    return outcome.incident


def told(post: Post) -> list[Message]:
    return [what for method, chat, what in post.messenger.calls if (method, chat) == ("send", post.town.chat("coordinator"))]


async def test_an_album_that_fails_in_all_its_chats_is_one_message(post: Post) -> None:
    async with post.town.storage.transaction() as tx:
        await tx.departments.set_chat(ROADS, GROUP)
    incident = await with_photos(post)
    post.messenger.says("photos", *[NO] * 3)
    await post.deliver()
    assert told(post) == []
    post.town.clock.move(seconds=61)
    await post.deliver()
    (message,) = told(post)
    assert "Не отправили 3 сообщения" in message.html
    assert f"Фото к карточке № {incident.number}, " in message.html
    assert "группа: отдел дорожного хозяйства" in message.html
    assert post.town.who("ann").title in message.html


async def test_a_danger_that_is_refused_is_told_at_once(post: Post) -> None:
    post.messenger.says("send", *[NO] * 3)
    await post.town.open(danger=True, danger_grade=DangerGrade.NOW)
    await post.deliver()
    found = [message.html for message in told(post) if "Не отправили" in message.html]
    assert len(found) == 1
    assert "Карточка № 1, " in found[0]


async def test_a_card_that_came_meanwhile_is_not_told(post: Post) -> None:
    incident = await post.town.open()
    post.messenger.says("send", *[NO] * 3)
    await post.deliver()
    assert ("not_sent", post.town.chat("coordinator")) in await post.town.says()
    refused = next(chat for _, chat, _ in post.messenger.calls)
    async with post.town.storage.transaction() as tx:
        await tx.outbox.refresh_here(incident.id, refused, None)
    await post.deliver()
    post.town.clock.move(seconds=61)
    await post.deliver()
    assert told(post) == []
    assert await post.town.rows() == []


async def test_the_word_of_an_older_program_is_dropped(post: Post) -> None:
    await post.say("not_sent", to="coordinator", params={"row": 1})
    await post.deliver()
    assert post.messenger.calls == []
    assert await post.town.rows() == []


@pytest.mark.parametrize(("code", "words"), [("stranger", "Сообщение бота"), ("delete", "Уборка старого сообщения")])
async def test_a_message_is_called_by_its_name_and_a_stranger_is_no_official(post: Post, code: str, words: str) -> None:
    async with post.town.storage.transaction() as tx:
        await tx.outbox.put(Say(chat_id=ChatId(555), code=code, params={"edit": 7} if code == "delete" else {}))
    post.messenger.says("send" if code == "stranger" else code, *[Later(seconds=1.0, because="странно")] * 10)
    for _ in range(11):
        await post.deliver(rounds=1)
        post.town.clock.move(minutes=11)
    (message,) = told(post)
    assert f"{words}. Кому: не из сотрудников" in message.html
