"""What became of a post stands under it on the page's wall, and the page hears of it."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox.client import TownClient, open_town
from sandbox.errors import ControlError
from tests.kit.ok import GROUP, OK_TOWN

Json = dict[str, Any]  # Any: JSON of the control API
TOLD: Json = {"text": "→ карточка № 1, отдел ЖКХ", "chat_id": 1005, "message_id": 3}


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    vk = {"groups": [{"id": 1, "name": "Наш двор", "screen_name": "dvor", "comments": "open"}], "users": [{"id": 5, "first_name": "Анна"}]}
    async with open_town({**OK_TOWN, "vk": vk}, origin="2026-06-01T06:00:00+00:00") as client:
        yield client


async def test_a_post_and_each_comment_has_its_own_and_the_page_looks_at_that_wall(town: TownClient) -> None:
    place = await town.post("vk/post", group_id=1, author_id=5, text="Яма")
    name = {key: place[key] for key in ("owner_id", "post_id")}
    first = await town.post("vk/comment", **name, author_id=5, text="Лампа")
    second = await town.post("vk/comment", **name, author_id=5, text="Ха-ха", reply_to=first["comment_id"])
    address = f"wall-1_{place['post_id']}"
    async with town.session.get(f"{town.base}/control/stream") as stream:
        await stream.content.readuntil(b"\n\n")
        rows = [
            {"network": "vk", "id": address, **TOLD},
            {"network": "vk", "id": f"{address}_r{second['comment_id']}", "text": "не обращение: разговор"},
        ]
        await town.post("fates", fates=rows)
        news = json.loads((await stream.content.readuntil(b"\n\n")).removeprefix(b"data: "))
    assert news == {"walls": [1]}
    (post,) = (await town.get("vk/wall?group_id=1"))["posts"]
    (comment,) = post["comments"]
    assert (post["fate"], comment["fate"]) == (TOLD, None)
    assert comment["thread"][0]["fate"] == {"text": "не обращение: разговор", "chat_id": None, "message_id": None}
    with pytest.raises(ControlError, match="text"):
        await town.post("fates", fates=[{"network": "vk", "id": address}])


async def test_topics_of_odnoklassniki_have_theirs_and_a_new_day_forgets_them(town: TownClient) -> None:
    made = await town.post("ok/post", group_id=int(GROUP), author_id=None, text="Яма")
    assert (await town.post("fates", fates=[{"network": "ok", "id": f"topic/{made['topic_id']}", **TOLD}]))["topics"] == [int(GROUP)]
    topics = (await town.get(f"ok/wall?group_id={GROUP}"))["posts"]
    assert TOLD in [each["fate"] for each in topics]
    await town.post("reset", **OK_TOWN)
    assert all(each["fate"] is None for each in (await town.get(f"ok/wall?group_id={GROUP}"))["posts"])
