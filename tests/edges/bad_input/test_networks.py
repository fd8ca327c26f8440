"""Whatever VK answers or brings: posts are read and kept, or it is said in words; nothing fails."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import strategies as st

from bot.reading.kept_batch import keep_batch
from collectors.pushed.drain import Drain
from collectors.vk.errors import VkError, policy_of
from collectors.vk.events.news import is_of_use, news_of
from collectors.vk.look import look_at
from collectors.vk.messages import VkMessages
from collectors.vk.photos import upload_photo
from collectors.vk.poster import VkPoster
from collectors.vk.publisher import VkPublisher
from collectors.vk.wall import VkWall
from incidents.posts import Network, Post, SourceBroken
from incidents.publisher import NotAllowed, PhotoRefused, Published, TryLater, Unclear
from incidents.sources.pushed import Pushed, PushedRow
from tests.kit.bad_input import WORDS, Json, holds, number_of_cases, spoiled
from tests.kit.desk_town import DeskTown, desk_town

NOW = datetime(2026, 11, 24, 6, 14, tzinfo=UTC)
DATE = int(NOW.timestamp()) - 600
TEXT = "Здравствуйте! Завтра заделаем"
PHOTO = {"type": "photo", "photo": {"id": 3, "sizes": [{"type": "x", "width": 6, "height": 4, "url": "https://sun9-1.example.com/x.jpg"}]}}
VIDEO = {"type": "video", "video": {"id": 2, "title": "яма", "description": "во дворе"}}
REPOST = {"id": 5, "owner_id": -77, "from_id": -77, "date": DATE, "text": "Отключение воды", "attachments": [PHOTO]}
POST: Json = {
    **{"id": 7, "owner_id": -1, "from_id": 101, "date": DATE, "text": "На [id1|Лесной] яма", "post_type": "post", "is_pinned": 0},
    **{"likes": {"count": 3}, "comments": {"count": 2}, "attachments": [PHOTO, VIDEO], "copy_history": [REPOST]},
}
REPLY = {
    "id": 9,
    "owner_id": -1,
    "post_id": 7,
    "from_id": 102,
    "date": DATE,
    "text": "и у нас",
    "reply_to_comment": 8,
    "parents_stack": [8],
}
COMMENT = {
    **{"id": 8, "owner_id": -1, "post_id": 7, "from_id": -1, "date": DATE, "text": TEXT, "attachments": [PHOTO]},
    **{"likes": {"count": 1}, "thread": {"count": 1, "items": [REPLY]}},
}
NOTE = {"type": "audio_message", "audio_message": {"id": 1, "transcript": "нет воды", "transcript_state": "done"}}
MESSAGE: Json = {
    **{"id": 4, "conversation_message_id": 4, "peer_id": 101, "from_id": 101, "date": DATE, "out": 1, "text": TEXT},
    **{"attachments": [PHOTO, NOTE], "fwd_messages": [{"from_id": 3, "text": "яма"}], "reply_message": {"from_id": 2, "text": "где?"}},
}
ANSWERS: Mapping[str, Json] = {
    "wall.get": {"count": 1, "items": [POST, {**POST, "id": 6, "copy_history": [], "signer_id": 104}]},
    "wall.getById": [POST],
    "wall.getComments": {"count": 2, "current_level_count": 2, "items": [COMMENT, {"id": 10, "deleted": True}]},
    "wall.createComment": {"comment_id": 11},
    "wall.post": {"post_id": 12},
    "messages.send": 13,
    "messages.getHistory": {"count": 1, "items": [MESSAGE]},
    "groups.getById": {"groups": [{"id": 1, "name": "Конаково", "is_closed": 0, "screen_name": "k"}]},
    "users.get": [{"id": 5, "is_closed": False, "first_name": "А"}],
    "photos.getWallUploadServer": {"upload_url": "ftp://198.51.100.7/put"},
}
EVENTS = [
    {"type": kind, "group_id": 1, "event_id": "e1", "v": "5.199", "object": told}
    for kind, told in [
        *(("wall_post_new", POST), ("wall_reply_new", REPLY), ("wall_reply_edit", REPLY), ("wall_reply_restore", REPLY)),
        *(("wall_reply_delete", {"id": 9, "owner_id": -1, "post_id": 7}), ("message_new", {"message": {**MESSAGE, "out": 0}})),
        *(("message_edit", {**MESSAGE, "out": 0}), ("group_join", {"user_id": 1})),
    ]
]
ERRORS = st.sampled_from([5, 6, 9, 10, 14, 15, 18, 29, 30, 100, 212, 214, 913, -1])


class Vk:
    """A caller that answers what it is told."""

    kind, host = "user", "api.vk.com"

    def __init__(self, answers: Mapping[str, Json]) -> None:
        self._answers = answers

    async def call(self, method: str, **_params: object) -> Json:
        said = self._answers[method]
        if isinstance(said, VkError):
            raise said
        return said


@st.composite
def answers(draw: st.DrawFn) -> Mapping[str, Json]:
    """Answers of VK of which one or two are spoiled or refused."""
    said: dict[str, Json] = dict(ANSWERS)
    for method in draw(st.lists(st.sampled_from(sorted(ANSWERS)), min_size=1, max_size=2)):
        if draw(st.integers(0, 4)) == 0:
            code = draw(ERRORS)
            said[method] = VkError(method, policy_of(code), code=code)
        else:
            said[method] = draw(spoiled([{"response": ANSWERS[method]}])).get("response")
    return said


class Kept:
    """A district's file for all cases, with its source."""

    def __init__(self, url: str, runner: asyncio.Runner) -> None:
        self.runner, self.opened = runner, desk_town(url)
        self.town: DeskTown = runner.run(self.opened.__aenter__())

    def close(self) -> None:
        self.runner.run(self.opened.__aexit__(None, None, None))

    async def read(self, said: Mapping[str, Json]) -> None:
        """Two sweeps and all that is kept of them."""
        cursor = None
        for _ in range(2):
            try:
                batch = await VkWall(Vk(said), -1, now=lambda: NOW, own_group=1).fetch(cursor)
            except SourceBroken as error:
                assert error.user_text
                return
            cursor = batch.cursor
            async with self.town.storage.transaction() as tx:
                await keep_batch(tx, self.town.source, batch, now=NOW, backfill=True, stop_clock=False)


@pytest.fixture
def kept(sqlite_url: str) -> Iterator[Kept]:
    with asyncio.Runner() as runner:
        made = Kept(sqlite_url, runner)
        yield made
        made.close()


@number_of_cases(60, 1_200)
def test_any_answer_about_a_wall(kept: Kept, cases: int) -> None:
    holds(cases, answers(), lambda said: kept.runner.run(kept.read(said)))


@number_of_cases(60, 800)
def test_any_event_of_a_community(kept: Kept, cases: int) -> None:
    async def drain(event: Json) -> None:
        if not isinstance(event, dict) or not is_of_use(event):  # nothing else is kept
            return
        pushed = Pushed(network=Network.VK, source="-1", external_id="e1", raw=event)
        row = PushedRow(id=1, pushed=pushed, received_at=NOW)

        async def rows(_after: int) -> list[PushedRow]:
            return [row]

        batch = await Drain(rows, lambda one: news_of(one.pushed.raw, 1)).fetch(None)
        async with kept.town.storage.transaction() as tx:
            await tx.pushed.add([pushed], at=NOW)
            await keep_batch(tx, kept.town.source, batch, now=NOW, backfill=True, stop_clock=False)

    holds(cases, spoiled(EVENTS), lambda event: kept.runner.run(drain(event)))


def under(network: Network) -> Post:
    id = "im1_101_4" if network is Network.VK_MESSAGES else "wall-1_7"
    return Post(network=network, external_id=id, url="", text="", author_id="101", published_at=NOW)


@number_of_cases(60, 600)
def test_any_answer_to_our_answer(cases: int) -> None:
    """A published one has a number; one that cannot be found or read is said so."""
    known = Published | NotAllowed | Unclear | TryLater

    async def answer(said: Mapping[str, Json]) -> None:
        vk: Any = Vk(said)  # stands for a client of VK
        for publisher, post in (
            (VkPublisher(vk, vk, 1), under(Network.VK)),
            (VkPoster(vk, 1, editor=vk), under(Network.VK)),
            (VkMessages(vk, 1), under(Network.VK_MESSAGES)),
        ):
            assert isinstance(await publisher.publish(post, TEXT, guid="g"), known)
            try:
                await publisher.find(post, TEXT, since=NOW)
            except SourceBroken as error:
                assert error.user_text
        with pytest.raises(PhotoRefused):
            await upload_photo(vk, 1, b"photo")

    with asyncio.Runner() as runner:
        holds(cases, answers(), lambda said: runner.run(answer(said)))


@number_of_cases(60, 400)
def test_any_answer_about_an_address(cases: int) -> None:
    async def look(case: tuple[Mapping[str, Json], str]) -> None:
        said, address = case
        try:
            found = await look_at(Vk(said), address)
        except SourceBroken as error:
            assert error.user_text
        else:
            assert str(int(found.external_id)) == found.external_id
            assert found.title

    with asyncio.Runner() as runner:
        holds(cases, st.tuples(answers(), st.sampled_from(["-1", "5", "konakovo"]) | WORDS), lambda case: runner.run(look(case)))
