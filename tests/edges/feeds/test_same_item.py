"""One item of a feed is one post, whatever becomes of its link; two comments are two."""

from collections.abc import AsyncIterator

import pytest

from incidents.posts import Post
from tests.kit.feeds import TUESDAY, Site, open_site, rss

NEWS = "https://z.example/news/1"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as made:
        yield made


def said(words: str, *, link: str = NEWS, guid: str = "", more: str = "") -> str:
    named = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    return (
        f"<item><title>{words}</title><link>{link}</link>{named}<pubDate>{TUESDAY}</pubDate><description>{words}</description>{more}</item>"
    )


async def twice(site: Site, first: str, second: str) -> tuple[list[Post], list[Post]]:
    """What two sweeps bring."""
    site.say(rss(first))
    before = await site.feed().fetch(None)
    site.say(rss(second))
    return list(before.posts), list((await site.feed().fetch(before.cursor)).posts)


@pytest.mark.parametrize("guids", [("c1", "c2"), ("", ""), (NEWS, NEWS)])
@pytest.mark.parametrize("link", [NEWS, f"{NEWS}#comments", f"{NEWS}#"])
async def test_comments_whose_links_lead_to_the_news_are_two_and_are_not_the_news(site: Site, guids: tuple[str, str], link: str) -> None:
    comments = (said(f"В Редкино {what}", link=link, guid=guid) for what, guid in zip(("снег", "лёд"), guids, strict=True))
    site.say(rss(*comments))
    posts = await site.posts(path="/comments/feed/")
    assert {(post.text, post.parent_external_id) for post in posts} == {("В Редкино снег", NEWS), ("В Редкино лёд", NEWS)}
    assert len({post.external_id for post in posts} | {NEWS}) == 3
    assert [post.external_id for post in await site.posts(path="/comments/feed/")] == [post.external_id for post in posts]


async def test_a_comment_with_an_anchor_of_its_own_is_known_by_it(site: Site) -> None:
    site.say(rss(said("В Редкино снег", link=f"{NEWS}#comment-7", guid="c1")))
    assert [post.external_id for post in await site.posts(path="/comments/feed/")] == [f"{NEWS}#comment-7"]


async def test_an_item_whose_link_changes_stays_the_post_that_it_was(site: Site) -> None:
    first, second = await twice(
        site, said("Редкино", guid="g"), said("Редкино, дополнено", link="https://z.example/news/1-voda-v-redkino", guid="g")
    )
    assert [post.external_id for post in first + second] == [NEWS, NEWS]
    assert [post.text for post in second] == ["Редкино, дополнено"]
    assert second[0].url == "https://z.example/news/1-voda-v-redkino"


@pytest.mark.parametrize("guid", ["g", ""])
@pytest.mark.parametrize(
    "link",
    ["http://z.example/news/1", f"{NEWS}?rubric=3", f"{NEWS}?from=rss", f"{NEWS}?UTM_SOURCE=a", f"{NEWS}?ysclid=1&amp;_openstat=2"],
)
async def test_where_a_reader_came_from_makes_no_second_item(site: Site, guid: str, link: str) -> None:
    first, second = await twice(site, said("Редкино", guid=guid), said("Редкино", guid=guid, link=link))
    assert (len(first), second) == (1, [])
    first, second = await twice(site, said("Редкино", guid=guid), said("Редкино, дополнено", guid=guid, link=link))
    assert [post.external_id for post in first + second] == [NEWS, NEWS]


async def test_a_guid_that_is_an_address_knows_no_rubric_either(site: Site) -> None:
    first, second = await twice(site, said("Редкино", guid=f"{NEWS}?rubric=3"), said("Редкино", guid=f"{NEWS}?rubric=4"))
    assert (len(first), second) == (1, [])


async def test_a_photo_that_moves_to_https_is_no_change_and_another_is(site: Site) -> None:
    photo = "<enclosure url='{}://z.example/{}.jpg' type='image/jpeg' length='1'/>"
    http, https, other = (photo.format(*each) for each in (("http", "a"), ("https", "a"), ("https", "b")))
    assert (await twice(site, said("Редкино", more=http), said("Редкино", more=https)))[1] == []
    assert len((await twice(site, said("Редкино", more=http), said("Редкино", more=other)))[1]) == 1


async def test_a_click_leads_where_the_feed_says(site: Site) -> None:
    site.say(rss(said("Редкино", link=f"{NEWS}?rubric=3&amp;utm_source=rss")))
    assert [(post.url, post.external_id) for post in await site.posts()] == [(f"{NEWS}?rubric=3", NEWS)]


@pytest.mark.parametrize("home", ["javascript:alert(1)", "http://[z", "https://z.example/" + "x" * 2_000])
async def test_a_home_page_that_is_no_web_address_is_not_kept(site: Site, home: str) -> None:
    site.say(rss(said("Редкино", link="")).replace("https://zarya.example", home))
    assert [post.url for post in await site.posts()] == [f"{site.base}/feed"]
    (comment,) = await site.posts(path="/comments/feed/")
    assert (comment.url, comment.parent_external_id) == (f"{site.base}/comments/feed/", f"{site.base}/comments/feed/")
