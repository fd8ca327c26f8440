"""Answers on a wall: what VK said of a comment, and the proof by reading the thread."""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from collectors.vk.client import VkClient
from collectors.vk.limiter import Steady
from collectors.vk.photos import upload_photo
from collectors.vk.publisher import VkPublisher, same
from incidents.posts import Post, SourceBroken
from incidents.publisher import NotAllowed, PhotoRefused, Published, TryLater, Unclear
from sandbox.client import TownClient, open_town
from tests.kit.vk.fake import DROP, HANG, FakeVk, client_of, recorded
from tests.kit.vk.posts import PHOTO, post
from tests.kit.vk.walls import SPEED, START, TOWN

TEXT = "Здравствуйте! Яму на Баскакова засыплем до 25 ноября."


def town_with_an_editor() -> dict[str, Any]:
    """The community's editor may upload photos for its wall."""
    editor = {"token": "editor", "kind": "user", "user_id": 101, "group_id": 1}
    return {**TOWN, "vk": {**TOWN["vk"], "tokens": [*TOWN["vk"]["tokens"], editor]}}


class Desk:
    """A publisher in the town."""

    def __init__(self, town: TownClient) -> None:
        self.town = town
        self.writer = VkClient("group", kind="group", api_base=town.base, tempo=Steady(SPEED), timeout=0.5)
        self.reader = VkClient("service", kind="service", api_base=town.base, tempo=Steady(SPEED))
        self.publisher = VkPublisher(self.writer, self.reader, 1)

    async def wall(self) -> list[dict[str, Any]]:
        shown = await self.town.get("vk/wall?group_id=1")
        return list(shown["posts"])

    async def write(self, text: str = "Яма") -> Post:
        made = await self.town.post("vk/post", group_id=1, author_id=101, text=text)
        return post(f"wall-1_{made['post_id']}")

    async def comment(self, under: Post, text: str, reply_to: int | None = None) -> Post:
        post_id = int(under.external_id.rpartition("_")[2])
        made = await self.town.post("vk/comment", owner_id=-1, post_id=post_id, author_id=102, text=text, reply_to=reply_to)
        return post(f"{under.external_id}_r{made['comment_id']}")


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with open_town(town_with_an_editor(), origin=START.isoformat(), speed=SPEED) as town:
        made = Desk(town)
        yield made
        made.writer.close()
        made.reader.close()


async def test_an_answer_stands_under_the_post_and_is_found(desk: Desk) -> None:
    under = await desk.write()
    done = await desk.publisher.publish(under, TEXT, guid="a")
    assert isinstance(done, Published)
    assert done.url == f"https://vk.com/wall-1_1?reply={done.external_id.rpartition('_r')[2]}"
    assert await desk.publisher.find(under, TEXT, since=START) == done
    comment = (await desk.wall())[0]["comments"][0]
    assert (comment["from_id"], comment["text"]) == (-1, TEXT)


async def test_an_answer_to_a_comment_is_a_reply_in_its_thread(desk: Desk) -> None:
    under = await desk.write()
    root = await desk.comment(under, "и у нас")
    inner = await desk.comment(under, "и у нас тоже", reply_to=int(root.external_id.rpartition("_r")[2]))
    done = await desk.publisher.publish(inner, TEXT, guid="a")
    assert isinstance(done, Published)
    assert await desk.publisher.find(inner, TEXT, since=START) == done
    assert await desk.publisher.find(root, TEXT, since=START) is None
    assert await desk.publisher.find(under, TEXT, since=START) is None


async def test_the_same_guid_makes_no_second_comment(desk: Desk) -> None:
    under = await desk.write()
    first = await desk.publisher.publish(under, TEXT, guid="a")
    assert await desk.publisher.publish(under, TEXT, guid="a") == first
    assert len((await desk.wall())[0]["comments"]) == 1


@pytest.mark.parametrize("kind", ["html", "hang", "drop"])
async def test_an_unclear_outcome_is_settled_by_looking(desk: Desk, kind: str) -> None:
    under = await desk.write()
    await desk.town.post("fault", api="vk", method="wall.createComment", kind=kind, after=True, seconds=5)
    outcome = await desk.publisher.publish(under, TEXT, guid="a")
    assert isinstance(outcome, Unclear)
    found = await desk.publisher.find(under, TEXT, since=START)
    assert found is not None
    assert await desk.publisher.publish(under, TEXT, guid="a") == found
    assert len((await desk.wall())[0]["comments"]) == 1


async def test_an_unclear_outcome_that_never_arrived_is_not_found(desk: Desk) -> None:
    under = await desk.write()
    await desk.town.post("fault", api="vk", method="wall.createComment", kind="drop")
    assert isinstance(await desk.publisher.publish(under, TEXT, guid="a"), Unclear)
    assert await desk.publisher.find(under, TEXT, since=START) is None
    assert isinstance(await desk.publisher.publish(under, TEXT, guid="a"), Published)


async def test_only_our_own_words_since_then_are_found(desk: Desk) -> None:
    under = await desk.write()
    await desk.comment(under, TEXT)
    assert await desk.publisher.find(under, TEXT, since=START) is None
    await desk.publisher.publish(under, "Другой ответ", guid="a")
    assert await desk.publisher.find(under, TEXT, since=START) is None
    await desk.publisher.publish(under, TEXT, guid="b")
    assert await desk.publisher.find(under, TEXT, since=START + timedelta(days=2)) is None


def test_texts_are_compared_as_they_look() -> None:
    assert same("Сделаем \n\n до\u00a025\u200b ноября ") == same("Сделаем до 25 ноября")
    assert same("5 &lt; 6 [id1|Анна]") == same("5 < 6 Анна")
    assert same("Сделаем") != same("Не сделаем")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("vk_error_213_comments_closed", "в этом сообществе закрыты комментарии от сообществ"),
        ("vk_error_15_closed_wall", "доступ к посту закрыт или его удалили"),
        ("vk_error_5_wrong_token", "токен сообщества недействителен"),
        ("vk_error_27_group_token", "для ответа нужен ключ сообщества, а настроен другой"),
    ],
)
async def test_a_refusal_is_final_and_says_why(vk: FakeVk, name: str, reason: str) -> None:
    assert await outcome_of(vk, recorded(name)) == NotAllowed(user_text=reason)


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("vk_error_6_too_often", 60.0), ("vk_error_9_flood", 300.0), ("vk_error_14_captcha", 900.0), ("vk_error_29_quota", 3600.0)],
)
async def test_what_did_nothing_for_certain_is_tried_later(vk: FakeVk, name: str, seconds: float) -> None:
    outcome = await outcome_of(vk, recorded(name))
    assert isinstance(outcome, TryLater)
    assert outcome.seconds == seconds


@pytest.mark.parametrize(
    "answer",
    [HANG, DROP, "vk_bad_gateway", "vk_html_with_200", "vk_error_10_server", "vk_created_without_id", "vk_answer_a_list"],
)
async def test_what_may_have_arrived_is_unclear_and_is_asked_once(vk: FakeVk, answer: str) -> None:
    said = answer if answer in (HANG, DROP) else recorded(answer)
    assert isinstance(await outcome_of(vk, said), Unclear)
    assert vk.count("wall.createComment") == 1


async def test_a_post_of_another_network_is_refused(vk: FakeVk) -> None:
    assert isinstance(await outcome_of(vk, {}, external_id="ok_1"), NotAllowed)
    assert vk.calls == []


@pytest.mark.parametrize("said", ["vk_error_29_quota", "vk_answer_a_list", "vk_created_without_id"])
async def test_a_thread_that_cannot_be_read_is_a_broken_source(vk: FakeVk, said: str) -> None:
    vk.say("wall.getComments", recorded(said))
    reader = client_of(vk)
    with pytest.raises(SourceBroken):
        await VkPublisher(reader, reader, 1).find(post(), TEXT, since=datetime(2026, 6, 1, tzinfo=UTC))
    reader.close()


async def outcome_of(vk: FakeVk, said: Any, external_id: str = "wall-1_7") -> object:
    vk.say("wall.createComment", said)
    writer = client_of(vk, kind="group", timeout=0.3)
    try:
        return await VkPublisher(writer, writer, -1).publish(post(external_id), TEXT, guid="g")
    finally:
        writer.close()


async def test_a_photo_is_uploaded_by_the_editor_and_stands_under_the_answer(desk: Desk) -> None:
    under = await desk.write()
    with pytest.raises(PhotoRefused, match="ключ редактора"):
        await desk.publisher.upload(under, PHOTO)
    editor = VkClient("editor", kind="user", api_base=desk.town.base, tempo=Steady(SPEED))
    publisher = VkPublisher(desk.writer, desk.reader, 1, editor=editor)
    try:
        attachment = await publisher.upload(under, PHOTO)
        assert attachment.startswith("photo-1_")
        assert isinstance(await publisher.publish(under, TEXT, guid="a", attachments=[attachment]), Published)
        with pytest.raises(PhotoRefused, match="не распознал"):
            await publisher.upload(under, b"MZ")
    finally:
        editor.close()
    (name,) = (await desk.wall())[0]["comments"][0]["photos"]
    async with aiohttp.ClientSession() as session, session.get(f"{desk.town.base}/vk/photo/{name}.jpg") as response:
        assert await response.read() == PHOTO


async def test_a_text_that_is_refused_with_its_photos_goes_without_them(desk: Desk) -> None:
    under = await desk.write()
    done = await desk.publisher.publish(under, TEXT, guid="a", attachments=["photo-1_5"])
    assert isinstance(done, Published)
    assert done.bare
    assert (await desk.wall())[0]["comments"][0]["photos"] == []
    gone = await desk.publisher.publish(post("wall-1_999"), TEXT, guid="b", attachments=["photo-1_5"])
    assert isinstance(gone, NotAllowed)


@pytest.mark.parametrize(
    ("place", "saved", "words"),
    [
        ({"error": {"error_code": 27, "error_msg": "Group authorization failed"}}, {}, "нужен ключ"),
        ({"response": {"upload_url": "http://198.51.100.7/put"}}, {}, "небезопасен"),
        ({"response": {"upload_url": "http://127.0.0.1:9/put"}}, {}, "загрузка фото"),
        ({"response": {}}, {}, "непонятно"),
        ({"response": {"upload_url": "PUT"}}, {"response": []}, "непонятно"),
        ({"response": {"upload_url": "PUT"}}, {"error": {"error_code": 100, "error_msg": "hash is invalid"}}, "saveWallPhoto"),
    ],
)
async def test_an_upload_that_fails_says_why_and_names_no_address(vk: FakeVk, place: Any, saved: Any, words: str) -> None:
    async def put(_request: web.Request) -> web.Response:
        return web.json_response({"server": 1, "photo": '[{"photo":"x"}]', "hash": "h"})

    app = web.Application()
    app.router.add_post("/put", put)
    client = client_of(vk, kind="user")
    try:
        async with TestServer(app) as server:
            if place.get("response", {}).get("upload_url") == "PUT":
                place = {"response": {"upload_url": str(server.make_url("/put"))}}
            vk.say("photos.getWallUploadServer", place)
            vk.say("photos.saveWallPhoto", saved)
            with pytest.raises(PhotoRefused, match=words) as refusal:
                await VkPublisher(client, client, 1).upload(post(), PHOTO)
    finally:
        client.close()
    assert "put" not in str(refusal.value)


class Editor:
    """The real API's client, which names this address for the upload."""

    host = "api.vk.com"

    def __init__(self, url: str) -> None:
        self._url = url

    async def call(self, _method: str, **_params: object) -> dict[str, str]:
        return {"upload_url": self._url}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{}/put",
        "https://127.0.0.1:{}/put",
        "https://[::ffff:127.0.0.1]:{}/put",
        "https://127.1:{}/put",
        "https://pu.vk.com:{}/put",
    ],
)
@pytest.mark.parametrize("proxy", [None, "http://127.0.0.1:9"])
async def test_a_photo_goes_to_no_address_inside_our_network(url: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(_host: str, port: int, *_: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    came: list[object] = []

    async def take(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(writer)
        writer.close()

    monkeypatch.delenv("HTTPS_PROXY", raising=False)
    monkeypatch.setenv("https_proxy", proxy or "")
    async with await asyncio.start_server(take, "127.0.0.1", 0) as server:
        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        editor: Any = Editor(url.format(server.sockets[0].getsockname()[1]))  # stands for a client of VK
        with pytest.raises(PhotoRefused):
            await upload_photo(editor, 1, PHOTO, timeout=5)
    assert came == []


async def test_an_upload_server_that_is_ill_refuses_the_photo(vk: FakeVk) -> None:
    client = client_of(vk, kind="user")
    vk.say("photos.getWallUploadServer", {"response": {"upload_url": f"{vk.base}/nowhere"}})
    try:
        with pytest.raises(PhotoRefused, match="HTTP 404"):
            await VkPublisher(client, client, 1).upload(post(), PHOTO)
    finally:
        client.close()
