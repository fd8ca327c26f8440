"""Whose comments are taken: what was left out comes back when the feed turns out to be ours."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC

import pytest

from bot.config.settings_networks import FeedsSettings
from bot.config.settings_values import FeedAddress
from bot.reading.collect import Collecting
from bot.reading.feed_access import FeedAccess
from bot.wakeups import Nudge
from collectors.feeds.feed import Feed
from incidents.posts import Network, Source
from incidents.sources.source_links import FoundWall
from nlp.district_files import District, PlaceRow
from nlp.places.lazy_book import LazyBook
from tests.kit.desk_town import konakovo
from tests.kit.feeds import HERE, NOW, TUESDAY, Site, names, open_site, rss
from tests.kit.phones import Phones, phones
from tests.kit.scripted_collector import sweep, unread

ETAG = '"a1"'
OLD, NEW = "https://zarya.example/news/1#comment-1", "https://zarya.example/news/1#comment-2"


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url, speed=100_000.0) as hands:
        yield hands


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as made:
        yield made


def comment(link: str, words: str = "Нет воды на Лесной") -> str:
    return f"<item><title>Автор: Анна</title><link>{link}</link><pubDate>{TUESDAY}</pubDate><description>{words}</description></item>"


def feed(site: Site, *, is_local: bool = False, edition: str = "1", places: str = "") -> Feed:
    def named(text: str) -> bool:
        return names(text) or (places != "" and places in text)

    url = f"{site.base}/comments/feed/"
    return Feed(url, names=named, now=lambda: NOW, zone=UTC, is_local=is_local, limits=HERE, edition=edition)


async def test_a_comment_that_was_left_out_comes_when_the_feed_turns_out_to_be_ours(site: Site) -> None:
    site.say(rss(comment(OLD)), ETag=ETAG)
    before = await feed(site).fetch(None)
    site.say(rss(comment(NEW), comment(OLD)), ETag=ETAG)
    left_out = await feed(site).fetch(before.cursor)
    again = await feed(site).fetch(left_out.cursor)
    assert (before.posts, left_out.posts, again.posts) == ((), (), ())
    ours = await feed(site, is_local=True).fetch(again.cursor)
    assert [post.external_id for post in ours.posts] == [NEW]  # what stood there at first is history
    assert (await feed(site, is_local=True).fetch(ours.cursor)).posts == ()
    assert ["If-None-Match" in asked for asked in site.asked] == [False, True, True, False, True]


async def test_what_was_left_out_is_judged_again_by_another_list_of_places(site: Site) -> None:
    site.say(rss(comment(OLD)), ETag=ETAG)
    before = await feed(site).fetch(None)
    site.say(rss(comment(NEW, "В Шоше нет воды"), comment(OLD)), ETag=ETAG)
    left_out = await feed(site).fetch(before.cursor)
    assert left_out.posts == ()
    found = await feed(site, edition="2", places="Шоше").fetch(left_out.cursor)
    assert [post.external_id for post in found.posts] == [NEW]


async def test_a_title_that_names_the_district_makes_the_feed_ours(site: Site) -> None:
    site.say(rss(comment(OLD)))
    before = await feed(site).fetch(None)
    site.say(rss(comment(NEW), comment(OLD)))
    left_out = await feed(site).fetch(before.cursor)
    site.say(rss(comment(NEW), comment(OLD), title="Вести Конаково"))
    assert [post.external_id for post in (await feed(site).fetch(left_out.cursor)).posts] == [NEW]


async def test_what_was_taken_before_is_not_told_again(site: Site) -> None:
    site.say(rss(comment(NEW)))
    before = await feed(site, is_local=True).fetch(None)
    assert len(before.posts) == 1
    other = await feed(site).fetch(before.cursor)
    assert (await feed(site, is_local=True).fetch(other.cursor)).posts == other.posts == ()


async def test_a_settlement_given_in_the_chat_counts_from_the_next_sweep(hands: Phones, site: Site) -> None:
    town = hands.town
    url = f"{site.base}/comments/feed/"
    site.say(rss(comment(OLD), title="Область"), ETag=ETAG)
    async with town.storage.transaction() as tx:
        added = await tx.sources.take(FoundWall(network=Network.FEED, external_id=url, title="Область"), by=town.who("coordinator").id)
    reads = FeedAccess(FeedsSettings(urls=(FeedAddress(f"{site.base}/named"),)), konakovo(), town.clock)
    collecting = Collecting(town.storage, town.clock, [], Nudge(), collector_of=reads.collector_of)
    await sweep(collecting)
    site.say(rss(comment(NEW), comment(OLD), title="Область"), ETag=ETAG)
    await sweep(collecting)
    assert await unread(town) == []
    async with town.storage.transaction() as tx:
        source: Source = await tx.sources.get(added.id)
        await tx.sources.save_state(replace(source, settlement_id="s-redkino"))
    await sweep(collecting)
    assert await unread(town) == [NEW]


def test_another_list_of_places_is_another_edition() -> None:
    def town(name: str, *aliases: str) -> PlaceRow:
        return PlaceRow(id="s-1", kind="settlement", name=name, type_word="", parent_id=None, aliases=aliases, lat=None, lon=None)

    editions = [LazyBook(District(name="", places={"s-1": row})).edition() for row in (town("Шоша"), town("Шоша"), town("Шоша", "Шоши"))]
    assert editions[0] == editions[1] != editions[2]
