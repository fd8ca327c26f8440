"""News are a medium's own words: no card of them but of a danger, which is asked about; a wish is for the coordinator to judge."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.reading.collect import Collecting, Watched
from bot.wakeups import Nudge
from handlers.deadlines.buttons import NightButton, NightDo
from incidents.incident import Doubt, Incident
from incidents.intake.dropped_posts import Dropped, doubtful
from incidents.posts import Network, SourceMark, StoredPost
from incidents.reading import DangerGrade, Kind
from incidents.sources.own_words import RETOLD
from tests.kit.danger import asks
from tests.kit.feeds import TUESDAY, Site, item, open_site, rss
from tests.kit.phones import Phones, phones
from tests.kit.scripted_collector import sweep
from tests.kit.values.cards_made import at
from tests.kit.values.samples import reading

OPENED = "В Редкино открыли новый детский сад на 120 мест"
COLD = "Жители Редкино жалуются на холод в квартирах"
ALIKE = {"is_appeal": True, "appeal_score": 0.97, "kind": Kind.COMPLAINT}
"""What the reader says of both: it knows residents' speech alone."""


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url, speed=100_000.0) as hands:
        yield hands


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as made:
        yield made


async def swept(
    hands: Phones, site: Site, *items: str, mark: SourceMark = SourceMark.RESIDENTS, path: str = "/feed"
) -> Sequence[StoredPost]:
    """One sweep of a feed; gives back what waits for the reader."""
    site.say(rss(*items))
    town = hands.town
    async with town.storage.transaction() as tx:
        source = await tx.sources.add(Network.FEED, f"{site.base}/feed", "Заря", None)
        marked = replace(source, mark=mark)
        await tx.sources.save_state(marked)
    await sweep(Collecting(town.storage, town.clock, [Watched(marked, site.feed())], Nudge(), backfill=True))
    async with town.storage.transaction() as tx:
        return list(await tx.unread.next(50))


async def taken(hands: Phones, post: StoredPost, **read: Any) -> Incident | None:
    return (await hands.town.take(post, reading(**{**ALIKE, **read}))).incident


async def dropped(hands: Phones) -> Sequence[Dropped]:
    now = hands.town.clock.now()
    async with hands.town.storage.transaction() as tx:
        return doubtful(await tx.dropped_posts.between(now - timedelta(days=1), now + timedelta(days=1)))


async def test_retold_news_make_no_card_and_a_wish_that_they_tell_of_is_the_first_doubtful_one(hands: Phones, site: Site) -> None:
    opened, cold = sorted(await swept(hands, site, item(OPENED, n=1), item(COLD, n=2)), key=lambda each: each.post.external_id)
    assert [(each.post.author_id, each.post.by_owner) for each in (opened, cold)] == [("", False)] * 2
    assert await taken(hands, opened) is None
    assert await taken(hands, cold, appeal_score=0.92) is None
    first, second = await dropped(hands)
    assert (first.post_id, second.post_id) == (cold.id, opened.id)
    assert (first.score, second.score) == (0.92, RETOLD)


async def test_the_coordinator_opens_a_card_of_news_by_one_tap(hands: Phones, site: Site) -> None:
    (cold,) = await swept(hands, site, item(COLD))
    await taken(hands, cold)
    now = hands.town.clock.now()
    since, until = int((now - timedelta(days=1)).timestamp()), int((now + timedelta(days=1)).timestamp())
    toast = await hands.press("coordinator", NightButton(do=NightDo.APPEAL, since=since, until=until, post=cold.id))
    assert "Взяли в работу" in (toast or "")
    async with hands.town.storage.transaction() as tx:
        assert await tx.voices.incident_of(cold.id) is not None


@pytest.mark.parametrize("grade", DangerGrade)
@pytest.mark.parametrize(("hour", "who", "code", "rings"), [(12, "coordinator", None, True), (23, "duty", "R14", False)])
async def test_a_danger_that_news_tell_of_is_asked_about_and_wakes_nobody(
    hands: Phones, site: Site, grade: DangerGrade, hour: int, who: str, code: str | None, rings: bool
) -> None:
    hands.town.clock.moment = at(hour)
    (ice,) = await swept(hands, site, item("В Редкино спасли провалившегося под лёд рыбака"))
    found = await taken(hands, ice, is_appeal=False, danger=True, danger_grade=grade, danger_now=0.97, danger_words="под лёд")
    assert found is not None
    assert (found.danger_grade, found.doubt, found.department_id, found.danger_words) == (None, Doubt.DANGER, None, "под лёд")
    asked = [row for row in await hands.town.rows() if row.sound or asks(row)]
    assert [(row.code, row.chat_id, row.sound) for row in asked] == [(code, hands.user(who), rings)]


async def test_a_comment_under_the_news_is_a_residents_word(hands: Phones, site: Site) -> None:
    comment = (
        "<item><title>Автор: Анна</title><link>https://zarya.example/news/1#comment-2</link><dc:creator>Анна</dc:creator>"
        f"<pubDate>{TUESDAY}</pubDate><description>У нас в Редкино тоже нет воды</description></item>"
    )
    news, answer = sorted(await swept(hands, site, item(OPENED, n=1), comment), key=lambda each: each.id)
    assert (answer.parent_id, answer.parent_text) == (news.id, OPENED)
    assert answer.post.author_id
    assert await taken(hands, answer) is not None


async def test_news_of_an_official_feed_are_kept_and_never_read(hands: Phones, site: Site) -> None:
    assert await swept(hands, site, item(COLD), mark=SourceMark.OFFICIAL) == []
