"""What an answer lacks is not deleted: only a whole and readable answer proves absence."""

from datetime import timedelta
from typing import Any

import pytest

from incidents.posts import Batch, SourceBroken
from tests.kit.ok import NOW, FakeOk, comment, swept, topic

TOPIC = "topic/1000001"
LATER = NOW + timedelta(minutes=3)
TWO = [comment(id="a"), comment(id="b", text="И тут")]
ODD = {**comment(id="b", text="И тут"), "date": "24 ноября"}


async def known_thread(ok: FakeOk) -> Batch:
    """A sweep that saw two comments under the topic."""
    ok.topics(topic(comments=2))
    ok.comments(*TWO)
    batch = await swept(ok)
    assert len(batch.posts) == 3
    return batch


@pytest.mark.parametrize(
    "pages",
    [
        [{}],
        [{"comments": None}],
        [{"comments": {"a": TWO[0]}}],
        [{"comments": [TWO[0]], "has_more": True}],
        [{"comments": [TWO[0]], "has_more": True, "anchor": "same"}],
        [{"comments": [TWO[0]], "anchor": "same"}],
        [{"comments": [TWO[0]], "has_more": True, "anchor": "next"}, {"comments": [], "has_more": True, "anchor": "more"}],
        [{"comments": [TWO[0]], "has_more": True, "anchor": "next"}, {}],
        [{"comments": [TWO[0], ODD]}],
        [{"comments": [TWO[0], None]}],
        [{"comments": [comment(id=f"n{n:02}") for n in range(100)]}],
    ],
    ids=[
        "no list",
        "null",
        "an object",
        "no anchor",
        "repeated",
        "repeated, no word",
        "empty",
        "no list later",
        "odd date",
        "null item",
        "full",
    ],
)
async def test_a_comment_missing_from_a_part_of_the_discussion_is_not_gone(ok: FakeOk, pages: list[Any]) -> None:
    first = await known_thread(ok)
    ok.topics(topic(text="В Редкино яма и лужа", comments=3))
    ok.say("discussions.getComments", *pages)
    later = await swept(ok, first.cursor, now=LATER)
    assert later.gone == ()
    ok.topics(topic(text="В Редкино яма и лужа", comments=1))
    ok.comments(TWO[1], has_more=False)
    whole = await swept(ok, later.cursor, now=LATER + timedelta(minutes=3))
    assert f"{TOPIC}/comment/a" in whole.gone
    assert [post.text for post in whole.posts if post.parent_external_id] == []


async def test_a_place_of_a_removed_comment_in_a_part_of_the_discussion_is_told_once(ok: FakeOk) -> None:
    first = await known_thread(ok)
    ok.topics(topic(comments=1))
    ok.comments(TWO[0], comment(id="b", type="REMOVED_MESSAGE"), has_more=True)
    told = await swept(ok, first.cursor, now=LATER)
    assert told.gone == (f"{TOPIC}/comment/b",)
    ok.topics(topic(comments=2))
    assert (await swept(ok, told.cursor, now=LATER + timedelta(minutes=3))).gone == ()


async def test_pages_go_on_behind_one_that_cannot_be_read(ok: FakeOk) -> None:
    ok.topics(topic(comments=2))
    pages = [{"comments": [ODD], "has_more": True, "anchor": "next"}, {"comments": [TWO[0]], "has_more": False}]
    ok.say("discussions.getComments", *pages)
    assert [post.text for post in (await swept(ok)).posts] == ["В Редкино яма", "И у нас"]


@pytest.mark.parametrize(
    "answer",
    [{}, {"media_topics": None}, {"media_topics": {}}, {"media_topics": [None]}, {"media_topics": [{"ref": "media_topic:1000001"}]}],
)
async def test_a_topic_is_not_gone_by_an_answer_that_does_not_say_which_stand(ok: FakeOk, answer: Any) -> None:
    ok.topics(topic(), topic(2_000_002, "Нет воды"))
    first = await swept(ok)
    ok.topics(topic(2_000_002, "Нет воды"))
    ok.say("mediatopic.getByIds", answer)
    assert (await swept(ok, first.cursor, now=LATER)).gone == ()


async def test_a_group_of_whose_topics_none_can_be_read_says_so(ok: FakeOk) -> None:
    first = await swept(ok)
    bare = topic()
    del bare["created_ms"]
    ok.topics(bare, None)
    with pytest.raises(SourceBroken, match="не так, как описано"):
        await swept(ok, first.cursor)
    ok.topics(bare, topic(2_000_002, "Нет воды"))
    assert [post.text for post in (await swept(ok, first.cursor)).posts] == ["Нет воды"]


@pytest.mark.parametrize("answer", [{}, {"comments": [ODD]}])
async def test_a_group_of_whose_comments_none_can_be_read_says_so_and_holds_no_topic_back(ok: FakeOk, answer: Any) -> None:
    ok.topics(topic(comments=2))
    ok.say("discussions.getComments", answer)
    first = await swept(ok)
    assert [post.text for post in first.posts] == ["В Редкино яма"]
    with pytest.raises(SourceBroken, match="не так, как описано"):
        await swept(ok, first.cursor, now=LATER)
    ok.comments(*TWO)
    assert [post.text for post in (await swept(ok, first.cursor, now=LATER)).posts] == ["И у нас", "И тут"]


async def test_one_odd_discussion_beside_others_breaks_nothing(ok: FakeOk) -> None:
    ok.topics(topic(comments=1), topic(2_000_002, "Нет воды", comments=1))
    ok.say("discussions.getComments", {"comments": [ODD]}, {"comments": [TWO[0]]})
    first = await swept(ok)
    assert len(first.posts) == 3
    assert (await swept(ok, first.cursor, now=LATER)).posts == ()


async def test_a_discussion_that_is_empty_needs_no_list(ok: FakeOk) -> None:
    silent = topic()
    del silent["discussion_summary"]
    ok.topics(silent)
    ok.say("discussions.getComments", {})
    first = await swept(ok)
    assert (await swept(ok, first.cursor, now=NOW + timedelta(hours=1))).posts == ()
