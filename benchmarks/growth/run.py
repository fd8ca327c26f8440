"""What everything costs in a base that has grown: CPU and wall milliseconds and statements, and their ratios in one run.

    python -m benchmarks.growth.run [--older 1000,10000,100000] [--month 600,18000] [--engine sqlite,postgresql] [--json FILE]

A base of each size is made (benchmarks/growth/base.py), the same things are done in each, one after another, the median of several times
counts. `--month`: the biggest is the last month of every base; the others are measured beside it at one size, for the growth of the month.
PostgreSQL: OTKLIK_TEST_POSTGRES, else one that is started for the run.
"""

import argparse
import asyncio
import gc
import itertools
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.growth.meter import cost_of
from benchmarks.growth.tasks import HOUSE, TOWN, bench, spans
from benchmarks.growth.town import make
from bot.storage.acts.incidents import incident
from bot.ticks.schedule import TICKS
from incidents.incident import Status
from tests.conftest import fresh_postgres, postgres_server

TIMES = 15
SLOW = frozenset({"backup", "learning", "retention"})
"""Ticks that do their work once a night, whatever is due."""


async def measured(url: str, only: str, most: int = TIMES) -> dict[str, Any]:
    """Everything, in an order that changes little under the feet of the next."""
    found: dict[str, Any] = {}
    async with bench(url) as made:
        gc.freeze()  # as `bot.signals` does when the bot begins to serve

        async def note(name: str, act: Any, *, times: int = most, warm: int = 3) -> None:
            if only in name:
                found[name] = (await cost_of(made.storage, act, times=times, warm=warm)).told()

        for name, act in made.polls().items():
            await note(name, act)
        for name in TICKS:
            if name not in SLOW:
                await note(f"tick {name}", made.tick(name), times=5, warm=2)
        await made.forget_outbox()
        theirs = await made.incidents(incident.c.status == Status.ASSIGNED, incident.c.department_id == "social", limit=TIMES + 3)
        await note("card", made.cards(theirs))
        await note("card of many voices", made.card(await made.most_voices()))
        await note("/my", made.typed("executor", "/my"))
        await note("/my of a coordinator", made.typed("coordinator", "/my"))
        await note("/queue", made.typed("coordinator", "/queue"))
        await note("/find дорога", made.typed("coordinator", "/find дорога"))
        for name, message in spans().items():
            await note(name, made.told(message, "head"), times=3, warm=1)
        await made.forget_outbox()
        await note("press «Принять»", made.accept(iter(theirs)), times=max(1, min(most, len(theirs) - 3)))
        chance = random.Random(11)
        for name, place in (("intake, a house", HOUSE), ("intake, a town", TOWN)):
            if only in name:
                act, before = made.intake(place), partial(made.write, place, chance)
                found[name] = (await cost_of(made.storage, act, times=most, before=before)).told()
    return found


def bases(older: list[int], month: list[int]) -> list[tuple[int, int]]:
    """The biggest month with each size; the other months with the size before the biggest, where as much is at work."""
    beside = sorted(older)[-2:][0]
    return [*((beside, each) for each in sorted(month)[:-1]), *((each, max(month)) for each in sorted(older))]


@contextmanager
def fresh(engine: str) -> Iterator[Any]:
    """Gives addresses of empty databases."""
    with ExitStack() as stack:
        numbers = itertools.count(1)
        if engine == "sqlite":
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="otklik-grown-"))
            yield lambda: f"sqlite+aiosqlite:///{Path(folder) / f'{next(numbers)}.db'}"
        else:
            server = stack.enter_context(contextmanager(postgres_server.__wrapped__)())
            yield lambda: fresh_postgres(server, f"otklik_grown_{next(numbers)}")


def table(told: dict[str, dict[str, Any]]) -> str:
    """Markdown: a row a thing, CPU / wall ms and statements a base, the ratio of the last base to the first of the same month."""
    names = list(dict.fromkeys(name for each in told.values() for name in each["costs"]))
    bases = list(told)
    lines = ["| | " + " | ".join(bases) + " |", "|---|" + "---|" * len(bases)]
    for name in names:
        cells = []
        for base in bases:
            cost = told[base]["costs"].get(name)
            cells.append(f"{cost['cpu_ms']} / {cost['wall_ms']} · {cost['statements']}" if cost else "")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """One table, one JSON file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--older", default="1000,10000,100000")
    parser.add_argument("--month", default="600,18000")
    parser.add_argument("--engine", default="sqlite,postgresql")
    parser.add_argument("--only", default="", help="measure what has these letters in its name")
    parser.add_argument("--uncounted", action="store_true", help="without the figures by which the database chooses indexes")
    parser.add_argument("--times", type=int, default=TIMES, help="how often each is done; the median counts")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    told: dict[str, dict[str, Any]] = {}
    for engine in args.engine.split(","):
        with fresh(engine) as url_of:
            for older, month in bases([int(n) for n in args.older.split(",")], [int(n) for n in args.month.split(",")]):
                url, began, load = url_of(), time.time(), os.getloadavg()[0]
                make(url, older=older, month=month, counted=not args.uncounted)
                made = round(time.time() - began, 1)
                costs = asyncio.run(measured(url, args.only, args.times))
                print(f"{engine} {older}+{month}: made in {made} s", file=sys.stderr)
                told[f"{engine} {older}+{month}"] = {"made_s": made, "load": round(load, 1), "costs": costs}
    print(table(told))
    if args.json:
        args.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
