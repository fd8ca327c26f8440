"""The town's newspapers: feeds with ETag, comments, and what they do on order."""

from collections.abc import AsyncIterator
from datetime import UTC
from typing import Any

import pytest

from collectors.feeds.feed import Feed
from collectors.feeds.feed_file import Limits
from incidents.posts import SourceBroken
from sandbox.client import TownClient, open_town
from sandbox.errors import ControlError
from tests.kit.vk.walls import START

PAPERS = {"papers": [{"name": "zarya", "title": "Заря", "about": "Новости округа"}]}


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(PAPERS, origin=START.isoformat()) as made:
        yield made


def feed(town: TownClient, path: str = "rss", *, timeout: float = 5.0) -> Feed:
    limits = Limits(size=200_000, timeout=timeout, allow_hosts=("127.0.0.1",))
    return Feed(f"{town.base}/feed/zarya/{path}", names=lambda _text: True, now=lambda: START, zone=UTC, limits=limits)


async def test_news_and_comments_are_read_with_their_parents(town: TownClient) -> None:
    made = await town.post("feed/news", paper="zarya", title="Снег & мороз", text="Идёт\nснег")
    await town.post("feed/comment", paper="zarya", news_id=made["news_id"], author="Анна", text="У нас <не> чистят")
    news, comments = await feed(town).fetch(None), await feed(town, "comments/feed").fetch(None)
    assert [(post.text, post.comments) for post in news.posts] == [("Снег & мороз\nИдёт\nснег", 1)]
    assert [(post.text, post.parent_external_id) for post in comments.posts] == [("У нас <не> чистят", news.posts[0].external_id)]
    assert (await feed(town).fetch(news.cursor)).posts == ()
    assert [call["params"]["status"] for call in (await town.get("log"))["calls"] if call["api"] == "feeds"] == [200, 200, 304]
    await town.post("feed/edit", paper="zarya", news_id=made["news_id"], title="Снег")
    assert [post.text for post in (await feed(town).fetch(news.cursor)).posts] == ["Снег\nИдёт\nснег"]
    await town.post("feed/delete", paper="zarya", news_id=made["news_id"])
    assert (await feed(town, "comments/feed").fetch(None)).posts == ()


@pytest.mark.parametrize(
    ("order", "says"),
    [
        ({"kind": "html"}, "сломан (502)"),
        ({"kind": "html", "http_status": 200}, "обычная страница"),
        ({"kind": "error", "code": 500}, "сломан (500)"),
        ({"kind": "huge"}, "больше 200 КБ"),
        ({"kind": "hang"}, "не ответил вовремя"),
        ({"kind": "drop", "times": 2}, "не открывается"),  # a dropped question is asked once more by itself
        ({"kind": "redirect", "description": "http://10.0.0.1/"}, "внутрь нашей сети"),
    ],
)
async def test_a_fault_on_order_breaks_one_fetch_in_words(town: TownClient, order: dict[str, Any], says: str) -> None:
    await town.post("feed/news", paper="zarya", title="Снег")
    await town.post("fault", api="feeds", method="rss", **order)
    with pytest.raises(SourceBroken) as caught:
        await feed(town, timeout=0.5 if order["kind"] == "hang" else 20.0).fetch(None)
    assert says in caught.value.user_text
    assert len((await feed(town).fetch(None)).posts) == 1


async def test_a_wish_that_no_paper_can_grant_is_refused(town: TownClient) -> None:
    refused: dict[str, tuple[str, dict[str, Any]]] = {
        "нет газеты": ("feed/news", {"paper": "x", "title": "y"}),
        "Пустую новость": ("feed/news", {"paper": "zarya"}),
        "нет новости 7": ("feed/comment", {"paper": "zarya", "news_id": 7, "text": "y"}),
        "нет комментария 7": ("feed/delete", {"paper": "zarya", "comment_id": 7}),
        "таких полей нет": ("feed/news", {"paper": "zarya", "titel": "y"}),
        "только у газет": ("fault", {"api": "vk", "method": "*", "kind": "huge"}),
        "имя газеты": ("town", {"papers": [{"name": "Заря"}]}),
    }
    for words, (path, wish) in refused.items():
        with pytest.raises(ControlError, match=words):
            await town.post(path, **wish)
