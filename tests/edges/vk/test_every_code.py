"""Every number of VK's errors that we know: what it means for a source and for an answer. Nothing is left to a traceback."""

from datetime import UTC, datetime
from typing import Any

import pytest

from collectors.vk.messages import VkMessages
from collectors.vk.publisher import VkPublisher
from collectors.vk.wall import VkWall
from incidents.posts import Network, Post, SourceBroken
from incidents.publisher import NotAllowed, Published, TryLater, Unclear
from tests.kit.vk.fake import FakeVk, client_of

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def refused(code: int) -> dict[str, Any]:
    return {"error": {"error_code": code, "error_msg": "no"}}


@pytest.mark.parametrize(
    ("code", "line", "fatal", "token"),
    [
        (5, "Токен ВК недействителен", True, True),
        (6, "просит обращаться реже", False, False),
        (9, "однотипными", False, False),
        (10, "внутренней ошибке", False, False),
        (14, "код с картинки", False, False),
        (15, "Стена закрыта", True, False),
        (17, "подтвердить вход", True, True),
        (18, "удалена или заблокирована", True, False),
        (28, "токен другого вида", True, False),
        (29, "Суточный запас", False, False),
        (30, "Профиль закрыт", True, False),
        (100, "проверьте номер сообщества", False, False),
        (203, "Доступ к сообществу закрыт", True, False),
        (9999, "ошибка 9999", False, False),
    ],
)
async def test_a_wall_says_it_in_words(vk: FakeVk, code: int, line: str, fatal: bool, token: bool) -> None:
    vk.say("wall.get", refused(code))
    client = client_of(vk)
    with pytest.raises(SourceBroken) as caught:
        await VkWall(client, -1, now=lambda: NOW).fetch(None)
    client.close()
    assert line in caught.value.user_text
    assert (caught.value.fatal, caught.value.token) == (fatal, token)


@pytest.mark.parametrize(
    ("code", "outcome", "words"),
    [
        (5, NotAllowed, "токен сообщества недействителен"),
        (6, TryLater, "слишком частые"),
        (9, TryLater, "однотипными"),
        (10, Unclear, "внутренняя ошибка"),
        (14, TryLater, "код с картинки"),
        (15, NotAllowed, "доступ к посту закрыт"),
        (18, NotAllowed, "страница удалена"),
        (29, TryLater, "суточный запас"),
        (30, NotAllowed, "профиль закрыт"),
        (100, NotAllowed, "пост удалён"),
        (203, NotAllowed, "доступ к сообществу закрыт"),
        (211, NotAllowed, "доступ к этому комментарию закрыт"),
        (212, NotAllowed, "комментарии под этим постом закрыты"),
        (213, NotAllowed, "закрыты комментарии от сообществ"),
        (214, NotAllowed, "публикация на этой стене закрыта"),
        (222, NotAllowed, "ссылки"),
        (223, NotAllowed, "слишком много ответов"),
        (9999, NotAllowed, "ошибка 9999"),
    ],
)
async def test_an_answer_is_refused_put_off_or_looked_for(vk: FakeVk, code: int, outcome: type, words: str) -> None:
    vk.say("wall.createComment", refused(code))
    client = client_of(vk, kind="group")
    said = await VkPublisher(client, client, 1).publish(under(Network.VK), "Починим", guid="g")
    client.close()
    assert isinstance(said, outcome)
    assert not isinstance(said, Published)
    assert words in (said.user_text if isinstance(said, NotAllowed) else said.because)


@pytest.mark.parametrize("odd", [{}, None, "", "x", [], 1e999])
async def test_a_message_that_was_taken_with_an_answer_we_cannot_read_is_looked_for(vk: FakeVk, odd: Any) -> None:
    vk.say("messages.send", {"response": odd})
    client = client_of(vk, kind="group")
    assert isinstance(await VkMessages(client, 1).publish(under(Network.VK_MESSAGES), "Починим", guid="g"), Unclear)
    client.close()
    assert vk.count("messages.send") == 1


def under(network: Network) -> Post:
    id = "im1_101_4" if network is Network.VK_MESSAGES else "wall-1_7"
    return Post(network=network, external_id=id, url="", text="", author_id="101", published_at=NOW)
