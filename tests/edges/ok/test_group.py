"""A group of Odnoklassniki as a collector: topics and comments once, in whatever form they come."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from collectors.ok.group import AT_LEAST
from collectors.ok.memory import OVERALL, PER_TOPIC, Known, Memory, Seen
from incidents.ids import DistrictId, SourceId
from incidents.posts import Network, Source, SourceBroken
from incidents.sources.own_words import attributed
from incidents.sources.post_links import post_link
from tests.kit.ok import GROUP, NOW, FakeOk, comment, swept, topic

TOPIC = "topic/1000001"
ADDRESS = f"https://ok.ru/group/{GROUP}/{TOPIC}"
DAY = timedelta(days=1)


async def test_a_topic_and_its_comment_are_posts_with_addresses_and_moscows_time(ok: FakeOk) -> None:
    ok.topics(topic(comments=1, at=NOW - timedelta(hours=2), like_summary={"count": 3}))
    ok.comments(comment(id="MTM5NzI=", reply_to_comment_id="MTM4", like_count=2))
    first, second = (await swept(ok)).posts
    assert (first.external_id, first.url, first.author_id) == (TOPIC, ADDRESS, "user:101")
    assert (first.likes, first.comments) == (3, 1)
    assert (second.external_id, second.parent_external_id) == (f"{TOPIC}/comment/MTM5NzI=", TOPIC)
    assert second.reply_to_external_id == f"{TOPIC}/comment/MTM4"
    assert (second.url, second.likes) == (f"{ADDRESS}#comment-MTM5NzI%3D", 2)
    assert second.published_at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    for post in (first, second):  # a link that somebody brings leads to the post that is there already
        link = post_link(post.url)
        assert link is not None
        assert (link.network, link.external_id, link.url) == (Network.OK, post.external_id, post.url)


async def test_a_comment_of_the_same_second_stands_after_its_topic(ok: FakeOk) -> None:
    at = NOW + timedelta(milliseconds=700)
    ok.topics(topic(comments=1, at=at))
    ok.comments(comment(date="2026-11-24 12:00:00"))
    batch = await swept(ok, now=NOW + timedelta(seconds=5))
    assert [post.published_at for post in batch.posts] == [at, at]


async def test_three_hundred_comments_are_read_whole_and_once(ok: FakeOk) -> None:
    every = [comment(id=f"id{n:03}", text=f"комментарий {n}", date=f"2026-11-24 {10 + n // 100}:{n % 60:02}:00") for n in range(300)]
    pages = [{"comments": every[200 - n : 300 - n], "anchor": f"a{n}", "has_more": n < 200} for n in (0, 100, 200)]
    ok.topics(topic(comments=300, at=NOW - timedelta(hours=6)))
    ok.say("discussions.getComments", *pages)
    first = await swept(ok)
    assert len(first.posts) == 301
    assert [call.get("anchor") for call in ok.calls if call["method"] == "discussions.getComments"] == [None, "a0", "a100"]
    ok.topics(topic(comments=301, at=NOW - timedelta(hours=6)))
    new = comment(id="id999", text="и ещё один", date="2026-11-24 12:30:00")
    pages = [{**pages[0], "comments": [*every[201:], new]}, {**pages[1], "comments": every[101:201]}, {**pages[2], "comments": every[:101]}]
    ok.say("discussions.getComments", *pages)
    later = await swept(ok, first.cursor, now=NOW + timedelta(hours=1))
    assert [post.text for post in later.posts] == ["В Редкино яма", "и ещё один"]
    assert later.gone == ()


@pytest.mark.parametrize("kept", ["name", "id"])
async def test_an_author_without_a_name_or_an_id_is_a_resident_all_the_same(ok: FakeOk, kept: str) -> None:
    nameless, nobody = comment(author_name=None), comment()
    del nobody["author_id"]
    ok.topics(topic(comments=1))
    ok.comments(nameless if kept == "name" else nobody)
    assert (await swept(ok)).posts[1].author_id == ("user:102" if kept == "name" else "")


async def test_a_topic_of_the_group_itself_and_a_comment_of_a_group_are_the_groups(ok: FakeOk) -> None:
    ok.topics(topic(author_ref=f"group:{GROUP}", comments=1))
    ok.comments(comment(author_id="77", author_type="GROUP", author_name="Администрация"))
    assert [post.author_id for post in (await swept(ok)).posts] == [f"group:{GROUP}", "group:77"]
    silent = topic(owner_ref=f"group:{GROUP}")
    del silent["author_ref"]
    ok.topics(silent)
    assert (await swept(ok)).posts[0].author_id == f"group:{GROUP}"


async def test_what_the_group_writes_itself_is_a_residents_word_until_it_is_marked_official(ok: FakeOk) -> None:
    ok.topics(topic(author_ref=f"group:{GROUP}"), topic(2_000_002, "Нет воды"), topic(3_000_003, "Чужая", author_ref="group:77"))
    own, resident, other = (await swept(ok)).posts
    source = Source(
        id=SourceId(1), district_id=DistrictId("konakovo"), network=Network.OK, external_id=f"group:{GROUP}", title="Наше Редкино"
    )
    told = attributed(own, source, ())
    assert (told.author_id, told.by_owner) == ("", False)
    assert attributed(own, source, {source.external_id}).by_owner
    assert attributed(other, source, {"group:77"}).by_owner
    assert not attributed(resident, source, {source.external_id}).by_owner


async def test_null_items_and_odd_ones_spoil_nothing_else(ok: FakeOk) -> None:
    odd: list[Any] = [None, 7, {}, topic(id=0) | {"id": None}, topic(5) | {"created_ms": "вчера"}, topic(6) | {"created_ms": 10**18}]
    ok.topics(*odd, topic(media=[None, {"type": "text", "text": "Яма"}], comments=3), entities=None)
    ok.comments(None, {"text": "без номера"}, comment(date="давно"), comment(id=""), comment(id="good"))
    assert [post.text for post in (await swept(ok)).posts] == ["Яма", "И у нас"]


async def test_a_date_in_the_future_is_now(ok: FakeOk) -> None:
    ok.topics(topic(at=NOW + 400 * DAY, comments=1))
    ok.comments(comment(date="2031-01-01 00:00:00"))
    assert [post.published_at for post in (await swept(ok)).posts] == [NOW, NOW]


async def test_comments_of_topics_that_do_not_count_them_are_read_all_the_same(ok: FakeOk) -> None:
    silent = topic(created_ms=str(int(NOW.timestamp() * 1000)))
    del silent["discussion_summary"]
    ok.topics(silent)
    ok.comments(comment())
    first = await swept(ok)
    assert [post.text for post in first.posts] == ["В Редкино яма", "И у нас"]
    ok.comments(comment(), comment(id="b", text="И тут"))
    assert (await swept(ok, first.cursor, now=NOW + timedelta(minutes=5))).posts == ()
    assert [post.text for post in (await swept(ok, first.cursor, now=NOW + timedelta(minutes=31))).posts] == ["И тут"]


async def test_a_login_page_instead_of_data_breaks_the_source_and_loses_nothing(ok: FakeOk) -> None:
    first = await swept(ok)
    ok.say("mediatopic.getTopics", web.Response(text="<html>Вход</html>", content_type="text/html"))
    with pytest.raises(SourceBroken, match="веб-страница"):
        await swept(ok, first.cursor)
    ok.topics(topic())
    assert [post.text for post in (await swept(ok, first.cursor)).posts] == ["В Редкино яма"]


@pytest.mark.parametrize("answer", [[], None, {"media_topics": {}}, "готово"])
async def test_an_answer_of_another_form_is_told(ok: FakeOk, answer: object) -> None:
    ok.say("mediatopic.getTopics", answer)
    with pytest.raises(SourceBroken, match="не так, как описано"):
        await swept(ok)


async def test_a_deleted_topic_is_gone_with_its_comments_and_told_once(ok: FakeOk) -> None:
    ok.topics(topic(comments=1), topic(2_000_002, "Нет воды"))
    ok.comments(comment())
    first = await swept(ok)
    ok.topics(topic(2_000_002, "Нет воды"))
    ok.say("mediatopic.getByIds", {"error_code": 300, "error_msg": "NOT_FOUND"})
    gone = await swept(ok, first.cursor, now=NOW + timedelta(minutes=3))
    assert gone.gone == (TOPIC, f"{TOPIC}/comment/MTM5Nzox")
    assert (await swept(ok, gone.cursor, now=NOW + timedelta(minutes=6))).gone == ()
    ok.topics(topic(comments=1), topic(2_000_002, "Нет воды"))
    back = await swept(ok, gone.cursor, now=NOW + timedelta(minutes=9))
    assert TOPIC in [post.external_id for post in back.posts]


async def test_a_topic_that_only_the_list_lacks_is_not_gone(ok: FakeOk) -> None:
    ok.topics(topic(), topic(2_000_002, "Нет воды"))
    first = await swept(ok)
    ok.topics(topic(2_000_002, "Нет воды"))
    ok.say("mediatopic.getByIds", {"media_topics": [{"id": "1000001"}, {"id": "2000002"}]})
    later = await swept(ok, first.cursor, now=NOW + timedelta(minutes=3))
    assert (later.posts, later.gone) == ((), ())
    ok.topics(topic(), topic(2_000_002, "Нет воды"))
    assert (await swept(ok, later.cursor, now=NOW + timedelta(minutes=6))).posts == ()


@pytest.mark.parametrize(
    "answer", [{}, [], {"media_topics": []}, {"media_topics": None}, {"error_code": 10, "error_msg": "PERMISSION_DENIED"}]
)
async def test_an_answer_that_proves_nothing_makes_no_topic_gone_and_holds_nothing_back(ok: FakeOk, answer: object) -> None:
    ok.topics(topic(), topic(2_000_002, "Нет воды"))
    first = await swept(ok)
    ok.topics(topic(2_000_002, "Нет воды"), topic(3_000_003, "Нет света"))
    ok.say("mediatopic.getByIds", answer)
    later = await swept(ok, first.cursor, now=NOW + timedelta(minutes=3))
    assert ([post.text for post in later.posts], later.gone) == (["Нет света"], ())
    ok.say("mediatopic.getByIds", {"media_topics": [{"id": "2000002"}]})
    assert (await swept(ok, later.cursor, now=NOW + timedelta(minutes=6))).gone == (TOPIC,)


async def test_of_several_missing_topics_each_is_asked_for(ok: FakeOk) -> None:
    ok.topics(topic(), topic(2_000_002, "Нет воды"))
    first = await swept(ok)
    ok.topics()
    missing = {"error_code": 300, "error_msg": "NOT_FOUND"}
    ok.say("mediatopic.getByIds", missing, missing, {"media_topics": [{"id": "2000002"}]})
    assert (await swept(ok, first.cursor, now=NOW + timedelta(minutes=3))).gone == (TOPIC,)


async def test_a_deleted_comment_is_gone_and_the_place_of_one_too(ok: FakeOk) -> None:
    ok.topics(topic(comments=3))
    ok.comments(comment(), comment(id="b"), comment(id="c"))
    first = await swept(ok)
    ok.topics(topic(comments=1))
    ok.comments(comment(), comment(id="c", type="REMOVED_MESSAGE"))
    later = await swept(ok, first.cursor, now=NOW + timedelta(minutes=3))
    assert later.gone == (f"{TOPIC}/comment/b", f"{TOPIC}/comment/c")


async def test_a_closed_discussion_holds_no_topic_back(ok: FakeOk) -> None:
    ok.topics(topic(comments=5))
    ok.say("discussions.getComments", {"error_code": 456, "error_msg": "GROUP_RESTRICTION"})
    first = await swept(ok)
    assert len(first.posts) == 1
    assert (await swept(ok, first.cursor)).posts == ()


async def test_a_limit_at_the_comments_keeps_the_topics_and_reads_the_comments_later(ok: FakeOk) -> None:
    ok.topics(topic(comments=1))
    ok.say("discussions.getComments", {"error_code": 11, "error_msg": "LIMIT_REACHED"})
    first = await swept(ok)
    assert [post.parent_external_id for post in first.posts] == [None]
    with pytest.raises(SourceBroken, match="Предел обращений"):
        await swept(ok, first.cursor)
    ok.comments(comment())
    assert [post.text for post in (await swept(ok, first.cursor)).posts] == ["И у нас"]


async def test_pages_are_turned_until_what_was_seen_before(ok: FakeOk) -> None:
    first = await swept(ok)
    new = [topic(n, f"тема {n}", at=NOW + timedelta(minutes=100 - n)) for n in range(1, 101)]
    old = [topic(n, f"старая {n}", at=NOW - 30 * DAY) for n in range(200, 250)]
    pages = [{"media_topics": rows, "anchor": f"a{n}", "has_more": True} for n, rows in enumerate((new[:50], new[50:], old))]
    ok.say("mediatopic.getTopics", *pages)
    batch = await swept(ok, first.cursor, now=NOW + timedelta(hours=2))
    assert sorted(post.text for post in batch.posts) == sorted(f"тема {n}" for n in range(1, 101))
    assert ok.count("mediatopic.getTopics") == 1 + 3


async def test_an_anchor_that_leads_nowhere_ends_the_pages(ok: FakeOk) -> None:
    ok.topics(topic(), anchor="same", has_more=True)
    assert len((await swept(ok)).posts) == 1
    assert ok.count("mediatopic.getTopics") == 2


async def test_old_topics_that_come_into_sight_are_no_news(ok: FakeOk) -> None:
    ok.topics(*(topic(n, f"тема {n}", at=NOW - timedelta(minutes=n)) for n in range(1, AT_LEAST + 1)))
    first = await swept(ok)
    left = [topic(n, f"тема {n}", at=NOW - timedelta(minutes=n)) for n in range(2, AT_LEAST + 1)]
    ok.topics(*left, topic(900, "прошлогодняя", at=NOW - 300 * DAY, comments=1))
    ok.comments(comment(date="2026-02-01 10:00:00"))
    ok.say("mediatopic.getByIds", {"media_topics": []})
    later = await swept(ok, first.cursor, now=NOW + timedelta(minutes=3))
    assert later.posts == ()
    ok.topics(*left, topic(900, "прошлогодняя", at=NOW - 300 * DAY, comments=2))
    ok.comments(comment(date="2026-02-01 10:00:00"), comment(id="fresh", date="2026-11-24 12:05:00"))
    assert "И у нас" in [post.text for post in (await swept(ok, later.cursor, now=NOW + timedelta(minutes=6))).posts]


def test_a_cursor_is_bounded_and_what_it_forgot_is_not_told_again() -> None:
    memory = Memory(at=1)
    for n in range(20):
        comments = {f"{n}-{m}-{'x' * 70}": Seen("abcdefgh", 1_000 * n + m) for m in range(500)}
        memory.topics[str(n)] = Known(date=1_000 * n, mark="abcdefgh", comments=comments)
    text = memory.dump()
    assert len(text) < 150_000
    again = Memory.load(text)
    assert sum(len(known.comments) for known in again.topics.values()) == OVERALL
    newest = again.topics["19"]
    assert len(newest.comments) == PER_TOPIC
    assert newest.has_seen("forgotten", 19_000 + 99)
    assert not newest.has_seen("unknown", 19_000 + 501)
    assert Memory.load(again.dump()).dump() == text
