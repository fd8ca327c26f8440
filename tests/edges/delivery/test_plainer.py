"""A card that a messenger refuses goes out without markup, and with it again when it changes."""

from collections.abc import AsyncIterator
from html import unescape

import pytest

from bot.delivery.plain import accepted
from incidents.incident import Act
from incidents.messenger import Attached, Delivery, Done, Message, Refused
from tests.kit.post_office import Post, post_office

UNSORTED = Refused(because="Bad Request: can't parse entities: Unsupported start tag")


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with post_office(sqlite_url) as post:
        yield post


def given(post: Post, name: str) -> list[tuple[str, Message]]:
    return [(method, what) for method, chat, what in post.messenger.calls if chat == post.town.chat(name)]


async def test_a_refused_card_comes_as_plain_text_with_its_buttons(post: Post) -> None:
    incident = await post.town.open()
    post.messenger.says("send", UNSORTED, Done(message_id=7))
    await post.deliver(rounds=1)
    assert [call[0] for call in post.messenger.calls] == ["send"] * 3
    (chat, rich), (same, plain) = [(chat, what) for _, chat, what in post.messenger.calls][:2]
    assert chat == same
    assert "<b>" in rich.html
    assert "<" not in plain.html
    assert "Вода на дороге" in unescape(plain.html)
    assert plain.rows == rich.rows != ()
    assert await post.message_of(incident, chat) == 7
    assert await post.given_up() == 0


async def test_a_plain_card_stays_until_it_changes_and_then_has_its_markup_again(post: Post) -> None:
    incident = await post.town.open()
    post.messenger.says("send", UNSORTED, Done(message_id=7), UNSORTED, Done(message_id=8))
    await post.deliver()
    calls = len(post.messenger.calls)
    async with post.town.storage.transaction() as tx:
        await tx.outbox.refresh_here(incident.id, post.town.chat("ann"), None)
    await post.deliver()
    assert len(post.messenger.calls) == calls
    await post.town.act(incident.id, Act.ACCEPT, "ann")
    await post.deliver()
    changed = [what for method, what in given(post, "ann") if method == "edit"]
    assert len(changed) == 1
    assert "<b>" in changed[0].html


async def test_an_edit_that_is_refused_is_plain_too(post: Post) -> None:
    incident = await post.town.open()
    await post.deliver()
    post.messenger.says("edit", UNSORTED, Done(), UNSORTED, Done())
    await post.town.act(incident.id, Act.ACCEPT, "ann")
    await post.deliver()
    assert [method for method, _ in given(post, "ann")] == ["send", "edit", "edit"]
    _, rich, plain = (what for _, what in given(post, "ann"))
    assert "<b>" in rich.html
    assert "<" not in plain.html
    assert plain.rows == rich.rows


async def test_a_card_whose_buttons_are_refused_comes_without_them(post: Post) -> None:
    incident = await post.town.open()
    post.messenger.says("send", UNSORTED, UNSORTED, Done(message_id=7))
    await post.deliver(rounds=1)
    assert len(post.messenger.calls) == 4
    _, chat, bare = post.messenger.calls[2]
    assert bare.rows == ()
    assert await post.message_of(incident, chat) == 7


async def test_what_the_messenger_quotes_of_a_refused_text_is_not_in_the_log(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    quoted = Refused(because='Bad Request: can\'t parse entities: Unsupported start tag "Иванова Мария" at byte offset 7')
    post.messenger.says("send", quoted, quoted, quoted)
    await post.say("stranger")
    await post.deliver(rounds=1)
    assert "can't parse entities" in caplog.text
    assert "Иванова" not in caplog.text


async def test_a_long_refused_text_is_cut_to_what_a_message_may_hold(post: Post) -> None:
    await post.say("refusal", params={"text": "слово " * 2000})
    post.messenger.says("send", Refused(because="Bad Request: message is too long"))
    await post.deliver(rounds=1)
    assert [method for method, _ in given(post, "ann")] == ["send", "send"]
    (_, whole), (_, shorter) = given(post, "ann")
    assert len(whole.html) > 4096
    assert len(shorter.html) <= 4096


async def test_a_file_that_is_refused_is_not_sent_again_with_a_plainer_caption(post: Post) -> None:
    tried: list[Message] = []

    async def send(message: Message) -> Delivery:
        tried.append(message)
        return Refused(because="Bad Request: file is too big")

    message = Message(html="<b>Сводка</b>", attached=Attached(content=b"x", name="сводка.xlsx"))
    assert isinstance(await accepted(send, message), Refused)
    assert tried == [message]
