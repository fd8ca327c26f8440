"""The town's VK events are those that were parsed strictly by vkbottle-types 5.199.99.22 on 26 November 2026.

The package pins another aiofiles than ours, so it is not installed here: `python benchmarks/parse_events.py --record` parses the events of
the day in an environment of its own and keeps them. A town that tells anything else has to be parsed again.
"""

import json
from collections import Counter

from collectors.vk.events.news import is_of_use, news_of
from incidents.posts import Network
from tests.kit.vk.events import FILE, GROUP, SECRET, recorded

EVENTS = json.loads(FILE.read_text(encoding="utf-8"))


async def test_the_town_tells_what_was_parsed() -> None:
    assert await recorded() == EVENTS


def test_the_sample_holds_every_kind_of_event_that_is_read() -> None:
    told = Counter(each["type"] for each in EVENTS)
    assert {kind for kind in told if is_of_use({"type": kind})} == {
        "wall_post_new",
        "wall_reply_new",
        "wall_reply_edit",
        "wall_reply_restore",
        "wall_reply_delete",
        "message_new",
        "message_edit",
    }
    assert {"message_reply", "message_allow", "message_deny"} <= told.keys()
    assert EVENTS[-1]["secret"] == SECRET


def test_every_event_of_the_sample_is_read() -> None:
    found = [news_of(each, GROUP) for each in EVENTS]
    posts = Counter(post.network for news in found for post in news.posts)
    assert posts == {Network.VK: 14, Network.VK_MESSAGES: 6}
    assert [id for news in found for id in news.gone] == [f"wall-{GROUP}_8_r9"]


def test_a_sticker_and_a_voice_note_without_words_are_nothing_to_read() -> None:
    messages = [each for each in EVENTS if each["type"] == "message_new"]
    silent = [each["object"]["message"]["attachments"][0] for each in messages if not news_of(each, GROUP).posts]
    assert [each["type"] for each in silent] == ["sticker", "audio_message", "link"]
    assert silent[1]["audio_message"]["transcript_state"] == "in_progress"
