"""Feeds that are broken or meant to break us: one Russian line, nothing else."""

import gzip
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from collectors.feeds.entry import Item, item_of
from collectors.feeds.feed_file import Entry, Limits
from incidents.posts import SourceBroken
from tests.kit.feeds import HERE, Site, item, open_site, rss

SMALL = replace(HERE, size=50_000)
BOMB = '<!DOCTYPE rss [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE rss SYSTEM "file:///etc/passwd">'
SAYS_1251 = '<?xml version="1.0" encoding="windows-1251"?>'
HEAD = '<?xml version="1.0"?>'


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as made:
        yield made


async def why(site: Site, *, path: str = "/feed", limits: Limits = HERE) -> str:
    with pytest.raises(SourceBroken) as caught:
        await site.feed(path=path, limits=limits).fetch(None)
    assert "\n" not in caught.value.user_text
    assert len(caught.value.user_text) <= 120
    return caught.value.user_text


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<!DOCTYPE html><html><body>Войдите</body></html>", "обычная страница"),
        ("  \n<HTML><head></head></HTML>", "обычная страница"),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html xmlns="http://www.w3.org/1999/xhtml"></html>', "обычная страница"),
        ("", "пустой ответ"),
        (" \n ", "пустой ответ"),
        ('{"error": 1}', "не лента"),
        ("<opml><body/></opml>", "не лента"),
        (b"\x89PNG\r\n\x1a\n\0\0", "не лента"),
        (rss(item("Редкино &b;"), head=HEAD + BOMB), "DOCTYPE"),
        (rss(item("Редкино"), head=HEAD + OUTSIDE), "DOCTYPE"),
        (rss(item("Редкино"), head=HEAD + f"<!-- {'x' * 100_000} -->" + BOMB), "DOCTYPE"),
        (rss(item("Редкино"), head='<?xml version="1.0" encoding="utf-16"?>' + BOMB).encode("utf-16"), "DOCTYPE"),
        (rss(item("Редкино"), head='<?xml version="1.0" encoding="klingon"?>' + BOMB), "DOCTYPE"),
        (rss(item("Редкино"), head="<<<" + BOMB), "DOCTYPE"),
        (rss("<a>" * 60_000), "слишком много записей"),
    ],
)
async def test_what_is_no_feed_or_a_bomb_is_refused_in_words(site: Site, body: str | bytes, says: str) -> None:
    site.say(body)
    assert says in await why(site)


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (401, "не пускает"),
        (403, "не пускает"),
        (404, "ленты нет"),
        (410, "ленты нет"),
        (429, "реже"),
        (500, "сломан"),
        (503, "сломан"),
        (204, "не так"),
    ],
)
async def test_what_the_site_says_instead_is_told(site: Site, status: int, says: str) -> None:
    site.say("x" if status != 204 else b"", status=status, Retry_After="120")
    assert says in await why(site)
    with pytest.raises(SourceBroken) as caught:
        await site.feed().fetch(None)
    assert caught.value.retry_after == (120 if status in {429, 500, 503} else None)
    assert caught.value.fatal == (status in {404, 410})


DATE = "Tue, 24 Nov 2026 09:00:00 GMT"


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("said", "date", "seconds"),
    [
        ("120", DATE, 120),
        ("Tue, 24 Nov 2026 09:10:00 GMT", DATE, 600),
        ("Tue, 24 Nov 2026 08:00:00 GMT", DATE, 0),
        ("Tue, 24 Nov 2036 09:00:00 GMT", DATE, 86_400),
        ("9" * 5_000, DATE, 86_400),
        ("Tue, 24 Nov 2026 09:10:00", DATE, None),
        ("Tue, 24 Nov 2026 09:10:00 GMT", "today", None),
        ("soon", DATE, None),
        ("-5", DATE, None),
    ],
)
async def test_a_site_says_when_to_come_again_in_seconds_or_by_its_clock(
    site: Site, status: int, said: str, date: str, seconds: float | None
) -> None:
    site.say("x", status=status, Retry_After=said, Date=date)
    with pytest.raises(SourceBroken) as caught:
        await site.feed().fetch(None)
    assert caught.value.retry_after == seconds


async def test_a_refusal_with_a_body_that_cannot_be_read_says_when_to_come_again_too(site: Site) -> None:
    site.say("x" * 60_000, status=503, Retry_After="120")
    with pytest.raises(SourceBroken, match="сломан") as caught:
        await site.feed(limits=SMALL).fetch(None)
    assert caught.value.retry_after == 120


async def test_a_feed_that_is_too_large_ends_at_the_cap(site: Site) -> None:
    site.say(rss(item("Редкино", "х" * 100_000)))
    assert "Лента больше 50 КБ" in await why(site, limits=SMALL)


async def test_a_bomb_of_gzip_is_never_unpacked_beyond_the_cap(site: Site) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    assert len(bomb) < 50_000
    site.say(bomb, Content_Encoding="gzip")
    assert "Лента больше 50 КБ" in await why(site, limits=SMALL)


async def test_a_packed_feed_is_read_and_one_packed_otherwise_is_refused(site: Site) -> None:
    site.pack(rss(item("Редкино")))
    assert len(await site.posts()) == 1
    assert site.asked[0]["Accept-Encoding"] == "gzip, deflate"
    site.say(b"x", Content_Encoding="br")
    assert "не просили" in await why(site)
    site.say(b"no gzip at all", Content_Encoding="gzip")
    assert "не открывается" in await why(site)


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("http://169.254.169.254/latest", "внутрь нашей сети"),
        ("http://10.0.0.1/feed", "внутрь нашей сети"),
        ("http://localhost:1/feed", "внутрь нашей сети"),
        ("file:///etc/passwd", "быть не может"),
        ("/feed?to=/feed?to=/feed?to=/feed", "по кругу"),
    ],
)
async def test_a_redirect_never_leads_inside(site: Site, to: str, says: str) -> None:
    assert says in await why(site, path=f"/feed?to={to}")


@pytest.mark.parametrize("to", ["127.0.0.1", "127.0.0.2", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]"])
async def test_a_redirect_to_this_very_machine_is_refused_under_any_name(site: Site, to: str) -> None:
    site.say(rss(item("Редкино")))
    site.base = site.base.replace("127.0.0.1", "localhost")  # whom the settings allow is allowed by this name alone
    here = replace(HERE, allow_hosts=("localhost",))
    port = site.base.rpartition(":")[2]
    assert "внутрь нашей сети" in await why(site, path=f"/feed?to=http://{to}:{port}/secret", limits=here)
    assert len(site.asked) == 1


async def test_a_redirect_to_the_feed_is_followed(site: Site) -> None:
    site.say(rss(item("Редкино")))
    assert len(await site.posts(path="/old?to=/feed")) == 1


async def test_without_leave_nothing_on_this_machine_is_asked(site: Site) -> None:
    site.say(rss(item("Редкино")))
    assert "внутрь нашей сети" in await why(site, limits=Limits())
    assert site.asked == []


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (rss(item("Редкино"), head=SAYS_1251).encode("cp1251"), {}),
        (rss(item("Редкино"), head="").encode("cp1251"), {"Content-Type": "text/xml; charset=windows-1251"}),
        (rss(item("Редкино"), head=SAYS_1251).encode("cp1251"), {"Content-Type": "text/xml; charset=utf-8"}),
        (rss(item("Редкино"), head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"), {}),
        (rss(item("Редкино"), head=SAYS_1251).encode(), {"Content-Type": "text/xml; charset=utf-8"}),
        (rss(item("Редкино"), head=SAYS_1251).encode(), {}),
        (rss(item("Редкино")).encode("cp1251"), {}),
        (rss(item("Редкино")).encode("cp1251"), {"Content-Type": "text/xml; charset=klingon"}),
        (rss(item("Редкино"), item("мост", "х" * 500, n=2)).encode().replace("х".encode(), b"\xd1", 1), {}),
        (b"\xef\xbb\xbf" + rss(item("Редкино")).encode(), {"Content-Type": "text/html"}),
        (rss(item("Редкино"), head='<?xml version="1.0" encoding="klingon"?>').encode(), {}),
    ],
)
async def test_an_encoding_that_is_said_wrongly_is_found(site: Site, body: bytes, headers: dict[str, str]) -> None:
    site.say(body, headers=headers)
    assert [post.text for post in await site.posts()] == ["Редкино"]


async def test_a_feed_that_is_no_xml_is_read_as_far_as_it_goes(site: Site) -> None:
    site.say(
        '<rss version="2.0"><channel><title>Заря & Ко</title><item><title>В Редкино нет воды</title><link>https://zarya.example/1</link>'
    )
    assert [post.text for post in await site.posts()] == ["В Редкино нет воды"]


async def test_words_that_look_like_a_declaration_are_words(site: Site) -> None:
    site.say(rss(item("Редкино", "<![CDATA[<!DOCTYPE html><p>Нет воды</p>]]>")))
    assert [post.text for post in await site.posts()] == ["Редкино\nНет воды"]


BRACKETS = "http://[cdn]/a.jpg"


async def test_a_photo_of_a_broken_address_is_left_out_and_its_news_is_read(site: Site) -> None:
    photos = "".join(f"<enclosure url='{url}' type='image/jpeg' length='1'/>" for url in (BRACKETS, "/b.jpg"))
    site.say(rss(item("Редкино", n=1, more=photos), item("Конаково", n=2)))
    posts = await site.posts()
    assert {post.text: post.photos for post in posts} == {"Редкино": ("https://zarya.example/b.jpg",), "Конаково": ()}


def broken_where(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(entry: Entry, *rest: Any, **more: Any) -> Item | None:  # Any: passed on
        if words in str(entry):
            raise ValueError(words)
        return item_of(entry, *rest, **more)

    monkeypatch.setattr("collectors.feeds.feed.item_of", read)


async def test_an_item_that_cannot_be_read_is_left_out_alone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    broken_where("Конаково", monkeypatch)
    site.say(rss(item("Редкино", n=1), item("Конаково", n=2)))
    assert [post.text for post in await site.posts()] == ["Редкино"]
    site.say(rss(item("Конаково", n=1), item("Конаково", n=2)))
    assert "ни одной записи" in await why(site)
