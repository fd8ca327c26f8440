"""The courier knows which message shows whose words; after an erasure it writes over them and sends nothing anew."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.storage.engine.noticed import INCIDENT, POST
from incidents.acts.messages import FoundList
from incidents.answers.messages import PostDeleted
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target
from incidents.ids import ChatId, PostId
from incidents.incident import Incident
from incidents.messenger import Delivery, Gone, Message
from incidents.privacy.messages import WordsErased
from incidents.privacy.values import DataOf, Ground, Keep
from tests.kit.post_office import Post, post_office

WORD = "вертилябрик"
WORDS = f"На Белавинской опять вода на дороге, {WORD}, не пройти"


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with post_office(sqlite_url) as post:
        yield post


def standing(post: Post) -> dict[tuple[ChatId, int], str]:
    """What each message of ours shows now."""
    shown: dict[tuple[ChatId, int], str] = {}
    number = 100
    for (method, chat, what), details in zip(post.messenger.calls, post.messenger.details, strict=True):
        number += 1
        if isinstance(what, Message):
            shown[(chat, details["message_id"] if method == "edit" else number)] = what.html
    return shown


async def _erased(post: Post) -> None:
    async with post.town.storage.transaction() as tx:
        target = Target(whose=DataOf.AUTHOR, post=PostId(1))
        await erase(tx, target, ground=Ground.REQUEST, by=None, keep=Keep(), now=post.town.clock.now())


def erased_while(post: Post, method: str) -> None:
    """The first call of this method is on its way while the author is erased."""
    real = getattr(post.messenger, method)

    async def slow(*args: Any, **more: Any) -> Delivery:  # Any: of any call
        sent: Delivery = await real(*args, **more)
        setattr(post.messenger, method, real)
        await _erased(post)
        return sent

    setattr(post.messenger, method, slow)


async def test_a_card_that_was_on_its_way_loses_the_words(post: Post) -> None:
    await post.town.open(WORDS)
    erased_while(post, "send")
    await post.deliver()
    assert any(WORD in what.html for method, _, what in post.messenger.calls if method == "send")
    assert [html for html in standing(post).values() if WORD in html] == []


async def test_photos_that_were_on_their_way_are_taken_away(post: Post) -> None:
    await post.town.take(await post.town.write(WORDS, photos=("https://example.org/1.jpg",)))
    erased_while(post, "send_photos")
    await post.deliver()
    sent = [chat for method, chat, _ in post.messenger.calls if method == "photos"]
    assert sent
    assert [chat for method, chat, _ in post.messenger.calls if method == "delete"] == sent


async def _two_authors(post: Post) -> Incident:
    """A card of two voices, each with a photo, as it stands in the chats."""
    first = await post.town.take(await post.town.write(WORDS, photos=("https://example.org/1.jpg",)))
    other = "На Белавинской вода на дороге, машины встают"
    await post.town.take(await post.town.write(other, author_id="5005", photos=("https://example.org/2.jpg",)))
    await post.deliver()
    assert first.incident is not None
    return first.incident


async def test_photos_of_the_others_stand_under_the_card_again(post: Post) -> None:
    await _two_authors(post)
    ann = post.town.chat("ann")
    calls = len(post.messenger.calls)
    await _erased(post)
    await post.deliver()
    after = [(method, what) for method, chat, what in post.messenger.calls[calls:] if chat == ann]
    assert [method for method, _ in after].count("delete") == 2
    assert [what for method, what in after if method == "photos"] == [[b"https://example.org/2.jpg"]]


async def test_a_message_that_only_tells_of_a_shared_incident_stays(post: Post) -> None:
    incident = await _two_authors(post)
    head, now = post.town.chat("head"), post.town.clock.now()
    async with post.town.storage.transaction() as tx:
        await tx.shown.keep(head, 71, {(INCIDENT, incident.id)}, at=now)
        await tx.shown.keep(head, 72, {(INCIDENT, incident.id), (POST, 1)}, at=now)
    await _erased(post)
    erased = [row.params["edit"] for row in await post.town.rows() if row.code == WordsErased.codes[0] and row.chat_id == head]
    assert erased == [72]


async def test_cards_and_lists_lose_the_words_in_place(post: Post) -> None:
    await post.town.open(WORDS)
    coordinator = post.town.who("coordinator")
    async with post.town.storage.transaction() as tx:
        await tx.search.keep(coordinator.id, WORD)
        await tx.outbox.say(coordinator.user_id, FoundList(official=coordinator.id), sound=False)
    await post.deliver()
    before = standing(post)
    assert [place for place, html in before.items() if WORD in html]
    await _erased(post)
    await post.deliver()
    after = standing(post)
    assert [html for html in after.values() if WORD in html] == []
    erased = [place for place, html in after.items() if "Слова жителя стёрли" in html or "Их стёрли по закону" in html]
    assert {chat for chat, _ in erased} >= {post.town.chat("ann"), post.town.chat("peter"), coordinator.user_id}


async def test_no_word_of_a_deleted_post_goes_out_once_it_is_erased(post: Post) -> None:
    incident = await post.town.open(WORDS)
    await post.deliver()
    async with post.town.storage.transaction() as tx:
        await tx.outbox.say(post.town.chat("ann"), PostDeleted(incident=incident.id, post=PostId(1), stopped=False))
    await _erased(post)
    await post.deliver()
    assert [html for html in standing(post).values() if "Слова жителя стёрли" in html]
    assert [html for html in standing(post).values() if "Автор удалил" in html or "Снимок" in html] == []


async def test_where_the_message_is_gone_nothing_is_sent_in_its_place(post: Post) -> None:
    await post.town.open(WORDS)
    await post.deliver()
    calls = len(post.messenger.calls)
    post.messenger.says("edit", Gone(because="message to edit not found"))
    async with post.town.storage.transaction() as tx:
        await tx.outbox.say(post.town.chat("ann"), WordsErased(), edit=77, sound=False)
    await post.deliver()
    assert [method for method, _, _ in post.messenger.calls[calls:]] == ["edit"]
    assert await post.town.rows() == []
