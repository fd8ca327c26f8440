"""The town in a box from outside: its process, its clock, its faults, its journal, its page."""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.__main__ import load, main, parser, run
from sandbox.client import TownClient, open_town
from sandbox.errors import ControlError

ROOT = Path(__file__).parents[3]
TOWN: dict[str, Any] = {
    "bots": [{"token": "1:demo", "username": "otklik_bot", "name": "Отклик"}],
    "users": [{"id": 101, "first_name": "Ирина"}, {"id": 103, "first_name": "Олег"}],
    "chats": [
        {"id": -5, "type": "group", "title": "Дороги", "members": [101]},
        {"id": -1001, "type": "supergroup", "title": "ЖКХ", "is_forum": True, "topics": [{"id": 5, "name": "Инциденты"}], "members": [101]},
    ],
    "vk": {
        "groups": [{"id": 1, "name": "Подслушано", "screen_name": "talk"}],
        "users": [{"id": 1001, "first_name": "Анна", "last_name": "Петрова"}],
        "tokens": [{"token": "service", "kind": "service"}],
    },
}


async def refusal(town: TownClient, path: str, **wish: Any) -> str:
    with pytest.raises(ControlError) as caught:
        await town.post(path, **wish)
    return str(caught.value)


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN, origin="2026-06-01T06:00:00+00:00") as client:
        yield client


async def test_the_clock_starts_runs_stops_and_jumps_as_told(town: TownClient) -> None:
    clock = await town.post("clock", speed=600, paused=False)
    assert clock["now"].startswith("2026-06-01T06:00:")
    await asyncio.sleep(0.02)
    assert (await town.get("clock"))["now"] >= "2026-06-01T06:00:10"
    stopped = await town.post("clock", paused=True, now="2026-06-02T12:00:00+03:00")
    await asyncio.sleep(0.01)
    assert (await town.get("clock"))["now"] == stopped["now"] == "2026-06-02T09:00:00+00:00"
    assert (await town.post("clock", paused=False))["now"].startswith("2026-06-02T09:00:00")


async def test_an_anchor_in_the_past_means_that_the_scenario_already_runs(town: TownClient) -> None:
    clock = await town.post("clock", origin="2026-06-01T06:00:00+00:00", speed=60, anchor=time.time() - 60)
    assert clock["now"].startswith("2026-06-01T07:00:")


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"now": "вчера"}, "не момент времени"),
        ({"now": "2026-06-01T06:00:00"}, "нет часового пояса"),
        ({"speed": 0}, "больше нуля"),
        ({"speed": "быстро"}, "числом"),
    ],
)
async def test_a_wrong_clock_is_refused_in_words(town: TownClient, wish: dict[str, Any], words: str) -> None:
    assert words in await refusal(town, "clock", **wish)


async def test_a_reset_forgets_everybody_and_a_merge_changes_only_what_it_names(town: TownClient) -> None:
    await town.start(101)
    await town.post("town", users=[{"id": 101, "first_name": "Ирина Олеговна"}])
    chats = {chat["id"]: chat for chat in await town.get("tg/chats")}
    assert chats[101]["first_name"] == "Ирина Олеговна"
    assert chats[101]["started"]
    assert chats[-1001]["topics"] == [{"id": 5, "name": "Инциденты"}]
    await town.post("reset")
    assert await town.get("tg/chats") == []
    assert (await town.get("vk/groups"))["groups"] == []
    assert (await town.bot("getMe"))["error_code"] == 401


@pytest.mark.parametrize(
    ("path", "wish", "words"),
    [
        ("tg/type", {"user_id": 999, "text": "а"}, "нет человека с id 999"),
        ("tg/type", {"user_id": 101}, "нужно поле text"),
        ("tg/type", {"user_id": 103, "chat_id": -5, "text": "а"}, "не состоит в чате"),
        ("tg/type", {"user_id": 101, "chat_id": -1001, "message_thread_id": 9, "text": "а"}, "нет темы 9"),
        ("tg/type", {"user_id": 101, "text": "\ud800"}, "encoded in UTF-8"),
        ("tg/type", {"user_id": 101, "photo": "кот"}, "нет картинки"),
        ("tg/press", {"user_id": 101, "chat_id": 101, "message_id": 7, "label": "Да"}, "нет сообщения 7"),
        ("tg/update", {"raw": 5}, "объект JSON"),
        ("vk/post", {"group_id": 9, "text": "а"}, "нет группы VK 9"),
        ("vk/post", {"group_id": 1, "author_id": 5, "text": "а"}, "нет человека VK"),
        ("vk/post", {"group_id": 1, "text": ""}, "текст или приложите фото"),
        ("vk/comment", {"owner_id": -1, "post_id": 1, "text": "а"}, "нет записи 1"),
        ("fault", {"api": "почта", "kind": "drop"}, "api должно быть"),
        ("fault", {"api": "vk", "kind": "взрыв"}, "kind должно быть"),
        ("fault", {"api": "vk", "kind": "drop", "times": 0}, "не меньше одного"),
        ("fault", {"api": "vk", "kind": "drop", "times": "два"}, "неотрицательным числом"),
        ("tg/press", {"user_id": 101, "chat_id": 77, "message_id": 7, "label": "Да"}, "нет чата 77"),
        ("vk/post", {"group_id": 1, "text": "а", "photos": "ice"}, "списком имён"),
        ("vk/edit", {"owner_id": 1, "post_id": 1, "text": "а"}, "отрицателен"),
        ("vk/post", {"group_id": True, "text": "а"}, "целым числом"),
        ("clock", {"origin": True}, "не момент времени"),
        ("town", {"bots": [{"token": "demo"}]}, "токен бота"),
        ("town", {"users": {"id": 1}}, "списком объектов"),
        ("town", {"chats": [{"id": 5, "title": "а"}]}, "меньше нуля"),
        ("town", {"vk": {"tokens": [{"token": "а", "kind": "group", "group_id": 77}]}}, "такой группы VK нет"),
    ],
)
async def test_a_wish_that_cannot_be_met_is_refused_in_words(town: TownClient, path: str, wish: dict[str, Any], words: str) -> None:
    assert words in await refusal(town, path, **wish)


async def test_a_body_that_is_no_json_object_is_refused(town: TownClient) -> None:
    for body in ("{", "[1]"):
        async with town.session.post(f"{town.base}/control/town", data=body) as answer:
            assert answer.status == 400
            assert "JSON" in (await answer.json())["error"]


async def test_an_ordered_error_comes_so_many_times_and_no_more(town: TownClient) -> None:
    await town.post("fault", api="telegram", method="getMe", times=2, kind="error", retry_after=7)
    for _ in range(2):
        body = await town.bot("getMe")
        assert body == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }
    assert (await town.bot("getMe"))["ok"]
    await town.post("fault", api="vk", method="*", kind="error", code=14, description="Captcha needed")
    error = (await town.vk("utils.getServerTime"))["error"]
    assert (error["error_code"], error["error_msg"]) == (14, "Captcha needed")
    assert {"key": "method", "value": "utils.getServerTime"} in error["request_params"]
    assert "service" not in json.dumps(error)
    assert "response" in await town.vk("utils.getServerTime")


async def test_a_fault_after_the_effect_leaves_the_effect(town: TownClient) -> None:
    await town.start(101)
    await town.post("fault", api="telegram", method="sendMessage", kind="drop", after=True)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await town.bot("sendMessage", chat_id=101, text="дошло")
    assert (await town.get("tg/chat/101"))["messages"][-1]["text"] == "дошло"
    await town.post("fault", api="telegram", method="sendMessage", kind="drop")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await town.bot("sendMessage", chat_id=101, text="не дошло")
    assert (await town.get("tg/chat/101"))["messages"][-1]["text"] == "дошло"


async def test_html_and_hanging_faults_look_like_a_broken_gateway(town: TownClient) -> None:
    await town.post("fault", api="vk", method="wall.get", kind="html", http_status=502)
    async with town.session.get(f"{town.base}/method/wall.get") as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")
        assert "502 Bad Gateway" in await answer.text()
    await town.post("fault", api="telegram", method="getMe", kind="hang", seconds=0.05)
    begin = time.monotonic()
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await town.bot("getMe")
    assert time.monotonic() - begin >= 0.05


async def test_orders_of_faults_can_be_seen_and_taken_back(town: TownClient) -> None:
    await town.post("fault", api="telegram", method="getMe", times=9, kind="error", code=403, description="Forbidden: no")
    assert (await town.get("faults"))["faults"][0]["times"] == 9
    async with town.session.delete(f"{town.base}/control/faults") as answer:
        assert answer.status == 200
    assert (await town.get("faults"))["faults"] == []
    assert (await town.bot("getMe"))["ok"]


async def test_the_journal_keeps_calls_without_tokens_and_without_empty_polls(town: TownClient) -> None:
    await town.bot("getUpdates")
    await town.vk("wall.get", owner_id=-1)
    assert not (await town.bot("sendMessage", chat_id=77, text="а"))["ok"]
    calls = (await town.get("log"))["calls"]
    assert [(call["api"], call["method"], call["ok"]) for call in calls] == [
        ("vk", "wall.get", True),
        ("telegram", "sendMessage", False),
    ]
    assert "access_token" not in calls[0]["params"]
    assert calls[1]["error"] == "Bad Request: chat not found"
    assert (await town.get(f"log?after={calls[0]['n']}&limit=5"))["calls"] == calls[1:]
    refused = (await town.get("stats"))["telegram"]["refused"]
    assert refused == {"sendMessage: Bad Request: chat not found": 1}


async def test_only_the_last_posts_and_messages_are_shown_if_so_asked(town: TownClient) -> None:
    for text in ("раз", "два", "три"):
        await town.post("vk/post", group_id=1, text=text)
        await town.post("tg/type", user_id=101, text=text)
    assert [post["text"] for post in (await town.get("vk/wall?group_id=1&limit=2"))["posts"]] == ["два", "три"]
    assert [message["text"] for message in (await town.get("tg/chat/101?limit=1"))["messages"]] == ["три"]
    for wrong in ("log?after=вчера", "vk/wall?group_id=9", "tg/chat/999", "tg/callback/5"):
        with pytest.raises(ControlError):
            await town.get(wrong)


async def test_the_page_is_one_document_with_nothing_from_outside(town: TownClient) -> None:
    async with town.session.get(town.base + "/") as answer:
        page = await answer.text()
    assert answer.status == 200
    assert "<title>Отклик: учебный городок</title>" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page


async def start_process(*arguments: str, stdin: int | None = None) -> asyncio.subprocess.Process:
    command = (sys.executable, "-m", "sandbox", *arguments)
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=stdin, stdout=pipe, stderr=pipe)


async def ready_port(process: asyncio.subprocess.Process) -> int:
    assert process.stdout is not None
    line = json.loads(await asyncio.wait_for(process.stdout.readline(), 20))
    assert line["ready"] is True
    return int(line["port"])


async def test_the_process_says_ready_and_ends_at_once_on_a_signal_even_with_a_hanging_poll() -> None:
    process = await start_process()
    port = await ready_port(process)
    async with aiohttp.ClientSession() as session:
        await session.post(f"http://127.0.0.1:{port}/control/fault", json={"api": "telegram", "method": "getMe", "kind": "hang"})
        async with asyncio.TaskGroup() as group:
            hanging = [
                group.create_task(_quietly(session, f"http://127.0.0.1:{port}/bot1:demo/getUpdates?timeout=30")),
                group.create_task(_quietly(session, f"http://127.0.0.1:{port}/bot1:demo/getMe")),
            ]
            await asyncio.sleep(0.2)
            process.send_signal(signal.SIGTERM)
            _, errors = await asyncio.wait_for(process.communicate(), 25)  # the poll would last for thirty
            assert (process.returncode, errors) == (0, b"")
        assert all(task.done() for task in hanging)


async def _quietly(session: aiohttp.ClientSession, url: str) -> None:
    try:
        async with session.get(url) as answer:
            await answer.read()
    except aiohttp.ClientError:
        return


async def test_the_process_ends_when_its_stdin_does() -> None:
    process = await start_process("--exit-with-stdin", stdin=asyncio.subprocess.PIPE)
    await ready_port(process)
    assert process.stdin is not None
    process.stdin.close()
    assert await asyncio.wait_for(process.wait(), 30) == 0


async def test_a_port_in_use_and_a_broken_town_are_one_russian_line_each(tmp_path: Path) -> None:
    broken = tmp_path / "town.json"
    broken.write_text('{"bots": [{"token": "demo"}]}', encoding="utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for arguments, words in (
            (("--port", str(taken.getsockname()[1])), "Порт занят"),
            (("--town", str(broken)), "токен бота"),
            (("--town", str(tmp_path / "no.json")), "не читается"),
            (("--clock-origin", "2026-06-01"), "нет часового пояса"),
        ):
            process = await start_process(*arguments)
            out, errors = await asyncio.wait_for(process.communicate(), 20)
            assert (process.returncode, out) == (2, b"")
            assert errors.decode().count("\n") == 1
            assert words in errors.decode()


async def test_a_signal_ends_the_town_that_runs_here_too(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = asyncio.Event()
    monkeypatch.setattr("sandbox.__main__.say_ready", lambda port: opened.set())
    options = parser().parse_args(["--speed", "60", "--clock-origin", "2026-06-01T06:00:00Z", "--clock-anchor", "0"])
    town = load(options)
    assert town.clock.speed == 60
    async with asyncio.TaskGroup() as group:
        running = group.create_task(run(town, options))
        await asyncio.wait_for(opened.wait(), 30)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(running, 30)
    reading, writing = os.pipe()
    os.close(writing)
    with os.fdopen(reading) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        await asyncio.wait_for(run(load(options), parser().parse_args(["--exit-with-stdin"])), 30)


def test_mistakes_in_the_command_line_are_one_russian_line_and_help_is_russian(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "town.json"
    wrong.write_text("[]", encoding="utf-8")
    assert main(["--town", str(wrong)]) == 2
    assert main(["--port", "99999"]) == 2
    assert capsys.readouterr().err.count("\n") == 2
    with pytest.raises(SystemExit) as ended:
        main(["--speed", "быстро"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("Не понимаю командную строку")
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "Городок в коробке" in capsys.readouterr().out
