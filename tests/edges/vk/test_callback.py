"""VK's Callback API over HTTP: events are committed raw, answered «ok», drained once; strangers get nothing."""

import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.reading import vk_callback as callback_module
from bot.storage.engine.own_district import everywhere
from bot.storage.sources.pushed import pushed
from incidents.posts import Network
from sandbox.client import TownClient, open_town
from sandbox.vk import callback as town_callback
from tests.kit.desk_town import DeskTown
from tests.kit.town.vk import TOWN
from tests.kit.vk.community import RATE, SECRET, WORD, Beside, beside, collecting, hand_town, listening


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(town_callback, "PAUSES", (0.01,))


@pytest.fixture
async def net() -> AsyncIterator[TownClient]:
    async with open_town(TOWN, speed=RATE) as client:
        yield client


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with hand_town(sqlite_url) as town:
        yield town


@pytest.fixture
async def one(town: DeskTown, net: TownClient) -> AsyncIterator[Beside]:
    async with beside(town, net, callback=True) as made:
        yield made


async def rows(one: Beside) -> list[Any]:
    async with one.town.storage.transaction() as tx:
        return [*await tx._all(everywhere(select(pushed).order_by(pushed.c.id)))]


async def send(one: Beside, url: str, body: Any) -> tuple[int, str]:
    given = {"data": body} if isinstance(body, bytes | io.BytesIO) else {"json": body}
    async with one.net.session.post(url, **given) as answer:
        return answer.status, await answer.text()


def event(**changed: Any) -> dict[str, Any]:
    told = {"id": 7, "owner_id": -1, "from_id": 1001, "date": 1_780_293_600, "text": "Яма", "post_type": "post"}
    return {"type": "wall_post_new", "group_id": 1, "event_id": "e1", "v": "5.199", "secret": SECRET, "object": told} | changed


async def test_the_server_is_confirmed_by_its_word(one: Beside) -> None:
    async with listening(one) as url:
        assert await one.bring_events(url) == WORD
        assert await rows(one) == []


async def test_posts_comments_and_messages_come_in_at_once_and_leave_no_words_behind(one: Beside) -> None:
    async with listening(one) as url, collecting(one):
        await one.read_baseline()
        await one.bring_events(url)
        post = await one.write("Яма на Лесной")
        said = await one.net.post("vk/comment", owner_id=-1, post_id=post, author_id=1002, text="и у нас")
        await one.comes("Яма на Лесной", "и у нас")
        await one.message("Нет воды")
        await one.comes("Нет воды", network=Network.VK_MESSAGES)
        target = {"owner_id": -1, "post_id": post, "comment_id": said["comment_id"]}
        await one.net.post("vk/edit", **target, text="и у нас яма")
        await one.comes("Яма на Лесной", "и у нас яма")
        await one.net.post("vk/delete", **target)

        async def gone() -> bool:
            async with one.town.storage.transaction() as tx:
                found = await tx.posts.find(Network.VK, f"wall-1_{post}_r{said['comment_id']}")
                return found is not None and found.deleted_at is not None

        await one.until(gone)
    kept = await rows(one)
    assert [row.raw for row in kept] == [None] * 5
    (stored,) = await one.posts(Network.VK_MESSAGES)
    assert stored.source_title == "Сообщения: Подслушано"


async def test_a_wrong_secret_is_refused_and_nothing_of_it_is_kept(one: Beside) -> None:
    async with listening(one) as url:
        assert (await send(one, url, event(secret="чужой")))[0] == 403
        assert (await send(one, url, event(secret=None)))[0] == 403
        assert (await send(one, url, event(secret=["a"])))[0] == 403
        bare = event()
        del bare["secret"]
        assert (await send(one, url, bare))[0] == 403
        assert (await send(one, url, event(group_id=2)))[0] == 403
        assert (await send(one, url, {"type": "confirmation", "group_id": 1}))[0] == 403
        assert await rows(one) == []


async def test_the_secret_is_kept_nowhere(one: Beside) -> None:
    async with listening(one) as url:
        assert await send(one, url, event()) == (200, "ok")
    (row,) = await rows(one)
    assert SECRET not in str(row.raw)
    assert row.raw["object"]["text"] == "Яма"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"vk"', b"{}", b'{"type": 1}', b'{"type": "a", "x": NaN}', b"\xff", b"[" * 100_000])
async def test_what_is_no_event_is_refused_and_the_next_one_is_taken(one: Beside, body: bytes) -> None:
    async with listening(one) as url:
        assert (await send(one, url, body))[0] == 400
        assert await send(one, url, event()) == (200, "ok")
    assert len(await rows(one)) == 1


async def test_junk_by_the_hundred_is_one_line_of_the_log_a_minute(one: Beside, caplog: pytest.LogCaptureFixture) -> None:
    async with listening(one) as url:
        for _ in range(100):
            assert (await send(one, url, b"{"))[0] == 400
    assert [record.getMessage() for record in caplog.records if "(400)" in record.getMessage()] == [
        "Callback API ВК: пришло не событий: 1, отклонили (400)"
    ]


async def test_a_body_that_is_too_big_is_refused(one: Beside) -> None:
    async with listening(one) as url:
        assert (await send(one, url, io.BytesIO(b" " * (1024 * 1024 + 1))))[0] == 413


async def test_an_event_that_is_brought_twice_is_kept_once_and_one_without_a_number_too(one: Beside) -> None:
    async with listening(one) as url:
        for _ in range(2):
            assert await send(one, url, event()) == (200, "ok")
            assert await send(one, url, event(event_id=None)) == (200, "ok")
    assert len(await rows(one)) == 2


async def test_an_event_of_no_use_is_answered_and_not_kept(one: Beside) -> None:
    async with listening(one) as url:
        assert await send(one, url, event(type="like_add")) == (200, "ok")
    assert await rows(one) == []


async def test_vk_is_told_to_come_again_when_nothing_was_committed(one: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what comes again is taken once."""
    add, refusals = callback_module.VkCallback._keep, [1, 2]

    async def keep(self: Any, told: Any) -> None:
        if refusals:
            refusals.pop()
            raise OSError("the database is away")
        await add(self, told)

    monkeypatch.setattr(callback_module.VkCallback, "_keep", keep)
    async with listening(one) as url, collecting(one):
        await one.read_baseline()
        await one.bring_events(url)
        await one.write("Яма")
        await one.comes("Яма")
        assert refusals == []
        assert (await one.net.get("vk/callback?group_id=1"))["brought"] == 1


async def test_what_came_while_nobody_drained_is_news_after_a_restart(town: DeskTown, net: TownClient, one: Beside) -> None:
    async with collecting(one):
        await one.read_baseline()
    async with listening(one) as url:
        await one.bring_events(url)
        for number in range(5):
            await one.write(f"Яма {number}")

        async def brought() -> bool:
            return int((await net.get("vk/callback?group_id=1"))["brought"]) == 5

        await one.until(brought)
    assert await one.texts() == []
    async with beside(town, net, callback=True) as again, collecting(again):
        await again.comes(*(f"Яма {number}" for number in range(5)))


async def test_a_wall_that_is_not_read_keeps_no_event_back(one: Beside) -> None:
    async with listening(one) as url, collecting(one):
        await one.read_baseline()
        await one.bring_events(url)
        await one.net.post("town", vk={"groups": [{"id": 1, "is_closed": True}]})
        one.town.clock.move(seconds=3600)

        async def told() -> bool:
            return (await one.source()).is_broken

        await one.until(told)
        await one.write("Яма")
        await one.comes("Яма")
        assert (
            await one.source()
        ).broken_because == "События приходят, а стена не читается: Стена закрыта для чтения: попросите владельца открыть её"


async def test_the_own_community_is_a_source_without_being_named(town: DeskTown, net: TownClient) -> None:
    async with beside(town, net, callback=True, walls=[]) as one, listening(one) as url, collecting(one):
        await one.read_baseline()
        await one.bring_events(url)
        await one.message("Нет воды")
        await one.comes("Нет воды", network=Network.VK_MESSAGES)


async def test_what_the_chat_said_of_the_own_community_stays(town: DeskTown, net: TownClient) -> None:
    async with town.storage.transaction() as tx:
        await tx.sources.add(Network.VK, "-1", "Наше сообщество", "s-konakovo")
    async with beside(town, net, callback=True, walls=[]) as one:
        source = await one.source()
    assert (source.title, source.settlement_id) == ("Наше сообщество", "s-konakovo")
