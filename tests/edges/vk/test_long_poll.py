"""Long Poll of one's own community over HTTP: `ts` is kept with the posts, a lost thread is said and made good by the wall."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.storage.sources.sources import Sources
from collectors.vk.events import long_poll as module
from incidents.posts import Network, SourceBroken
from sandbox.client import TownClient, open_town
from tests.kit.desk_town import DeskTown
from tests.kit.town.vk import TOWN
from tests.kit.vk.community import RATE, Beside, beside, collecting, hand_town


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """VK holds a question for a second, and a hang is one that lasts another."""
    monkeypatch.setattr(module, "WAIT", 1)
    monkeypatch.setattr(module, "PATIENCE", 1.0)


@pytest.fixture
async def net() -> AsyncIterator[TownClient]:
    async with open_town(TOWN, speed=RATE) as client:  # the limits of calls are no matter here
        yield client


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with hand_town(sqlite_url) as town:
        yield town


@pytest.fixture
async def one(town: DeskTown, net: TownClient) -> AsyncIterator[Beside]:
    async with beside(town, net) as made:
        yield made


def ts(cursor: str | None) -> str | None:
    events = json.loads(cursor or "{}").get("events")
    return str(json.loads(events)["ts"]) if events else None


async def calls(one: Beside, method: str) -> int:
    return sum(call["method"] == method for call in (await one.net.get("log?limit=500"))["calls"])


async def lose(one: Beside, failed: int) -> None:
    await one.net.post("vk/longpoll", group_id=1, failed=failed)


async def test_what_stood_there_is_history_and_what_comes_is_heard_at_once(one: Beside) -> None:
    await one.write("было раньше")
    async with collecting(one):
        await one.read_baseline()
        post = await one.write("Яма на Лесной")
        said = await one.net.post("vk/comment", owner_id=-1, post_id=post, author_id=1002, text="и у нас")
        await one.message("Нет воды")
        await one.comes("Яма на Лесной", "и у нас")
        await one.comes("Нет воды", network=Network.VK_MESSAGES)
        target = {"owner_id": -1, "post_id": post, "comment_id": said["comment_id"]}
        await one.net.post("vk/edit", **target, text="и у нас яма")
        await one.comes("Яма на Лесной", "и у нас яма")
    assert await calls(one, "wall.get") == 1


async def test_a_restart_goes_on_from_the_ts_that_was_kept_with_the_posts(town: DeskTown, net: TownClient, one: Beside) -> None:
    async with collecting(one):
        await one.read_baseline()
        await one.write("Яма 1")
        await one.comes("Яма 1")
    kept = ts((await one.source()).cursor)
    await one.write("Яма 2")
    await one.message("Нет воды")
    async with beside(town, net) as again, collecting(again):
        await again.comes("Яма 1", "Яма 2")
        await again.comes("Нет воды", network=Network.VK_MESSAGES)
    assert kept is not None
    assert int(ts((await one.source()).cursor) or 0) > int(kept)
    assert await calls(one, "wall.get") == 1


async def test_a_commit_that_fails_moves_no_ts_and_what_it_held_comes_again(one: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    async with collecting(one):
        await one.read_baseline()
    before = ts((await one.source()).cursor)
    await one.write("Яма")
    failures: list[int] = []
    save = Sources.save

    async def fail_once(self: Any, changed: Any) -> None:
        if not failures and changed.broken_at is None:
            failures.append(1)
            raise RuntimeError("the disk is full")
        await save(self, changed)

    monkeypatch.setattr(Sources, "save", fail_once)
    async with collecting(one):

        async def failed() -> bool:
            return bool(failures) and (await one.source()).is_broken

        await one.until(failed)
        assert ts((await one.source()).cursor) == before
        one.town.clock.move(seconds=600)
        await one.comes("Яма")


@pytest.mark.parametrize("failed", [1, 3])
async def test_a_lost_thread_is_made_good_by_the_wall(one: Beside, failed: int) -> None:
    async with collecting(one):
        await one.read_baseline()
    await one.write("потеряется событием")
    await lose(one, failed)
    one.town.clock.move(seconds=60)
    async with collecting(one):
        await one.comes("потеряется событием")
        await one.write("слышно снова")
        await one.comes("потеряется событием", "слышно снова")
        assert not (await one.source()).is_broken
    assert await calls(one, "wall.get") == 2


async def test_an_old_key_loses_nothing_and_asks_no_wall(one: Beside) -> None:
    async with collecting(one):
        await one.read_baseline()
    await one.write("не потеряется")
    await lose(one, 2)
    async with collecting(one):
        await one.comes("не потеряется")
    assert await calls(one, "wall.get") == 1


async def test_a_thread_lost_five_times_a_second_is_said_and_vk_is_not_asked_without_end(one: Beside) -> None:
    async with collecting(one):
        await one.read_baseline()
        before = await calls(one, "groups.getLongPollServer")
        await one.net.post("fault", api="vk", method="longpoll", kind="error", code=3, times=400)

        async def said() -> bool:
            return "ВК теряет события сообщества" in ((await one.source()).broken_because or "")

        await one.until(said)
        asked = await calls(one, "groups.getLongPollServer")
        assert asked - before <= 5
        await one.write("Яма")
        one.town.clock.move(seconds=180)
        await one.comes("Яма")
        async with one.net.session.delete(f"{one.net.base}/control/faults"):
            pass
        one.town.clock.move(seconds=180)

        async def back() -> bool:
            return not (await one.source()).is_broken

        await one.until(back)


@pytest.mark.parametrize("kind", ["hang", "html", "drop"])
async def test_a_server_that_hangs_or_breaks_is_said_and_the_wall_is_read_instead(one: Beside, kind: str) -> None:
    async with collecting(one):
        await one.read_baseline()
        await one.net.post("fault", api="vk", method="longpoll", kind=kind, times=400)

        async def said() -> bool:
            return "События сообщества не приходят" in ((await one.source()).broken_because or "")

        await one.until(said)
        await one.write("Яма")
        one.town.clock.move(seconds=180)
        await one.comes("Яма")
        async with one.net.session.delete(f"{one.net.base}/control/faults"):
            pass
        await one.write("Снова слышно")

        async def heard() -> bool:
            one.town.clock.move(seconds=1)
            return await one.texts() == ["Яма", "Снова слышно"]

        await one.until(heard)


async def test_a_community_that_lets_nobody_listen_is_read_as_any_other(one: Beside, caplog: pytest.LogCaptureFixture) -> None:
    await one.net.post("fault", api="vk", method="groups.getLongPollServer", kind="error", code=15, times=400)
    async with collecting(one):
        await one.read_baseline()
        await one.write("Яма")
        one.town.clock.move(seconds=180)
        await one.comes("Яма")
        assert not (await one.source()).is_broken
    assert caplog.text.count("события сообщества не приходят") == 1
    assert await calls(one, "longpoll") == 0


async def test_posts_that_are_edited_or_deleted_without_an_event_are_noticed_by_the_wall(one: Beside) -> None:
    async with collecting(one):
        await one.read_baseline()
        post = await one.write("Яма")
        await one.comes("Яма")
        await one.net.post("vk/edit", owner_id=-1, post_id=post, text="Яма на Лесной")
        one.town.clock.move(seconds=600)
        await one.comes("Яма на Лесной")


async def test_a_wall_that_was_read_before_is_gone_on_with(town: DeskTown, net: TownClient) -> None:
    """Events were switched on later: what the wall's cursor knew is no news."""
    async with beside(town, net, long_poll=False) as before, collecting(before):
        await before.write("было")
        await before.read_baseline()
    async with beside(town, net) as after:
        await after.write("пока бот стоял")
        town.clock.move(seconds=180)
        async with collecting(after):
            await after.comes("пока бот стоял")


async def test_an_address_without_https_is_not_gone_to(one: Beside) -> None:
    poll = module.LongPoll(one.vk.writer, 1, api_base="https://api.vk.com")  # type: ignore[arg-type]  # there is a token
    with pytest.raises(SourceBroken) as caught:
        await poll.hear("1")
    assert caught.value.user_text == "ВК дал адрес событий без https, туда не ходим"


@pytest.mark.parametrize("failed", [1, 3])
async def test_messages_that_a_gap_swallowed_are_read_from_the_dialogues(one: Beside, failed: int) -> None:
    async with collecting(one):
        await one.read_baseline()
        await one.message("до разрыва")
        await one.comes("до разрыва", network=Network.VK_MESSAGES)
    await one.net.post("clock", now=(one.town.clock.now()).isoformat())
    await one.message("в разрыве")
    await one.message("и ещё одно", user_id=1002)
    await lose(one, failed)
    one.town.clock.move(seconds=60)
    async with collecting(one):
        await one.comes("до разрыва", "в разрыве", "и ещё одно", network=Network.VK_MESSAGES)
    assert await calls(one, "messages.getConversations") == 1


async def test_a_community_that_was_closed_to_listeners_is_heard_again_without_a_restart(one: Beside) -> None:
    async with collecting(one):
        await one.read_baseline()
        await one.net.post("fault", api="vk", method="groups.getLongPollServer", kind="error", code=15, times=1)
        await lose(one, 2)
        one.town.clock.move(seconds=600)
        await one.write("Яма")
        await one.comes("Яма")
        one.town.clock.move(seconds=600)
        await one.message("Нет воды")
        await one.comes("Нет воды", network=Network.VK_MESSAGES)


async def test_a_server_that_died_is_asked_for_anew_and_nothing_is_lost(one: Beside) -> None:
    async with collecting(one):
        await one.read_baseline()
        before = await calls(one, "groups.getLongPollServer")
        await one.net.post("fault", api="vk", method="longpoll", kind="drop", times=1)

        async def asked_again() -> bool:
            one.town.clock.move(seconds=1)
            return await calls(one, "groups.getLongPollServer") > before

        await one.until(asked_again)
        await one.message("Нет воды")
        await one.comes("Нет воды", network=Network.VK_MESSAGES)


async def test_ears_that_were_refused_for_a_while_hear_again_without_a_restart(one: Beside) -> None:
    async with collecting(one):
        await one.read_baseline()
        await lose(one, 2)
        await one.net.post("fault", api="vk", method="groups.getLongPollServer", kind="error", code=15, times=1)

        async def deaf() -> bool:
            return "больше не приходят" in ((await one.source()).broken_because or "")

        await one.until(deaf)
        await one.message("Нет воды")
        one.town.clock.move(seconds=180)
        await one.comes("Нет воды", network=Network.VK_MESSAGES)
        assert not (await one.source()).is_broken


async def test_a_comment_under_a_post_of_three_weeks_ago_is_heard_at_once_and_once(town: DeskTown, one: Beside) -> None:
    ago = town.clock.now() - timedelta(days=21)
    old = await one.write("Про воду", at=ago.isoformat())
    for number in range(60):
        await one.write(f"пост {number}", at=(ago + timedelta(hours=number + 1)).isoformat())
    async with collecting(one):
        await one.read_baseline()
        await one.net.post("vk/comment", owner_id=-1, post_id=old, author_id=1002, text="воды так и нет", at=town.clock.now().isoformat())
        await one.comes("воды так и нет")
    await lose(one, 3)
    town.clock.move(seconds=60)
    async with collecting(one):
        await one.write("Яма на Лесной", at=town.clock.now().isoformat())
        await one.comes("воды так и нет", "Яма на Лесной")
    assert await calls(one, "wall.get") == 2
    async with town.storage.transaction() as tx:
        found = await tx.posts.find(Network.VK, f"wall-1_{old}_r{old + 61}")
    assert found is not None
    assert found.revision == 1
