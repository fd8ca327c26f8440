"""After an outage: twelve thousand posts and comments wait, one in ten is an appeal, twelve are dangers.

    python benchmarks/catch_up.py [--posts 12000] [--appeals 0.1] [--dangers 12] [--hours 12] [--seed 1] [--talk FILE]

They are kept as a sweep keeps them, a hundred a transaction, while the bot stands still (`kept_seconds`); half are comments under earlier
posts. Then `otklik run` starts as a process of its own with its own reader. Counted from the moment at which it says that it runs: when all
are decided, when the messenger has accepted each danger's card. What is no appeal is of our own corpus, or of `--talk`, a JSONL file (an
object with «text» a line). One line of JSON; exit 1 over a bar: all decided in 180 s, the first danger in 5 s, all of them in 20 s.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.clock import ScenarioClock
from bot.config.district import District, find_profile, load_district
from bot.config.settings_values import DemoClock
from bot.demo.control import running_sandbox
from bot.demo.run import ORIGIN, PROFILE
from bot.demo.town import Town
from bot.reading.kept_batch import keep_batch
from bot.storage.engine.migrate import migrate
from bot.storage.engine.storage import open_storage
from incidents.posts import Batch, Network, Post

sys.path.insert(0, str(Path(__file__).resolve().parent))

from department_a_village import coordinated, district_of, town_of
from event_to_card import DANGER, TROUBLES, WRITERS, Seen, follow, spread
from kill_nine import bot_of, environment, settle_in
from machine import cost_of_each, processes, spent

BARS = {"decided": 180.0, "first_danger": 5.0, "last_danger": 20.0}
AT_ONCE = 100  # posts that a sweep keeps in one transaction
PATIENCE = 900.0  # real seconds
UNREAD = "SELECT count(*) FROM post WHERE taken_at IS NULL AND set_aside_at IS NULL"
CORPUS = Path(__file__).resolve().parent.parent / "nlp/data/corpus"


def said(file: Path | None) -> tuple[Sequence[str], Sequence[str]]:
    """Texts of posts and of comments that are no appeals: of the file, else of our own corpus."""
    if file is not None:
        texts = [row["text"] for row in rows_of(file)]
        return texts, texts
    talk = [row["text"] for row in rows_of(CORPUS / "posts.jsonl") if not row["is_appeal"]]
    return talk, [row["comment"] for row in rows_of(CORPUS / "threads.jsonl") if not row["is_appeal"]]


def rows_of(file: Path) -> Iterator[dict[str, Any]]:  # Any: of JSON
    """Objects, one a line."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def made(args: argparse.Namespace, town: Town, settlements: Sequence[tuple[str, str]], now: datetime) -> Iterator[tuple[Post, bool]]:
    """The posts, oldest first, and which are dangers."""
    chance = random.Random(args.seed)
    talk, comments = said(args.talk)
    appeals = sorted(chance.sample(range(args.posts), round(args.posts * args.appeals)))
    dangers, nth = set(chance.sample(appeals, args.dangers)), {post: n for n, post in enumerate(appeals)}
    wall, stood = f"-{town.answers_as.group_id}", list[str]()
    for n in range(args.posts):
        parent = chance.choice(stood[-200:]) if stood and n not in nth and n % 2 else None
        text = chance.choice(talk if parent is None else comments)
        if n in nth:
            turn, place = divmod(nth[n], len(settlements))
            trouble = DANGER if n in dangers else TROUBLES[(nth[n] + turn) % len(TROUBLES)]
            text = f"{settlements[place][1]}, улица Садовая, дом {turn + 1}: {trouble}"
        id = f"wall{wall}_{1_000_000 + n}" + ("_r" if parent else "")
        if parent is None:
            stood.append(id)
        at = now - timedelta(hours=args.hours) * (1 - n / args.posts)
        url = f"https://vk.com/{id}"
        yield (
            Post(
                network=Network.VK,
                external_id=id,
                url=url,
                text=text,
                author_id=str(WRITERS + n),
                published_at=at,
                parent_external_id=parent,
            ),
            n in dangers,
        )


async def keep(database: str, district: District, town: Town, posts: Sequence[Post], now: datetime) -> None:
    """As a sweep of the community's wall does."""
    storage = await open_storage(database, district.id)
    try:
        async with storage.transaction() as tx:
            wall = f"-{town.answers_as.group_id}"
            source = next(source for source in await tx.sources.all() if source.external_id == wall)
        for first in range(0, len(posts), AT_ONCE):
            batch = Batch(posts=tuple(posts[first : first + AT_ONCE]), cursor=source.cursor)
            async with storage.transaction() as tx:
                await keep_batch(tx, source, batch, now=now, backfill=False, stop_clock=False)
    finally:
        await storage.close()


async def decided(file: Path, began: float) -> float:
    """Seconds until nothing is unread; infinite if patience ends before."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)) as database:
        while time.time() - began < PATIENCE:
            if database.execute(UNREAD).fetchone()[0] == 0:
                return time.time() - began
            await asyncio.sleep(0.5)
    return float("inf")


async def main(args: argparse.Namespace) -> int:
    """Set up, run, tell."""
    origin = datetime.fromisoformat(ORIGIN).replace(hour=10, tzinfo=load_district(find_profile(PROFILE)).timezone)
    with tempfile.TemporaryDirectory(prefix="otklik-catch-up-") as name:
        folder = Path(name)
        district, settlements = district_of(folder, args.departments)
        setting, file, town, seen = DemoClock(origin, 1.0, time.time()), folder / "otklik.db", coordinated(town_of(district)), Seen()
        database, clock = f"sqlite+aiosqlite:///{file}", ScenarioClock(*setting)
        await asyncio.to_thread(migrate, database)
        async with running_sandbox(port=0, origin=origin, speed=1.0, anchor=setting.anchor or 0.0) as control:
            await control.post("reset", **town.describe())
            await settle_in(town, control, district, database, setting, clock)
            posts = list(made(args, town, settlements, clock.now()))
            began = time.time()
            await keep(database, district, town, [post for post, _ in posts], clock.now())
            kept = time.time() - began
            env = {**environment(town, control.port, database, setting), "DISTRICT__PROFILE": str(district.folder)}
            async with bot_of(env) as bot, asyncio.TaskGroup() as group:
                await bot.start()
                load, began = os.getloadavg()[0], time.time()
                seen.written = {post.external_id: began for post, is_danger in posts if is_danger}
                following = group.create_task(follow(control, setting, seen))
                lasted = await decided(file, began)
                who = processes(bot.pid or 0)
                cpu = spent(who)
                while len(seen.accepted) < len(seen.written) and time.time() - began < PATIENCE:  # noqa: ASYNC110 - told by the journal
                    await asyncio.sleep(0.5)
                following.cancel()
                await bot.end(signal.SIGTERM)
        waits = [at - began for at in seen.accepted.values()]
        figures = {
            "decided": lasted,
            "first_danger": min(waits, default=float("inf")),
            "last_danger": max(waits) if len(waits) == args.dangers else float("inf"),
        }
        shown = {
            "posts": args.posts,
            "kept_seconds": round(kept, 1),
            **{name: round(value, 1) for name, value in figures.items()},
            "dangers": spread(waits),
            "cpu_ms_a_post": cost_of_each(dict.fromkeys(cpu, 0.0), cpu, args.posts),
            "load_before_and_after": [round(load, 1), round(os.getloadavg()[0], 1)],
        }
        print(json.dumps(shown, ensure_ascii=False))
        return 0 if all(value <= BARS[name] for name, value in figures.items()) else 1


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--posts", type=int, default=12_000)
    made.add_argument("--appeals", type=float, default=0.1, help="the share of them")
    made.add_argument("--dangers", type=int, default=12)
    made.add_argument("--hours", type=float, default=12.0, help="how long the outage lasted")
    made.add_argument("--departments", type=int, default=64)
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--talk", type=Path, help="JSONL of texts that are no appeals")
    return made.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(arguments())))
