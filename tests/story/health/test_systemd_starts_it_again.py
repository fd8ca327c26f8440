"""The process as systemd sees it, and its end without a database."""

import asyncio
import json
import signal
import socket
import stat
from pathlib import Path

from sqlalchemy.engine import make_url

from incidents.official import Role
from tests.kit.otklik_process import ends, otklik_run
from tests.kit.story_town import PATIENCE, Json, Story

GONE = 75
WHILE_IT_STARTS = 90.0  # real seconds


class Systemd:
    """The other end of NOTIFY_SOCKET."""

    def __init__(self, folder: Path) -> None:
        self.address = folder / "notify"
        self._heard: list[str] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(str(self.address))

    @property
    def settings(self) -> dict[str, str]:
        """What the process is told of it."""
        return {"NOTIFY_SOCKET": str(self.address), "WATCHDOG_USEC": "6000000", "HEALTH__CALL": "Иван Петров, 8-900-000-00-00"}

    def listen(self) -> None:
        """Read what is said as it is said."""
        asyncio.get_running_loop().add_reader(self._socket, lambda: self._heard.extend(self._socket.recv(4096).decode().splitlines()))

    async def hears(self, words: str, *, within: float = PATIENCE) -> None:
        """Wait until it is said, and forget what was said before."""
        try:
            async with asyncio.timeout(within):
                while not any(line.startswith(words) for line in self._heard):  # noqa: ASYNC110 - another process says it
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"never said: {words}; said: {self._heard}") from None
        self._heard.clear()

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()


def health(file: Path) -> Json:
    """What the health file says; nobody else may read it."""
    path = Path(f"{file}.health.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    state: Json = json.loads(path.read_text(encoding="utf-8"))
    return state


async def test_a_process_whose_database_is_gone_says_so_ends_and_the_next_one_says_that_it_is_back(story: Story, tmp_path: Path) -> None:
    systemd = Systemd(tmp_path)
    systemd.listen()
    try:
        await gone_and_back(story, systemd, tmp_path)
    finally:
        systemd.close()


async def gone_and_back(story: Story, systemd: Systemd, folder: Path) -> None:
    file = Path(str(make_url(story.settings.database.url).database))
    aside, coordinator = file.with_suffix(".aside"), story.who(Role.COORDINATOR)
    async with story.running():
        await story.move_in()
    async with otklik_run(story, folder, **systemd.settings) as process:
        await systemd.hears("READY=1", within=WHILE_IT_STARTS)
        await systemd.hears("WATCHDOG=1")
        await systemd.hears("STATUS=Работает")
        assert health(file)["state"] == "well"
        await asyncio.to_thread(file.rename, aside)
        await story.message(coordinator, "Бот не работает: база недоступна", "Позвоните: Иван Петров, 8-900-000-00-00")
        assert await ends(process) == GONE
        await systemd.hears("STOPPING=1")
    assert [(each["kind"], each["told"]) for each in health(file)["ill"]] == [("database_gone", True)]
    await asyncio.to_thread(aside.rename, file)
    async with otklik_run(story, folder, **systemd.settings) as process:
        await systemd.hears("READY=1", within=WHILE_IT_STARTS)
        await story.message(coordinator, "Снова работает: база на месте")
        process.send_signal(signal.SIGTERM)
        assert await ends(process) == 0
    assert len([text for text in await story.texts(coordinator) if "база недоступна" in text]) == 1
