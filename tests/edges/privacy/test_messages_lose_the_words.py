"""The courier knows which message shows whose words; after an erasure it writes over them and sends nothing anew."""

from collections.abc import AsyncIterator

import pytest

from incidents.acts.messages import FoundList
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target
from incidents.ids import ChatId, PostId
from incidents.messenger import Gone, Message
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
