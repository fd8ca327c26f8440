"""A whole demo in a few seconds: its figures, its refusals, and a clean end by Ctrl-C."""

import argparse
import asyncio
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.demo.control import Control, SandboxError
from bot.demo.robots import enrolment
from bot.demo.run import run_demo
from bot.demo.terminal.closing_line import Errors, report
from bot.demo.terminal.progress import STEPS
from bot.demo.town import make_town
from bot.signals import until_signal
from incidents.delivery import Say
from tests.kit.desk_town import StillClock, desk_town, konakovo

ROOT = Path(__file__).parents[3]


def arguments(**more: Any) -> argparse.Namespace:  # Any: options of the command
    return argparse.Namespace(**{"port": 0, "speed": 1200.0, "headless": True, "seconds": 4, "seed": 1, "posts": None, **more})


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    file = tmp_path / "posts.jsonl"
    texts = ("На Энергетиков у дома 29 яма на дороге", "Конаково, Строителей 14, батареи холодные", "Продам гараж")
    file.write_text("\n".join(json.dumps({"text": text, "community": "Наш двор"}) for text in texts), encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    before = logging.getLogger().handlers[:]
    yield
    assert logging.getLogger().handlers == before


def test_a_headless_demo_ends_with_its_figures_on_one_line(
    posts: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "aiogram.event")  # as the command's own logs have it: refusals are no errors
    assert run_demo(arguments(posts=posts)) == 0
    out = capsys.readouterr().out
    figures = json.loads(out)
    assert out.count("\n") == 1
    assert set(figures) == {"posts", "incidents", "cards", "cards_pending", "presses", "answers", "limits", "errors"}
    assert figures["errors"] == 0


def test_a_file_that_cannot_be_played_ends_the_demo_before_it_begins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_demo(arguments(posts=tmp_path / "nothing.jsonl")) == 2
    captured = capsys.readouterr()
    assert "не читается" in captured.err
    assert captured.err.count("\n") == 1


def test_a_port_that_is_taken_is_one_line_and_code_two(posts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert run_demo(arguments(posts=posts, port=taken.getsockname()[1])) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_errors_are_counted_and_warnings_are_not() -> None:
    errors, log = Errors(), logging.getLogger("tests.demo")
    log.addHandler(errors)
    try:
        log.warning("no")
        log.error("yes")
    finally:
        log.removeHandler(errors)
    assert errors.count == 1


async def test_each_error_of_the_last_line_is_said(
    sqlite_url: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    class Town(Control):
        def __init__(self) -> None:
            pass

        async def get(self, path: str, **params: str | int) -> dict[str, Any]:  # Any: JSON
            nothing: dict[str, Any] = {"refused": {}, "limits": {}}
            return {"telegram": {**nothing, "refused": {"chat not found": 2}}, "vk": nothing}

    async with desk_town(sqlite_url) as town:
        async with town.storage.transaction() as tx:
            await tx.outbox.put(Say(chat_id=town.chat("ann"), code="help"))
            (row,) = await tx.outbox.claim(now=town.clock.now(), lease=timedelta(minutes=1), limit=1)
            await tx.outbox.give_up(row, "Forbidden: bot was blocked")
            await tx.inbox.add(
                1, [{"update_id": 7, "message": {"from": {"id": 1}, "chat": {"id": 1, "type": "private"}}}], at=town.clock.now()
            )
            letter = await tx.inbox.next(now=town.clock.now())
            assert letter is not None
            await tx.inbox.set_aside(letter, "KeyError: text")
        await report(SimpleNamespace(storage=town.storage), Town(), presses=0, errors=1)  # type: ignore[arg-type]
    assert json.loads(capsys.readouterr().out)["errors"] == 5
    assert "мессенджер отказал, раз: 2: chat not found" in caplog.text
    assert f"не отправлено, чат {town.chat('ann')}: help: Forbidden: bot was blocked" in caplog.text
    assert "не обработано обновление 7: message: KeyError: text" in caplog.text


def children_of(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are looked up in /proc")
async def test_ctrl_c_ends_a_demo_cleanly_and_leaves_no_orphans(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "bot", "demo", "--speed", "60")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    demo = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, cwd=tmp_path, env=env
    )
    try:
        assert demo.stdout is not None
        async with asyncio.timeout(60):
            assert (await demo.stdout.readline()).decode().startswith("Город готов: http://127.0.0.1:")
            children = await asyncio.to_thread(children_of, demo.pid)
            demo.send_signal(signal.SIGINT)
            _, err = await demo.communicate()
    finally:
        if demo.returncode is None:
            demo.kill()
            await demo.wait()
    assert (demo.returncode, "Traceback" in err.decode()) == (0, False)
    assert children
    async with asyncio.timeout(20):
        while any([await asyncio.to_thread(is_alive, pid) for pid in children]):  # noqa: ASYNC110 - other processes tell nobody
            await asyncio.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of its own is a thing of Unix")
async def test_the_terminal_says_what_is_done_before_anything_is_loaded(tmp_path: Path) -> None:
    """The first words of a real start on a real terminal, also on one that does not tell its size: the greeting is far then."""
    ours, theirs = os.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "TERM": "xterm"}
    demo = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo"), stdout=asyncio.subprocess.PIPE, stderr=theirs, cwd=tmp_path, env=env
    )
    os.close(theirs)
    try:
        async with asyncio.timeout(60):
            first = b""
            while not first.strip(b"\r 0%"):
                first += await asyncio.to_thread(os.read, ours, 4096)
    finally:
        demo.kill()
        out, _ = await demo.communicate()
        os.close(ours)
    assert next(iter(STEPS)) in first.decode(errors="ignore")
    assert out == b""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_work_is_cancelled_by_a_signal_and_waited_for(number: signal.Signals) -> None:
    ended: list[str] = []

    async def work() -> None:
        os.kill(os.getpid(), number)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cleanly")

    async with asyncio.timeout(20):
        await until_signal(work())
    assert ended == ["cleanly"]


async def test_work_that_is_done_ends_by_itself_and_a_cancelled_caller_stays_cancelled() -> None:
    await until_signal(asyncio.sleep(0))
    async with asyncio.TaskGroup() as group:
        task = group.create_task(until_signal(asyncio.Event().wait()))  # type: ignore[arg-type]  # what it gives back nobody asks
        await asyncio.sleep(0.01)
        task.cancel()
    assert task.cancelled()


async def test_officials_who_do_not_come_in_time_are_one_line(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrolment, "PATIENCE", 0.05)

    class Silent:
        async def type(self, *_args: object) -> None:
            return None

    async with desk_town(sqlite_url) as town:

        class Bot:
            storage, clock = town.storage, StillClock()

        with pytest.raises(SandboxError, match="не подключились"):
            await enrolment.enrol_all(Bot, Silent(), make_town(konakovo()))  # type: ignore[arg-type]  # only these two are asked
