"""`otklik check` reads every feed once: a line each, with what stands there or why it is not read."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.cli.check_feeds import check_feeds
from bot.config.settings_networks import FeedsSettings
from bot.config.settings_values import FeedAddress
from bot.reading.feed_access import FeedAccess
from incidents.ids import DistrictId, OfficialId, SourceId
from incidents.posts import Network, Source
from tests.kit.desk_town import StillClock, konakovo
from tests.kit.feeds import NOW, Site, item, open_site, rss
from tests.kit.values.samples import MOSCOW


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as made:
        made.say(rss(item("В Редкино нет воды")))
        yield made


async def test_feeds_of_the_settings_and_of_the_chat_are_read_and_a_paused_one_is_not(site: Site) -> None:
    site.pages["/page"] = "<html></html>"
    urls = (FeedAddress(f"{site.base}/feed"), FeedAddress(f"{site.base}/page", "Вести"))
    added = Source(
        id=SourceId(1),
        district_id=DistrictId("konakovo"),
        network=Network.FEED,
        external_id=f"{site.base}/other",
        title="Заря",
        added_by=OfficialId(1),
    )
    paused = replace(added, external_id=f"{site.base}/paused", paused_at=NOW)
    reads = FeedAccess(FeedsSettings(urls=urls), konakovo(), StillClock())
    assert await check_feeds(reads, [added, paused], zone=MOSCOW, now=NOW) == [
        (True, "Лента «Заря»: 1 новость, последняя сегодня в 9:12, об округе 1"),
        (False, "Лента Вести: на этой странице лента не названа. Поищите на сайте значок RSS и пришлите адрес самой ленты"),
        (True, "Лента «Заря»: 1 новость, последняя сегодня в 9:12, об округе 1"),
    ]
