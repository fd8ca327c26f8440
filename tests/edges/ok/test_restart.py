"""The cursor is kept with the posts: a process that dies on the way loses nothing and tells nothing twice."""

from datetime import timedelta

import pytest

from bot.reading.collect import Collecting, Watched
from bot.storage.sources.sources import Sources
from bot.wakeups import Nudge
from collectors.ok.group import OkGroup
from incidents.posts import Network
from sandbox.client import open_town
from tests.kit.desk_town import desk_town
from tests.kit.ok import GROUP, OK_TOWN, ok_client
from tests.kit.scripted_collector import sweep, unread
from tests.kit.vk.walls import SPEED, START


async def test_a_process_that_dies_between_the_posts_and_the_cursor_reads_them_again_once(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_town(OK_TOWN, origin=START.isoformat(), speed=SPEED) as control, desk_town(sqlite_url) as town:
        hours = 0

        async def swept_by_a_new_process() -> None:
            nonlocal hours
            hours += 1
            async with town.storage.transaction() as tx:
                source = next(each for each in await tx.sources.all() if each.network is Network.OK)
            client = ok_client(control.base, speed=SPEED)
            group = OkGroup(client, str(GROUP), now=lambda: START + timedelta(hours=hours))
            await sweep(Collecting(town.storage, town.clock, [Watched(source, group)], Nudge()))
            await client.close()

        async with town.storage.transaction() as tx:
            await tx.sources.add(Network.OK, f"group:{GROUP}", "Наше Редкино", None)
        await swept_by_a_new_process()
        made = await control.post("ok/post", group_id=GROUP, author_id=101, text="В Редкино на Гагарина яма")
        said = await control.post("ok/comment", topic_id=made["topic_id"], author_id=102, text="И у нас во дворе")
        with monkeypatch.context() as broken:

            async def dies(*_args: object) -> None:
                raise OSError("the process is killed here")

            broken.setattr(Sources, "save", dies)
            await swept_by_a_new_process()
        assert await unread(town) == []
        await swept_by_a_new_process()
        fresh = await unread(town)
        topic = f"topic/{made['topic_id']}"
        assert sorted(fresh) == [topic, f"{topic}/comment/{said['comment_id']}"]
        await swept_by_a_new_process()
        assert await unread(town) == fresh
