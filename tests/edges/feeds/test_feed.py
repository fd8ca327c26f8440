"""A feed as a collector: what is taken, what is left out, what is told once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from incidents.posts import AttachmentKind, Network
from tests.kit.feeds import NOW, TUESDAY, Site, item, open_site, rss

AT = datetime(2026, 11, 24, 6, 12, tzinfo=UTC)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as made:
        yield made


async def test_news_that_name_the_district_are_taken_and_others_are_left_out(site: Site) -> None:
    site.say(
        rss(item("В Редкино нет воды", "Третий день", n=1), item("В Твери открыли мост", "Длинный", n=2), item("Итоги", "Конаково", n=3))
    )
    posts = await site.posts()
    assert [(post.external_id, post.text) for post in posts] == [
        ("https://zarya.example/news/3", "Итоги\nКонаково"),
        ("https://zarya.example/news/1", "В Редкино нет воды\nТретий день"),
    ]
    assert {(post.network, post.author_id, post.parent_external_id, post.published_at) for post in posts} == {
        (Network.FEED, f"{site.base}/feed", None, AT)
    }


async def test_etag_and_date_of_change_are_sent_back_and_304_brings_nothing(site: Site) -> None:
    site.say(rss(item("Редкино")), ETag='"a1"', Last_Modified="Tue, 24 Nov 2026 06:12:00 GMT")
    feed = site.feed()
    first = await feed.fetch(None)
    site.say(b"", status=304)
    second = await feed.fetch(first.cursor)
    assert (second.posts, second.cursor) == ((), first.cursor)
    assert "If-None-Match" not in site.asked[0]
    assert (site.asked[1]["If-None-Match"], site.asked[1]["If-Modified-Since"]) == ('"a1"', "Tue, 24 Nov 2026 06:12:00 GMT")


async def test_an_edited_item_comes_again_under_its_id_and_an_unchanged_one_does_not(site: Site) -> None:
    site.say(rss(item("Редкино: вода", n=1), item("Редкино: свет", n=2)))
    feed = site.feed()
    first = await feed.fetch(None)
    site.say(rss(item("Редкино: вода ушла", n=1), item("Редкино: свет", n=2)))
    changed = await feed.fetch(first.cursor)
    assert [(post.external_id, post.text) for post in changed.posts] == [("https://zarya.example/news/1", "Редкино: вода ушла")]


async def test_old_items_that_come_into_sight_again_are_no_news_but_a_late_comment_is(site: Site) -> None:
    site.say(rss(item("Редкино", n=5)))
    first = await site.feed().fetch(None)
    old = item("Редкино, старое", n=1, date="Mon, 02 Nov 2026 09:00:00 +0300")
    late = item("Редкино", n=4, date="Mon, 23 Nov 2026 09:00:00 +0300")
    site.say(rss(item("Редкино", n=5), late, old))
    assert [post.url for post in (await site.feed().fetch(first.cursor)).posts] == ["https://zarya.example/news/4"]


async def test_html_becomes_plain_text_and_the_name_of_the_site_is_no_place(site: Site) -> None:
    text = "&lt;p&gt;Нет &amp;laquo;воды&amp;raquo;&lt;br&gt;и &lt;b&gt;света&lt;/b&gt;&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
    footer = "&lt;p&gt;Запись Мост открыт впервые появилась Новости Конаково.&lt;/p&gt;"
    site.say(rss(item("&lt;b&gt;Редкино&lt;/b&gt; &amp;amp; вода", text, n=1), item("Мост открыт", f"В Твери{footer}", n=2)))
    assert [post.text for post in await site.posts()] == ["Редкино & вода\nНет «воды»\nи света"]


async def test_relative_links_are_made_whole_and_marks_of_advertising_are_dropped(site: Site) -> None:
    made = item("Редкино", n=0, more="<link>/news/7?id=2&amp;utm_source=rss</link><enclosure url='/a.jpg' type='image/jpeg' length='1'/>")
    video = item("Редкино, видео", n=2, more="<enclosure url='/v.mp4' type='video/mp4' length='1'/>")
    site.say(rss(made, video))
    second, first = await site.posts()
    assert (first.url, first.external_id) == (f"{site.base}/news/7?id=2",) * 2
    assert first.photos == (f"{site.base}/a.jpg",)
    assert [each.kind for each in second.attached] == [AttachmentKind.VIDEO]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "http://user:pw@zarya.example/1", "http://[::1", "x" * 2000])
async def test_a_link_that_is_no_web_address_is_not_kept(site: Site, link: str) -> None:
    site.say(rss(item("Редкино", n=0, more=f"<link>{link}</link>")))
    (post,) = await site.posts()
    assert post.url.startswith("https://zarya.example")
    assert len(post.url) <= 1_000
    assert "javascript" not in post.external_id.partition("#")[0]


async def test_an_item_without_date_title_or_guid_is_read_all_the_same(site: Site) -> None:
    site.say(rss("<item><description>В Редкино нет света</description></item>", "<item></item>", "<item><title> </title></item>"))
    feed = site.feed()
    batch = await feed.fetch(None)
    (post,) = batch.posts
    assert (post.text, post.published_at, post.url) == ("В Редкино нет света", NOW, "https://zarya.example")
    assert post.external_id.startswith(f"{site.base}/feed#")
    assert (await feed.fetch(batch.cursor)).posts == ()


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        (TUESDAY, AT),
        ("Tue, 24 Nov 2026 06:12:00", AT),
        ("2026-11-24T09:12:00+03:00", AT),
        ("Fri, 24 Nov 2036 09:12:00 +0300", NOW),
        ("вчера", NOW),
        ("Mon, 01 Jan 0001 00:00:00 +0000", NOW),
        ("Thu, 01 Jan 1970 00:00:00 +0000", NOW),
        ("", NOW),
    ],
)
async def test_a_date_is_read_and_one_of_the_future_or_of_nowhere_is_now(site: Site, date: str, moment: datetime) -> None:
    site.say(rss(item("Редкино", date=date)))
    assert [post.published_at for post in await site.posts()] == [moment]


async def test_the_same_item_twice_is_one_post(site: Site) -> None:
    site.say(rss(item("Редкино, новое", n=1), item("Редкино, старое", n=1)))
    assert [post.text for post in await site.posts()] == ["Редкино, новое"]


COMMENT = (
    "<item><title>Комментарий к записи Итоги (Анна Петрова)</title><link>https://zarya.example/news/1#comment-12</link>"
    f"<dc:creator>{{who}}</dc:creator><guid>c-{{n}}</guid><pubDate>{TUESDAY}</pubDate><description>Нет</description>"
    "<content:encoded>&lt;p&gt;Нет воды на Лесной, 5&lt;/p&gt;</content:encoded></item>"
)


async def test_a_comment_is_its_authors_whole_words_under_the_news_and_no_name_is_kept(site: Site) -> None:
    site.say(rss(COMMENT.format(who="Анна Петрова", n=1), title="Комментарии на: Вести Конаково"))
    (post,) = await site.posts(path="/comments/feed/")
    assert post.text == "Нет воды на Лесной, 5"
    assert (post.external_id, post.parent_external_id) == ("https://zarya.example/news/1#comment-12", "https://zarya.example/news/1")
    assert post.author_id
    assert "Петрова" not in repr(post)
    site.say(rss(COMMENT.format(who=" анна  петрова ", n=1), title="Вести Конаково"))
    assert [each.author_id for each in await site.posts(path="/comments/feed/")] == [post.author_id]
    site.say(rss(COMMENT.format(who="Гость", n=1), title="Вести Конаково"))
    assert [each.author_id for each in await site.posts(path="/comments/feed/")] == [""]


async def test_comments_of_a_foreign_paper_are_taken_where_they_name_the_district_or_the_source_is_said_to_be_ours(site: Site) -> None:
    other = COMMENT.format(who="Олег", n=2).replace("comment-12", "comment-13").replace("Лесной, 5", "Лесной в Редкино")
    site.say(rss(COMMENT.format(who="Анна", n=1), other, title="Комментарии на: Область сегодня"))
    assert [post.text for post in await site.posts(path="/comments/feed/")] == ["Нет воды на Лесной в Редкино"]
    assert len((await site.feed(path="/comments/feed/", is_local=True).fetch(None)).posts) == 2


async def test_atom_is_read_too(site: Site) -> None:
    entry = (
        '<entry><id>tag:1</id><title>Редкино</title><link href="news/5"/><updated>2026-11-24T09:12:00+03:00</updated>'
        '<content type="html">&lt;p&gt;Нет воды&lt;/p&gt;</content></entry>'
        '<entry xmlns:thr="http://purl.org/syndication/thread/1.0"><id>tag:2</id><title>re</title><link href="news/5/2"/>'
        "<updated>2026-11-24T09:13:00+03:00</updated><author><name>Анна</name></author>"
        '<thr:in-reply-to ref="tag:1" href="https://zarya.example/news/5"/><content type="html">И в Редкино нет</content></entry>'
    )
    site.say(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Заря</title><link href="https://zarya.example/"/>{entry}</feed>')
    news, comment = await site.posts()
    assert (news.text, news.url, news.published_at) == ("Редкино\nНет воды", f"{site.base}/news/5", AT)
    assert (comment.text, comment.parent_external_id) == ("И в Редкино нет", "https://zarya.example/news/5")


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("/n.php?123", "/n.php?123"),
        ("/n.php?t=%CF%EE%E6%E0%F0&amp;a", "/n.php?t=%CF%EE%E6%E0%F0&a"),
        ("/n.php?utm_source=rss&amp;id=a+b%20c&amp;yclid=5&amp;x=", "/n.php?id=a+b%20c&x="),
        ("/n.php?utm_source=rss", "/n.php"),
    ],
)
async def test_what_a_link_asks_for_stays_as_it_is_written(site: Site, link: str, kept: str) -> None:
    site.say(rss(item("Редкино", n=0, more=f"<link>{link}</link>")))
    assert [post.url for post in await site.posts()] == [f"{site.base}{kept}"]


async def test_two_news_that_differ_by_signs_of_an_old_encoding_are_two(site: Site) -> None:
    links = ("/n.php?t=%CF%EE", "/n.php?t=%D1%EE")
    site.say(rss(*(item(f"Редкино, {n}", n=0, more=f"<link>{link}</link>") for n, link in enumerate(links))))
    assert {post.external_id for post in await site.posts()} == {f"{site.base}{link}" for link in links}
