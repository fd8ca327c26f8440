"""How long presses wait while a copy of a big base is made: `python benchmarks/backup_presses.py --mb 1000`.

One process writes as a press does (two changes, one commit, then a twentieth of a second of rest), another runs `make_copy`: copy, check,
checksum. Prints one line of JSON: seconds of the copy, presses within it, their p50, p99 and longest in milliseconds, and the same
of as many seconds without a copy.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from bot.storage.backup.make import make_copy
from bot.storage.engine.migrate import migrate
from bot.storage.engine.sqlite_library import sqlite3
from bot.storage.engine.storage import open_storage
from incidents.ids import DistrictId

DISTRICT = DistrictId("konakovo")
NOW = datetime(2026, 11, 26, 3, 10, tzinfo=UTC)
ROW = 4_000  # bytes of one filling row, about
FILL = """INSERT INTO inbox (district_id, bot_id, update_id, lane, raw, state, received_at, tries)
    VALUES ('konakovo', 1, ?, 'filling', ?, 'done', '2026-11-26 00:00:00.000000', 0)"""


def fill(base: Path, megabytes: int) -> None:
    """Rows that nobody asks for, until the file is so big."""
    rows, chance = megabytes * 2**20 // (ROW + 200), random.Random(7)
    connection = sqlite3.connect(base, isolation_level=None)
    connection.execute("BEGIN")
    connection.executemany(FILL, ((number, json.dumps(chance.randbytes(ROW // 2).hex())) for number in range(rows)))
    connection.execute("COMMIT")
    connection.close()


async def press(url: str) -> None:
    """Write until standard input ends; then the moments and lengths of all presses, as JSON."""
    storage, took, stop = await open_storage(url, DISTRICT), [], asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin, stop.set)
    print("ready", flush=True)
    while not stop.is_set():
        began = time.monotonic()
        async with storage.transaction() as tx:
            await tx.dialogues.set_data("bench", {"press": len(took)})
            await tx.slots.take(f"press {os.getpid()} {len(took)}", date(2026, 11, 26), at=NOW)
        took.append((began, time.monotonic() - began))
        await asyncio.sleep(0.05)
    await storage.close()
    print(json.dumps(took), flush=True)


def figures(took: list[tuple[float, float]], since: float, until: float) -> dict[str, float]:
    """Of the presses that touched this span."""
    spans = sorted(length * 1000 for began, length in took if began < until and began + length > since)
    p50, p99 = (round(spans[int(len(spans) * part)], 1) for part in (0.5, 0.99))
    return {"presses": len(spans), "p50": p50, "p99": p99, "max": round(spans[-1], 1)}


def measure(megabytes: int) -> dict[str, object]:
    """Fill, press, copy."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        base = Path(folder) / "otklik.db"
        url = f"sqlite+aiosqlite:///{base}"
        migrate(url)
        fill(base, megabytes)
        size = base.stat().st_size
        presser = subprocess.Popen([sys.executable, __file__, "--press", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert presser.stdout is not None
        presser.stdout.readline()
        time.sleep(2)
        began = time.monotonic()
        made = make_copy(url, Path(folder) / "copies", district=DISTRICT, now=NOW)
        ended = time.monotonic()
        time.sleep(max(5.0, ended - began))
        quiet = time.monotonic()
        took = json.loads(presser.communicate("stop\n")[0])
        return {
            "sqlite": sqlite3.sqlite_version,
            "base_mb": size // 2**20,
            "copy_mb": made.passport.size // 2**20,
            "copy_s": round(ended - began, 2),
            "during": figures(took, began, ended),
            "without": figures(took, ended + 1, quiet),
            "load": round(os.getloadavg()[0], 1),
        }


def main() -> None:
    """One line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mb", type=int, default=1000)
    parser.add_argument("--press", metavar="URL")
    args = parser.parse_args()
    if args.press:
        asyncio.run(press(args.press))
    else:
        print(json.dumps(measure(args.mb)))


if __name__ == "__main__":
    main()
