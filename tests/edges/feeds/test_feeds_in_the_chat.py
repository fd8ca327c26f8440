"""/sources takes the address of any feed or of its page, looks at it once and reads it from the next sweep on."""

from collections.abc import AsyncIterator

import pytest

from bot.config.settings_networks import FeedsSettings
from bot.config.settings_values import FeedAddress
from bot.reading.collect import Collecting
from bot.reading.feed_access import FeedAccess, watch_feeds
from bot.reading.source_checks import SourceJobs
from bot.wakeups import Nudge
from handlers.sources.buttons import SourceButton, SourceDo
from incidents.posts import Network, Source
from tests.kit.desk_town import konakovo
from tests.kit.feeds import Site, item, open_site, rss
from tests.kit.phones import Phones, phones
from tests.kit.said import said
from tests.kit.scripted_collector import sweep, unread


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url, speed=100_000.0) as hands:
        yield hands


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as made:
        made.say(rss(item("В Редкино нет воды", n=1), item("В Твери снег", n=2)))
        yield made


def access(hands: Phones, site: Site, *more: str) -> FeedAccess:
    urls = tuple(FeedAddress(f"{site.base}{path}") for path in ("/named", *more))
    return FeedAccess(FeedsSettings(urls=urls), konakovo(), hands.town.clock)


async def link(hands: Phones, site: Site, text: str) -> str:
    await hands.press("coordinator", SourceButton(do=SourceDo.ADD, source=0))
    await hands.type("coordinator", text)
    assert await SourceJobs(hands.town.storage, hands.town.clock, [access(hands, site)], Nudge()).step()
    return (await said(hands.town))[-1][1]


async def feeds(hands: Phones) -> list[Source]:
    async with hands.town.storage.transaction() as tx:
        return [each for each in await tx.sources.all() if each.network is Network.FEED]


async def test_a_feed_is_added_by_its_link_and_only_what_comes_then_is_read(hands: Phones, site: Site) -> None:
    text = await link(hands, site, f"{site.base}/feed")
    assert "Добавили: «Заря», сайт\nЛента «Заря»: 2 новости, последняя" in text
    assert "об округе 1" in text
    assert "Жители пишут в комментариях" in text
    (added,) = await feeds(hands)
    assert (added.external_id, added.added_by) == (f"{site.base}/feed", hands.town.who("coordinator").id)
    town = hands.town
    collecting = Collecting(town.storage, town.clock, [], Nudge(), collector_of=access(hands, site).collector_of)
    await sweep(collecting)
    assert await unread(town) == []
    site.say(rss(item("В Редкино нет света", n=3), item("В Редкино нет воды", n=1), item("В Твери дождь", n=4)))
    await sweep(collecting)
    await sweep(collecting)
    assert await unread(town) == ["https://zarya.example/news/3"]
    assert "Эту ленту уже читаем: «Заря»" in await link(hands, site, f"{site.base}/feed")


async def test_a_page_that_names_its_feed_is_enough(hands: Phones, site: Site) -> None:
    site.pages["/"] = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'
    assert "Добавили: «Заря»" in await link(hands, site, site.base)


@pytest.mark.parametrize(
    ("body", "says"),
    [("<html></html>", "На этой странице лента не названа"), ("", "пришёл пустой ответ"), ("слова", "не лента")],
)
async def test_what_is_no_feed_is_refused_in_words_and_nothing_is_added(hands: Phones, site: Site, body: str, says: str) -> None:
    site.say(body)
    text = await link(hands, site, f"{site.base}/feed")
    assert text.startswith("Не добавили.")
    assert says in text
    assert await feeds(hands) == []


async def test_an_inner_address_is_never_asked(hands: Phones, site: Site) -> None:
    assert "внутрь нашей сети" in await link(hands, site, "http://10.0.0.1/feed")


async def test_a_feed_of_the_settings_is_a_source_and_is_called_as_its_site(hands: Phones, site: Site) -> None:
    settings = FeedsSettings(urls=(FeedAddress(f"{site.base}/feed"), FeedAddress("https://заря.рф/rss", "Заря", "s-redkino")))
    reads = FeedAccess(settings, konakovo(), hands.town.clock)
    watched = await watch_feeds(hands.town.storage, reads)
    assert [(each.source.title, each.source.settlement_id) for each in watched] == [("127.0.0.1", None), ("Заря", "s-redkino")]
    assert watched[1].source.external_id == "https://xn--80an2a1d.xn--p1ai/rss"
    assert reads.collector_of(hands.town.source) is None


async def test_a_broken_feed_is_a_state_with_its_reason(hands: Phones, site: Site) -> None:
    await link(hands, site, f"{site.base}/feed")
    site.say("<!DOCTYPE html><html></html>")
    town = hands.town
    await sweep(Collecting(town.storage, town.clock, [], Nudge(), collector_of=access(hands, site).collector_of))
    (broken,) = await feeds(hands)
    assert broken.broken_because == "Вместо ленты пришла обычная страница: лента переехала или сайт просит войти"
    await hands.press("coordinator", SourceButton(do=SourceDo.SHOW, source=broken.id))
    assert "молчит с" in (await said(town))[-1][1]
