"""An address is looked at before it is a source: a feed, a page that names one, or a plain sentence why not."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from collectors.feeds.look import in_ascii, look_at_feed
from incidents.posts import Network, SourceBroken
from incidents.sources.source_links import FoundWall
from tests.kit.feeds import NOW, TUESDAY, Site, eye, item, open_site, rss

LINK = '<link rel="alternate" type="application/rss+xml" title="Лента" href="{}">'


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as made:
        made.say(
            rss(item("В Редкино", n=1), item("В Твери", n=2, date="Mon, 23 Nov 2026 09:00:00 +0300"), title=" &lt;b&gt;Заря&lt;/b&gt;")
        )
        yield made


async def look(site: Site, path: str = "/feed") -> FoundWall:
    return await look_at_feed(f"{site.base}{path}", eye(), now=NOW)


async def test_a_feed_says_what_stands_in_it(site: Site) -> None:
    found = await look(site)
    assert (found.network, found.external_id, found.title) == (Network.FEED, f"{site.base}/feed", "Заря")
    assert found.feed is not None
    assert (found.feed.items, found.feed.ours, found.feed.is_comments) == (2, 1, False)
    assert found.feed.latest == datetime(2026, 11, 24, 6, 12, tzinfo=UTC)


async def test_what_is_read_is_the_address_that_a_redirect_leads_to(site: Site) -> None:
    assert (await look(site, "/old?to=/feed")).external_id == f"{site.base}/feed"


async def test_comments_are_known_as_such(site: Site) -> None:
    link = "<link>https://zarya.example/1#comment-2</link>"
    site.say(rss(f"<item><title>Автор: Анна</title>{link}<pubDate>{TUESDAY}</pubDate><description>Нет воды</description></item>", title=""))
    found = await look(site, "/comments/feed")
    assert found.feed is not None
    assert found.feed.is_comments
    assert found.title == "127.0.0.1"


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("<!DOCTYPE html><html><head></head></html>", "лента не названа"),
        (f"<html><head>{LINK.format('/feed').replace('application/rss+xml', 'text/css')}</head></html>", "лента не названа"),
        (f"<html><head>{LINK.format('http://10.0.0.1/feed')}</head></html>", "внутрь нашей сети"),
        (f"<html><head>{LINK.format('http://z.example:99999/feed')}</head></html>", "быть не может"),
        (f"<html><head>{LINK.format('http://me:pw@z.example/feed')}</head></html>", "быть не может"),
        (f"<html><head>{LINK.format('http://[cdn]/feed')}</head></html>", "лента не названа"),
        (f"<html><head>{LINK.format('javascript:alert(1)')}</head></html>", "быть не может"),
        (f"<html><head>{LINK.format('/the-same-page')}</head></html>", "обычная страница"),
        (rss(), "в ней ничего нет"),
        ("words", "не лента"),
    ],
)
async def test_what_cannot_be_a_source_gets_a_sentence(site: Site, page: str, says: str) -> None:
    site.say(page)
    with pytest.raises(SourceBroken) as caught:
        await look(site)
    assert says in caught.value.user_text


async def test_a_page_leads_to_the_first_of_its_feeds_that_can_be_read(site: Site) -> None:
    site.pages["/"] = f"<html><head>{LINK.format('/broken')}{LINK.format('/feed')}</head></html>"
    site.pages["/broken"] = "<html></html>"
    assert (await look(site, "/")).external_id == f"{site.base}/feed"


@pytest.mark.parametrize("broken", ["http://z.example:99999/feed", "http://[cdn]/feed", "http://..", "http://me:pw@z.example/feed"])
async def test_a_link_that_is_no_address_hides_no_other(site: Site, broken: str) -> None:
    site.pages["/"] = f"<html><head>{LINK.format(broken)}{LINK.format('/feed')}</head></html>"
    assert (await look(site, "/")).external_id == f"{site.base}/feed"


@pytest.mark.parametrize(
    "address", ["http://z.example:99999/feed", "http://z.example:0/feed", "http://me:pw@z.example/feed", "http://[cdn]/"]
)
async def test_an_address_that_cannot_be_is_a_plain_sentence(address: str) -> None:
    with pytest.raises(SourceBroken) as caught:
        await look_at_feed(address, eye(), now=NOW)
    assert caught.value.fatal
    assert "pw" not in caught.value.user_text


async def test_a_site_that_is_silent_is_said_so(site: Site) -> None:
    with pytest.raises(SourceBroken, match="не открывается"):
        await look_at_feed("http://127.0.0.1:1/feed", eye(), now=NOW)
    with pytest.raises(SourceBroken):
        await look_at_feed(f"http://{'а' * 70}.рф/feed", eye(), now=NOW)


def test_a_russian_name_is_written_as_name_servers_know_it() -> None:
    assert in_ascii("https://заря.рф:8080/feed?a=1#b") == "https://xn--80an2a1d.xn--p1ai:8080/feed?a=1"
    assert in_ascii("http://[::1]:8080/feed") == "http://[::1]:8080/feed"
    assert in_ascii("http://①②⑦.0.0.1/") == "http://127.0.0.1/"  # whose connection is then refused
